"""What the adviser writes down of a call: which fields there are, and how each is asked for and kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from threshold.consultation import Line
from threshold.consultation.call import Call, Notes, entry_of
from threshold.consultation.floor import seriousness
from threshold.register.calls.checking import problems
from threshold.register.calls.model import NOT_NAMED, WHO_CALLS, CallEntry, Caller
from threshold.register.calls.record import tidied

FieldName = Literal[
    "caller.name",
    "caller.agency",
    "caller.role",
    "caller.telephone",
    "why",
    "summary",
    "advice_given",
    "follow_up",
    "follow_up_about",
    "adviser",
]
_PROFESSIONAL = "professional"
_NO_CHILD = "Nothing that tells who the child is."
_NOTHING = "No name, age, address, school or other detail of a child or of a family is logged."


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the log of a call.

    label   what it is called where it is listed
    asks    how it is asked for
    can     what can be typed
    means   what `?` tells
    """

    name: FieldName
    label: str
    asks: str
    can: str
    means: str = ""


_FIELDS = (
    Field(
        "caller.name",
        "Caller's name",
        "What is the caller's name?",
        "Type the professional's own name; Enter leaves it out.",
        "The log says which professional called. Of a parent or somebody else of a family, leave it out.",
    ),
    Field(
        "caller.agency",
        "Caller's agency",
        "Of which agency?",
        "Type the agency, school or surgery that the caller works for; Enter leaves it out.",
    ),
    Field(
        "caller.role",
        "Caller's role",
        "In which role?",
        "Type it, such as SENCO or health visitor; Enter leaves it out.",
    ),
    Field(
        "caller.telephone",
        "Caller's telephone",
        "On which number can the caller be rung back?",
        "Type the number at work; Enter leaves it out.",
    ),
    Field("why", "Why they called", "Why did they call?", f"Type a few words. {_NO_CHILD}", _NOTHING),
    Field(
        "summary",
        "Summary",
        "What was talked about, in short?",
        f"Type a sentence or two. {_NO_CHILD}",
        _NOTHING,
    ),
    Field(
        "advice_given",
        "Advised otherwise",
        "Was anything else advised? Enter means no.",
        "Type a number; Enter means that it was as recommended.",
        "Where somebody advised otherwise than is recommended here, the log says so, and why.",
    ),
    Field(
        "follow_up",
        "Follow up by",
        "Is anything to be followed up, and by when?",
        "Type a day such as tomorrow, Friday or 3 December; Enter if nothing is.",
        "The day by which somebody of the line does something more: rings back, or hears what became of it.",
    ),
    Field(
        "follow_up_about",
        "To be done by then",
        "What is to be done by then?",
        f"Type a few words; Enter leaves it out. {_NO_CHILD}",
        _NOTHING,
    ),
    Field(
        "adviser",
        "Adviser",
        "Who are you? A made-up reference, such as TM-07.",
        "Type letters and numbers without spaces, such as TM-07; never your name.",
        "It says who advised without a name; --adviser or THRESHOLD_ADVISER gives it beforehand.",
    ),
)


def fields(call: Call) -> Iterator[Field]:
    """The fields that a call has; of a caller who is no professional no name or number is taken down."""
    for each in _FIELDS:
        if each.name in ("caller.name", "caller.agency", "caller.telephone") and unnamed(call):
            continue
        if each.name == "follow_up_about" and not call.notes.follow_up:
            continue
        yield each


def unnamed(call: Call) -> bool:
    """Whether it was answered that the caller is no professional: their name may lead to the child."""
    return call.conversation.answers.get(WHO_CALLS) in NOT_NAMED


def wanted(field: FieldName, call: Call) -> bool:
    """Whether the log wants a field that can be left out: who a professional is, and why they called."""
    if call.conversation.answers.get(WHO_CALLS) != _PROFESSIONAL:
        return False
    return field in ("caller.role", "why") or (field == "caller.agency" and not call.notes.caller.name)


def below_danger(line: Line, call: Call) -> bool:
    """Whether less was advised than for a child who may be in danger, where that is recommended."""
    most = seriousness(line.engine.policy.vocabulary)[0]
    given = call.notes.advice_given
    if given in ("", most) or call.conversation.next is not None:
        return False
    return line.advised(call.conversation).advice == most


def held(notes: Notes, field: FieldName) -> str:
    """What a field holds, as text."""
    if field.startswith("caller."):
        return str(getattr(notes.caller, field.removeprefix("caller.")))
    return str(getattr(notes, field))


def with_text(notes: Notes, field: FieldName, text: str) -> Notes:
    """The notes with another text in a field. What hangs on a field that is emptied goes with it."""
    if field.startswith("caller."):
        return replace(notes, caller=replace(notes.caller, **{field.removeprefix("caller."): text}))
    changed: Notes = replace(notes, **{field: text})  # type: ignore[arg-type] # each of these is a text
    if field == "follow_up" and not text:
        return replace(changed, follow_up_about="")
    return replace(changed, differs_because="") if field == "advice_given" else changed


def fitting(call: Call) -> Call:
    """The call without the name and number of a caller who is no professional."""
    if not unnamed(call):
        return call
    return call.noted(replace(call.notes, caller=Caller(role=call.notes.caller.role)))


def broken_off(line: Line, call: Call, ended: datetime) -> tuple[CallEntry, tuple[str, ...]]:
    """What is logged of a call that was broken off, and the labels of what could not be and is left out.

    Raises as `entry_of` does.
    """
    entry = entry_of(line, call, ended, broken_off=True)
    wrong = {each.field.replace("differs_because", "advice_given") for each in problems(tidied(entry))}
    left = [each for each in _FIELDS if each.name in wrong]
    for field in left:
        call = call.noted(with_text(call.notes, field.name, ""))
    return entry_of(line, call, ended, broken_off=True), tuple(each.label for each in left)
