"""What a rule counts, in words: its limit, its unit and the event that starts the clock."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.audit.convention import COUNTING, SHORT, counted
from threshold.output.words import spoken
from threshold.policy import load_policy

POLICY = load_policy("default").at(date(2026, 8, 14))
DEADLINES = {rule.head.id: rule for rule in POLICY.deadlines}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("WT-assessment", "within 45 working days, from assessment counted from"),
        (
            "WT-next-review",
            "every 6 months, from child protection first review, then from the last one held",
        ),
        ("BAR-1-1", "no number is set, from contact received"),
        ("RBC-5.7b", "no number is set, from TAC started, then from the last one held"),
        ("BAR-4.2", "within what the policy sets for each contact BRAG, from contact received"),
    ],
)
def test_a_deadline_is_counted_in_its_unit_from_what_starts_it(rule: str, told: str) -> None:
    assert counted(DEADLINES[rule]) == told


def test_a_deadline_that_does_not_repeat_is_not_counted_from_the_last_one() -> None:
    once = replace(DEADLINES["WT-next-review"], repeats=False)
    assert counted(once) == "within 6 months, from child protection first review"


def test_a_requirement_is_counted_as_at_the_date_of_the_audit() -> None:
    assert {counted(rule) for rule in POLICY.requirements} == {"as at the date of the audit"}


def test_a_name_is_told_without_dots_and_underscores() -> None:
    assert spoken("child_in_need.plan_started") == "child in need plan started"


@pytest.mark.parametrize("said", ["Day 0 ", "orking days leave out weekends", "hare = met / (met + "])
def test_the_short_form_says_what_the_long_one_says(said: str) -> None:
    assert said in " ".join(COUNTING)
    assert said in SHORT
