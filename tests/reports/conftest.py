"""Every example case decided under its own policy, once for all tests of reports."""

from datetime import date
from functools import cache
from pathlib import Path

from threshold.casefiles import Case, read_cases
from threshold.decisions import Decision
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy, rules_of

from ..semantics.conftest import nothing_remembered, rules, small

__all__ = ["CASES", "PACKS", "clauses", "decisions", "nothing_remembered", "rules", "small"]

CASES = Path(__file__).parents[2] / "cases"
PACKS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


@cache
def decisions(pack: str) -> list[Decision]:
    engine = Engine(load_policy(pack), using=evaluators()[:1])
    cases = list(read_cases([str(CASES / pack)], engine.policy.vocabulary))
    assert all(isinstance(case, Case) for case in cases)
    return [engine.decide(case) for case in cases if isinstance(case, Case)]


@cache
def clauses(pack: str) -> set[str]:
    policy = load_policy(pack).at(date(2026, 8, 14))
    found = {clause for each in policy.packs for clause in each.clauses}
    return found | {rule.head.id for each in policy.packs for rule in rules_of(each)}
