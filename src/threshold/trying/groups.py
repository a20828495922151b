"""Who comes out differently, by what brings it: the form in which a report tells it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.trying.model import ASPECTS, Aspect, Flip, Flow, Tried, key
from threshold.versions import Change

Place = tuple[Aspect, str, str, str]  # an aspect, its rule, before and after


@dataclass(frozen=True, slots=True)
class Group:
    """Those whom the same brings about: one change, each of several by itself, or several together.

    `of` are their references, once each; `ways` how they come out differently, each with how many.
    """

    because: tuple[Change, ...]
    together: bool
    of: tuple[str, ...]
    ways: tuple[Flow, ...]


def groups(tried: Tried) -> tuple[Group, ...]:
    """The flips by what brings them: single changes first, those that flip most before others."""
    sorted_out: dict[tuple[object, ...], list[Flip]] = {}
    for flip in tried.flips:
        which = (flip.together, *map(key, flip.because))
        sorted_out.setdefault(which, []).append(flip)
    found = [_group(flips) for flips in sorted_out.values()]
    return tuple(sorted(found, key=lambda each: (not each.because, each.together, -len(each.of))))


def _group(flips: Sequence[Flip]) -> Group:
    counted: dict[Place, int] = {}
    for flip in flips:
        way = (flip.aspect, flip.rule, flip.before, flip.after)
        counted[way] = counted.get(way, 0) + 1
    ways = [Flow(*way, number) for way, number in counted.items()]
    in_order = sorted(ways, key=lambda each: (ASPECTS.index(each.aspect), -each.number, each.rule))
    references = tuple(dict.fromkeys(flip.of for flip in flips))
    return Group(flips[0].because, flips[0].together, references, tuple(in_order))


def changed_flows(tried: Tried, aspect: Aspect) -> Iterator[Flow]:
    """The flows of an aspect that are no staying, the most first."""
    moved = [each for each in tried.flows if each.aspect == aspect and each.before != each.after]
    yield from sorted(moved, key=lambda each: (-each.number, each.rule, each.before, each.after))
