"""What a rule says of its deadline, whoever's it is."""

from datetime import date

import pytest

from threshold.agenda.rules import deadlines_of, nothing_known
from threshold.policy import load_policy

AS_AT = date(2026, 8, 14)


@pytest.fixture(scope="module")
def about():
    return deadlines_of(load_policy("default").at(AS_AT))


def test_what_is_to_be_done_and_by_whom(about):
    rule = about["WT-assessment"]
    assert (rule.do, rule.by(nothing_known(AS_AT))) == ("Complete the assessment", "Lead practitioner")
    assert rule.clauses
    assert not rule.never_due


def test_where_a_rule_names_nobody_its_title_says_what_is_due(about):
    rule = about["MOS-MAM-03c"]
    assert (rule.do, rule.by(nothing_known(AS_AT))) == (rule.rule.head.title, "")


def test_what_has_no_limit_is_never_due(about):
    assert about["YOR-TIM-3"].never_due


def test_some_rules_speak_only_where_something_is_asked_for(about):
    assert {rule for rule, told in about.items() if told.on_request} == {"BAR-4.2", "MOS-MAM-03c"}


def test_each_has_a_question_for_its_start_and_for_whether_it_was_done(about):
    assert about["WT-core-group"].asks_done == "When was the first core group held?"
    assert all(told.asks_start.endswith("?") for told in about.values() if not told.never_due)
