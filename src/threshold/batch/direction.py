"""Which way is proposed, by column: what is asked for or, where nothing is, what `semantics.direction` says.

Without a request the proposal hangs on a few facts of few values: so it is worked out once for every
combination of them, by the very function that proposes for one case, and looked up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import polars as pl

from threshold.batch.signals import Signals
from threshold.batch.tables import column_type
from threshold.conditions import Facts
from threshold.policy import OUTCOME, Policy
from threshold.policy.inference_plan import DIRECTION, TO
from threshold.policy.model import LEVEL
from threshold.semantics.definitions import Derived
from threshold.semantics.direction import SUPPORT, propose
from threshold.vocabulary import ABSENT, UNKNOWN, Fact, State, Value

ASKED, ASKED_TO = "request.direction", "request.to"

_PLACE = pl.UInt32

_State = tuple[State, Derived | None]


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

    def states(self) -> Iterator[_State]:
        for value in self.values:
            yield value, self._derived(value, None)
        for floor in self.values if self.derived else ():
            yield UNKNOWN, self._derived(UNKNOWN, floor)
        yield UNKNOWN, self._derived(UNKNOWN, None)

    def _derived(self, state: State, floor: Value | None) -> Derived | None:
        return Derived(self.fact, state, (), (), floor) if self.derived else None

    def place(self, value: pl.Expr, floor: pl.Expr | None) -> pl.Expr:
        """Which of these states a unit is in, by number."""
        known = _place(value, self.values)
        if floor is not None:
            known = pl.coalesce(known, _place(floor, self.values) + pl.lit(len(self.values), dtype=_PLACE))
        return known.fill_null(pl.lit(self.number - 1, dtype=_PLACE))


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed without a request, for every combination of what the few facts may be.

    `directions` (null: none can be named), `supports`, and whether no support belongs to it (`without`).
    """

    choices: tuple[_Choices, ...]
    directions: pl.Series
    supports: pl.Series
    without: pl.Series

    def place(self, signals: Signals, floors: Mapping[str, pl.Expr | None]) -> pl.Expr:
        """Which combination it is. `floors` has what certainly holds of the facts that rules work out."""
        place: pl.Expr = pl.lit(0, dtype=_PLACE)
        for choice in self.choices:
            value = signals.value(choice.fact)
            place = place * pl.lit(choice.number, dtype=_PLACE) + choice.place(value, floors.get(choice.fact))
        return place

    def proposed(self, signals: Signals, safety: pl.Expr, place: pl.Expr) -> Proposed:
        """The proposal, given which combination it is."""
        asked = signals.value(ASKED)
        requested = asked.is_not_null() & (asked != "none")
        holds = safety.fill_null(False)
        facts = signals.vocabulary.facts
        direction_type, to_type = (column_type(facts[name].type) for name in (DIRECTION, TO))
        return Proposed(
            direction=pl.when(requested)
            .then(_cast(asked, facts[ASKED], direction_type))
            .when(holds)
            .then(pl.lit("safeguarding_now", dtype=direction_type))
            .otherwise(pl.lit(self.directions.cast(direction_type)).gather(place)),
            to=pl.when(requested)
            .then(_cast(signals.value(ASKED_TO), facts[ASKED_TO], to_type))
            .when(~holds)
            .then(pl.lit(self.supports.cast(to_type)).gather(place)),
            no_support=pl.when(requested)
            .then(signals.absent(ASKED_TO))
            .otherwise(holds | pl.lit(self.without).gather(place)),
        )


def every_proposal(policy: Policy) -> Proposals:
    """Every proposal of a policy, each worked out as for one case."""
    facts = policy.vocabulary.facts
    derived = {rule.fact for stratum in (*policy.strata, *policy.late_strata) for rule in stratum}
    derived.add(SUPPORT)  # of which a record is only the least that it can be
    choices = tuple(
        _Choices(name, _values(facts[name]), name in derived)
        for name in (OUTCOME, LEVEL, SUPPORT)
        if name in facts
    )
    found = [
        propose(policy, _facts_of(choices, states), False, _derived_of(choices, states))
        for states in product(*(list(choice.states()) for choice in choices))
    ]
    asked = [each.asked if isinstance(each.asked, str) else None for each in found]
    asked_to = [each.asked_to if isinstance(each.asked_to, str) else None for each in found]
    return Proposals(
        choices,
        directions=pl.Series(asked, dtype=pl.String),
        supports=pl.Series(asked_to, dtype=pl.String),
        without=pl.Series([each.asked_to is ABSENT for each in found], dtype=pl.Boolean),
    )


def _facts_of(choices: Sequence[_Choices], states: Sequence[_State]) -> Facts:
    read = {choice.fact: state for choice, (state, _) in zip(choices, states, strict=True)}
    return Facts(date.min, {ASKED: "none", **read})


def _derived_of(choices: Sequence[_Choices], states: Sequence[_State]) -> dict[str, Derived]:
    pairs = zip(choices, states, strict=True)
    return {choice.fact: derived for choice, (_, derived) in pairs if derived is not None}


def _place(value: pl.Expr, values: Sequence[Value]) -> pl.Expr:
    """A value's place among some; null for what is not among them."""
    place = pl.lit(None, dtype=_PLACE)
    for position, each in enumerate(values):  # cheaper than to replace them
        place = pl.when(value == each).then(pl.lit(position, dtype=_PLACE)).otherwise(place)
    return place


def _cast(value: pl.Expr, fact: Fact, dtype: pl.DataType) -> pl.Expr:
    """A choice as one of another type that has the same words, without a detour over text."""
    return pl.lit(pl.Series(fact.type.values, dtype=pl.String).cast(dtype, strict=False)).gather(
        value.to_physical()
    )


def _values(fact: Fact) -> tuple[Value, ...]:
    """What an ordered fact may be."""
    if fact.order or fact.type.least is None or fact.type.most is None:
        return fact.order or fact.type.values
    return tuple(range(fact.type.least, fact.type.most + 1))
