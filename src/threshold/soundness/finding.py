"""What a check says: something that an author did not mean, or something that could not be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from threshold.conditions import Condition, Truth
from threshold.policy.model import Policy
from threshold.reading import Problem
from threshold.vocabulary import Value

Goal = tuple[Condition, frozenset[Truth]]
HOLDS: frozenset[Truth] = frozenset({True})
FAILS: frozenset[Truth] = frozenset({False})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a case must be like to show a finding.

    Every condition of `goals` has to come out as one of its truths, under the policy and on the day.
    `request` holds what the case asks for (`request.direction`, `request.to` ...). `comes_to` are statuses,
    one of which the decision must then have; any will do where there are none.
    """

    policy: Policy
    day: date
    goals: tuple[Goal, ...]
    request: Mapping[str, Value] = field(default_factory=dict)
    comes_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an author did not mean: what is wrong, where, and what would happen to whom.

    `needs_witness` marks a claim that something can happen, which is told only where a case proves it.
    """

    code: str
    problem: Problem
    effect: str
    shown: Shown | None = None
    needs_witness: bool = False


@dataclass(frozen=True, slots=True)
class Unexamined:
    """What a check could not decide: the rule or the fact, and the reason."""

    code: str
    what: str
    why: str
