"""A pack that works out the level of need says that protection calls for the highest."""

from pathlib import Path

import pytest

from ..making import found

LEVELS = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows:
      - {when: {t.a: true}, is: 2}
"""
CONCERN = "      - {when: {protection.concern: true}, is: 3}\n"
IN_PLACE = "      - {when: {protection.in_place: true}, is: 3}\n"
EITHER = "      - {when: {any: [{protection.in_place: true}, {protection.concern: true}]}, is: 3}\n"


@pytest.mark.parametrize("rows", [CONCERN + IN_PLACE, EITHER])
def test_a_level_with_a_row_for_each(small, rows: str):
    assert found(small, LEVELS + rows) == []


@pytest.mark.parametrize(
    ("rows", "told", "not_told"),
    [
        ("", "there is a protection concern or protection is in place", "nothing"),
        (CONCERN, "protection is in place", "there is a protection concern"),
        (IN_PLACE, "there is a protection concern", "protection is in place"),
        # A row for less than the highest level, or with a condition of its own, is none.
        (EITHER.replace("3}", "2}"), "there is a protection concern or protection is in place", "nothing"),
        (
            CONCERN.replace("true}", "true, t.b: true}") + IN_PLACE,
            "there is a protection concern",
            "in place,",
        ),
    ],
)
def test_a_level_without(small, rows: str, told: str, not_told: str):
    (problem,) = found(small, LEVELS + rows)
    assert f"no row says that it is 3 where {told}, so that" in problem.message
    assert not_told not in problem.message
    assert (problem.line, problem.field) == (3, "D")


def test_a_pack_that_works_out_another_fact_needs_none(small):
    other = LEVELS.replace("need.level", "made.answer").replace("is: 2}", "is: red, because: Words}")
    (problem,) = found(small, other.replace("most_serious", "exactly_one"))
    assert problem.message == "works out made.answer, which no rule reads and nothing shows"


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(LEVELS).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(LEVELS + EITHER).write()
