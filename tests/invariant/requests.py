"""The kinds of request that a policy is asked: each direction, where it ends, and every workflow action."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from threshold.vocabulary import Value

from .shape import Bench, label

DIRECTIONS = ("step_up", "step_down", "step_across", "close", "triage")
_TO = {
    "step_up": ("child_in_need", "child_in_need", "child_protection", "early_help", None),
    "step_down": ("early_help", "early_help", "universal", "child_in_need", None),
    "step_across": ("early_help", None),
}
# A policy's own requests come up so many times as often as those that it never speaks of; and all actions of
# a workflow group, however many, together so often.
_OWN = 6
_TOGETHER = {"workflow same": 40, "workflow down": 20, "workflow up": 20}

_ANYTHING = frozenset({"permitted", "blocked", "undetermined"})
# What is known not to be available is blocked, and what is left open is never permitted or refused for good.
_REACHED = {
    "workflow not available": frozenset({"blocked"}),
    "workflow unlisted": frozenset({"blocked"}),
    "workflow, action left open": frozenset({"undetermined"}),
    # A row needs nothing but its adder, who stands for the one named where nobody says.
    "workflow same": frozenset({"permitted", "blocked"}),
}


def reaches(group: str) -> frozenset[str]:
    """The statuses that a request of this group can come to, if the policy answers it."""
    return _REACHED.get(group, _ANYTHING)


@dataclass(frozen=True, slots=True)
class Kind:
    """One request: the facts that make it, and the group under which it is counted.

    `adders` are the roles that a workflow table names for the action.
    """

    group: str
    given: Mapping[str, Value]
    adders: tuple[str, ...] = ()
    weight: float = 1


def kinds(bench: Bench) -> list[Kind]:
    """Every kind of request of a policy; requests that it does not speak of come up seldom."""
    spoken = {each for pack in bench.policy.packs if pack.role == "lead" for each in _spoken_of(pack)}
    found = [
        Kind(group, given, weight=_OWN if given["request.direction"] in spoken else 1)
        for group, given in _by_direction()
    ]
    rows = list(_workflow(bench)) or [Kind("workflow unlisted", {"request.direction": "workflow"})]
    many = Counter(kind.group for kind in rows)
    weighed = [replace(kind, weight=_TOGETHER.get(kind.group, 8) / many[kind.group]) for kind in rows]
    return found + (weighed if _has_tables(bench) else rows)


def _has_tables(bench: Bench) -> bool:
    return any(route.table_step for route in bench.policy.routes)


def _spoken_of(pack) -> Iterator[str]:
    for rule in (*pack.requirements, *pack.routes):
        for direction in rule.head.bears_on:
            if not pack.leads_on or direction in pack.leads_on:
                yield direction


def _by_direction() -> Iterator[tuple[str, dict[str, Value]]]:
    yield "no request", {"request.direction": "none"}
    for direction in DIRECTIONS:
        asked: dict[str, Value] = {"request.direction": direction}
        if direction == "close":
            for of in ("contact", "caf_episode", "case"):
                yield f"close {of}", {**asked, "closure.of": of}
            yield "close, of what left open", asked
            continue
        for to in _TO.get(direction, (None,)):
            below = direction == "step_up" and to == "early_help"
            group = direction + (" to early help" if below else "")
            yield group, {**asked, **({"request.to": to} if to else {})}


def _workflow(bench: Bench) -> Iterator[Kind]:
    asked: dict[str, Value] = {"request.direction": "workflow"}
    roles = {used for _, used in bench.policy.vocabulary.roles}
    for route in bench.policy.routes:
        if not route.table_step:
            continue
        for step in route.steps:
            names = label(route.table_step, step.action)
            given = {**asked, "request.step": names[0], "request.action": names[1]}
            who = (step.by.name, *(name for _, name in step.by.choices))
            # A row that prints several roles in one field, or none that the vocabulary knows, names nobody.
            adders = tuple(name for name in who if name in roles)
            moves = bench.moves[names]
            group = f"workflow {moves}" if step.available else "workflow not available"
            yield Kind(group, given, adders)
        step_alone = {**asked, "request.step": label(route.table_step, "")[0]}
        yield Kind("workflow unlisted", {**step_alone, "request.action": "something that no map lists"})
        yield Kind("workflow, action left open", step_alone)
