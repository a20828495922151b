"""Which way is proposed, by column: what is asked for or, where nothing is, what `decisions.direction` says.

Without a request the proposal hangs on a few facts of few values: so it is worked out once for every
combination of them, by the very function that proposes for one case, and looked up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

import polars as pl

from threshold.batch.signals import Signals
from threshold.batch.tables import column_type
from threshold.conditions import Facts
from threshold.decisions.derive import Derived
from threshold.decisions.direction import LEVEL, SUPPORT, propose
from threshold.policy import OUTCOME, Policy
from threshold.vocabulary import ABSENT, UNKNOWN, State, Value

DIRECTION, TO = "proposed.direction", "proposed.to"
ASKED, ASKED_TO = "request.direction", "request.to"
READ = (ASKED, ASKED_TO, OUTCOME, LEVEL, SUPPORT)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed: the direction, the support, and where no support belongs to it."""

    direction: pl.Expr
    to: pl.Expr
    no_support: pl.Expr


@dataclass(frozen=True, slots=True)
class _Choices:
    """What one fact may be: each value; not settled, with each as its floor; or not known at all.

    `derived`: whether rules work it out. Only then can there be a floor.
    """

    fact: str
    values: tuple[Value, ...]
    derived: bool

    @property
    def number(self) -> int:
        return len(self.values) * (2 if self.derived else 1) + 1

    def states(self) -> Iterator[tuple[State, Derived | None]]:
        for value in self.values:
            yield value, self._derived(value, None)
        for floor in self.values if self.derived else ():
            yield UNKNOWN, self._derived(UNKNOWN, floor)
        yield UNKNOWN, self._derived(UNKNOWN, None)

    def _derived(self, state: State, floor: Value | None) -> Derived | None:
        return Derived(self.fact, state, (), (), floor) if self.derived else None

    def place(self, value: pl.Expr, floor: pl.Expr | None) -> pl.Expr:
        """Which of these states a unit is in, by number."""
        places = {each: position for position, each in enumerate(self.values)}
        known = _replaced(value, places)
        number = len(self.values)
        if floor is not None:
            known = pl.coalesce(known, _replaced(floor, places) + number)
        return known.fill_null(self.number - 1)


def proposed(
    policy: Policy, signals: Signals, safety: pl.Expr, floors: Mapping[str, pl.Expr | None]
) -> Proposed:
    """The proposal. `floors` has the facts that rules work out, with what certainly holds of each, if any."""
    facts = policy.vocabulary.facts
    choices = [
        _Choices(name, facts[name].order or tuple(range(10)), name in floors)
        for name in (OUTCOME, LEVEL, SUPPORT)
        if name in facts
    ]
    place: pl.Expr = pl.lit(0)
    for choice in choices:
        place = place * choice.number + choice.place(signals.value(choice.fact), floors.get(choice.fact))
    directions, supports, without = _every_proposal(policy, signals.as_at, choices)
    asked = signals.value(ASKED)
    requested = asked.is_not_null() & (asked.cast(pl.String) != "none")
    holds = safety.fill_null(False)
    direction_type, to_type = (column_type(facts[name].type) for name in (DIRECTION, TO))
    return Proposed(
        direction=pl.when(requested)
        .then(asked.cast(pl.String))
        .when(holds)
        .then(pl.lit("safeguarding_now"))
        .otherwise(pl.lit(directions).gather(place))
        .cast(direction_type),
        to=pl.when(requested)
        .then(signals.value(ASKED_TO).cast(pl.String))
        .when(~holds)
        .then(pl.lit(supports).gather(place))
        .cast(to_type),
        no_support=pl.when(requested)
        .then(signals.absent(ASKED_TO))
        .otherwise(holds | pl.lit(without).gather(place)),
    )


def _every_proposal(
    policy: Policy, as_at: date, choices: list[_Choices]
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """For every combination: the direction, the support, and whether no support belongs to it."""
    directions: list[str | None] = []
    supports: list[str | None] = []
    without: list[bool] = []
    for combination in product(*(list(choice.states()) for choice in choices)):
        named = list(zip((choice.fact for choice in choices), combination, strict=True))
        states: dict[str, State] = {name: state for name, (state, _) in named}
        states[ASKED] = "none"
        derived = {name: each for name, (_, each) in named if each is not None}
        found = propose(policy, Facts(as_at, states), False, derived)
        directions.append(found.asked if isinstance(found.asked, str) else None)
        supports.append(found.asked_to if isinstance(found.asked_to, str) else None)
        without.append(found.asked_to is ABSENT)
    return (
        pl.Series(directions, dtype=pl.String),
        pl.Series(supports, dtype=pl.String),
        pl.Series(without, dtype=pl.Boolean),
    )


def _replaced(value: pl.Expr, places: dict[Value, int]) -> pl.Expr:
    """Each value's number; null for what has none."""
    if not places:
        return pl.lit(None, dtype=pl.Int32)
    return value.replace_strict(places, default=None, return_dtype=pl.Int32)
