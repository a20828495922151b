"""Hours of a policy in which nothing is counted are found."""

from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.soundness import Examination
from threshold.soundness.checks.hours_nobody_counts_in import check

from ..making import RULE, found, problems

MASH = "hours:\n  mash: {opens: 08:30, closes: 17:00}\n"


def test_hours_in_which_a_policy_counts_nothing(small):
    small.policy = MASH + "  office: {opens: 10:00, closes: 16:00}\n"
    files = load_policy(str(small.tiny(RULE).write()))
    one, other = (finding.problem for finding in check(Examination(files)))
    assert [one, other] == problems(files)
    assert (one.field, one.line, other.field, other.line) == ("hours.mash", 5, "hours.office", 6)
    assert one.file.endswith("p.yaml")


@pytest.mark.parametrize(
    "test",
    [
        "t.moment: {at_least_ago: 4 working hours}",
        "t.moment: {before: {fact: t.reply, plus: 1 working hour}}",
    ],
)
def test_a_test_counts_in_the_hours_of_the_office(small, test: str):
    small.policy = "hours: {office: {opens: 10:00, closes: 16:00}}\n"
    assert found(small, RULE.replace("t.a: true", test)) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    small.policy = MASH
    return small.tiny(RULE).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE).write()
