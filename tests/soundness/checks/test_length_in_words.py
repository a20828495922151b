"""Lengths of time that stand in words are found, wherever and however they are written."""

from pathlib import Path

import pytest

from threshold.soundness import Examination
from threshold.soundness.checks.length_in_words import check

from ...consultation.changed import script_with
from ..making import CONFLICT, DEADLINE, DEFINITION, LIMIT, ROUTE, RULE, found


@pytest.mark.parametrize(
    ("text", "key"),
    [(RULE, key) for key in ("title", "else", "unknown", "do")]
    + [(DEADLINE, key) for key in ("title", "late", "overdue")]
    + [(ROUTE, "R-1"), (ROUTE, "says"), (CONFLICT, "why"), (DEFINITION, "because"), (DEFINITION, "do")],
)
def test_a_length_of_time_in_words_is_found_wherever_it_stands(small, text: str, key: str):
    for word in ("Words", "Act", "A title"):
        text = text.replace(f"{key}: {word}", f"{key}: Wait three months", 1)
    (problem,) = found(small, text, LIMIT if text.startswith(DEADLINE[:10]) else "")
    assert "a length of time stands in words" in problem.message
    assert problem.line is not None
    assert problem.file.endswith("all.yaml")


@pytest.mark.parametrize(
    "words",
    [
        "Within 7 days",
        "after forty-five working days",
        "one hour",
        "Twelve-month reviews",
        "beyond day 15",
        "day fifteen",
        "reviewed weekly",
        "a quarterly meeting",
        "2 calendar days",
    ],
)
def test_however_it_is_written(small, words: str):
    assert len(found(small, RULE.replace("A title", words))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Level 4 and section 47",
        "somebody put a 0 on the scale",
        "on or before the day of the action",
        "'within {limit}'",
        "three people and a month of May",
        "days of the calendar",
    ],
)
def test_other_numbers_and_words_are_none(small, words: str):
    assert found(small, RULE.replace("A title", words), LIMIT if "{" in words else "") == []


def test_a_length_of_time_in_what_a_parameter_means(small):
    parameters = LIMIT.replace("How long it may take", "The three days that it may take")
    (problem,) = found(small, DEADLINE, parameters)
    assert problem.field == "tiny.limit"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: The CAF consultation line", "title: A line of three months"),
        ("asks: Who is calling?", "asks: Who called in the last two weeks?"),
        ("Nothing in it may tell who the child is", "It is kept for six years"),
    ],
)
def test_a_length_of_time_in_the_script_of_a_call(tmp_path: Path, old: str, new: str):
    examination = Examination(script_with(tmp_path, (old, new)))
    (problem,) = [finding.problem for finding in check(examination)]
    assert problem.file.endswith("consultation.yaml")
    assert "a length of time stands in words" in problem.message


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(RULE.replace("A title", "Within 7 days")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE).write()
