"""The kinds of request that a policy is asked: each direction, where it ends, and every workflow action."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threshold.vocabulary import Value

from .shape import Bench, label

DIRECTIONS = ("step_up", "step_down", "step_across", "close", "triage")
_TO = {
    "step_up": ("child_in_need", "child_in_need", "child_protection", "early_help", None),
    "step_down": ("early_help", "early_help", "universal", "child_in_need", None),
    "step_across": ("early_help", None),
}
# A policy's own requests come up so many times as often as those that it never speaks of.
_OWN = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """One request: the facts that make it, and the group under which it is counted.

    `adders` are the roles that a workflow table names for the action.
    """

    group: str
    given: Mapping[str, Value]
    adders: tuple[str, ...] = ()
    weight: int = 1


def kinds(bench: Bench) -> list[Kind]:
    """Every kind of request of a policy; requests that it does not speak of come up seldom."""
    spoken = {each for pack in bench.policy.packs if pack.role == "lead" for each in _spoken_of(pack)}
    found = [
        Kind(group, given, weight=_OWN if given["request.direction"] in spoken else 1)
        for group, given in _by_direction()
    ]
    return found + (list(_workflow(bench)) or [Kind("workflow unlisted", {"request.direction": "workflow"})])


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
            yield Kind(group, given, adders, weight=2 if moves == "same" else 6)
        step_alone = {**asked, "request.step": label(route.table_step, "")[0]}
        yield Kind("workflow unlisted", {**step_alone, "request.action": "something that no map lists"})
        yield Kind("workflow, action left open", step_alone)
