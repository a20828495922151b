"""An answer is earned, and stands: random cases of every policy, each held against completions of itself.

Every run draws new cases and prints its seed: THRESHOLD_SEED repeats it, THRESHOLD_CASES sets how many cases
a policy gets with each seed. `make stress` (THRESHOLD_STRESS=1) takes three seeds, 6,800 cases each, and of
the completions each unknown that matters alone, on two cores. The counts by request and status stand in the
summary of each run.
"""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from random import Random, SystemRandom

import pytest

from threshold.engine import Engine
from threshold.policy import load_policy, policy_names

from .requests import kinds
from .run import Report, bench_of, examples_for, run, seldom
from .space import Space
from .told import failures, table
from .walk import Walk

STRESS = bool(os.environ.get("THRESHOLD_STRESS"))
SEED = os.environ.get("THRESHOLD_SEED") or str(SystemRandom().randrange(10**9))
CASES = int(os.environ.get("THRESHOLD_CASES") or (6_800 if STRESS else 1_000))
SEEDS = [SEED, f"{SEED}b", f"{SEED}c"] if STRESS else [SEED]
ALONE, MIXED = (None, 20) if STRESS else (4, 3)
# Of each status that a request can come to: so many cases at least, or the run has shown nothing of it.
LEAST = max(1, 200 * CASES * len(SEEDS) // 20_000)


@cache
def report_of(policy: str) -> Report:
    """What came of this run's cases of a policy: in the long form on two cores, two parts to each seed."""
    if not STRESS:
        return run(policy, SEED, CASES, ALONE, MIXED, LEAST)
    parts = [(f"{seed}/{half}", CASES // 2) for seed in SEEDS for half in (0, 1)]
    least = LEAST // len(parts) + 1
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        found = [pool.submit(run, policy, seed, number, ALONE, MIXED, least) for seed, number in parts]
        first, *others = [each.result() for each in found]
    for other in others:
        first.merge(other)
    return first


@pytest.fixture(params=policy_names())
def report(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Report:
    found = report_of(request.param)
    record_property(f"invariant of {found.policy}, THRESHOLD_SEED={SEED}", table(found))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "section",
    [
        pytest.param("7.2", id="nothing is permitted that is not earned"),
        pytest.param("1.3", id="a concern or protection in place decides"),
        pytest.param("2.", id="under a concern, and only then, the direction is safeguarding"),
        pytest.param("3.1", id="no way down is recommended that would not be permitted"),
        pytest.param("7.1", id="permitted and blocked survive every completion"),
        pytest.param("7.3", id="what is refused or open carries no step of what was asked"),
    ],
)
def test_the_invariant(report: Report, section: str):
    broken = [kind for kind in report.failures if kind.startswith(section)]
    assert not broken, f"THRESHOLD_SEED={SEED} repeats it{failures(report, section)}"


@pytest.mark.slow
def test_every_request_that_is_answered_gets_everywhere(report: Report):
    """A generator that never reaches a status would show nothing of it."""
    found = seldom(report, bench_of(report.policy), LEAST)
    lacking = [f"{group}: {report.counts[group][status]} {status}" for group, status in found]
    assert not lacking, f"fewer than {LEAST} times (THRESHOLD_SEED={SEED})\n{table(report)}"
    if report.answers:
        few = [status for status in ("permitted", "blocked") if report.pairs[status] < CASES // 4]
        assert not few, f"hardly any completion of what is {few}\n{table(report)}"


@pytest.mark.slow
@pytest.mark.parametrize("policy", policy_names())
def test_both_evaluators_decide_these_cases_alike(policy: str):
    bench, both = bench_of(policy), Engine(load_policy(policy))
    walk = Walk(Space(bench), kinds(bench), Random(f"{SEED}/both"), examples_for(bench.policy))
    for _ in range(CASES // 20):
        kind, case = walk.next()
        alone = bench.decide(case)
        walk.saw(kind, case, alone)
        assert both.decide(case) == alone, f"THRESHOLD_SEED={SEED}"
