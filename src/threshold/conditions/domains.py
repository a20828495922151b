"""The states in which the facts of some tests can be, as far as these tests can tell them apart.

Of a number these are the ones that tests name, with their neighbours; of a list the items that tests name,
with and without something else; of counted entries how many lie in each length of time. Facts that are
compared with each other share what is named. A date stands for itself: which day it is, its order says
(`dated`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from itertools import product
from math import prod
from typing import cast

from threshold.conditions.dated import AGO, moved
from threshold.conditions.evaluate import Moment, compare
from threshold.conditions.tree import Entries, Lookup, OtherFact, Test, operand_facts
from threshold.dates import FIRST_YEAR, Duration, day_of
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Fact, State, ValueType, item_type

_MOST_STATES = 3_000
_MOST_NUMBERS = 40
_AGE = "child.age"  # a child who is not born yet has none


class Some(Enum):
    """A value of which nothing is known but that there is one: a date, or what cannot be gone through."""

    VALUE = "some value"


States = tuple[State | Some, ...]


@dataclass(slots=True)
class _Named:
    """What the tests of some facts, compared with each other, name: values, items, numbers and windows."""

    facts: list[str] = field(default_factory=list)
    values: dict[object, None] = field(default_factory=dict)
    tested: list[tuple[object, ...]] = field(default_factory=list)  # the items that each test of a list names
    sizes: list[int] = field(default_factory=list)  # how many items a test asks for
    entries: list[Entries] = field(default_factory=list)


def states_of(
    tests: Iterable[Test], facts: Mapping[str, Fact], now: Moment, settled: bool
) -> dict[str, States]:
    """The states that each fact of the tests can be in: with a value first, then without.

    `settled`: whatever can be known is known.
    """
    named = _named(tuple(dict.fromkeys(tests)))
    found: dict[str, States] = {}
    for name, mine in named.items():
        fact = facts.get(name)
        held = _counted(mine.entries, now, settled) if mine.entries else _values(fact, mine)
        found[name] = (*held, *_without(fact, settled))
    return found


def _without(fact: Fact | None, settled: bool) -> tuple[State, ...]:
    """The states without a value."""
    recorded = fact is not None and fact.reading is not None
    dated = fact is None or fact.type.is_date or (recorded and fact.type.kind == "boolean")
    if not settled:
        return (ABSENT, *((UNDATED,) if recorded and dated else ()), UNKNOWN)
    # What people state is there once it is known; what is read off records, or worked out, may be none.
    may_be_none = fact is None or recorded or fact.follows or fact.name == _AGE
    may_be_none = may_be_none or (fact is not None and fact.derived and fact.type.kind != "boolean")
    none = (ABSENT,) if may_be_none and not _is_count(fact) else ()
    # Rules may come to no value, whatever is known.
    return (*none, UNKNOWN) if fact is not None and fact.derived else none


def _is_count(fact: Fact | None) -> bool:
    return fact is not None and fact.reading is not None and fact.reading.take in ("all_recorded", "days")


def _named(tests: Sequence[Test]) -> dict[str, _Named]:
    """What is named of each fact; facts that are compared with each other hold the same."""
    found: dict[str, _Named] = {}
    for test in tests:
        _of(found, test.fact)
        for name in operand_facts(test.operand):
            _of(found, name)
        if isinstance(test.operand, OtherFact):
            _together(found, test.fact, test.operand.fact)
    for test in tests:
        mine, operand = found[test.fact], test.operand
        if isinstance(operand, Entries):
            found[operand.days].entries.append(operand)
        elif isinstance(operand, Lookup):
            cells = tuple(cell for _, cell in operand.cells if cell is not None)
            mine.values |= dict.fromkeys(cast(tuple[object, ...], cells))
            mine.tested += [(cell,) for cell in cells]
            found[operand.row_fact].values |= dict.fromkeys(row for row, _ in operand.cells)
        elif isinstance(operand, tuple) and test.operator not in AGO:
            mine.values |= dict.fromkeys(cast(tuple[object, ...], operand))
            if test.operator == "at_least":
                mine.sizes += [operand[0]] if isinstance(operand[0], int) else []
            else:
                mine.tested.append(cast(tuple[object, ...], operand))
    return found


def _of(found: dict[str, _Named], name: str) -> None:
    if name not in found:
        found[name] = _Named([name])


def _together(found: dict[str, _Named], one: str, other: str) -> None:
    first, second = found[one], found[other]
    if first is not second:
        first.facts += second.facts
        for name in second.facts:
            found[name] = first


def _values(fact: Fact | None, named: _Named) -> States:
    if fact is None:
        return (Some.VALUE,)
    kind, others = fact.type, len(named.facts)
    match kind.kind:
        case "boolean":
            return (True, False)
        case "choice":
            return kind.values
        case "role":
            known = tuple(dict.fromkeys(used for _, used in kind.names))
            mine = tuple(name for name in map(str, named.values) if name in known or not known)
            rest = [name for name in known if name not in mine] if known else _others("role", others)
            return (*mine, *rest[:others])
        case "label" | "text":
            return (*map(str, named.values), *_others("something else", others, named.values))
        case "number":
            return _numbers(kind, named)
        case "duration":
            held = [each for each in named.values if isinstance(each, Duration)]
            longest = max((each.number for each in held), default=0)
            return (*held, *(Duration(longest + 1 + n, "days") for n in range(others)))
        case "list":
            return _lists(item_type(kind), named)
        case "ratings":
            return _ratings(kind, named)
        case _:
            return (Some.VALUE,)


def _others(word: str, number: int, named: Iterable[object] = ()) -> list[str]:
    """So many texts that nothing names."""
    taken, found = {str(each) for each in named}, list[str]()
    count = 1
    while len(found) < number:
        text = word if count == 1 else f"{word} {count}"
        count += 1
        if text not in taken:
            found.append(text)
    return found


def _numbers(kind: ValueType, named: _Named) -> States:
    least, most = 0 if kind.least is None else kind.least, kind.most
    if most is not None and most - least <= _MOST_NUMBERS:
        return tuple(range(least, most + 1))
    cuts = {int(str(each)) for each in named.values if str(each).isdigit()} | {least}
    cuts |= set() if most is None else {most}
    reach = len(named.facts)
    around = {cut + step for cut in cuts for step in range(-reach, reach + 1)}
    return tuple(n for n in sorted(around) if least <= n and (most is None or n <= most))


def _lists(item: ValueType, named: _Named) -> States:
    """Lists of the items that are named, without and with others; what no test tells apart goes together."""
    items = [str(each) for each in named.values if isinstance(each, str)]
    known = item.values or tuple(dict.fromkeys(used for _, used in item.names))
    others = [each for each in known if each not in items] if known else None
    wanted = max([1, *named.sizes])
    rest = _others("something else", wanted, items) if others is None else others[:wanted]
    if item.values:
        items = [each for each in items if each in item.values]
    alike: dict[object, list[str]] = {}
    for each in items:
        key = tuple(each in test for test in named.tested) if len(named.facts) == 1 else each
        alike.setdefault(key, []).append(each)
    if rest:
        alike.setdefault("\0others", []).extend(rest)
    groups = [_taken(group, named.sizes) for group in alike.values()]
    if prod(len(each) for each in groups) > _MOST_STATES:
        return (Some.VALUE,)
    return tuple(tuple(one for some in chosen for one in some) for chosen in product(*groups))


def _taken(group: Sequence[str], sizes: Sequence[int]) -> list[tuple[str, ...]]:
    """None, one and all of some items; each number of them, where tests count."""
    numbers = range(len(group) + 1) if sizes else sorted({0, 1, len(group)})
    return [tuple(group[:number]) for number in numbers]


def _ratings(kind: ValueType, named: _Named) -> States:
    """Ratings that hold each of the numbers named or not, and another one or not."""
    numbers = [each for each in named.values if isinstance(each, int)]
    least, most = kind.least or 0, kind.most
    taken = {*numbers}
    other = next((n for n in range(least, least + len(taken) + 1) if n not in taken), None)
    choices = [*numbers, *([] if other is None or (most is not None and other > most) else [other])]
    people = kind.values or tuple(_others("person", len(choices)))
    if 2 ** len(choices) > _MOST_STATES:
        return (Some.VALUE,)
    held = (
        [n for n, there in zip(choices, way, strict=True) if there]
        for way in product((False, True), repeat=len(choices))
    )
    return tuple(tuple(zip(people, numbers, strict=False)) for numbers in held if len(numbers) <= len(people))


def _counted(entries: Sequence[Entries], now: Moment, settled: bool) -> States:
    """The days of counted entries: so many in each length of time that tests look at, and without a day."""
    most = max(each.number for each in entries)
    days = _days_told_apart([each.within for each in entries if each.within is not None], now)
    if any(each.within is None for each in entries):
        days = [*days, date(FIRST_YEAR, 1, 1)]
    numbers = range(most + 1)
    undated = (0,) if settled else numbers
    if len(numbers) ** len(days) * len(undated) > _MOST_STATES:
        return (Some.VALUE,)
    found: dict[State, None] = {}
    for chosen in product(*([numbers] * len(days)), undated):
        dated = sorted(day for day, number in zip(days, chosen, strict=False) for _ in range(number))
        found[(*(day.isoformat() for day in dated), *([""] * chosen[-1]))] = None
    return tuple(found)


def _days_told_apart(windows: Sequence[Duration], now: Moment) -> list[date]:
    """A day for every set of lengths of time, up to now, in which a day can lie together."""
    found: dict[tuple[bool, ...], date] = {}
    starts = {day for window in windows for day in _around_start(window, now)}
    for day in sorted({*starts, day_of(now)}, reverse=True):
        if day > day_of(now):
            continue
        inside = tuple(compare(moved(day, window), now) >= 0 for window in windows)
        if any(inside):
            found.setdefault(inside, day)
    return [*found.values()]


def _around_start(window: Duration, now: Moment) -> Iterator[date]:
    """The first day that still lies within a length of time up to now, and its neighbours."""
    today = day_of(now)
    low, high = date(FIRST_YEAR, 1, 1).toordinal(), today.toordinal()
    while high - low > 1:
        middle = (low + high) // 2
        if compare(moved(date.fromordinal(middle), window), now) >= 0:
            high = middle
        else:
            low = middle
    for step in (-1, 0, 1):
        yield date.fromordinal(high) + timedelta(days=step)
