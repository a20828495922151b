"""Values that begin before the document that they cite are found."""

from pathlib import Path

import pytest

from threshold.policy import load_policy

from ..making import DEADLINE, LIMIT, found, problems

EARLY = LIMIT.replace("2020-01-01", "2019-12-31")


def test_a_value_from_before_the_document(small):
    (problem,) = found(small, DEADLINE, EARLY)
    assert problem.message.startswith("begins on 31 December 2019 and cites T-1, of a document of 2020-01:")
    assert found(small, DEADLINE, EARLY.replace("because: T-1", "because: Older practice")) == []


@pytest.mark.parametrize("source", ["date: undated", 'date: 2020-01, edition: "second"'])
def test_of_what_has_no_day_or_is_an_edition_nobody_can_tell(small, source: str):
    path = small.tiny(DEADLINE, EARLY).write()
    head = path.parent / "tiny" / "pack.yaml"
    head.write_text(head.read_text().replace("date: 2020-01", source))
    assert problems(load_policy(str(path))) == []


def test_what_the_policy_sets_from_a_day_is_looked_at_too(small):
    small.policy = "set: {tiny.limit: {is: 4 days, because: T-1, from: 2019-05-01}}\n"
    (problem,) = found(small, DEADLINE, LIMIT)
    assert problem.field == "set.tiny.limit"


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(DEADLINE, EARLY).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEADLINE, LIMIT).write()
