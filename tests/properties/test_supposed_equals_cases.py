"""A request put to many children at once comes out as each case decides it alone: status, what stands in the
way, and the earliest date.

THRESHOLD_SEED gives other cases, THRESHOLD_BATCHES more or fewer batches of them. A failure names the case.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("polars")

from threshold.batch import Tables
from threshold.batch.asking import with_request
from threshold.batch.replay import cases, holds
from threshold.batch.request_status import Request
from threshold.batch.suppose import Supposing
from threshold.batch.suppose_replay import Alone
from threshold.casefiles import Case
from threshold.decisions.left_open import wanting
from threshold.engine import Engine
from threshold.policy import load_policy, policy_names
from threshold.semantics.status import conclude

from ..batch.making import brought_to, tables_of
from .cases import drawn, examples_of
from .test_batch_equals_cases import BATCHES, PYTHON, SEED, day, made
from .test_whole_cases import CASES

DIRECTIONS = ("step_up", "step_down", "step_across", "close")
LEVELS = (None, "universal", "early_help", "child_in_need", "child_protection", "care")
THINGS = (None, "contact", "caf_episode", "case")


def a_request(key: str) -> Request:
    """Any of the requests that may be put to everybody."""
    draw = Random(key)
    direction = draw.choice(DIRECTIONS)
    if direction == "close":
        return Request(direction, of=draw.choice(THINGS))
    return Request(direction, draw.choice(LEVELS))


def answered_alike(name: str, request: Request, tables: Tables) -> Counter[str]:
    """How often each answer came out, and each date. Raises Difference where batch and engine differ."""
    files = load_policy(name)
    supposed = Supposing(files, request).suppose(tables, portion=25)
    alone = Alone(files, tables, supposed, ())
    assert alone.replay(supposed.asked.height) == supposed.asked.height
    wanted = alone.wanting().of_children().group_by("child").agg("fact")
    assert wants_alike(name, with_request(tables, request, files.at(tables.as_at)), dict(wanted.iter_rows()))
    seen = Counter(supposed.asked["status"].cast(str).to_list())
    seen["earliest"] = supposed.asked["earliest"].drop_nulls().len()
    seen["obstacle"] = supposed.obstacles.height
    return seen


def wants_alike(name: str, tables: Tables, wanted: dict[str, list[str]]) -> bool:
    """Whether what would have to be known is what a whole decision on each case lacks."""
    engine = Engine(load_policy(name), using=PYTHON, test=holds)
    for case in cases(tables, wanted, engine.policy.at(tables.as_at).vocabulary):
        findings = engine.findings(case)
        lacked = wanting(conclude(findings), findings) or ("",)
        assert wanted[case.reference] == list(lacked), case.reference
    return True


@pytest.mark.slow
@pytest.mark.parametrize("name", policy_names())
def test_random_cases_are_answered_alike(name: str) -> None:
    seen: Counter[str] = Counter()
    for number in range(-(-BATCHES // 2)):
        _, _, tables = made(name, 400 + number)
        for place in range(2):
            seen += answered_alike(name, a_request(f"{SEED}/{name}/{number}/{place}"), tables)
    assert seen["undetermined"]
    assert seen["blocked"] + seen["permitted"] + seen["conflict"]


@pytest.mark.slow
def test_examples_are_answered_alike() -> None:
    """Each under its own policy, at its own date, for what it asks itself: many get a yes, or a date."""
    examples = [case for case in examples_of("") if case.given.get("request.direction") in DIRECTIONS]
    batches: dict[tuple[object, ...], list[Case]] = {}
    for number, case in enumerate(drawn(examples, CASES // 20, f"{SEED}/supposed")):
        batches.setdefault(asked_by(case), []).append(brought_to(case, f"E-{number}", day(case)))
    seen: Counter[str] = Counter()
    for (name, as_at, request, covers), alike in batches.items():
        assert isinstance(request, Request)
        policy = load_policy(str(name)).at(as_at)
        tables = tables_of(alike, policy.vocabulary, as_at, dict(covers))
        seen += answered_alike(str(name), request, tables)
    assert seen["permitted"]
    assert seen["blocked"]
    assert seen["obstacle"]


def asked_by(case: Case) -> tuple[object, ...]:
    """What is the same of the cases that are put together."""
    assert case.expect is not None
    direction, to, of = (case.given.get(name) for name in ("request.direction", "request.to", "closure.of"))
    named = [None if each is None else str(each) for each in (to, of)]
    request = (
        Request(str(direction), of=named[1]) if direction == "close" else Request(str(direction), named[0])
    )
    return case.expect["policy"], day(case), request, tuple(sorted(case.covers.items()))


@pytest.mark.parametrize("example", ["after-cp-assessment-in-between", "court-team-too-soon"])
def test_an_earliest_date_is_that_of_the_decision(example: str) -> None:
    (case,) = [
        each for each in examples_of("step-up-step-down", only=True) if Path(each.file).stem == example
    ]
    name, as_at, request, covers = asked_by(case)
    assert isinstance(request, Request)
    policy = load_policy(str(name)).at(as_at)
    tables = tables_of([case], policy.vocabulary, as_at, dict(covers))
    supposed = Supposing(load_policy(str(name)), request).suppose(tables)
    assert case.expect is not None
    assert [str(date) for date in supposed.asked["earliest"]] == [str(case.expect["earliest"])]
