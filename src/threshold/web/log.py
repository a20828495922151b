"""A call written into the log: who called, why, what was advised and what is to follow; and following up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from starlette.responses import Response

from threshold.consultation.call import Call, Notes, entry_of
from threshold.consultation.floor import seriousness
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.dates import understood
from threshold.interview.noting import FieldName, below_danger, fitting, held, unnamed, wanted
from threshold.output.words import sentence
from threshold.reading import BadInput
from threshold.register.calls.checking import problems
from threshold.register.calls.model import WHO_CALLS, CallEntry, Caller, FollowUp
from threshold.register.calls.record import tidied
from threshold.register.store import utc_now
from threshold.web.call import ask_who, step_of
from threshold.web.called import called_page, show_logged
from threshold.web.fields import LABELS, Amiss, by_field
from threshold.web.frame import frame_of, go, note_of
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit

_KEPT = "Nothing is lost: if it stays so, end the desk with Ctrl-C, start it again, and go on with this call"
_ONLY_HERE = "This call is nowhere but here: do not end the desk. Write down what matters, then try again"
_LESS = (
    "is needed. This is less than what is advised for a child who may be in danger: say by when it is "
    "looked at again"
)
_CALLER = ("name", "agency", "role", "telephone")
_WANTED: tuple[FieldName, ...] = ("caller.agency", "caller.role", "why")
_TEXTS = ("why", "summary", "advice_given", "differs_because", "follow_up_about", "adviser")


def show(office: Office, visit: Visit) -> Response:
    """The form for the log of a call, with what was typed into it before; who calls is asked before that."""
    call = office.call(visit.place["reference"])
    if call is None:
        return show_logged(office, visit)
    who = call.conversation.left_open(WHO_CALLS)
    return _form(office, call) if who is None else ask_who(office, call, who)


def keep(office: Office, visit: Visit) -> Response:
    """Put the call into the log; or show the form again, with all that was typed and what is amiss.

    What the log wants of a professional is asked for once more where it was left out, and once only.
    """
    reference = visit.place["reference"]
    call = office.call(reference)
    if call is None:
        return go(office, f"calls/{reference}", "logged-before")
    office.typed[reference] = dict(visit.sent)
    if call.conversation.left_open(WHO_CALLS) is not None:
        return go(office, f"calls/{reference}/log")  # no name is kept before it is known who calls
    found: list[Amiss] = []
    call = fitting(call.noted(_notes(office, visit, found)))
    broken_off = "broken_off" in visit.sent or call.conversation.next is not None
    entry = tidied(entry_of(office.line(), call, utc_now(), broken_off))
    misread = {each.field for each in found}
    found += [amiss(each.field, each.message) for each in problems(entry) if each.field not in misread]
    office.keep(call.noted(_clean(call.notes, {each.field for each in found})))
    if "later" in visit.sent:
        return go(office, f"calls/{reference}", "not-kept" if found else "")
    if visit.typed("step") != step_of(call):
        said = "The answers were changed in another tab: look at the advice again before you send this"
        return _form(office, call, [Amiss("main", said)])
    if not {"logged", "broken_off"} & visit.sent.keys():
        return _form(office, call, found, note="not-yet")
    return _put(office, call, entry, found, visit.typed("left_out").split())


def _put(office: Office, call: Call, entry: CallEntry, found: list[Amiss], told: Collection[str]) -> Response:
    """Put an entry into the log, if nothing is amiss; of what is `told` it was said that the log wants it."""
    missing = [] if entry.broken_off else _missing(call)
    if not entry.broken_off:
        found = [*found, *_not_looked_at_again(office, call, found)]
    found = [*found, *(_want(office, field) for field in missing if field not in told)]
    try:
        if not found:
            well = office.record(entry)
            return go(office, f"calls/{call.reference}", "logged" if well else "logged-amiss")
    except BadInput as error:
        found = [amiss(each.field, each.message) for each in error.problems]
        if not any(each.field for each in error.problems):
            found.append(Amiss("main", _ONLY_HERE if call.reference in office.unkept else _KEPT))
    return _form(office, call, found, left_out=missing)


def follow_up(office: Office, visit: Visit) -> Response:
    """Log what became of a follow-up; or show the form again, with all that was typed and what is amiss."""
    logged = office.log().call(visit.place["reference"])
    if visit.typed("step") != str(len(logged.follow_ups)):
        return go(office, f"calls/{logged.told.reference}", "twice")
    found: list[Amiss] = []
    told = FollowUp(
        call=logged.told.reference,
        done=visit.typed("done") == "yes",
        what=visit.typed("what"),
        next=_day(visit, "next", office.today(), found),
        about=visit.typed("about"),
        adviser=visit.typed("adviser"),
    )
    if not found:
        try:
            well = office.record_follow_up(logged, told)
            return go(office, f"calls/{logged.told.reference}", "followed" if well else "logged-amiss")
        except BadInput as error:
            found = [amiss(each.field, each.message) for each in error.problems]
    return called_page(office, logged, problems=found, typed=visit.sent)


def _missing(call: Call) -> list[FieldName]:
    """What the log wants of this call and has not."""
    return [field for field in _WANTED if wanted(field, call) and not held(call.notes, field)]


def _want(office: Office, field: FieldName) -> Amiss:
    what = "the name or the agency of a professional" if field == "caller.agency" else "this"
    clauses = ", ".join(office.line().script.log.carries)
    return amiss(field, f"the log wants {what} ({clauses}); sent again, the call is logged without it")


def _not_looked_at_again(office: Office, call: Call, found: list[Amiss]) -> list[Amiss]:
    """That a day is missing where less was advised than for a child in danger."""
    if call.notes.follow_up or any(each.field == "follow_up" for each in found):
        return []
    return [amiss("follow_up", _LESS)] if below_danger(office.line(), call) else []


def _form(
    office: Office,
    call: Call,
    found: list[Amiss] | None = None,
    note: str = "",
    left_out: list[FieldName] | None = None,
) -> Response:
    line = office.line()
    advised = None if call.conversation.next else line.advised(call.conversation)
    others = [(value, said) for value, said in ADVICE_IN_WORDS.items() if advised and value != advised.advice]
    typed = office.typed.get(call.reference, {})
    return page(
        "log",
        400 if found else 200,
        frame=frame_of(office, call.reference),
        reference=call.reference,
        advised=advised,
        others=others,
        danger=advised is not None and advised.advice == seriousness(line.engine.policy.vocabulary)[0],
        words=line.script.log,
        wants=any(wanted(field, call) for field in _WANTED),
        left_out=" ".join(left_out or []),
        unnamed=unnamed(call),
        note=note_of(note),
        labels=LABELS,
        typed={"adviser": office.adviser, **_noted(call.notes), **typed},
        step=step_of(call),
        problems=found or [],
        errors=by_field(found or []),
    )


def _notes(office: Office, visit: Visit, found: list[Amiss]) -> Notes:
    """What was typed into the form; what cannot be a day is told in `found`."""
    caller = Caller(*(visit.typed(f"caller.{part}") for part in _CALLER))
    follow_up = _day(visit, "follow_up", office.today(), found)
    return Notes(caller=caller, follow_up=follow_up, **{name: visit.typed(name) for name in _TEXTS})


def _clean(notes: Notes, amiss: Collection[str]) -> Notes:
    """The notes without what is amiss: that is kept in no file."""
    caller = Caller(*("" if f"caller.{part}" in amiss else getattr(notes.caller, part) for part in _CALLER))
    return replace(notes, caller=caller, **{name: "" for name in (*_TEXTS, "follow_up") if name in amiss})


def _noted(notes: Notes) -> dict[str, str]:
    """Notes that were kept, by the names of their fields."""
    fields = {f"caller.{part}": getattr(notes.caller, part) for part in _CALLER}
    fields |= {name: getattr(notes, name) for name in _TEXTS}
    if notes.follow_up:
        fields["follow_up"] = f"{date.fromisoformat(notes.follow_up):%d/%m/%Y}"
    return {name: text for name, text in fields.items() if text}


def _day(visit: Visit, field: str, today: date, found: list[Amiss]) -> str:
    """A day as it was typed, as an ISO date."""
    typed = visit.typed(field)
    if not typed:
        return ""
    try:
        return understood(typed, today, ahead=True).isoformat()
    except ValueError as error:
        found.append(amiss(field, str(error)))
        return ""


def amiss(field: str, message: str) -> Amiss:
    """What is amiss with a field, as the checks of the log say it; or with the whole form."""
    plain = message.replace("`", "'")
    return Amiss(field, plain, LABELS[field]) if field in LABELS else Amiss("main", sentence(plain))
