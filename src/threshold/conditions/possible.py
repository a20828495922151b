"""Whether a condition can come out true at all, decided where the facts it tests have few values.

Every fact is put through each of its states: its values, the ones that tests name with their neighbours,
absent and unknown. What cannot be gone through - a day, a length of time, another fact's value - is taken to
be possible, alike wherever the same test stands, and so is a condition with too many ways: nothing is called
impossible that is not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import combinations
from typing import cast

from threshold.conditions.evaluate import Facts, Truth, signal
from threshold.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Entries,
    Lookup,
    Not,
    Test,
    operand_facts,
    tests,
)
from threshold.vocabulary import ABSENT, UNKNOWN, Fact, Missing, State, item_type

MOST_STEPS = 20_000
_MOST_ITEMS = 6
_ANY_DAY = date(2020, 1, 1)  # no test that is gone through looks at it
_SOMETHING_ELSE = "\0another"


class _Some(Enum):
    """A value of which nothing is known but that there is one."""

    VALUE = "some value"


_States = tuple[State | _Some, ...]
_Wanted = frozenset[Truth]
_Goal = tuple[Condition, _Wanted]
_Choice = tuple[int, tuple[Condition, ...], _Wanted]  # so many of the parts have to come out as wanted
_TRUE: _Wanted = frozenset({True})
_NOT_TRUE: _Wanted = frozenset({False, None})
_NOT_FALSE: _Wanted = frozenset({True, None})
_ANY: _Wanted = frozenset({True, False, None})
_OPPOSITE: Mapping[Truth, Truth] = {True: False, False: True, None: None}


def contradiction(condition: Condition, facts: Mapping[str, Fact]) -> tuple[str, ...] | None:
    """The facts that keep a condition from ever being true; None where it can be, or nobody can tell.

    Empty where no fact does: the condition is false in itself.
    """
    return _Search(facts, _states(condition, facts)).against([(condition, _TRUE)])


def implies(first: Condition, second: Condition, facts: Mapping[str, Fact]) -> bool:
    """Whether the second certainly holds wherever the first does."""
    search = _Search(facts, _states(All((first, second)), facts))
    return search.against([(first, _TRUE), (second, _NOT_TRUE)]) is not None


def same(first: Condition, second: Condition, where: Condition, facts: Mapping[str, Fact]) -> bool:
    """Whether the two certainly come to the same, true, false or unknown, wherever `where` is not false."""
    both = All((where, first, second))
    for wanted in (frozenset({True}), frozenset({False})):
        other = _ANY - wanted
        for one, another in ((first, second), (second, first)):
            search = _Search(facts, _states(both, facts))
            if search.against([(where, _NOT_FALSE), (one, wanted), (another, other)]) is None:
                return False
    return True


class _TooManyWays(Exception):
    """It would take too long to go through them all."""


@dataclass(slots=True)
class _Search:
    """Goes through the ways in which conditions come out as wanted, narrowing the states of each fact."""

    facts: Mapping[str, Fact]
    states: Mapping[str, _States]
    steps: int = 0
    culprits: dict[str, None] = field(default_factory=dict)

    def against(self, goals: list[_Goal]) -> tuple[str, ...] | None:
        """The facts that stand against it; None where some way is open, or there are too many."""
        try:
            return None if self._reach(goals, _Left(dict(self.states), {})) else tuple(self.culprits)
        except _TooManyWays:
            return None

    def _reach(self, goals: list[_Goal], left: "_Left") -> bool:
        """Whether all the goals can be reached from what is left: what is plain first, then each choice."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _TooManyWays
        goals = list(goals)
        choices: list[_Choice] = []
        while goals:
            condition, wanted = goals.pop()
            if isinstance(condition, Test):
                if not self._narrow(condition, wanted, left):
                    return False
            elif isinstance(condition, Not):
                goals.append((condition.part, frozenset(_OPPOSITE[each] for each in wanted)))
            else:
                parts, needed = condition.parts, _needed(condition, wanted)
                if needed == len(parts):
                    goals += [(part, wanted) for part in parts]
                elif needed > len(parts):
                    return False
                elif needed > 0:
                    choices.append((needed, parts, wanted))
        if not choices:
            return True
        chosen = min(choices, key=_ways)
        choices.remove(chosen)
        rest = [_as_goal(each) for each in choices]
        needed, parts, wanted = chosen
        for place in range(_ways(chosen)):  # the first of those that come out so
            more = [_as_goal((needed - 1, parts[place + 1 :], wanted))] if needed > 1 else []
            if self._reach([(parts[place], wanted), *more, *rest], left.copy()):
                return True
        return False

    def _narrow(self, test: Test, wanted: _Wanted, left: "_Left") -> bool:
        """Leave the states in which the test comes out as wanted; false where none is left."""
        states = left.states
        came = left.said.get(test, _ANY)
        suiting = tuple(s for s in states[test.fact] if _outcomes(test, s) & came & wanted)
        if not suiting:
            self.culprits[test.fact] = None
            return False
        states[test.fact] = suiting
        left.said[test] = came & wanted
        if wanted == _TRUE:
            for name in operand_facts(test.operand):
                states[name] = tuple(s for s in states[name] if not isinstance(s, Missing))
                if not states[name]:
                    self.culprits[name] = None
                    return False
        return True


@dataclass(slots=True)
class _Left:
    """What is still possible: the states of each fact, and what each test can have come to."""

    states: dict[str, _States]
    said: dict[Test, _Wanted]

    def copy(self) -> "_Left":
        return _Left(dict(self.states), dict(self.said))


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


def _as_goal(choice: _Choice) -> _Goal:
    """The choice as a condition that has to come out as wanted."""
    needed, parts, wanted = choice
    return AtLeast(needed if True in wanted else len(parts) - needed + 1, parts), wanted


def _outcomes(test: Test, state: State | _Some) -> frozenset[Truth]:
    """What a test can come to, the fact being in this state."""
    if isinstance(test.operand, Entries):
        return _ANY  # the days are another fact's, and are not gone through
    if isinstance(state, Missing) or (not isinstance(state, _Some) and isinstance(test.operand, tuple)):
        return frozenset({signal(test, Facts(_ANY_DAY, {test.fact: state}))})
    if test.operator in ("known", "recorded"):
        return _TRUE
    if isinstance(test.operand, Lookup) and all(cell is None for _, cell in test.operand.cells):
        return _NOT_TRUE
    return _ANY


def _states(condition: Condition, facts: Mapping[str, Fact]) -> dict[str, _States]:
    """The states that each fact of a condition can be in, as far as its tests can tell them apart."""
    named: dict[str, list[object]] = {}
    for test in tests(condition):
        values = test.operand if isinstance(test.operand, tuple) else ()
        named.setdefault(test.fact, []).extend(values)
        for name in operand_facts(test.operand):
            named.setdefault(name, [])
    return {name: (*_values(facts.get(name), values), ABSENT, UNKNOWN) for name, values in named.items()}


def _values(fact: Fact | None, named: list[object]) -> _States:
    if fact is None:
        return (_Some.VALUE,)
    kind = fact.type
    match kind.kind:
        case "boolean":
            return (True, False)
        case "choice":
            return kind.values
        case "role" | "label" | "text":
            return (*dict.fromkeys(map(str, named)), _SOMETHING_ELSE)
        case "number":
            around = {n + step for n in cast(list[int], named) for step in (-1, 0, 1)}
            around |= {n for n in (kind.least, kind.most) if n is not None}
            return tuple(n for n in sorted(around or {0}) if _within(n, kind.least, kind.most))
        case "list" if not any(isinstance(each, int) for each in named) and len({*named}) <= _MOST_ITEMS:
            return tuple(_lists(tuple(dict.fromkeys(map(str, named))), item_type(kind).values))
        case _:
            return (_Some.VALUE,)


def _within(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or least <= number) and (most is None or number <= most)


def _lists(named: tuple[str, ...], known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every list of the items that are named, without and with something else, where there can be."""
    others = [()] if known and {*known} <= {*named} else [(), (_SOMETHING_ELSE,)]
    for size in range(len(named) + 1):
        for some in combinations(named, size):
            yield from ((*some, *other) for other in others)
