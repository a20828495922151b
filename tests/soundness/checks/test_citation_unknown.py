"""Reasons that cite what no document has are found."""

from pathlib import Path

import pytest

from ..making import DEADLINE, LIMIT, found


def because(words: str) -> str:
    return LIMIT.replace("because: T-1", f'because: "{words}"')


def test_a_clause_that_nobody_lists(small):
    (problem,) = found(small, DEADLINE, because("T-1, as T-7 says"))
    assert problem.message.startswith('"T-7" is no clause of a pack of this policy')
    assert problem.field == "tiny.limit"


@pytest.mark.parametrize("words", ["T-1, and S-1", "As others do", "A-levels of X-7", "T-1."])
def test_other_words_are_free(small, words: str):
    assert found(small, DEADLINE, because(words)) == []


def test_the_reason_of_the_policy_is_looked_at_too(small):
    small.policy = "set: {tiny.limit: {is: 4 days, because: T-9 and the board}}\n"
    (problem,) = found(small, DEADLINE, LIMIT)
    assert (problem.field, Path(problem.file).name) == ("set.tiny.limit", "p.yaml")


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(DEADLINE, because("T-7")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEADLINE, because("T-1")).write()
