"""The least that the rules allow: by a danger, by what is not known of one, by their advice."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.consultation.case import case_of
from threshold.consultation.floor import Floor, seriousness
from threshold.engine import Engine
from threshold.policy import load_policy

DAY = date(2026, 11, 30)
FILES = load_policy("caf-team")
POLICY = FILES.at(DAY)
FLOOR = Floor(POLICY)
DANGER = ("child_protection.immediate_danger", "child_protection.harm_suspected", "child_protection.concern")
CALM = dict.fromkeys(DANGER, False)


def least(answers: dict, floor: Floor = FLOOR) -> str:
    return floor.of(case_of(answers, POLICY.vocabulary, DAY))


@pytest.mark.parametrize("fact", DANGER)
@pytest.mark.parametrize("caller", ["professional", "family", "public", None])
def test_a_danger_is_referred_now_whoever_calls(fact: str, caller: str | None):
    assert least({fact: True, "consultation.caller": caller}) == "refer_now"


@pytest.mark.parametrize("fact", DANGER)
@pytest.mark.parametrize("caller", ["professional", "family", None])
def test_a_danger_told_of_after_others_were_denied_is_referred_now(fact: str, caller: str | None):
    assert least({**CALM, fact: True, "consultation.caller": caller}) == "refer_now"


@pytest.mark.parametrize("fact", DANGER)
def test_while_one_question_is_open_nothing_less_than_to_ask(fact: str):
    assert least({**CALM, fact: None, "consultation.caller": "family"}) == "ask_first"


def test_a_policy_without_a_line_has_the_floor_of_protection_alone():
    national = Floor(load_policy("national").at(DAY))
    assert least({DANGER[0]: True}, national) == "refer_now"
    assert least({}, national) == "ask_first"
    assert least(CALM, national) == "neither"


BELOW = {
    **CALM,
    "consultation.caller": "professional",
    "contact.allocated_social_worker": False,
    "caf.open": False,
    "caf.threshold_may_be_met": False,
    "caf.appropriate": True,
}


@pytest.mark.parametrize("fact", ["caf.threshold_may_be_met", "caf.appropriate", "consultation.caller"])
def test_what_is_not_ruled_out_is_found_out_first(fact: str):
    given = {**BELOW, "consent.to_support": "given"}
    assert least(given) == "start_caf"
    assert least({**given, fact: None}) == "ask_first"


def test_what_certainly_holds_counts_though_more_is_not_ruled_out():
    assert least({**BELOW, "caf.open": None, "contact.allocated_social_worker": True}) == "speak_to_worker"
    assert least({**BELOW, "caf.threshold_may_be_met": None, "caf.open": True}) == "ask_first"


def test_seriousness_begins_with_the_most_serious():
    order = seriousness(POLICY.vocabulary)
    assert (order[0], order[-1]) == ("refer_now", "neither")


(SCRIPT,) = POLICY.scripts
ANSWERS = st.fixed_dictionaries(
    {
        question.fact: st.sampled_from([*[choice.value for choice in question.choices], None])
        for question in SCRIPT.questions
    }
)


@settings(max_examples=60)
@given(ANSWERS)
def test_it_is_what_a_decision_on_the_same_facts_says(answers: dict):
    """Only the rules that the advice hangs on are worked out; a whole decision comes to the same."""
    case = case_of(answers, POLICY.vocabulary, DAY)
    advice = Engine(FILES).findings(case).facts.state("consultation.advice")
    order = seriousness(POLICY.vocabulary)
    if advice in order:
        assert order.index(least(answers)) <= order.index(advice)
        concern = Engine(FILES).findings(case).facts.state("protection.concern")
        if concern is False:
            assert least(answers) == advice
