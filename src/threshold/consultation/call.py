"""One call to the consultation line, from its first question to what is kept of it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from threshold.consultation.conversation import Conversation
from threshold.consultation.line import Line
from threshold.register.calls.model import Answered, CallEntry, Caller
from threshold.register.calls.reference import new_reference
from threshold.register.chain import written_time
from threshold.vocabulary import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the adviser writes down of a call; a text that was not given is empty.

    advice_given     where it was another than recommended, and `differs_because` why
    follow_up        the day by which something is to be done, ISO; `follow_up_about` what
    adviser          a made-up reference for the adviser, such as TM-07
    """

    caller: Caller = field(default_factory=Caller)
    why: str = ""
    summary: str = ""
    advice_given: str = ""
    differs_because: str = ""
    follow_up: str = ""
    follow_up_about: str = ""
    adviser: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has begun. Nothing in it was taken over from any other."""

    reference: str
    started: datetime
    conversation: Conversation
    notes: Notes = Notes()

    def at(self, conversation: Conversation) -> "Call":
        """The call, so much further."""
        return replace(self, conversation=conversation)

    def noted(self, notes: Notes) -> "Call":
        """The call with other notes."""
        return replace(self, notes=notes)


def begin(line: Line, now: datetime | None = None, taken: Collection[str] = ()) -> Call:
    """A new call, under a reference that is not among those `taken`."""
    started = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    return Call(new_reference(started, taken), started, line.begin())


def entry_of(line: Line, call: Call, ended: datetime, broken_off: bool = False) -> CallEntry:
    """What is kept of a call; raises as `Line.advised` does.

    Of one that was broken off before it came to an outcome there is no advice.
    """
    talk, notes = call.conversation, call.notes
    policy = line.engine.policy.at(line.day)
    told = CallEntry(
        reference=call.reference,
        started=written_time(call.started),
        ended=written_time(max(ended, call.started)),
        broken_off=broken_off,
        caller=notes.caller,
        why=notes.why,
        summary=notes.summary,
        answers=tuple(Answered(fact, in_text(value)) for fact, value in talk.answers.items()),
        advice_given=notes.advice_given,
        differs_because=notes.differs_because,
        unknown=tuple(fact for fact, value in talk.answers.items() if value is None),
        adviser=notes.adviser,
        follow_up=notes.follow_up,
        follow_up_about=notes.follow_up_about,
        policy=policy.name,
        policy_version=policy.version,
        policy_digest=policy.digest,
    )
    if talk.next is not None:
        return told
    advised = line.advised(talk)
    return replace(
        told,
        advice=advised.advice,
        outcome=advised.outcome,
        because=advised.because,
        clauses=advised.clauses,
        said="\n".join(advised.say),
    )


def in_text(value: Value | None) -> str:
    """An answer as it is kept; nothing where nobody knew."""
    if value is None:
        return ""
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)
