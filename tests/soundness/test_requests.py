"""What is asked for has two names, which are one; and what no policy lets go of, whatever a ground says."""

from collections.abc import Mapping

import pytest

from threshold.conditions import All, Any, Condition, Facts, Not, OtherFact, Truth, signal, truth
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.soundness.requests import as_asked, holds_for, is_direction, let_go
from threshold.vocabulary import UNKNOWN, State

from ..policy.making import TODAY, load
from ..semantics.conftest import GROUND

DIRECTIONS = ("step_up", "step_down", "step_across", "close", "triage", "workflow")
BELOW = ("universal", "early_help")
CALM = {"protection.concern": False, "protection.in_place": False, "support.highest": "early_help"}
CALM |= {"closure.of": "case"}
CONCERN = {**CALM, "protection.concern": True}
CARE = {**CALM, "protection.in_place": True, "support.highest": "care"}
UNTOLD: Mapping[str, State] = {}
TAKEN = {"closure.of": "caf_episode", "caf.closing_reason": "stepped_up", "referral.accepted": True}


def holds(condition: Condition, known: Mapping[str, State]) -> Truth:
    leaves = {*leaves_of(condition)}
    facts = Facts(TODAY, {**{leaf.fact: UNKNOWN for leaf in leaves}, **known})
    return truth(condition, {leaf: signal(leaf, facts) for leaf in leaves})


def test_what_is_asked_for_and_what_is_proposed_are_one():
    def named(direction: str, to: str) -> Condition:
        asked = Leaf(direction, "is", ("close",))
        return All((Not(asked), Any((Leaf(to, "known"), Leaf("t.a", "is", (True,)), Leaf("t.day", "known")))))

    of_request = named("request.direction", "request.to")
    of_proposal = named("proposed.direction", "proposed.to")
    assert as_asked(of_request) == as_asked(of_proposal) == of_proposal


def test_a_fact_that_is_compared_with_is_one_too():
    compared = Leaf("support.highest", "is", OtherFact("request.to"))
    assert as_asked(compared) == Leaf("support.highest", "is", OtherFact("proposed.to"))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_direction_is_no_other(direction: str):
    told = {each: holds(is_direction(direction), {"proposed.direction": each}) for each in DIRECTIONS}
    assert [each for each, holds_ in told.items() if holds_] == [direction]


@pytest.mark.parametrize(
    ("direction", "to", "concern", "care", "untold"),
    [
        ("step_across", "", False, False, None),
        ("close", "", False, False, None),
        ("step_down", "early_help", False, False, None),
        # From protection down to Child in Need nobody is left out.
        ("step_down", "child_in_need", False, True, None),
        # A step up that ends below social care passes a social worker by.
        ("step_up", "early_help", False, False, None),
        ("step_up", "child_in_need", True, True, True),
        ("step_up", "", True, True, True),
        # Where these end, only their rows say.
        ("triage", "", True, True, True),
        ("workflow", "", True, True, True),
    ],
)
def test_what_no_policy_lets_go_of(direction: str, to: str, concern: Truth, care: Truth, untold: Truth):
    asked = {"proposed.to": to} if to else {}
    assert holds(let_go(direction, BELOW), {**CALM, **asked}) is True
    states = (CONCERN, CARE, UNTOLD)
    assert [holds(let_go(direction, BELOW), {**each, **asked}) for each in states] == [concern, care, untold]


@pytest.mark.parametrize("state", [CONCERN, CARE])
def test_a_caf_that_social_care_took_closes_all_the_same(state: Mapping[str, State]):
    assert holds(let_go("close", BELOW), {**state, **TAKEN}) is True
    for fact in TAKEN:
        assert holds(let_go("close", BELOW), {**state, **TAKEN, fact: False}) is False


@pytest.mark.parametrize(
    ("direction", "to", "expected"),
    [("close", "low", False), ("step_up", "child_in_need", True), ("step_across", "low", False)],
)
def test_a_ground_holds_for_what_it_names_and_what_may_go(small, direction: str, to: str, expected: bool):
    one = GROUND.replace("S-1", "T-1").replace("triage, workflow", "triage")
    (ground,) = load(small.ungrounded().tiny(one)).grounds
    asked = {"proposed.direction": direction, "proposed.to": to, "t.right": True}
    assert holds(holds_for(ground, BELOW), {**CALM, **asked}) is True
    assert holds(holds_for(ground, BELOW), {**CONCERN, **asked}) is expected
    # What it does not name it does not hold for, nor where it is not right.
    assert holds(holds_for(ground, BELOW), {**CALM, **asked, "proposed.direction": "workflow"}) is False
    assert holds(holds_for(ground, BELOW), {**CALM, **asked, "t.right": False}) is False
