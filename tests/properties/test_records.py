"""Random cases with records of every kind: dates told are kept, and no breach stands beside its record."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from threshold.casefiles import Case
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy, policy_names

from .cases import Maker, all_examples, drawn, examples_of
from .records import check_earliest_date, check_no_breach_beside_a_record
from .test_whole_cases import CASES, SEED, TODAY

PYTHON = evaluators()[:1]


@pytest.mark.slow
@pytest.mark.parametrize("name", policy_names())
def test_no_breach_stands_beside_a_record_of_it(name: str):
    files = load_policy(name)
    engine, policy = Engine(files, using=PYTHON), files.at(TODAY)
    maker = Maker(policy, examples_of(name))
    looked_at = 0
    timed = any(rule.met_by_event and rule.within for rule in policy.deadlines)
    # Few cases are overdue at all: where none of these was, more are made.
    for number in range(4 * CASES):
        if number >= CASES // 2 and (looked_at or not timed):
            break
        key = f"{SEED}/{name}/records/{number}"
        case = maker.case(key)
        try:
            looked_at += check_no_breach_beside_a_record(case, engine.decide(case), policy)
        except AssertionError as error:
            raise AssertionError(f"case {key}") from error
    assert looked_at or not timed


@pytest.mark.slow
def test_a_date_that_is_told_is_kept():
    """Over examples drawn by the seed, and with their dates moved so that time alone is wanting."""
    engines: dict[str, Engine] = {}
    told = 0
    for example in drawn(all_examples(), CASES // 2, f"{SEED}/dates"):
        name = example.expect["policy"]
        engine = engines.setdefault(name, Engine(load_policy(name), using=PYTHON))
        for case in (example, *moved(example)):
            decision = engine.decide(case)
            told += check_earliest_date(case, decision, engine.decide)
    assert told > 5


def moved(case: Case) -> list[Case]:
    """The same case, decided some days earlier."""
    random = Random(case.reference)
    days = [random.randrange(1, 120) for _ in range(3)]
    as_at = case.as_at
    assert as_at is not None
    earlier = [as_at - timedelta(each) for each in days]
    return [replace(case, as_at=day) for day in earlier]
