"""A script as data: a question by its fact, and the one about danger."""

from datetime import date

import pytest

from threshold.policy import load_policy
from threshold.policy.script import Script

(SCRIPT,) = load_policy("caf-team").at(date(2026, 11, 30)).scripts


def test_a_question_is_found_by_its_fact():
    assert isinstance(SCRIPT, Script)
    assert SCRIPT.question("caf.open").asks == "Is there an open CAF?"
    with pytest.raises(KeyError):
        SCRIPT.question("caf.declined")


def test_danger_is_the_first_question_that_stops():
    assert SCRIPT.danger.fact == "child_protection.immediate_danger"
