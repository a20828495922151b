"""A parameter that no rule relies on is found."""

from pathlib import Path

import pytest

from ..making import DEADLINE, LIMIT, RULE, found


def test_a_parameter_that_no_rule_uses(small):
    (problem,) = found(small, RULE, LIMIT)
    assert (problem.message, problem.field) == ("no rule uses this parameter", "tiny.limit")
    assert found(small, DEADLINE, LIMIT) == []


@pytest.mark.parametrize("place", ["title", "else", "do"])
def test_a_parameter_that_stands_in_a_sentence_alone_is_used(small, place: str):
    rules = RULE.replace(f"{place}: ", f"{place}: 'In {{limit}}: ", 1)
    rules = "\n".join(f"{line}'" if "{limit}" in line else line for line in rules.splitlines())
    assert found(small, rules, LIMIT) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(RULE, LIMIT).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEADLINE, LIMIT).write()
