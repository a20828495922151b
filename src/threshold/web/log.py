"""A call written into the log: who called, why, what was advised and what is to follow; and following up."""

from collections.abc import Collection

from starlette.responses import Response

from threshold.consultation.call import Call
from threshold.consultation.floor import seriousness
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.noting import FieldName, held, unnamed, wanted
from threshold.reading import BadInput
from threshold.register.calls.model import WHO_CALLS, FollowUp
from threshold.web.call import ask_who, step_of
from threshold.web.called import show_logged
from threshold.web.fields import LABELS, Amiss, by_field
from threshold.web.frame import frame_of, go, go_amiss, note_of
from threshold.web.held import Held
from threshold.web.notes import Written, amiss, day, noted, refused, written
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit

_KEPT = "Nothing is lost: if it stays so, end the desk with Ctrl-C, start it again, and go on with this call"
_ONLY_HERE = "This call is nowhere but here: do not end the desk. Write down what matters, then try again"
_CHANGED = "The answers were changed in another tab: look at the advice again before you send this"
_WANTED: tuple[FieldName, ...] = ("caller.agency", "caller.role", "why")


def show(office: Office, visit: Visit) -> Response:
    """The form for the log of a call, with what was typed into it before; who calls is asked before that."""
    call = office.call(visit.place["reference"])
    if call is None:
        return show_logged(office, visit)
    who = call.conversation.left_open(WHO_CALLS)
    if who is not None:
        return ask_who(office, call, who, visit.told)
    before = office.shelf.get(visit.held, step_of(call))
    found = [*before.problems] or refused(office, call)
    if before.failed:
        found.append(Amiss("main", _ONLY_HERE if call.reference in office.unkept else _KEPT))
    return _form(office, call, found, note_of(visit.told), before.asked)


def keep(office: Office, visit: Visit) -> Response:
    """Put the call into the log; or go to the form again, with all that was typed and what is amiss.

    What the log wants of a professional is asked for once more where it was left out, and once only.
    """
    reference = visit.place["reference"]
    call = office.call(reference)
    if call is None:
        return go(office, f"calls/{reference}", "logged-before")
    office.typed[reference] = dict(visit.sent)
    if call.conversation.left_open(WHO_CALLS) is not None:
        return go(office, f"calls/{reference}/log", "not-kept")  # no name is, before it is known who calls
    form = written(office, call, visit, "broken_off" in visit.sent or call.conversation.next is not None)
    office.keep(form.kept)
    if "later" in visit.sent:
        return go(office, f"calls/{reference}", "not-kept" if refused(office, form.kept) else "")
    if visit.typed("step") != step_of(call):
        return _again(office, call, [Amiss("main", _CHANGED)])
    if {"logged", "broken_off"} & visit.sent.keys():
        return _put(office, form, visit.typed("left_out").split())
    return _again(office, call, form.amiss) if form.amiss else go(office, f"calls/{reference}/log", "not-yet")


def _put(office: Office, form: Written, told: Collection[str]) -> Response:
    """Put a call into the log, if nothing is amiss; of what is `told` it was said that the log wants it."""
    call, entry, found, failed = form.call, form.entry, form.amiss, False
    missing = [] if entry.broken_off else _missing(call)
    found = [*found, *(_want(office, field) for field in missing if field not in told)]
    try:
        if not found:
            well = office.record(entry)
            return go(office, f"calls/{call.reference}", "logged" if well else "logged-amiss")
    except BadInput as error:
        found = [amiss(each.field, each.message) for each in error.problems]
        failed = not any(each.field for each in error.problems)
    return _again(office, call, found, missing, failed)


def _again(
    office: Office, call: Call, found: list[Amiss], left_out: Collection[str] = (), failed: bool = False
) -> Response:
    """To the form again, which says what was amiss with it."""
    told = Held(tuple(found), step=step_of(call), asked=tuple(left_out), failed=failed)
    return go_amiss(office, f"calls/{call.reference}/log", told)


def follow_up(office: Office, visit: Visit) -> Response:
    """Log what became of a follow-up; or go to the form again, with all that was typed and what is amiss."""
    logged = office.log().call(visit.place["reference"])
    if visit.typed("step") != str(len(logged.follow_ups)):
        return go(office, f"calls/{logged.told.reference}", "twice")
    found: list[Amiss] = []
    told = FollowUp(
        call=logged.told.reference,
        done=visit.typed("done") == "yes",
        what=visit.typed("what"),
        next=day(visit, "next", office.today(), found),
        about=visit.typed("about"),
        adviser=visit.typed("adviser"),
    )
    if not found:
        try:
            well = office.record_follow_up(logged, told)
            return go(office, f"calls/{logged.told.reference}", "followed" if well else "logged-amiss")
        except BadInput as error:
            found = [amiss(each.field, each.message) for each in error.problems]
    again = Held(tuple(found), visit.sent, visit.typed("step"))
    return go_amiss(office, f"calls/{logged.told.reference}", again)


def _missing(call: Call) -> list[FieldName]:
    """What the log wants of this call and has not."""
    return [field for field in _WANTED if wanted(field, call) and not held(call.notes, field)]


def _want(office: Office, field: FieldName) -> Amiss:
    what = "the name or the agency of a professional" if field == "caller.agency" else "this"
    clauses = ", ".join(office.line().script.log.carries)
    return amiss(field, f"the log wants {what} ({clauses}); sent again, the call is logged without it")


def _form(
    office: Office,
    call: Call,
    found: list[Amiss],
    note: str,
    left_out: Collection[str],
) -> Response:
    line = office.line()
    advised = None if call.conversation.next else line.advised(call.conversation)
    others = [(value, said) for value, said in ADVICE_IN_WORDS.items() if advised and value != advised.advice]
    typed = office.typed.get(call.reference, {})
    return page(
        "log",
        frame=frame_of(office, call.reference),
        reference=call.reference,
        advised=advised,
        others=others,
        danger=advised is not None and advised.advice == seriousness(line.engine.policy.vocabulary)[0],
        words=line.script.log,
        wants=any(wanted(field, call) for field in _WANTED),
        left_out=" ".join(left_out),
        unnamed=unnamed(call),
        note=note,
        labels=LABELS,
        typed={"adviser": office.adviser, **noted(call.notes), **typed},
        step=step_of(call),
        problems=found,
        errors=by_field(found),
    )
