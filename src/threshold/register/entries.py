"""What an entry of the register says: a decision beside what was recommended, an erasure, a key, a call."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from threshold.register.calls.model import CALL_SCHEMA, FOLLOW_UP_SCHEMA, CallEntry, FollowUp
from threshold.register.chain import (
    CALL,
    DECISION,
    ERASURE,
    FOLLOW_UP,
    KEY,
    OF_CALLS,
    Content,
    Link,
    new_salt,
)
from threshold.vocabulary import ContactOutcome, Decidable, DecidedDirection

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "threshold/entry/1"
OUTCOME_SCHEMA = "threshold/entry/2"  # of what becomes of a contact, which programs before it know nothing of
ERASURE_SCHEMA = "threshold/erasure/1"
KEY_SCHEMA = "threshold/key/1"
DECISIONS: tuple[Decidable, ...] = get_args(Decidable)
# What may be decided in an entry of each form.
DECIDED_IN: Mapping[str, tuple[Decidable, ...]] = {
    SCHEMA: get_args(DecidedDirection),
    OUTCOME_SCHEMA: get_args(ContactOutcome),
}
Authority = Literal["in_order", "mismatch", "cannot_tell", "no_rule"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided.

    decision   one of DECISIONS
    by         the person's role, by the vocabulary's name for it
    reference  a made-up reference for the person, such as TM-07
    agrees     whether the person agrees with the recommendation; otherwise it is overridden
    reason     why; some decisions need one
    """

    decision: str
    by: str
    reference: str
    agrees: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the person may not be the one to decide: the rule that names another, or the case that does."""

    rule: str
    says: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A decision in short: enough to list and count. The case and the decision in full lie beside it.

    called_for   why a reason was called for
    filled_in    facts that the case left open and that the person's role answers
    clauses      where the recommendation rests: what failed or is open, or else what was met
    authority    how the policy's rules on who may decide come out for the person's role
    register     the identity of the register that it was recorded in; entries of version 1 do not say
    """

    case: str
    family: str | None
    as_at: str
    decided: Decided
    called_for: tuple[str, ...]
    filled_in: Mapping[str, str]
    recommended: str
    recommended_to: str | None
    status: str
    headline: str
    clauses: tuple[str, ...]
    authority: Authority
    doubts: tuple[Doubt, ...]
    policy: str
    policy_version: str
    policy_digest: str
    policy_files: str
    evaluators: tuple[str, ...]
    program: str
    clock_checked: bool = False
    schema: str = field(default=SCHEMA)
    register: str = ""

    def as_json(self) -> str:
        """One line of JSON."""
        return _line(self)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Who erased what entries held, and why. Never the reference of the case."""

    entries: tuple[int, ...]
    by: str
    reference: str
    reason: str
    register: str
    schema: str = field(default=ERASURE_SCHEMA)

    def as_json(self) -> str:
        """One line of JSON."""
        return _line(self)


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key added or revoked: its public half as hexadecimal digits, and whose it is, such as TM-07."""

    change: Literal["add", "revoke"]
    public: str
    name: str
    reason: str
    register: str
    schema: str = field(default=KEY_SCHEMA)

    def as_json(self) -> str:
        """One line of JSON."""
        return _line(self)


Told = Summary | Erasure | KeyChange | CallEntry | FollowUp
SCHEMAS = {
    DECISION: SCHEMA,
    ERASURE: ERASURE_SCHEMA,
    KEY: KEY_SCHEMA,
    CALL: CALL_SCHEMA,
    FOLLOW_UP: FOLLOW_UP_SCHEMA,
}
_FORMS: dict[str, type[Told]] = {
    DECISION: Summary,
    ERASURE: Erasure,
    KEY: KeyChange,
    CALL: CallEntry,
    FOLLOW_UP: FollowUp,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is read: its link, and what it says unless that was erased.

    `amiss` says why nothing is given out of one that is not as it was recorded. `newer`: it is in a form that
    only a later program knows, so that nothing or not all of it can be told.
    """

    link: Link
    told: Told | None
    amiss: str = ""
    newer: bool = False

    @property
    def summary(self) -> Summary | None:
        """What was decided, where it is a decision that was not erased."""
        return self.told if isinstance(self.told, Summary) else None

    @property
    def is_decision(self) -> bool:
        """Whether somebody decided something, erased or not."""
        return self.link.kind == DECISION

    @property
    def is_of_call(self) -> bool:
        """Whether it belongs to the log of calls."""
        return self.link.kind in OF_CALLS


def form_for(decision: str) -> str:
    """The form of the entry of a decision."""
    return next((form for form, decisions in DECIDED_IN.items() if decision in decisions), SCHEMA)


def told_from(kind: str, text: str) -> Told | None:
    """What an entry of a kind says, from its line of JSON; None for a kind that only a later program knows.

    What a later program may have added is passed over. Raises ValueError where the line says no such thing.
    """
    if kind not in _FORMS:
        return None
    try:
        told: Told = _reader(kind).validate_json(text, strict=True)
    except ValueError:
        # What is wrong is not told: it might be a child's.
        raise ValueError("says no such thing") from None
    return told


def is_written_so(kind: str, told: Told, text: str) -> bool:
    """Whether a line of JSON is just what this program writes for an entry that says this."""
    return bool(_reader(kind).dump_json(told) == text.encode())


def content_of(told: Erasure | KeyChange | CallEntry | FollowUp) -> Content:
    """What an entry without a case holds."""
    return Content(_line(told), "", "", new_salt())


def _line(told: Told) -> str:
    return json.dumps(asdict(told), ensure_ascii=False, separators=(",", ":"))


@cache
def _reader(kind: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(_FORMS[kind])
