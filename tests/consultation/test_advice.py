"""What a call comes to: the words in force, what nobody knew, and never less than the rules ask for."""

from datetime import date
from pathlib import Path

import pytest

from threshold.consultation import Advised, open_line
from threshold.consultation.advice import BY_THE_RULES, NoOutcome
from threshold.consultation.conversation import Conversation
from threshold.policy import load_policy

from .changed import script_with

DAY = date(2026, 11, 30)
LINE = open_line(load_policy("caf-team"), DAY)
CALM = {
    "child_protection.immediate_danger": False,
    "child_protection.harm_suspected": False,
    "child_protection.concern": False,
    "consultation.caller": "professional",
}
BELOW = {
    **CALM,
    "contact.allocated_social_worker": False,
    "caf.open": False,
    "caf.threshold_may_be_met": False,
    "caf.appropriate": True,
}


def advised(answers: dict, line=LINE) -> Advised:
    return line.advised(Conversation(line.script, DAY, answers))


def test_a_caf_is_advised_once_that_is_earned():
    told = advised({**BELOW, "consent.to_support": "given", "contact.domestic_abuse": False})
    assert (told.advice, told.outcome, told.raised) == ("start_caf", "start-caf", False)
    assert told.clauses == ("BAR-CL-4", "BAR-14-1")
    assert [step.do for step in told.then] == ["Start the CAF"]
    assert told.unknown == ()


def test_words_and_steps_follow_the_answers():
    told = advised({**BELOW, "consent.to_support": "not_asked", "contact.domestic_abuse": True})
    assert any("Safer Families" in words for words in told.say)
    assert told.then[0].do.startswith("Ask the family")


def test_what_nobody_knew_is_named():
    told = advised({**BELOW, "contact.allocated_social_worker": None})
    assert (told.advice, told.outcome) == ("ask_first", "case-not-known")
    assert [question.fact for question in told.unknown] == ["contact.allocated_social_worker"]


def test_where_the_rules_ask_for_more_they_are_followed(tmp_path: Path):
    calmer = script_with(
        tmp_path, ("id: threshold\n    advice: refer_to_mash", "id: threshold\n    advice: neither")
    )
    line = open_line(calmer, DAY)
    told = advised({**BELOW, "caf.threshold_may_be_met": True}, line)
    assert (told.advice, told.raised, told.because) == ("refer_to_mash", True, BY_THE_RULES)


def test_without_an_outcome_nothing_is_made_up(tmp_path: Path):
    last = "    title: Start a CAF\n"
    never = script_with(tmp_path, (last, f"{last}    when: {{caf.open: true}}\n"))
    line = open_line(never, DAY)
    with pytest.raises(NoOutcome):
        advised({**BELOW, "consent.to_support": "given", "contact.domestic_abuse": False}, line)
