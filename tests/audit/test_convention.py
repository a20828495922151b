"""What a rule counts, in words: its limit, its unit and the event that starts the clock."""

import re
from dataclasses import replace
from datetime import date

import pytest

from threshold.audit.convention import COUNTING, SHORT, counted
from threshold.output.words import spoken
from threshold.policy import load_policy, policy_names

POLICY = load_policy("default").at(date(2026, 8, 14))
DEADLINES = {rule.head.id: rule for rule in POLICY.deadlines}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "WT-assessment",
            "within 45 working days, from when the referral was received or, where the assessment is not the "
            "first under it, the assessment was started",
        ),
        (
            "WT-next-review",
            "every 6 months, from when the first child protection review conference was held, "
            "then from the last one held",
        ),
        ("BAR-1-1", "no number is set, from when the contact was received"),
        (
            "RBC-5.7b",
            "no number is set, from when the Team around the Child started, then from the last one held",
        ),
        ("BAR-4.2", "within what the policy sets for the BRAG rating, from when the contact was received"),
    ],
)
def test_a_deadline_is_counted_in_its_unit_from_what_starts_it(rule: str, told: str) -> None:
    assert counted(DEADLINES[rule], POLICY.vocabulary) == told


@pytest.mark.parametrize("name", policy_names())
def test_what_starts_a_clock_is_told_as_what_happened(name: str) -> None:
    """Never by the name of a fact, such as "assessment counted from"."""
    policy = load_policy(name).at(date(2026, 8, 14))
    for rule in policy.deadlines:
        started = counted(rule, policy.vocabulary).partition(", from when ")[2]
        happened = re.search(r" (was|were|is|started|decided) ?", started)
        assert happened, rule.head.id
        assert spoken(rule.starts) not in started, rule.head.id
        assert not re.search(r"[_.“]", started), rule.head.id


def test_a_deadline_that_does_not_repeat_is_not_counted_from_the_last_one() -> None:
    once = replace(DEADLINES["WT-next-review"], repeats=False)
    told = "within 6 months, from when the first child protection review conference was held"
    assert counted(once, POLICY.vocabulary) == told


def test_a_requirement_is_counted_as_at_the_date_of_the_audit() -> None:
    told = {counted(rule, POLICY.vocabulary) for rule in POLICY.requirements}
    assert told == {"as at the date of the audit"}


def test_a_name_is_told_without_dots_and_underscores() -> None:
    assert spoken("child_in_need.plan_started") == "child in need plan started"


@pytest.mark.parametrize("said", ["Day 0 ", "orking days leave out weekends", "hare = met / (met + "])
def test_the_short_form_says_what_the_long_one_says(said: str) -> None:
    assert said in " ".join(COUNTING)
    assert said in SHORT
