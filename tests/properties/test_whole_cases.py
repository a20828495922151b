"""Random whole cases under every policy: nothing fails, evaluators agree, and what must hold holds.

THRESHOLD_SEED gives other cases, THRESHOLD_CASES more or fewer of them. A failure names its case.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.casefiles import Case, read_facts
from threshold.conditions import facts_of
from threshold.conditions import tests as leaves_of
from threshold.decisions import Decision
from threshold.engine import Engine, Inference, conditions_of, evaluators
from threshold.policy import Policy, load_policy, policy_names
from threshold.reports import as_json

from .cases import MARK, Maker, examples_of
from .invariants import DOWN, check_deadlines, check_down, check_protection, check_status

SEED = os.environ.get("THRESHOLD_SEED", "2026")
CASES = int(os.environ.get("THRESHOLD_CASES", "2000"))
TODAY = date(2026, 8, 14)
PYTHON = evaluators()[:1]


class Bench:
    """One policy on the bench: its engines, and what makes its cases."""

    def __init__(self, name: str) -> None:
        files = load_policy(name)
        self.name, self.policy = name, files.at(TODAY)
        self.engine, self.alone = Engine(files), Engine(files, using=PYTHON)
        self.maker = Maker(self.policy, examples_of(name, self.policy.vocabulary))

    def cases(self, purpose: str, number: int) -> Iterator[tuple[str, Case]]:
        print(f"seed {SEED} (THRESHOLD_SEED), {number} cases")
        for position in range(number):
            key = f"{SEED}/{self.name}/{purpose}/{position}"
            yield key, self.maker.case(key)

    def infer(self, case: Case) -> Inference:
        assert case.as_at is not None
        policy = self.engine.policy.at(case.as_at)
        facts, contradictions = read_facts(case, policy.vocabulary, case.as_at)
        return self.alone.program(policy).run(facts, contradictions, case.overrides)


@pytest.fixture(scope="module", params=policy_names())
def bench(request: pytest.FixtureRequest) -> Bench:
    return Bench(request.param)


def check(case: Case, decision: Decision, policy: Policy) -> None:
    check_protection(case, decision, policy)
    check_down(case, decision)
    check_status(case, decision, policy)
    check_deadlines(case, decision, policy)


@pytest.mark.slow
def test_every_decision_keeps_what_must_hold(bench: Bench):
    # Everything in `default` is also decided by itself, in the policy of its pack.
    number = CASES // 5 if bench.name == "default" else CASES
    seen: Counter[str] = Counter()
    for key, case in bench.cases("whole", number):
        decision = bench.engine.decide(case)
        try:
            check(case, decision, bench.policy)
        except AssertionError as error:
            raise AssertionError(f"case {key}: {error}") from error
        seen[decision.status] += 1
        seen[decision.recommendation.direction] += 1
        seen.update(row.state for row in decision.deadlines)
    # A generator that never gets anywhere would prove nothing.
    assert {"advisory", "permitted", "blocked", "undetermined", "safeguarding_now"} <= set(seen)
    assert {"cannot_tell", "pending", "overdue", "met", "late"} <= set(seen)
    if any(bears_down(rule.head.bears_on, rule.effect) for rule in bench.policy.requirements):
        assert {"step_down", "close"} & set(seen)


def bears_down(bears_on: tuple[str, ...], effect: str) -> bool:
    return bool(set(bears_on) & set(DOWN)) and effect in ("block", "condition")


@pytest.mark.slow
def test_the_same_bytes_again_and_whichever_evaluators_are_at_hand(bench: Bench):
    for key, case in bench.cases("bytes", CASES // 20):
        once, again, alone = (
            as_json(engine.decide(case)) for engine in (bench.engine, bench.engine, bench.alone)
        )
        assert once == again, key
        assert once == alone, key


@pytest.mark.slow
def test_free_text_stays_in_the_case_file(bench: Bench):
    """What somebody typed is compared and never shown; only what is asked for is repeated."""
    for key, case in bench.cases("text", CASES // 20):
        asked = {name: text for name, text in case.given.items() if name in ASKED}
        told = as_json(bench.engine.decide(replace(case, given={**case.given, **asked})))
        assert MARK not in told, key


ASKED = ("request.step", "request.action")
