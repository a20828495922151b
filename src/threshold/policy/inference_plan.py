"""The order of inference, as data: the stages that every case goes through, one after the other.

The engine walks them for one case and the batch for many, so that there is one order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from threshold.conditions import Condition, facts_of
from threshold.policy.model import (
    LEVEL,
    OUTCOME,
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    Policy,
    ProtectionRule,
    Requirement,
    Route,
    Step,
)
from threshold.policy.protection import HIGHEST, STATED, WORKED_OUT, protection_conditions
from threshold.policy.strata import PROPOSED
from threshold.vocabulary import Value

DIRECTION, TO = PROPOSED
# What the proposal is made from, beside whether there is a concern.
PROPOSED_FROM = ("request.direction", "request.to", OUTCOME, LEVEL, HIGHEST)


@dataclass(frozen=True, slots=True)
class Contradict:
    """What these rules find contradictory counts as unknown from here on."""

    rules: tuple[ConflictRule, ...]


@dataclass(frozen=True, slots=True)
class Define:
    """Derived facts that rest on nothing but facts known by now."""

    rules: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Protect:
    """Whether there is a protection concern, and what protection is in place.

    `levels` are the kinds of support, the most serious first; `added` is what packs add to a concern, and
    `recorded_by` what tells from records of kinds of support that they bring.
    """

    levels: tuple[Value, ...]
    added: tuple[ProtectionRule, ...]
    recorded_by: tuple[tuple[Value, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Propose:
    """What is asked for or, where nothing is, what the facts point to."""


@dataclass(frozen=True, slots=True)
class Check:
    """Everything that hangs on what is proposed."""

    requirements: tuple[Requirement, ...]
    deadlines: tuple[Deadline, ...]
    routes: tuple[Route, ...] = ()
    grounds: tuple[Ground, ...] = ()


Stage = Contradict | Define | Protect | Propose | Check


def plan(policy: Policy) -> tuple[Stage, ...]:
    """The stages of a policy, in their order.

    Contradictions in what is stated and recorded come first, and protection before every definition; those
    that read a derived fact come after it is worked out; definitions that read what is proposed, after that.
    """
    stated = policy.vocabulary.facts[STATED]
    derived = {rule.fact for stratum in (*policy.strata, *policy.late_strata) for rule in stratum}
    derived |= {*WORKED_OUT}
    plain = tuple(rule for rule in policy.conflicts if not {*facts_of(rule.when)} & derived)
    of_derived = tuple(rule for rule in policy.conflicts if rule not in plain)
    return (
        Contradict(plain),
        Protect(stated.order, tuple(policy.protection), stated.recorded_by),
        *(Define(stratum) for stratum in policy.strata),
        Contradict(of_derived),
        Propose(),
        *(Define(stratum) for stratum in policy.late_strata),
        Check(
            tuple(policy.requirements),
            tuple(policy.deadlines),
            tuple(policy.routes),
            tuple(policy.grounds),
        ),
    )


def conditions(stage: Stage) -> Mapping[str, Condition]:
    """The conditions that are evaluated at a stage, by the keys under which their truth is found."""
    match stage:
        case Contradict(rules):
            return {rule.head.id: rule.when for rule in rules}
        case Define(rules):
            return {row.key: row.when for rule in rules for row in rule.rows}
        case Protect(levels, added, recorded_by):
            return protection_conditions(levels, added, recorded_by)
        case Propose():
            return {}
        case Check():
            return _checked(stage)


def conditions_of(policy: Policy) -> dict[str, Condition]:
    """Every condition of a policy, by its key."""
    return {key: each for stage in plan(policy) for key, each in conditions(stage).items()}


def rule_of(key: str) -> str:
    """The id of the rule that a condition belongs to, by the key under which its truth is found."""
    return key.partition(":")[0].partition("#")[0]


def applies_key(rule: Requirement | Deadline) -> str:
    """The key of the condition under which a rule applies."""
    return f"{rule.head.id}:applies"


def satisfied_key(rule: Requirement) -> str:
    """The key of the condition under which a requirement is met."""
    return f"{rule.head.id}:satisfied"


def when_key(route: Route) -> str:
    """The key of the condition under which a route is taken."""
    return f"{route.head.id}:when"


def step_key(route: Route, step: Step) -> str:
    """The key of the condition under which a step belongs to its route."""
    return f"{route.head.id}:{step.id}"


def fits_key(rule: Ground) -> str:
    """The key of the condition under which a ground answers a request."""
    return f"{rule.head.id}:fits"


def holds_key(rule: Ground) -> str:
    """The key of the condition under which a ground holds."""
    return f"{rule.head.id}:holds"


def _checked(stage: Check) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for ground in stage.grounds:
        found |= {fits_key(ground): ground.fits, holds_key(ground): ground.when}
    for rule in stage.requirements:
        found |= {applies_key(rule): rule.applies, satisfied_key(rule): rule.satisfied}
    found |= {applies_key(deadline): deadline.applies for deadline in stage.deadlines}
    for route in stage.routes:
        found[when_key(route)] = route.when
        found |= {step_key(route, step): step.when for step in route.steps}
    return found
