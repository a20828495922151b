"""Example cases put to their policy, for the tests of why and why not."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine, Read
from threshold.policy import load_policy
from threshold.semantics.findings import Findings
from threshold.why.answer import trees_of
from threshold.why.otherwise import Search
from threshold.why.tree import Trees

EXAMPLES = Path(__file__).parents[2] / "cases"
DOWN = "step-up-step-down"


@cache
def engine(policy: str = DOWN) -> Engine:
    return Engine(load_policy(policy))


@cache
def example(name: str, number: int = 0) -> Case:
    """An example by its folder and name: `step-up-step-down/court-team-closes-too-soon`."""
    found = read_cases([str(EXAMPLES / f"{name}.yaml")], load_policy().vocabulary)
    return [case for case in found if isinstance(case, Case)][number]


def stating(case: Case, **given: Any) -> Case:
    """The case with other facts stated: of `group__name`, a value or None for nobody has said."""
    told = {key.replace("__", ".", 1): value for key, value in given.items()}
    kept = {key: value for key, value in case.given.items() if key not in told}
    return replace(case, given={**kept, **{key: value for key, value in told.items() if value is not None}})


def moment(case: Case) -> date | datetime:
    assert case.as_at is not None
    return case.as_at


def trees(case: Case, policy: str = DOWN) -> Trees:
    findings, read = found(case, policy)
    return trees_of(findings, read)


def found(case: Case, policy: str = DOWN) -> tuple[Findings, Read]:
    read = Read.of(case, engine(policy).policy.vocabulary, moment(case))
    return engine(policy).findings(case, moment(case), read), read


def search(case: Case, wanted: str = "permitted", policy: str = DOWN) -> Search:
    return Search(engine(policy), case, moment(case), wanted)


TOO_SOON = f"{DOWN}/court-team-closes-too-soon"
REFUSED = f"{DOWN}/step-down-sharing-refused-support-given"
PERMITTED = f"{DOWN}/after-assessment-sharing-given"
DANGER = "early-help-tac/allocation-concern"
PAPERS = "step-up-step-down/papers-caf-not-attached"
