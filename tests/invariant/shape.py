"""One policy on the bench: its cases decided, or judged in short, and what the invariant reads of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.decisions.model import Check
from threshold.engine import Engine
from threshold.engine.decide import findings_of
from threshold.policy import Policy
from threshold.policy.inference_plan import conditions_of
from threshold.policy.model import BRAG_TABLE
from threshold.semantics.status import conclude
from threshold.vocabulary import UNKNOWN, State

from .oracle import Way, way


def grounds(decision: Decision) -> tuple[Check, ...]:
    """The grounds among the checks."""
    return tuple(check for check in decision.checks if check.effect == "ground")


def moves_of(policy: Policy) -> Mapping[tuple[str, str], str]:
    """Where each listed workflow action moves the child, by step and action: up, down or same."""
    rows = [(route, step) for route in policy.routes if route.table_step for step in route.steps]
    return {label(route.table_step, step.action): step.moves or "same" for route, step in rows}


def colours_of(policy: Policy) -> Mapping[str, str]:
    """Where a triaged contact of each colour ends: up, or past social care; those without a row left out."""
    rows = policy.table(BRAG_TABLE)
    return {str(colour): "up" if row.get("moves") == "up" else "divert" for colour, row in rows.items()}


def label(step: str, action: str) -> tuple[str, str]:
    """A workflow step and action as a case holds them."""
    return _label(step), _label(action)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a case comes to, short of a whole decision: much faster, for trying out completions.

    `known` are the facts given or read off the timeline that have a value, or are known to have none;
    `highest` is the highest support stated or recorded.
    """

    status: str
    direction: str
    known: Mapping[str, State]
    highest: State
    conflicts: frozenset[tuple[str, tuple[str, ...]]]


class Bench:
    """One policy on the bench, as it stands on a case's own date.

    `more_of_danger` are the stated facts by which its packs add to what is a concern everywhere.
    """

    def __init__(self, engine: Engine, policy: Policy) -> None:
        self.engine, self.policy = engine, policy
        self.moves, self.colours = moves_of(policy), colours_of(policy)
        self.underived = [name for name, fact in policy.vocabulary.facts.items() if not fact.derived]
        self.conditions = conditions_of(policy)
        self.more_of_danger: frozenset[str] = frozenset()

    def way(self, case: Case) -> Way:
        """Which way the request of a case goes, as the oracle sees it."""
        return way(case, self.moves, self.colours)

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
        return Judged(came.status, came.direction, known, findings.protection.highest, conflicts)
