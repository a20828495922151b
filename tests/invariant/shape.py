"""All that the invariant reads of a decision, a policy and the engine: the one place to change with them.

A decision tells whether the policy answers the request, which steps are withheld, and how each ground came
out. Where decisions do not tell yet, nothing is told: no answer, no step withheld, no ground that holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from threshold.casefiles import Case
from threshold.conditions import tests
from threshold.decisions import Decision
from threshold.decisions.model import Check
from threshold.engine import Engine
from threshold.engine.decide import findings_of
from threshold.policy import Policy, Step
from threshold.policy.inference_plan import conditions_of
from threshold.semantics.status import conclude
from threshold.vocabulary import UNKNOWN, State

_TOLD = {field.name for field in fields(Decision)}
_OF_A_STEP = {field.name for field in fields(Step)}


def answered(decision: Decision) -> bool | None:
    """Whether the policy answers what was asked for; None where that is not told."""
    return decision.answered if "answered" in _TOLD else None


def withheld(decision: Decision) -> tuple[str, ...]:
    """The clause ids of the steps that nobody is told to take."""
    return decision.withheld if "withheld" in _TOLD else ()


def grounds(decision: Decision) -> tuple[Check, ...]:
    """The grounds among the checks."""
    return tuple(check for check in decision.checks if check.effect == "ground")


def moves_of(policy: Policy) -> Mapping[tuple[str, str], str]:
    """Where each listed workflow action moves the child, by step and action: up, down or same."""
    rows = [(route, step) for route in policy.routes if route.table_step for step in route.steps]
    if "moves" in _OF_A_STEP:
        return {label(route.table_step, step.action): step.moves or "same" for route, step in rows}
    down = {
        str(value)
        for stratum in (*policy.strata, *policy.late_strata)
        for rule in stratum
        if rule.fact == "workflow.moves_down"
        for row in rule.rows
        for test in tests(row.when)
        if test.fact == "request.action"
        for value in test.operand
    }
    return {
        (step, action): "down" if action in down else "same"
        for step, action in (label(route.table_step, step.action) for route, step in rows)
    }


def label(step: str, action: str) -> tuple[str, str]:
    """A workflow step and action as a case holds them."""
    return _label(step), _label(action)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a case comes to, short of a whole decision: much faster, for trying out completions.

    `known` are the facts given or read off the timeline that have a value, or are known to have none.
    """

    status: str
    direction: str
    known: Mapping[str, State]
    conflicts: frozenset[tuple[str, tuple[str, ...]]]


class Bench:
    """One policy on the bench, as it stands on a case's own date.

    `more_of_danger` are the stated facts by which its packs add to what is a concern everywhere.
    """

    def __init__(self, engine: Engine, policy: Policy) -> None:
        self.engine, self.policy = engine, policy
        self.moves = moves_of(policy)
        self.underived = [name for name, fact in policy.vocabulary.facts.items() if not fact.derived]
        self.conditions = conditions_of(policy)
        self.more_of_danger: frozenset[str] = frozenset()

    def decide(self, case: Case) -> Decision:
        return self.engine.decide(case)

    def judge(self, case: Case) -> Judged:
        assert isinstance(case.as_at, date)
        policy = self.engine.policy.at(case.as_at)
        findings = findings_of(self.engine.compiled(policy), case, case.as_at)
        came = conclude(findings)
        states = findings.facts.states
        known = {name: states[name] for name in self.underived if states[name] is not UNKNOWN}
        conflicts = frozenset((each.id, each.facts) for each in findings.contradictions)
        return Judged(came.status, came.direction, known, conflicts)
