"""Values worth stating of a fact, so that a test of it comes out as wanted."""

from collections.abc import Iterator, Sequence

from threshold.conditions import Facts, Lookup, Test, resolved
from threshold.soundness.witness.days import at_noon, days
from threshold.vocabulary import Fact, Missing, Value, Vocabulary, item_type

_SOMEBODY = "somebody"


def values(fact: Fact, tests: Sequence[Test], facts: Facts, vocabulary: Vocabulary) -> Iterator[Value]:
    """Values on every side of what the tests compare the fact with, the plainest first."""
    kind = fact.type
    compared = list(dict.fromkeys(value for test in tests for value in _compared(test, facts)))
    match kind.kind:
        case "boolean":
            yield from (True, False)
        case "choice":
            yield from (*(each for each in compared if each in kind.values), *kind.values)
        case "number":
            near = {n + step for n in _numbers(compared) for step in (-1, 0, 1)}
            near |= {n for n in (kind.least, kind.most) if n is not None} or {0}
            yield from sorted(n for n in near if _within(n, kind.least, kind.most))
        case "role":
            yield from (*compared, *dict.fromkeys(name for _, name in vocabulary.roles))
        case "ratings":
            who = kind.values[0] if kind.values else _SOMEBODY
            numbers = {n + step for n in _numbers(compared) for step in (-1, 0, 1)} | {kind.least or 0}
            yield from (((who, n),) for n in sorted(numbers) if _within(n, kind.least, kind.most))
            yield ()
        case "list":
            yield from _lists(fact, [str(each) for each in compared], vocabulary)
        case "date" | "datetime":
            moments = kind.kind == "datetime"
            for test in tests:
                yield from (at_noon(day) if moments else day for day in days(test, facts, fact.ahead))
        case "month":
            yield from (f"{day.year}-{day.month:02}" for test in tests for day in days(test, facts))
        case "text" | "label":
            yield from (*compared, "something else")


def _compared(test: Test, facts: Facts) -> Iterator[Value]:
    """What the test compares the fact with, as far as it is known."""
    if isinstance(test.operand, Lookup):
        yield from (cell for _, cell in test.operand.cells if cell is not None)
    else:
        known = resolved(test.operand, facts)
        yield from () if isinstance(known, Missing) else known


def _numbers(compared: Sequence[Value]) -> list[int]:
    return [each for each in compared if isinstance(each, int) and not isinstance(each, bool)]


def _within(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or least <= number) and (most is None or number <= most)


def _lists(fact: Fact, named: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """What is named, all of it, each alone and each left out; something else; nothing."""
    known = item_type(fact.type)
    others = list(known.values) or [name for _, name in vocabulary.roles if known.kind == "role"]
    others = list(dict.fromkeys(others)) or ["something else"]
    first = next((each for each in others if each not in named), None)
    yield from ((each,) for each in named)
    yield tuple(named)
    yield from (tuple(each for each in named if each != out) for out in named)
    if first is not None:
        yield (first,)
        yield (*named, first)
    yield tuple(others)
    yield ()
