"""A call written into the log: who called, why, what was advised and what is to follow; and following up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from starlette.responses import Response

from threshold.consultation.call import Call, Notes, entry_of
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.dates import understood
from threshold.interview.noting import fitting, unnamed
from threshold.output.words import sentence
from threshold.reading import BadInput
from threshold.register.calls.checking import problems
from threshold.register.calls.model import Caller, FollowUp
from threshold.register.calls.record import tidied
from threshold.register.store import utc_now
from threshold.web.call import step_of
from threshold.web.called import called_page, show_logged
from threshold.web.fields import LABELS, Amiss, by_field
from threshold.web.frame import frame_of, go
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit

_KEPT = "Nothing is lost: if it stays so, end the desk with Ctrl-C, start it again, and go on with this call"
_CALLER = ("name", "agency", "role", "telephone")
_TEXTS = ("why", "summary", "advice_given", "differs_because", "follow_up_about", "adviser")


def show(office: Office, visit: Visit) -> Response:
    """The form for the log of a call, with what was typed into it before."""
    call = office.call(visit.place["reference"])
    return show_logged(office, visit) if call is None else _form(office, call)


def keep(office: Office, visit: Visit) -> Response:
    """Put the call into the log; or show the form again, with all that was typed and what is amiss."""
    reference = visit.place["reference"]
    call = office.call(reference)
    if call is None:
        return go(office, f"calls/{reference}", "logged-before")
    office.typed[reference] = dict(visit.sent)
    found: list[Amiss] = []
    call = fitting(call.noted(_notes(office, visit, found)))
    broken_off = "broken_off" in visit.sent or call.conversation.next is not None
    entry = tidied(entry_of(office.line(), call, utc_now(), broken_off))
    found += [amiss(each.field, each.message) for each in problems(entry)]
    office.keep(call.noted(_clean(call.notes, {each.field for each in found})))
    if "later" in visit.sent:
        return go(office, f"calls/{reference}")
    if visit.typed("step") != step_of(call):
        said = "The answers were changed in another tab: look at the advice again before you send this"
        return _form(office, call, [Amiss("main", said)])
    try:
        if not found:
            well = office.record(entry)
            return go(office, f"calls/{reference}", "logged" if well else "logged-amiss")
    except BadInput as error:
        found = [amiss(each.field, each.message) for each in error.problems]
        if not any(each.field for each in error.problems):
            found.append(Amiss("main", _KEPT))
    return _form(office, call, found)


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


def _form(office: Office, call: Call, found: list[Amiss] | None = None) -> Response:
    advised = None if call.conversation.next else office.line().advised(call.conversation)
    others = [(value, said) for value, said in ADVICE_IN_WORDS.items() if advised and value != advised.advice]
    typed = office.typed.get(call.reference, {})
    return page(
        "log",
        400 if found else 200,
        frame=frame_of(office, call.reference),
        reference=call.reference,
        advised=advised,
        others=others,
        family=unnamed(call),
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
