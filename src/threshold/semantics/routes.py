"""The way that a request travels: who adds which step, and whom it is sent to."""

from collections.abc import Iterator
from dataclasses import dataclass

from threshold.casefiles import Case
from threshold.conditions import Facts, Truth
from threshold.output.words import listed, spoken
from threshold.policy import Policy, Route, Step, Who
from threshold.policy.inference_plan import step_key, when_key
from threshold.semantics.direction import directions_meant
from threshold.semantics.findings import Findings
from threshold.vocabulary import Missing


@dataclass(frozen=True, slots=True)
class Way:
    """What the policy's routes say: the steps that apply, what is not available, what is missing.

    `refused` says why the action asked for is not available on its step; `uncovered` why nobody can say.
    """

    steps: tuple[tuple[Route, Step, Truth], ...]
    refused: tuple[tuple[Route, Step | None, str], ...]
    uncovered: str
    missing: tuple[str, ...]


def way(findings: Findings) -> Way:
    """The routes that hold for what is proposed. A step that may apply is marked as not certain."""
    policy, facts, truths = findings.policy, findings.facts, findings.truths
    direction = findings.proposed
    steps: list[tuple[Route, Step, Truth]] = []
    refused: list[tuple[Route, Step | None, str]] = []
    missing: list[str] = []
    matched = False
    for route in _leading(policy, direction):
        if truths[when_key(route)] is not True:
            continue
        held = [
            (route, step, truths[step_key(route, step)])
            for step in route.steps
            if truths[step_key(route, step)] is not False
        ]
        if route.table_step:
            held = [each for each in held if each[2]]
            matched = matched or bool(held)
            refused += [
                (route, step, step.says or "this action is not available on this step")
                for _, step, _ in held
                if not step.available
            ]
            if not held and _known_action(facts) and route.unlisted == "unavailable":
                refused.append((route, None, "this action is not among those of this step"))
        steps += held
    for _, step, _ in steps:
        for somebody in (step.by, step.to):
            if somebody.fact and isinstance(facts.state(somebody.fact), Missing):
                missing.append(somebody.fact)
    asked = direction == "workflow" and _known_action(facts)
    uncovered = ""
    if asked and not matched and not refused:
        uncovered = "The policy's maps do not cover this step and action; look in the workflow guide"
    return Way(tuple(steps), tuple(refused), uncovered, tuple(dict.fromkeys(missing)))


def named(somebody: Who, facts: Facts) -> str:
    """Somebody as text; where the fact that chooses is not known, every possibility."""
    if not somebody.fact:
        return somebody.name
    state = facts.state(somebody.fact)
    choices = dict(somebody.choices)
    value = str(state).lower() if isinstance(state, bool) else str(state)
    if value in choices and not isinstance(state, Missing):
        return choices[value]
    # What the fact holds is never printed here: it may be what somebody typed.
    return f"{listed(list(dict.fromkeys(choices.values())))} (depends on {spoken(somebody.fact)})"


def done_on(step: Step, case: Case) -> str | None:
    """The date on which a step of a sequence was done, if the timeline has it."""
    if not step.done_event:
        return None
    dates = [e.on for e in case.timeline if e.event == step.done_event and e.status == "held"]
    return max(dates).isoformat() if dates else None


def _leading(policy: Policy, direction: object) -> Iterator[Route]:
    meant = directions_meant(direction)
    for pack in policy.packs:
        if pack.leads_on and not meant & set(pack.leads_on):
            continue
        for route in pack.routes:
            if not route.head.bears_on or meant & set(route.head.bears_on):
                yield route


def _known_action(facts: Facts) -> bool:
    return not any(isinstance(facts.state(name), Missing) for name in ("request.step", "request.action"))
