"""Why a case came out as it did: conditions as trees, each with its truth and the values that were seen."""

from dataclasses import dataclass
from typing import Literal

SCHEMA = "threshold/why/1"

Origin = Literal[
    "stated",
    "timeline",
    "worked_out",
    "judged",
    "screened",
    "default",
    "asked_for",
    "contradiction",
    "silent",
]
State = Literal["known", "none", "undated", "unknown"]
_WITHOUT = {
    "known": "",
    "none": "there is none",
    "undated": "it happened, on a day not known",
    "unknown": "not known",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact as a condition saw it, and where its value comes from.

    `value` is its value as people say it; empty where there is none. `told` says the same with where it comes
    from. `below` is how it was worked out, where a rule did that; `unfolded` is false where that is told
    elsewhere in the same answer already.
    """

    fact: str
    state: State
    value: str
    origin: Origin
    told: str
    below: tuple["Branch", ...] = ()
    unfolded: bool = True

    @property
    def in_short(self) -> str:
        """Its value, without where that comes from."""
        return self.value or _WITHOUT[self.state]


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition in plain English with its truth; None: it is not known.

    `decides` is whether the truth of what it is a part of rests on it. `seen` are the facts that a single
    test reads, and `notes` what they are counted or compared with; `parts` are those of a group.
    """

    text: str
    truth: bool | None
    decides: bool = True
    seen: tuple[Seen, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that a rule asks, such as when it applies: `key` names the condition that was evaluated.

    The key is empty where that is only a part of one.
    """

    name: str
    key: str
    branch: Branch


@dataclass(frozen=True, slots=True)
class RuleTold:
    """One rule put to the case: how it came out, and the trees of what that rests on.

    `effect` is block, condition, warn or note; of a ground `ground`, and empty for what has none. `lines`
    say what no condition says, such as the days of a deadline or the steps of a route.
    """

    rule: str
    title: str
    kind: str
    outcome: str
    effect: str
    decides: bool
    says: str
    clauses: tuple[str, ...]
    document: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What the answer to a case rests on, or how one rule or fact came out.

    `asked` is what was asked about; empty for the answer itself. `still_open` are rules that bear on it and
    that nobody can tell, where others decide it already; `in_order` those that are met. Both are told by
    their names alone.
    """

    schema: str
    case: str
    as_at: str
    policy: str
    status: str
    answer: str
    asked: str
    rules: tuple[RuleTold, ...]
    facts: tuple[Seen, ...]
    contradictions: tuple[str, ...]
    still_open: tuple[str, ...]
    in_order: tuple[str, ...]
