"""Cases in which conditions come out as wanted: said one thing after the other, proved by the engine."""

import os
import random
from datetime import date

import pytest

from threshold.casefiles import Case
from threshold.conditions import All, Any, Condition, Not
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.engine import Engine
from threshold.policy import load_policy, policy_names
from threshold.policy.inference_plan import conditions_of
from threshold.soundness import Shown
from threshold.soundness.witness import Finder, find_case
from threshold.soundness.witness.search import shows

from ...policy.making import TODAY, requirement
from ..making import LEVELS, RULE

SEED = int(os.environ.get("THRESHOLD_SEED", "19"))
TRUE, FALSE, UNKNOWN = (frozenset({each}) for each in (True, False, None))
DRAWN = 12  # conditions of each policy that comes along
ENOUGH = 0.9


def found(small, *goals, request=None, start=None) -> Case | None:
    return find_case(load_policy(str(small.write())), TODAY, goals, request, start)


@pytest.mark.parametrize("name", policy_names())
def test_the_engine_agrees_with_every_case_that_is_found(name: str):
    """Of a sample of the conditions of each policy, true and false; most of them are found."""
    files = load_policy(name)
    policy, finder, engine = files.at(TODAY), Finder(), Engine(files)
    judge = finder.judge(policy, TODAY)
    every = {key: each for key, each in conditions_of(policy).items() if list(leaves_of(each))}
    drawn = random.Random(SEED).sample(sorted(every), min(DRAWN, len(every)))
    came = []
    for key in drawn:
        for wanted in (True, False):
            shown = Shown(policy, TODAY, ((every[key], frozenset({wanted})),))
            case = finder.case(shown)
            came.append(case is not None)
            if case is not None:
                assert shows(judge, shown, case)
                # By all evaluators, as a decision would find it.
                assert wanted in {
                    truth
                    for other, truth in engine.findings(case).truths.items()
                    if every.get(other) == every[key]
                }
    assert sum(came) >= ENOUGH * len(came) - 2, f"{sum(came)} of {len(came)}"


@pytest.mark.parametrize(
    "condition",
    [
        Leaf("t.a", "is", (True,)),
        Leaf("t.n", "above", (3,)),
        Leaf("t.colour", "is", ("red",)),
        Leaf("t.list", "includes_all", ("x", "y")),
        Leaf("t.day", "before", (date(2026, 1, 1),)),
        Leaf("visit.first", "recorded"),
        Any((Leaf("t.a", "is", (True,)), Leaf("t.b", "is", (True,)))),
        All((Leaf("t.a", "is", (True,)), Not(Leaf("t.b", "is", (True,))))),
        Leaf("protection.concern", "is", (True,)),
        Leaf("proposed.direction", "is", ("close",)),
    ],
)
@pytest.mark.parametrize("wanted", [TRUE, FALSE])
def test_a_condition_comes_out_both_ways(small, condition: Condition, wanted):
    case = found(small.tiny(RULE), (condition, wanted))
    assert case is not None
    assert small.engine().findings(case).now(condition) in wanted


def test_what_is_worked_out_is_taken_back_to_what_is_stated(small):
    case = found(small.tiny(LEVELS), (Leaf("need.level", "is", (2,)), TRUE))
    assert case is not None
    assert case.given == {"t.a": True}


def test_what_cannot_be_is_not_found(small):
    one = Leaf("t.a", "is", (True,))
    assert found(small.tiny(RULE), (one, TRUE), (one, FALSE)) is None
    assert found(small.tiny(RULE), (Leaf("t.n", "above", (10,)), TRUE)) is None


def test_nobody_knows(small):
    one = Leaf("t.a", "is", (True,))
    case = found(small.tiny(RULE), (one, UNKNOWN), start=Case("C", {"t.a": True, "t.b": True}))
    assert case is not None
    assert case.given == {}


def test_what_is_asked_for_stays(small):
    case = found(small.tiny(RULE), (Leaf("t.a", "is", (True,)), TRUE), request={"request.direction": "close"})
    assert case is not None
    assert case.given == {"request.direction": "close", "t.a": True}
    other = (Leaf("request.direction", "is", ("step_up",)), TRUE)
    assert found(small.tiny(RULE), other, request={"request.direction": "close"}) is None


@pytest.mark.parametrize("status", ["permitted", "blocked", "undetermined"])
def test_a_status_is_reached(small, status: str):
    files = load_policy(str(small.tiny("requirements:\n  " + requirement("R")).write()))
    shown = Shown(files.at(TODAY), TODAY, (), {"request.direction": "step_up"}, (status,))
    case = Finder().case(shown)
    assert case is not None
    assert Engine(files).decide(case).status == status
