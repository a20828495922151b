"""What has to come out how: goals taken apart where one way leads there, and the ways where several do."""

from collections.abc import Iterable, Iterator

from threshold.conditions import All, Any, AtLeast, Condition, Not, Test, Truth
from threshold.soundness.finding import Goal

TRUE: frozenset[Truth] = frozenset({True})
FALSE: frozenset[Truth] = frozenset({False})
NOT_TRUE: frozenset[Truth] = frozenset({False, None})
_OPPOSITE: dict[Truth, Truth] = {True: False, False: True, None: None}


def apart(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """The goals with all that has to come out so by itself, each once, in their order."""
    found: dict[Goal, None] = {}
    for condition, wanted in goals:
        for each in _apart(condition, wanted):
            found[each] = None
    return tuple(found)


def _apart(condition: Condition, wanted: frozenset[Truth]) -> Iterator[Goal]:
    match condition:
        case Not(part):
            yield from _apart(part, frozenset(_OPPOSITE[each] for each in wanted))
        case All(parts) | Any(parts) | AtLeast(parts=parts) if _needed(condition, wanted) == len(parts):
            for part in parts:
                yield from _apart(part, wanted)
        case _:
            yield condition, wanted


def ways(condition: Condition, wanted: frozenset[Truth]) -> Iterator[tuple[Goal, ...]]:
    """The ways in which a condition with several parts comes out as wanted, one part more settled in each."""
    assert not isinstance(condition, Test | Not)
    if wanted == frozenset({None}):
        yield from (((part, wanted),) for part in condition.parts)
        return
    needed = _needed(condition, wanted)
    if 0 < needed <= len(condition.parts):
        for place, part in enumerate(condition.parts[: len(condition.parts) - needed + 1]):
            rest = condition.parts[place + 1 :]
            number = needed - 1 if True in wanted else len(rest) - (needed - 1) + 1
            more = ((AtLeast(number, rest), wanted),) if needed > 1 else ()
            yield ((part, wanted), *more)


def _needed(condition: All | Any | AtLeast, wanted: frozenset[Truth]) -> int:
    """How many parts have to come out as wanted for the whole to; -1 where that cannot be said so."""
    if wanted == frozenset({None}) or wanted == frozenset({True, False}):
        return -1
    number = len(condition.parts) if isinstance(condition, All) else 1
    if isinstance(condition, AtLeast):
        number = condition.number
    return number if True in wanted else len(condition.parts) - number + 1
