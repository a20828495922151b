"""Two rows that hold in the same case and say different things are found, and shown."""

from pathlib import Path

import pytest

from threshold.soundness.checks.exactly_one_overlap import CODE

from ..making import proved, told

READ = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {t.c: true}
    block: [{must: {made.answer: red}, else: Words}]
"""


def rows(first: str, second: str, more: str = "", value: str = "green") -> str:
    return f"""
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    {more}
    rows:
      - {{when: {first}, is: red}}
      - {{when: {second}, is: {value}}}
{READ}"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{t.n: {at_least: 3}}", "{t.n: {at_most: 3}}"),
        ("{t.a: true}", "{t.b: true}"),
        ("{t.day: {at_least_ago: 2 months}}", "{t.day: {within_last: 3 months}}"),
    ],
)
def test_rows_that_overlap(small, first: str, second: str):
    finding = proved(small, CODE, rows(first, second))
    assert finding.needs_witness
    assert "rows 1 and 2 can hold in the same case" in finding.problem.message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{t.n: {at_least: 4}}", "{t.n: {at_most: 3}}"),
        ("{t.a: true}", "{t.a: false, t.b: true}"),
        ("{t.day: {at_least_ago: 3 months}}", "{t.day: {within_last: 2 months}}"),
    ],
)
def test_rows_that_exclude_each_other(small, first: str, second: str):
    assert told(small, CODE, rows(first, second)) == []


def test_rows_of_one_value_do_not_contradict_each_other(small):
    assert told(small, CODE, rows("{t.a: true}", "{t.b: true}", value="red")) == []


def test_statements_that_are_meant_to_be_at_odds(small):
    assert told(small, CODE, rows("{t.a: true}", "{t.b: true}", "contradicts: One says so, one not")) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(rows("{t.a: true}", "{t.b: true}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(rows("{t.a: true}", "{t.a: false}")).write()
