"""The fewest of many things that are enough for something: found by halving, not by trying every choice."""

from collections.abc import Callable, Sequence

Enough = Callable[[frozenset[int]], bool]


def smallest(among: Sequence[int], enough: Enough) -> frozenset[int] | None:
    """A choice that is enough, of which none can be left out; None where not even all of them are.

    There may be others: one is found, and first those that come first are left out. Where more can spoil what
    fewer bring about, what is left is still enough, but perhaps not the only one of its size.
    """
    if not enough(frozenset(among)):
        return None
    if enough(frozenset()):
        return frozenset()
    found = frozenset(_needed(frozenset(), False, list(among), enough))
    return _pared(found, enough) if enough(found) else _pared(frozenset(among), enough)


def _needed(given: frozenset[int], more: bool, among: list[int], enough: Enough) -> list[int]:
    """What of `among` is needed beside what is given; `more`: something was added since it was looked at."""
    if more and enough(given):
        return []
    if len(among) == 1:
        return among
    half = len(among) // 2
    first, second = among[:half], among[half:]
    of_second = _needed(given | {*first}, bool(first), second, enough)
    of_first = _needed(given | {*of_second}, bool(of_second), first, enough)
    return [*of_first, *of_second]


def _pared(found: frozenset[int], enough: Enough) -> frozenset[int]:
    """Without whatever can still be left out, one at a time."""
    for number in sorted(found):
        if len(found) > 1 and enough(found - {number}):
            found -= {number}
    return found
