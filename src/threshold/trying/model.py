"""What came of putting two policies side by side, as data: what was tried, who flips, what nobody could tell.

The baseline is always the older policy itself; what an example expects is never looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from threshold.versions import Change

Kind = Literal["examples", "cases", "register", "export", "suppose"]
Aspect = Literal[
    "status",
    "direction",
    "to",
    "level",
    "outcome",
    "rating",
    "advice",
    "earliest",
    "deadline",
    "rule",
    "route",
    "who",
]

# In the order in which they are told.
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
NONE = "none"  # where an aspect has no value: no date, no clock that runs


@dataclass(frozen=True, slots=True)
class Flip:
    """One thing that comes out differently for one child, case or example.

    of        its reference: of a child a number or pseudonym, of an example what the file calls it
    rule      of a deadline or a rule, which; empty for the others
    before    as the older policy has it, in the words of the closed lists, a date, or `none`
    after     as the newer one has it
    because   each change that by itself brings it; where `together`, none of them does, and all are needed.
              Empty where no change could be found to bring it, which is told and never left out.
    place     where a deadline repeats or runs more than once, which of them
    """

    of: str
    aspect: Aspect
    rule: str
    before: str
    after: str
    because: tuple[Change, ...] = ()
    together: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """How many came out so before and so after; those who stay are flows too (`before` is `after`)."""

    aspect: Aspect
    rule: str
    before: str
    after: str
    number: int


@dataclass(frozen=True, slots=True)
class Untried:
    """How many could not be tried, or not told apart, and for want of what.

    why      one sentence: "the older policy cannot read them", "nobody can tell, before or after"
    number   how many children, cases or examples
    wanting  what is missing, as people call it, each with how many lack it; the most wanted first
    rule     the rule that nobody could judge, where it is about one
    changes  the changes that could have flipped them, had it been known
    """

    why: str
    number: int
    wanting: tuple[tuple[str, int], ...] = ()
    rule: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a change was put to the test: it flips nobody only where somebody was judged by it.

    judged       of how many something that it changes came out, before or after, one way or the other
    cannot_tell  of how many it stayed open both before and after
    taken_back   how many it would flip if it were made alone, which another change takes back
    apart        why it could not be made alone, where it could not: it is then tried only with the others
    """

    change: Change
    judged: int
    cannot_tell: int
    taken_back: int = 0
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """Two policies put to one kind of thing.

    name     as it was given: a folder, a file, a register
    number   how many were put to both policies
    flipped  how many of them come out differently in any way: `flips` has a row for each way
    request  what was supposed for everybody, where it was
    left_out those that are not about this policy, or cannot be read, and why; never in `number`
    later    the first day after that of judging on which a change begins to make a difference; None: all do
    samples  how many were decided again one by one as well, to see that both ways agree
    """

    kind: Kind
    name: str
    number: int
    flipped: int
    flips: tuple[Flip, ...] = ()
    flows: tuple[Flow, ...] = ()
    untried: tuple[Untried, ...] = ()
    left_out: tuple[Untried, ...] = ()
    reach: tuple[Reach, ...] = ()
    request: str = ""
    as_at: str = ""
    later: str | None = None
    samples: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """All that was tried of one pair of policies."""

    old: str
    new: str
    changes: tuple[Change, ...]
    tried: tuple[Tried, ...]
    curves: "tuple[Curve, ...]" = ()

    @property
    def flips_nobody(self) -> tuple[Change, ...]:
        """The changes that decide, by which somebody was judged, and by none of which anybody flips."""
        named = self._named()
        judged = {key(each.change) for one in self.tried for each in one.reach if each.judged}
        return tuple(c for c in self.changes if c.decides and key(c) not in named and key(c) in judged)

    @property
    def not_shown(self) -> tuple[Change, ...]:
        """The changes that decide and by which nobody here was judged: whether anybody flips is not known."""
        named, nobody = self._named(), {key(change) for change in self.flips_nobody}
        return tuple(c for c in self.changes if c.decides and key(c) not in named and key(c) not in nobody)

    @property
    def words_alone(self) -> tuple[Change, ...]:
        """The changes of words, which flip nobody."""
        return tuple(change for change in self.changes if not change.decides)

    @property
    def flipped(self) -> int:
        """How many come out differently, over all that was tried."""
        return sum(each.flipped for each in self.tried)

    def _named(self) -> set[tuple[str, ...]]:
        return {key(change) for one in self.tried for flip in one.flips for change in flip.because}


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a parameter, and how many come out how.

    turned  how many come out otherwise than at the value before it; 0 of the first
    old     this is the value of the older policy
    failed  why nothing can be said of this value, where the policy cannot have it
    """

    value: str
    counts: Mapping[str, int]
    turned: int = 0
    old: bool = False
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """How many come out how at each value of a parameter.

    what    `status`, or the rule or deadline whose states are counted
    number  how many were put to it
    """

    parameter: str
    kind: Kind
    name: str
    what: str
    number: int
    points: tuple[Point, ...]
    untried: tuple[Untried, ...] = ()
    request: str = ""


def key(change: Change) -> tuple[str, ...]:
    """What tells one change from another; a change itself may hold what cannot be hashed."""
    return (change.kind, change.pack, change.id, change.how, str(change.since))
