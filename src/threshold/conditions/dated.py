"""Whether there are days on which tests of dates come out as wanted: found by the order of the days alone.

Each test bounds a date from above or below, or one date by another: the further back the one, the further
back the other may be. So the latest days that suit are found by moving each date back until it keeps its
bounds, and where one of them falls below what it must be at least, there are none. What a test means is left
to the evaluator: months, working days and hours are counted as everywhere else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import product
from typing import cast

from threshold.conditions.evaluate import Moment, Truth, compare
from threshold.conditions.tree import OtherFact, Test, operand_facts
from threshold.dates import FIRST_YEAR, LAST_YEAR, Duration, OutsideCalendar, add
from threshold.vocabulary import Fact

AGO = ("at_least_ago", "more_than_ago", "within_last")
_ORDERS = ("is", "before", "after", "on_or_before", "on_or_after")
_EARLIEST, _LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_SOON = timedelta(days=400)
_MOST_ROUNDS = 800
_MINUTES = 24 * 60
_NO_END = 1_000_000  # days
_HELD_ON = ("first", "latest", "opened", "closed", "begun", "served")
_TIME_SERVED = "\0time served"  # the day that time is counted from, breaks taken out of it

Literal = tuple[Test, frozenset[Truth]]


class TooFar(Exception):
    """It would take too long to find out."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A date bounded from above (`upper`) or below: `holds` says whether a moment keeps to it.

    With `by`, it is bounded from above by another date: the later that is, the later it may be, but never
    more than so many days after it (`slack`). `beside` are the two dates and what lies between them, and
    `sides` which order they may have then.
    """

    name: str
    holds: Callable[[Moment, Moment], bool]
    upper: bool = True
    by: str = ""
    slack: int = 0
    beside: tuple[object, ...] = ()
    sides: frozenset[int] = frozenset()


_Way = tuple[_Bound, ...]


def is_dated(test: Test, facts: Mapping[str, Fact]) -> bool:
    """Whether a test compares a date with a day, a length of time or another date."""
    fact = facts.get(test.fact)
    return fact is not None and fact.type.is_date and (test.operator in AGO or test.operator in _ORDERS)


def days_that_suit(
    literals: Sequence[Literal], facts: Mapping[str, Fact], now: Moment
) -> dict[str, Moment] | None:
    """A day (or moment) for each date that is tested, so that all tests come out as wanted.

    None where there are no such days.

    Every date has a value here. Raises TooFar where it would take too long to find out.
    """
    names = dict.fromkeys(name for test, _ in literals for name in _names(test, facts))
    timed = [name for name in names if _fact(name, facts).type.kind == "datetime"]
    for with_time in product((False, True), repeat=len(timed)):
        clocked = frozenset(name for name, timed_too in zip(timed, with_time, strict=True) if timed_too)
        choices = []
        for test, wanted in literals:
            ways = _ways(test, wanted, facts, clocked, now)
            if ways is None:
                break
            choices.append(ways)
        else:
            found = _first(choices, names, facts, clocked, now)
            if found is not None:
                return _by_fact(found)
    return None


def _first(
    choices: Sequence[Sequence[_Way]],
    names: Mapping[str, None],
    facts: Mapping[str, Fact],
    clocked: frozenset[str],
    now: Moment,
) -> dict[str, Moment] | None:
    """The days of the first combination of ways that suits: none of them ahead, where that can be."""
    tries = 0
    for latest in (_day(now), _day(now) + _SOON, _LATEST):
        for chosen in product(*choices):
            tries += 1
            if tries > _MOST_ROUNDS:
                raise TooFar
            bounds = [bound for way in chosen for bound in way]
            found = _latest_days(bounds, {n: _range(n, facts, clocked, now, latest) for n in names})
            if found is not None:
                return found
    return None


@dataclass(frozen=True, slots=True)
class _Range:
    """The moments that a date may be, as numbers from `first` to `last`."""

    first: int
    last: int
    clocked: bool

    def moment(self, place: int) -> Moment:
        if not self.clocked:
            return date.fromordinal(place)
        day, minute = divmod(place, _MINUTES)
        return datetime.combine(date.fromordinal(day), time(minute // 60, minute % 60))


def _latest_days(bounds: Sequence[_Bound], ranges: Mapping[str, _Range]) -> dict[str, Moment] | None:
    """The latest moments that keep to all bounds; None where there are none."""
    first = {name: each.first for name, each in ranges.items()}
    last = {name: each.last for name, each in ranges.items()}
    for bound in bounds:
        if bound.by:
            continue
        place = ranges[bound.name]
        low, high = first[bound.name], last[bound.name]
        if bound.upper:
            last[bound.name] = _last_place(bound, place, low, high, _LATEST)
        else:
            first[bound.name] = _first_place(bound, place, low, high)
        if first[bound.name] > last[bound.name]:
            return None
    pairs = [bound for bound in bounds if bound.by]
    if _at_odds(pairs) or _goes_round(pairs):
        return None
    for _ in range(_MOST_ROUNDS):
        moved = False
        for bound in pairs:
            place, other = ranges[bound.name], ranges[bound.by].moment(last[bound.by])
            if bound.holds(place.moment(last[bound.name]), other):
                continue
            last[bound.name] = _last_place(bound, place, first[bound.name], last[bound.name], other)
            if last[bound.name] < first[bound.name]:
                return None
            moved = True
        if not moved:
            return {name: each.moment(last[name]) for name, each in ranges.items()}
    raise TooFar


def _at_odds(pairs: Sequence[_Bound]) -> bool:
    """Whether one date would have to come before another, moved on, and not before it."""
    left: dict[tuple[object, ...], frozenset[int]] = {}
    for bound in pairs:
        left[bound.beside] = left.get(bound.beside, bound.sides) & bound.sides
    return not all(left.values())


def _goes_round(pairs: Sequence[_Bound]) -> bool:
    """Whether dates bound each other in a circle that leads back to a day before the one it began with."""
    away = dict.fromkeys((name for bound in pairs for name in (bound.name, bound.by)), 0)
    for _ in range(len(away) + 1):
        moved = False
        for bound in pairs:
            reached = away[bound.by] + bound.slack
            if reached < away[bound.name]:
                away[bound.name], moved = reached, True
        if not moved:
            return False
    return True


def _last_place(bound: _Bound, place: _Range, low: int, high: int, other: Moment) -> int:
    """The last place that keeps to an upper bound; before `low` where none does."""
    if bound.holds(place.moment(high), other):
        return high
    low -= 1  # the last that is known to hold, or one before them all
    while high - low > 1:
        middle = (low + high) // 2
        if bound.holds(place.moment(middle), other):
            low = middle
        else:
            high = middle
    return low


def _first_place(bound: _Bound, place: _Range, low: int, high: int) -> int:
    """The first place that keeps to a lower bound; after `high` where none does."""
    if bound.holds(place.moment(low), _LATEST):
        return low
    high += 1
    while high - low > 1:
        middle = (low + high) // 2
        if bound.holds(place.moment(middle), _LATEST):
            high = middle
        else:
            low = middle
    return high


def _range(
    name: str, facts: Mapping[str, Fact], clocked: frozenset[str], now: Moment, latest: date
) -> _Range:
    last = min(latest, _day(now)) if never_ahead(_fact(name, facts)) else latest
    first = _EARLIEST.toordinal()
    if name in clocked:
        return _Range(first * _MINUTES, (last.toordinal() + 1) * _MINUTES - 1, True)
    return _Range(first, last.toordinal(), False)


def never_ahead(fact: Fact) -> bool:
    """Whether a date never lies after the decision's: it is held, or where it is stated so it is in doubt."""
    reading = fact.reading
    if reading is not None:
        return reading.status == "held" and not reading.give and reading.take in _HELD_ON
    return fact.given and not fact.ahead and not fact.protection


def _ways(
    test: Test, wanted: frozenset[Truth], facts: Mapping[str, Fact], clocked: frozenset[str], now: Moment
) -> list[_Way] | None:
    """The ways in which a test comes out as wanted, each as bounds; None where there is no such way."""
    if _cannot_count(test, clocked):
        return [()] if None in wanted else None
    outcomes = wanted & {True, False}
    if not outcomes:
        return None
    if len(outcomes) == 2:
        return [()]
    (came,) = outcomes
    if isinstance(test.operand, OtherFact) and test.operand.fact == test.fact:
        return [()] if _beside_itself(test, now) is came else None
    both = {test.fact, *operand_facts(test.operand)} <= clocked
    return list(_bounded(test, came is True, _named(test, facts), now, both))


def _bounded(test: Test, came: bool, name: str, now: Moment, timed: bool) -> Iterator[_Way]:
    """The bounds of a test that comes out true, or false; several where it is so in several ways."""
    operand = test.operand
    if test.operator in AGO:
        yield from _counted(test.operator, cast(tuple[Duration], operand)[0], came, name, now)
    elif isinstance(operand, OtherFact):
        plus = operand.plus

        def order(one: Moment, other: Moment) -> int:
            return compare(one, moved(other, plus))

        below, above = (_Pair(name, operand.fact, order, side, plus, timed) for side in (-1, 1))
        yield from _ordered(test.operator, came, below, above)
    else:
        values = cast(tuple[date, ...], operand)
        each = [list(_ordered(test.operator, came, *_beside(name, value))) for value in values]
        if came:
            yield from (way for ways in each for way in ways)
        else:
            yield from (tuple(bound for way in ways for bound in way) for ways in product(*each))


@dataclass(frozen=True, slots=True)
class _Pair:
    """One date on one side of another: `side` -1 before it, 1 after it."""

    name: str
    other: str
    order: Callable[[Moment, Moment], int]
    side: int
    plus: Duration | None = None
    timed: bool = False  # two moments of one day have an order

    def bound(self, or_equal: bool) -> _Bound:
        order, strict = self.order, 0 if or_equal else 1
        if not self.other and self.side < 0:
            return _Bound(self.name, lambda one, _: order(one, one) <= -strict)
        if not self.other:
            return _Bound(self.name, lambda one, _: order(one, one) >= strict, upper=False)
        fewest, most = _days_in(self.plus)
        apart = 0 if self.timed else strict
        beside = (self.name, self.other, self.plus)
        sides = frozenset({self.side} if strict else {self.side, 0})
        if self.side < 0:
            one, by, slack = self.name, self.other, most - apart
            return _Bound(one, lambda a, b: order(a, b) <= -strict, True, by, slack, beside, sides)
        one, by, slack = self.other, self.name, -fewest - apart
        return _Bound(one, lambda a, b: order(b, a) >= strict, True, by, slack, beside, sides)


@cache
def _days_in(length: Duration | None) -> tuple[int, int]:
    """How many days a length of time is at least and at most, wherever in the calendar it begins."""
    if length is None or not length.number:
        return 0, 0
    if length.unit in ("days", "weeks"):
        number = length.number * (7 if length.unit == "weeks" else 1)
        return number, number
    if length.in_hours:
        fewest = length.number // 24
        return fewest, fewest + 1 if length.unit == "hours" else _NO_END
    days = (date.fromordinal(place) for place in range(_EARLIEST.toordinal(), _LATEST.toordinal() + 1))
    ends = [(moved(day, length), day) for day in days]
    apart = [(_day(end) - day).days for end, day in ends if end != date.max]
    return min(apart, default=0), max(apart, default=_NO_END) if len(apart) == len(ends) else _NO_END


def _beside(name: str, value: Moment) -> tuple[_Pair, _Pair]:
    def order(one: Moment, _: Moment) -> int:
        return compare(one, value)

    return _Pair(name, "", order, -1), _Pair(name, "", order, 1)


def _ordered(operator: str, came: bool, below: _Pair, above: _Pair) -> Iterator[_Way]:
    match operator, came:
        case ("before", True) | ("on_or_after", False):
            yield (below.bound(or_equal=False),)
        case ("on_or_before", True) | ("after", False):
            yield (below.bound(or_equal=True),)
        case ("after", True) | ("on_or_before", False):
            yield (above.bound(or_equal=False),)
        case ("on_or_after", True) | ("before", False):
            yield (above.bound(or_equal=True),)
        case (_, True):
            yield below.bound(or_equal=True), above.bound(or_equal=True)
        case _:
            yield (below.bound(or_equal=False),)
            yield (above.bound(or_equal=False),)


def _counted(operator: str, length: Duration, came: bool, name: str, now: Moment) -> Iterator[_Way]:
    """The bounds of a test that counts up to now."""

    def reached(one: Moment) -> int:
        return compare(moved(one, length), now)

    if operator == "within_last":
        if came:
            yield (
                _Bound(name, lambda one, _: compare(one, now) <= 0),
                _Bound(name, lambda one, _: reached(one) >= 0, upper=False),
            )
        else:
            yield (_Bound(name, lambda one, _: reached(one) < 0),)
            yield (_Bound(name, lambda one, _: compare(one, now) > 0, upper=False),)
        return
    most = 0 if operator == "at_least_ago" else -1
    if came:
        yield (_Bound(name, lambda one, _: reached(one) <= most),)
    else:
        yield (_Bound(name, lambda one, _: reached(one) > most, upper=False),)


def _beside_itself(test: Test, now: Moment) -> bool:
    """What a date comes to beside itself, moved on: the same whatever it is, but for lengths of nothing."""
    order = compare(now, moved(now, cast(OtherFact, test.operand).plus))
    return {
        "is": order == 0,
        "before": order < 0,
        "after": order > 0,
        "on_or_before": order <= 0,
        "on_or_after": order >= 0,
    }[test.operator]


def _cannot_count(test: Test, clocked: frozenset[str]) -> bool:
    """Whether hours would be counted from a day without a time."""
    if isinstance(test.operand, OtherFact):
        plus = test.operand.plus
        return plus is not None and plus.in_hours and test.operand.fact not in clocked
    if test.operator not in AGO:
        return False
    length = cast(tuple[Duration], test.operand)[0]
    return length.in_hours and test.fact not in clocked


def moved(moment: Moment, length: Duration | None) -> Moment:
    """A moment moved on by a length of time; beyond the calendar, after every day that anybody can give."""
    if length is None:
        return moment
    try:
        return add(moment, length)
    except (OutsideCalendar, ValueError):
        return date.max


def _named(test: Test, facts: Mapping[str, Fact]) -> str:
    """The date that a test bounds: of one from which time is served, breaks move what is counted from it."""
    reading = facts[test.fact].reading
    served = reading is not None and reading.take == "served" and test.operator in AGO
    return test.fact + _TIME_SERVED if served else test.fact


def _names(test: Test, facts: Mapping[str, Fact]) -> Iterator[str]:
    yield _named(test, facts)
    if isinstance(test.operand, OtherFact):
        yield test.operand.fact


def _fact(name: str, facts: Mapping[str, Fact]) -> Fact:
    return facts[name.removesuffix(_TIME_SERVED)]


def _by_fact(found: Mapping[str, Moment]) -> dict[str, Moment]:
    """The days by fact: where time served alone is tested, that day."""
    days = {name.removesuffix(_TIME_SERVED): day for name, day in found.items()}
    return days | {name: day for name, day in found.items() if _TIME_SERVED not in name}


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
