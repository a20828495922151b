"""What was typed into the form for the log of a call: what may be kept, and what is amiss with the rest."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from threshold.consultation.call import Call, Notes, entry_of
from threshold.interview.dates import understood
from threshold.interview.noting import fitting
from threshold.output.words import sentence
from threshold.register.calls.checking import problems
from threshold.register.calls.model import CallEntry, Caller
from threshold.register.calls.record import tidied
from threshold.register.store import utc_now
from threshold.web.fields import LABELS, Amiss
from threshold.web.office import Office
from threshold.web.visit import Visit

_CALLER = ("name", "agency", "role", "telephone")
_TEXTS = ("why", "summary", "advice_given", "differs_because", "follow_up_about", "adviser")


@dataclass(frozen=True, slots=True)
class Written:
    """What a form comes to.

    call   with all that was typed
    kept   with what of it may be kept in a file
    entry  what the log would have of it
    amiss  what is amiss with it
    """

    call: Call
    kept: Call
    entry: CallEntry
    amiss: list[Amiss]


def written(office: Office, call: Call, visit: Visit, broken_off: bool) -> Written:
    """What was typed into the form of a call."""
    found: list[Amiss] = []
    noted = fitting(call.noted(_notes(office, visit, found)))
    entry = tidied(entry_of(office.line(), noted, utc_now(), broken_off))
    misread = {each.field for each in found}
    found += [amiss(each.field, each.message) for each in problems(entry) if each.field not in misread]
    kept = noted.noted(_clean(noted.notes, {each.field for each in found}))
    return Written(noted, kept, entry, found)


def refused(office: Office, call: Call) -> list[Amiss]:
    """What is amiss with what was typed into the form of a call before and is kept in no file."""
    sent = office.typed.get(call.reference, {})
    if not sent:
        return []
    visit = Visit({}, sent)
    found = written(office, call, visit, call.conversation.next is not None).amiss
    return [each for each in found if visit.typed(each.field)]


def _notes(office: Office, visit: Visit, found: list[Amiss]) -> Notes:
    """What was typed into the form; what cannot be a day is told in `found`."""
    caller = Caller(*(visit.typed(f"caller.{part}") for part in _CALLER))
    follow_up = day(visit, "follow_up", office.today(), found)
    return Notes(caller=caller, follow_up=follow_up, **{name: visit.typed(name) for name in _TEXTS})


def _clean(notes: Notes, amiss: Collection[str]) -> Notes:
    """The notes without what is amiss: that is kept in no file."""
    caller = Caller(*("" if f"caller.{part}" in amiss else getattr(notes.caller, part) for part in _CALLER))
    return replace(notes, caller=caller, **{name: "" for name in (*_TEXTS, "follow_up") if name in amiss})


def noted(notes: Notes) -> dict[str, str]:
    """Notes that were kept, by the names of their fields."""
    fields = {f"caller.{part}": getattr(notes.caller, part) for part in _CALLER}
    fields |= {name: getattr(notes, name) for name in _TEXTS}
    if notes.follow_up:
        fields["follow_up"] = f"{date.fromisoformat(notes.follow_up):%d/%m/%Y}"
    return {name: text for name, text in fields.items() if text}


def day(visit: Visit, field: str, today: date, found: list[Amiss]) -> str:
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
