"""The kinds of request that a policy is asked, and what each must come to for a run to show it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from threshold.conditions import tests, truth
from threshold.decisions import Decision
from threshold.vocabulary import Value

from .shape import Bench, label

DIRECTIONS = ("step_up", "step_down", "step_across", "close", "triage")
_MAKING_IT = ("request.direction", "request.to", "request.step", "request.action", "closure.of")
_TO = {
    "step_up": ("child_in_need", "child_in_need", "child_protection", "early_help", None),
    "step_down": ("early_help", "early_help", "universal", "child_in_need", None),
    "step_across": ("early_help", None),
}
# A policy's own requests come up so many times as often as those that it never speaks of; all actions of a
# workflow group, however many, together so often.
_OWN, _TOGETHER = 6, 10

# What each request that is answered must come to, so that the run shows something of it: permitted because a
# ground holds (line 1 permits whatever goes up), blocked where nothing of protection refuses it (line 2 does
# that to whatever goes down), and undetermined.
AIMS = ("permitted", "blocked", "undetermined")
BY_CONCERN, BY_PROTECTION = "by concern", "by protection"


def came_to(decision: Decision) -> str:
    """The status of a decision, told apart where protection alone decided it (lines 1 and 2 of the table)."""
    found, direction = decision.protection, decision.recommendation.direction
    if decision.status == "permitted" and direction == "safeguarding_now":
        return BY_CONCERN
    if decision.status == "blocked" and (found.concern or found.in_place):
        return BY_PROTECTION
    return decision.status


def impossible(bench: Bench, group: str) -> dict[str, str]:
    """The aims that a request of this group cannot come to under this policy, each with the reason."""
    policy = bench.policy
    match group:
        case "workflow not available":
            # A row that is not available is a ground known to be false (1.1), whatever else is known.
            return dict.fromkeys(("permitted", "undetermined"), "its only ground is known to be false")
        case "workflow same, whoever adds it":
            # It fits, and whoever is not said stands for the adder named (1.1): known to hold, or not to.
            return {"undetermined": "nothing that blocks bears on its rows, and its adders hang on no fact"}
        case "workflow unlisted":
            # So is what a closed table does not list (1.1).
            return dict.fromkeys(("permitted", "undetermined"), "its only ground is known to be false")
        case "workflow, action left open":
            return {"permitted": "every row names an action, so that none certainly fits"}
        case "close, of what left open":
            closing = [ground for ground in policy.grounds if "close" in ground.asked.direction]
            leading = [
                g for pack in policy.packs if pack.leads("close") for g in pack.grounds if g in closing
            ]
            if all(ground.asked.of for ground in leading):
                return {
                    "permitted": "every ground names what closes, so that none certainly fits",
                    "blocked": "only where the ground of all that may close is wrong at once: seldom drawn",
                }
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """One request: the facts that make it, and the group under which it is counted.

    `adders` are the roles that a workflow table names for the action.
    """

    group: str
    given: Mapping[str, Value]
    adders: tuple[str, ...] = ()
    weight: float = 1

    def is_asked_by(self, given: Mapping[str, Value]) -> bool:
        """Whether the facts of a case ask for just this."""
        return all(self.given.get(name) == given.get(name) for name in _MAKING_IT)


def kinds(bench: Bench) -> list[Kind]:
    """Every kind of request of a policy; requests that it does not speak of come up seldom."""
    spoken = {each for pack in bench.policy.packs if pack.role == "lead" for each in _spoken_of(pack)}
    found = [
        Kind(group, given, weight=_OWN if given["request.direction"] in spoken else 1)
        for group, given in _by_direction()
    ]
    rows = list(_workflow(bench)) or [Kind("workflow, no such row", {"request.direction": "workflow"})]
    many = Counter(kind.group for kind in rows)
    weighed = [replace(kind, weight=_TOGETHER / many[kind.group]) for kind in rows]
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
            if group == "workflow same" and not step.by.fact and not _asks_more(given, bench):
                group = "workflow same, whoever adds it"
            yield Kind(group, given, adders)
        step_alone = {**asked, "request.step": label(route.table_step, "")[0]}
        closed = route.unlisted == "unavailable"
        group = "workflow unlisted" if closed else "workflow, no such row"
        yield Kind(group, {**step_alone, "request.action": "something that no map lists"})
        yield Kind("workflow, action left open", step_alone)


def _asks_more(given: Mapping[str, Value], bench: Bench) -> bool:
    """Whether something that blocks may apply to a workflow action, by what the request itself says."""
    asked = {**given, "proposed.direction": "workflow"}
    rules = (rule for pack in bench.policy.packs if pack.leads("workflow") for rule in pack.requirements)
    return any(
        truth(
            rule.applies,
            {
                leaf: asked[leaf.fact] in leaf.operand
                if leaf.operator == "is" and leaf.fact in asked and isinstance(leaf.operand, tuple)
                else None
                for leaf in tests(rule.applies)
            },
        )
        is not False
        for rule in rules
        if rule.effect == "block" and "workflow" in rule.head.bears_on
    )
