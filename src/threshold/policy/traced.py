"""What some rules of a policy hang on, traced through its plan: all that has to be worked out for them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from threshold.conditions import Lookup, facts_of
from threshold.policy.inference_plan import (
    DIRECTION,
    PROPOSED_FROM,
    TO,
    Check,
    Contradict,
    Define,
    Propose,
    Protect,
    Stage,
    plan,
)
from threshold.policy.model import Deadline, Ground, Policy, Requirement
from threshold.policy.protection import CONCERN, QUESTIONS, WORKED_OUT, rests_on


@dataclass(frozen=True, slots=True)
class Traced:
    """Requirements and deadlines, with the facts and the stages of the plan that they hang on."""

    policy: Policy
    requirements: tuple[Requirement, ...]
    deadlines: tuple[Deadline, ...]
    facts: frozenset[str]
    stages: tuple[Stage, ...]


def traced(
    policy: Policy,
    rules: Sequence[Requirement | Deadline],
    grounds: Sequence[Ground] = (),
    read: Collection[str] = (),
) -> Traced:
    """These rules, and of the policy's plan what they hang on, through definitions and conflicts.

    `grounds` are worked out as well, and so are the facts that are `read` besides.
    """
    requirements = tuple(rule for rule in rules if isinstance(rule, Requirement))
    deadlines = tuple(rule for rule in rules if isinstance(rule, Deadline))
    looked_at = {name for each in grounds for name in (*facts_of(each.fits), *facts_of(each.when))}
    facts = _facts(policy, requirements, deadlines, looked_at | {*read})
    checked = Check(requirements, deadlines, grounds=tuple(grounds))
    stages = tuple(_needed(plan(policy), facts, checked))
    return Traced(policy, requirements, deadlines, frozenset(facts), stages)


def _needed(stages: Iterable[Stage], facts: set[str], checked: Check) -> Iterator[Stage]:
    """The stages without what nothing that is checked hangs on."""
    for stage in stages:
        match stage:
            case Contradict(conflicts):
                yield Contradict(tuple(rule for rule in conflicts if facts & {*rule.doubtful}))
            case Define(definitions):
                kept = tuple(rule for rule in definitions if rule.fact in facts)
                if kept:
                    yield Define(kept)
            case Protect():
                if facts & {*WORKED_OUT}:
                    yield stage
            case Propose():
                if facts & {DIRECTION, TO}:
                    yield stage
            case Check():
                yield checked


def _facts(
    policy: Policy, requirements: Sequence[Requirement], deadlines: Sequence[Deadline], read: set[str]
) -> set[str]:
    """The facts that these rules hang on, directly or through definitions, conflicts and the proposal.

    `read` are facts that are looked at besides.
    """
    facts = {name for rule in requirements for name in (*facts_of(rule.applies), *facts_of(rule.satisfied))}
    facts |= read
    for rule in deadlines:
        row = (rule.within.row_fact,) if isinstance(rule.within, Lookup) else ()
        facts |= {*facts_of(rule.applies), rule.starts, rule.met_by, rule.or_sooner, *row} - {""}
    definitions = [rule for stratum in (*policy.strata, *policy.late_strata) for rule in stratum]
    while True:
        more = {
            name
            for rule in definitions
            if rule.fact in facts
            for row in rule.rows
            for name in facts_of(row.when)
        }
        if facts & {DIRECTION, TO}:
            more |= {*PROPOSED_FROM} & policy.vocabulary.facts.keys()
            more |= {DIRECTION, TO, CONCERN}
        if facts & {*WORKED_OUT}:
            more |= {*WORKED_OUT, *QUESTIONS, *rests_on(policy)}
        kinds = policy.vocabulary.facts
        more |= {kinds[name].screened_by for name in facts if name in kinds} - {""}
        more |= {
            name for rule in policy.conflicts if facts & {*rule.doubtful} for name in facts_of(rule.when)
        }
        if more <= facts:
            return facts
        facts |= more
