"""What a policy answers and what it has no rule on, by the grounds of the packs that lead."""

from collections.abc import Iterator, Sequence
from typing import get_args

from threshold.output.words import listed, many, plainly
from threshold.policy import Ground, Pack, Policy, Route
from threshold.policy.model import Asked
from threshold.policy.protection import HIGHEST
from threshold.vocabulary import RequestDirection, Value, shown

_DIRECTIONS: tuple[str, ...] = get_args(RequestDirection)
_OF = "closure.of"
# How each part of a request is said, in this order; the direction comes first.
_SAID = (("from_", "from"), ("to", "to"), ("of", "of"), ("step", "on"), ("action", "for"))


def answered(policy: Policy) -> Iterator[str]:
    """A line for each kind of request that some ground answers, with the grounds of one pack by their ids.

    A table of the workflow is one line: how many actions it lists, and whether it is closed.
    """
    for direction in _DIRECTIONS:
        for pack in _leading(policy, direction):
            kinds: dict[tuple[str, ...], list[str]] = {}
            for ground in _grounds(pack, direction):
                kinds.setdefault(parts_of(ground.asked), []).append(ground.head.id)
            for parts, ids in kinds.items():
                yield f"{' '.join((shown(direction), *parts))}: {', '.join(ids)} ({pack.name})"
            if direction == "workflow":
                yield from (f"{_table(route)} ({pack.name})" for route in pack.routes if route.table_step)


def unanswered(policy: Policy) -> Iterator[str]:
    """The kinds of request that no ground can fit: directions, then what is left out of the others."""
    asked = {
        direction: [
            ground.asked
            for pack in _leading(policy, direction)
            for ground in pack.grounds
            if direction in ground.asked.direction
        ]
        for direction in _DIRECTIONS
    }
    nothing = [shown(direction) for direction in _DIRECTIONS if not asked[direction]]
    if nothing:
        yield f"any {listed(nothing)}"
    order = policy.vocabulary.facts[HIGHEST].order
    for direction, levels in (("step_up", order[::-1]), ("step_down", order)):
        if asked[direction]:
            yield from _pairs(direction, levels, asked[direction])
    if closing := asked["close"]:
        kinds = policy.vocabulary.facts[_OF].type.values
        left = [plainly(kind) for kind in kinds if all(each.of and kind not in each.of for each in closing)]
        if left:
            yield f"close of {listed(left)}"
    if (steps := asked["workflow"]) and all(each.step for each in steps):
        yield "workflow on any other step; on those that are open, any other action"


def _leading(policy: Policy, direction: str) -> list[Pack]:
    return [pack for pack in policy.packs if pack.leads(direction)]


def _grounds(pack: Pack, direction: str) -> list[Ground]:
    """The grounds of a pack on a direction that are not rows of a table."""
    return [each for each in pack.grounds if not each.of_workflow and direction in each.asked.direction]


def parts_of(asked: Asked) -> tuple[str, ...]:
    """What the requests of a ground are, beside their direction, in words."""
    parts = ((word, getattr(asked, key)) for key, word in _SAID)
    return tuple(f"{word} {listed([*map(plainly, values)])}" for word, values in parts if values)


def _table(route: Route) -> str:
    """A table of the workflow in a line."""
    out = sum(not step.available for step in route.steps)
    count = many(len(route.steps), "action")
    not_available = f", {out} of them not available" if out else ""
    kind = "closed" if route.unlisted == "unavailable" else "open"
    return f"workflow on {route.table_step}: {count}{not_available}; {kind}"


def _pairs(direction: str, levels: Sequence[Value], asked: Sequence[Asked]) -> Iterator[str]:
    """The steps from one level of support to a further one that no ground fits; what ends alike together."""
    ends: dict[tuple[Value, ...], list[Value]] = {}
    for place, here in enumerate(levels):
        further = levels[place + 1 :]
        left = tuple(there for there in further if not any(_fits(each, here, there) for each in asked))
        if left:
            ends.setdefault(left, []).append(here)
    for left, starts in ends.items():
        yield f"{shown(direction)} from {listed([*map(shown, starts)])} to {listed([*map(shown, left)])}"


def _fits(asked: Asked, here: Value, there: Value) -> bool:
    return (not asked.from_ or here in asked.from_) and (not asked.to or there in asked.to)
