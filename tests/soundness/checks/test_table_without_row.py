"""Tables that are silent on what can occur are found, and what no table can list is said."""

from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.soundness import Unexamined, examine

from ...semantics.conftest import SUPPORT
from ..making import DEADLINE, found

LIMITS = """
limits:
  type: table
  key: t.colour
  columns: {within: duration}
  means: How long
  values:
    - from: 2020-01-01
      is: {red: {within: 1 days}, amber: {within: none}, green: {within: 9 days}}
      because: T-1
"""
LOOKED_UP = DEADLINE.replace("$limit", "{table: $limits, row: {fact: t.colour}, column: within}")


def test_a_value_without_a_row(small):
    (problem,) = found(small, LOOKED_UP, LIMITS.replace(", green: {within: 9 days}", ""))
    assert problem.message.startswith("has no row for green")
    assert problem.field == "tiny.limits"
    assert found(small, LOOKED_UP, LIMITS) == []


def test_a_row_that_a_later_value_has_lost(small):
    later = f"{LIMITS}    - {{from: 2021-01-01, is: {{red: {{within: 2 days}}}}, because: T-1}}\n"
    assert [each.message.split(";")[0] for each in found(small, LOOKED_UP, later)] == [
        "has no row for amber",
        "has no row for green",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("        3: {lowest: high, highest: high}\n", "", "has no row for 3"),
        ("3: {lowest: high, highest: high}", "3: {lowest: high}", "`highest` is missing"),
        ("3: {lowest: high, highest: high}", "3: {lowest: hgih, highest: high}", 'did you mean "high"'),
        ("3: {lowest: high, highest: high}", "3: {lowest: high, highest: low}", "is more than the highest"),
    ],
)
def test_a_level_of_which_nobody_is_told_what_fits(small, old: str, new: str, told: str):
    text = SUPPORT.replace(old, new)
    assert text != SUPPORT
    assert [each.message for each in found(small, "", text) if told in each.message]
    assert [each for each in found(small, "", SUPPORT) if told in each.message] == []


def test_a_table_by_what_has_no_end_is_not_examined(small):
    text = LIMITS.replace("t.colour", "t.who").replace(
        "{red: {within: 1 days}, amber: {within: none}, green: {within: 9 days}}",
        "{Social Worker: {within: 1 days}}",
    )
    rules = LOOKED_UP.replace("t.colour", "t.who")
    told = [
        each
        for each in examine(load_policy(str(small.tiny(rules, text).write())))
        if isinstance(each, Unexamined)
    ]
    assert ("table-without-row", "tiny.limits") in [(each.code, each.what) for each in told]


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(LOOKED_UP, LIMITS.replace(", green: {within: 9 days}", "")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(LOOKED_UP, LIMITS).write()
