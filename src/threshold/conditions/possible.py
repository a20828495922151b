"""Whether conditions can come out as wanted together, and one way in which they do.

Every fact is put through each of its states (`domains`): its values, the ones that tests name with their
neighbours, absent and unknown. Dates go by their order (`dated`). What is found is shown by the evaluator
itself before it is told, and what cannot be gone through is said to be not decided: nothing is called
impossible that is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import cast

from threshold.conditions.dated import AGO, TooFar, days_that_suit, is_dated, moved
from threshold.conditions.domains import Some, States, states_of
from threshold.conditions.evaluate import Facts, Moment, Truth, compare, signal, truth
from threshold.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Entries,
    Lookup,
    Not,
    OtherFact,
    Test,
    operand_facts,
    tests,
)
from threshold.dates import Duration, day_of
from threshold.vocabulary import Fact, Missing, State

MOST_STEPS = 20_000
A_DAY = date(2026, 6, 1)  # where no day is asked about
# The days on which something has to be impossible before it is called so of every day.
_FROM, _TO = date(2010, 1, 1), date(2045, 12, 31)
_MOST_DAYS = 400

Goal = tuple[Condition, frozenset[Truth]]
_Wanted = frozenset[Truth]
_Choice = tuple[int, tuple[Condition, ...], _Wanted]  # so many of the parts have to come out as wanted
TRUE: _Wanted = frozenset({True})
FALSE: _Wanted = frozenset({False})
NOT_TRUE: _Wanted = frozenset({False, None})
NOT_FALSE: _Wanted = frozenset({True, None})
_KNOWN: _Wanted = frozenset({True, False})
_ANY: _Wanted = frozenset({True, False, None})
_OPPOSITE: Mapping[Truth, Truth] = {True: False, False: True, None: None}


@dataclass(frozen=True, slots=True)
class Possible:
    """One way in which it can be: the state of each fact that is tested, on this day."""

    states: Mapping[str, State]
    day: Moment


@dataclass(frozen=True, slots=True)
class Impossible:
    """It cannot be. `culprits` are the facts that stand against it; none where no fact does."""

    culprits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Nobody can tell, and why not."""

    why: str


Answer = Possible | Impossible | NotDecided


def decide(goals: Sequence[Goal], facts: Mapping[str, Fact], day: Moment, settled: bool = False) -> Answer:
    """Whether all the goals can be reached together on a day: each condition come out as wanted.

    `settled`: with every fact known, as far as there is anything to know of it.
    """
    leaves = tuple(dict.fromkeys(test for condition, _ in goals for test in tests(condition)))
    search = _Search(facts, states_of(leaves, facts, day, settled), day)
    try:
        found = search.reach(goals)
    except (_TooManyWays, TooFar):
        return NotDecided("there are too many ways to go through")
    if found is None:
        return Impossible(tuple(search.culprits))
    # A date that no test compares with anything may be any day.
    states = {
        name: day_of(day) if _any_day(state, facts.get(name)) else state for name, state in found.items()
    }
    opaque = [name for name, state in states.items() if isinstance(state, Some)]
    if opaque:
        return NotDecided(f"what {opaque[0]} may be cannot be gone through")
    if not _shown(goals, leaves, Facts(day, cast(dict[str, State], states))):
        return NotDecided("time that is served with breaks cannot be gone through")
    return Possible(cast(dict[str, State], states), day)


def decide_ever(
    goals: Sequence[Goal], facts: Mapping[str, Fact], day: Moment = A_DAY, settled: bool = False
) -> Answer:
    """As `decide`, and impossible only where it is so on every day: lengths change their order over the year.

    What is possible on another day alone is possible on that day.
    """
    leaves = tuple(dict.fromkeys(test for condition, _ in goals for test in tests(condition)))
    without_days = _Search(facts, states_of(leaves, facts, day, settled), None)
    try:
        if without_days.reach(goals) is None:
            return Impossible(tuple(without_days.culprits))  # whatever day it is
    except _TooManyWays:
        return NotDecided("there are too many ways to go through")
    answer = decide(goals, facts, day, settled)
    if not isinstance(answer, Impossible):
        return answer
    others = _days_told_apart(leaves)
    if others is None:
        return NotDecided("lengths of time have another order on other days, too many to go through")
    at_noon = [datetime.combine(day_of(day), time(12))] if any(map(_in_hours, leaves)) else []
    for other in (*at_noon, *others):
        found = decide(goals, facts, other, settled)
        if not isinstance(found, Impossible):
            return found
    return answer


def contradiction(condition: Condition, facts: Mapping[str, Fact]) -> tuple[str, ...] | None:
    """The facts that keep a condition from ever being true; None where it can be, or nobody can tell.

    Empty where no fact does: the condition is false in itself.
    """
    return _against([(condition, TRUE)], facts)


def implies(first: Condition, second: Condition, facts: Mapping[str, Fact]) -> bool:
    """Whether the second certainly holds wherever the first does."""
    return _against([(first, TRUE), (second, NOT_TRUE)], facts) is not None


def same(first: Condition, second: Condition, where: Condition, facts: Mapping[str, Fact]) -> bool:
    """Whether the two certainly come to the same, true, false or unknown, wherever `where` is not false."""
    for wanted in (TRUE, FALSE):
        other = _ANY - wanted
        for one, another in ((first, second), (second, first)):
            if _against([(where, NOT_FALSE), (one, wanted), (another, other)], facts) is None:
                return False
    return True


def _against(goals: Sequence[Goal], facts: Mapping[str, Fact]) -> tuple[str, ...] | None:
    answer = decide_ever(goals, facts)
    return answer.culprits if isinstance(answer, Impossible) else None


def _shown(goals: Sequence[Goal], leaves: Iterable[Test], facts: Facts) -> bool:
    """Whether the evaluator finds every condition to come out as wanted."""
    signals = {test: signal(test, facts) for test in leaves}
    return all(truth(condition, signals) in wanted for condition, wanted in goals)


def _any_day(state: State | Some, fact: Fact | None) -> bool:
    return isinstance(state, Some) and fact is not None and fact.type.is_date


class _TooManyWays(Exception):
    """It would take too long to go through them all."""


_Said = dict[Test, _Wanted]


@dataclass(slots=True)
class _Left:
    """What is still possible: the states of each fact, and what each test can have come to."""

    states: dict[str, States]
    said: _Said

    def copy(self) -> "_Left":
        return _Left(dict(self.states), dict(self.said))


@dataclass(slots=True)
class _Search:
    """Goes through the ways in which conditions come out as wanted, narrowing the states of each fact.

    Without a day (`now`), a test that looks at days or at two facts may come to anything, and to the same
    wherever it stands.
    """

    facts: Mapping[str, Fact]
    states: Mapping[str, States]
    now: Moment | None
    steps: int = 0
    culprits: dict[str, None] = field(default_factory=dict)
    _came: dict[tuple[Test, object], _Wanted] = field(default_factory=dict)

    def reach(self, goals: Sequence[Goal]) -> dict[str, State | Some] | None:
        """A state for each fact, so that all goals are reached; None where there is no way."""
        return self._reach(list(goals), _Left(dict(self.states), {}))

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _TooManyWays

    def _reach(self, goals: list[Goal], left: _Left) -> dict[str, State | Some] | None:
        """What is plain first, then each choice."""
        self._step()
        choices: list[_Choice] = []
        while goals:
            condition, wanted = goals.pop()
            if not isinstance(condition, Test):
                more = _taken_apart(condition, wanted, choices)
                if more is None:
                    return None
                goals += more
            elif not self._narrow(condition, wanted, left):
                return None
        if not choices:
            return self._settled(left)
        chosen = min(choices, key=_ways)
        choices.remove(chosen)
        rest = [_as_goal(each) for each in choices]
        needed, parts, wanted = chosen
        for place in range(_ways(chosen)):  # the first of those that come out so
            more = [_as_goal((needed - 1, parts[place + 1 :], wanted))] if needed > 1 else []
            found = self._reach([(parts[place], wanted), *more, *rest], left.copy())
            if found is not None:
                return found
        return None

    def _narrow(self, test: Test, wanted: _Wanted, left: _Left) -> bool:
        """Leave the states in which the test comes out as wanted; false where none is left."""
        states = left.states
        came = left.said.get(test, _ANY) & wanted
        suiting = tuple(s for s in states[test.fact] if self._outcomes(test, s) & came)
        if not suiting:
            self.culprits[test.fact] = None
            return False
        states[test.fact] = suiting
        left.said[test] = came
        if came == TRUE:
            for name in operand_facts(test.operand):
                states[name] = tuple(s for s in states[name] if not isinstance(s, Missing))
                if not states[name]:
                    self.culprits[name] = None
                    return False
        return True

    def _outcomes(self, test: Test, state: State | Some) -> _Wanted:
        """What a test can come to, the fact being in this state."""
        key = (test, state if not isinstance(state, bool) else str(state))
        if key not in self._came:
            self._came[key] = _outcomes(test, state, self.now)
        return self._came[key]

    def _settled(self, left: _Left) -> dict[str, State | Some] | None:
        """A state for each fact: those that are compared with each other together, dates by their order."""
        if self.now is None:
            return {name: states[0] for name, states in left.states.items()}
        looked_at = [(t, w) for t, w in left.said.items() if w != _ANY and self._is_open(t, left)]
        chosen = {name: states[0] for name, states in left.states.items()}
        together = [*dict.fromkeys(name for test, _ in looked_at for name in _facts_of(test))]
        found = self._together(together, {}, looked_at, left)
        if found is None:
            self.culprits |= dict.fromkeys(together)
            return None
        return chosen | found

    def _is_open(self, test: Test, left: _Left) -> bool:
        """Whether more than the state of one fact says what a test comes to."""
        if isinstance(test.operand, (OtherFact, Lookup, Entries)):
            return True
        return is_dated(test, self.facts) and Some.VALUE in left.states[test.fact]

    def _together(
        self,
        names: Sequence[str],
        states: dict[str, State | Some],
        looked_at: Sequence[tuple[Test, _Wanted]],
        left: _Left,
    ) -> dict[str, State | Some] | None:
        """States of facts that are compared with each other, tried one fact after the other."""
        if not names:
            return self._with_days(states, looked_at)
        name, rest = names[0], names[1:]
        for state in left.states[name]:
            self._step()
            tried = {**states, name: state}
            mine = (pair for pair in looked_at if name in _facts_of(pair[0]))
            if all(self._may_come(test, wanted, tried) for test, wanted in mine):
                found = self._together(rest, tried, looked_at, left)
                if found is not None:
                    return found
        return None

    def _may_come(self, test: Test, wanted: _Wanted, states: Mapping[str, State | Some]) -> bool:
        """Whether a test can still come out as wanted; of dates, their order is looked at in the end."""
        mine = [states.get(name) for name in _facts_of(test)]
        if None in mine:
            return True
        return not isinstance(self.now, date) or bool(_together_come(test, states, self.now) & wanted)

    def _with_days(
        self, states: dict[str, State | Some], looked_at: Sequence[tuple[Test, _Wanted]]
    ) -> dict[str, State | Some] | None:
        dated = [
            (test, wanted)
            for test, wanted in looked_at
            if is_dated(test, self.facts) and all(states[name] is Some.VALUE for name in _facts_of(test))
        ]
        if self.now is None or not dated:
            return states
        days = days_that_suit(dated, self.facts, self.now)
        return None if days is None else {**states, **days}


def _together_come(test: Test, states: Mapping[str, State | Some], now: Moment) -> _Wanted:
    """What a test can come to, given the states of the facts that it compares."""
    mine = {name: states[name] for name in _facts_of(test)}
    if any(isinstance(state, Some) for state in mine.values()):
        missing = next((s for s in mine.values() if isinstance(s, Missing)), None)
        if missing is not None and not isinstance(test.operand, Entries):
            known = {name: A_DAY if isinstance(s, Some) else s for name, s in mine.items()}
            return frozenset({signal(test, Facts(now, known))})
        return _ANY
    return frozenset({signal(test, Facts(now, cast(dict[str, State], mine)))})


def _facts_of(test: Test) -> tuple[str, ...]:
    return (test.fact, *operand_facts(test.operand))


def _outcomes(test: Test, state: State | Some, now: Moment | None) -> _Wanted:
    if isinstance(test.operand, Entries):
        return _ANY  # how many there are is another fact's
    if isinstance(state, Missing) or (not isinstance(state, Some) and isinstance(test.operand, tuple)):
        return frozenset({signal(test, Facts(now or A_DAY, {test.fact: state}))})
    if test.operator in ("known", "recorded"):
        return TRUE
    if isinstance(test.operand, Lookup) and all(cell is None for _, cell in test.operand.cells):
        return NOT_TRUE
    return _ANY


def _taken_apart(condition: Condition, wanted: _Wanted, choices: list[_Choice]) -> list[Goal] | None:
    """What has to be so that a condition comes out as wanted; a choice between parts is added to the others.

    None where it cannot be.
    """
    if isinstance(condition, Test):
        return [(condition, wanted)]
    if isinstance(condition, Not):
        return [(condition.part, frozenset(_OPPOSITE[each] for each in wanted))]
    if wanted == _ANY:
        return []
    if wanted == frozenset({None}):
        return [(condition, NOT_TRUE), (condition, NOT_FALSE)]
    if wanted == _KNOWN:
        choices.append((1, (condition, Not(condition)), TRUE))
        return []
    parts, needed = condition.parts, _needed(condition, wanted)
    if needed == len(parts):
        return [(part, wanted) for part in parts]
    if needed > len(parts):
        return None
    if needed > 0:
        choices.append((needed, parts, wanted))
    return []


def _needed(condition: All | Any | AtLeast, wanted: _Wanted) -> int:
    """How many parts have to come out as wanted, so that the whole does: true, not false, or the opposite."""
    number = len(condition.parts) if isinstance(condition, All) else 1
    if isinstance(condition, AtLeast):
        number = condition.number
    return number if True in wanted else len(condition.parts) - number + 1


def _ways(choice: _Choice) -> int:
    """How many parts can be the first of those that come out as wanted."""
    needed, parts, _ = choice
    return len(parts) - needed + 1


def _as_goal(choice: _Choice) -> Goal:
    """The choice as a condition that has to come out as wanted."""
    needed, parts, wanted = choice
    return AtLeast(needed if True in wanted else len(parts) - needed + 1, parts), wanted


def _days_told_apart(leaves: Sequence[Test]) -> list[date] | None:
    """A day for every order in which what is tested can lie; None where there are too many to go through."""
    lengths: dict[Duration, None] = {}
    named: dict[date, None] = {}
    for test in leaves:
        operand = test.operand
        if isinstance(operand, Entries) and operand.within is not None:
            lengths[operand.within] = None
        elif isinstance(operand, OtherFact) and operand.plus is not None:
            return None
        elif isinstance(operand, tuple):
            if test.operator in AGO:
                lengths[cast(Duration, operand[0])] = None
            named |= {each: None for each in operand if isinstance(each, date)}
    reach = 1 + len({name for test in leaves for name in _facts_of(test)})
    starts = [_starts(length) for length in lengths if not length.in_hours]
    found: dict[tuple[int, ...], date] = {}
    for place, day in enumerate(_days()):
        cuts = [day.toordinal(), *(each[place] for each in starts), *(each.toordinal() for each in named)]
        order = sorted(range(len(cuts)), key=cuts.__getitem__)
        gaps = (min(cuts[b] - cuts[a], reach) for a, b in pairwise(order))
        found.setdefault((*order, *gaps), day)
    return [*found.values()] if len(found) <= _MOST_DAYS else None


def _in_hours(test: Test) -> bool:
    """Whether a test counts hours up to now, which has a time of day then."""
    length = test.operand[0] if isinstance(test.operand, tuple) and test.operator in AGO else None
    return isinstance(length, Duration) and length.in_hours


@cache
def _days() -> tuple[date, ...]:
    return tuple(_FROM + timedelta(days=n) for n in range((_TO - _FROM).days + 1))


@cache
def _starts(length: Duration) -> tuple[int, ...]:
    """For each day, the last from which so long a time is over by then."""
    found, last = list[int](), date(1990, 1, 1)
    for day in _days():
        while compare(moved(last + timedelta(days=1), length), day) <= 0:
            last += timedelta(days=1)
        found.append(last.toordinal())
    return tuple(found)
