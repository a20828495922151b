"""Readings that nobody is ever shown are found."""

from pathlib import Path

import pytest

from threshold.policy import load_policy

from ...semantics.conftest import Small, rules_folder
from ..making import RULE, problems

NAMED = "scope: {tensions: [T01]}\n" + RULE
TENSION = "T01: {open: Nobody says, readings: {%s: [{says: Here it is so}]}}\n"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A folder of rules of its own, whose tensions a test writes."""
    rules_folder(tmp_path)
    return Small(tmp_path)


def told(small: Small, rules: str, pack: str) -> list[str]:
    (small.rules / "tensions.yaml").write_text(TENSION % pack)
    path = small.tiny(rules).write()
    return [problem.message for problem in problems(load_policy(str(path)))]


def test_a_reading_of_a_tension_that_a_rule_names(small):
    assert told(small, NAMED, "tiny") == []


def test_a_reading_that_no_rule_comes_to(small):
    (message,) = told(small, RULE, "tiny")
    assert message == "no rule of tiny names this tension, so that these readings are never shown"


def test_a_reading_of_a_pack_that_is_not_there(small):
    (message,) = told(small, NAMED, "tinny")
    assert message == 'there is no such pack; did you mean "tiny"?'


def fails(small) -> Path:
    """A policy in which this is found."""
    (small.rules / "tensions.yaml").write_text(TENSION % "tiny")
    return small.tiny(RULE).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    (small.rules / "tensions.yaml").write_text("T01: Nobody says\n")
    return small.tiny(NAMED).write()
