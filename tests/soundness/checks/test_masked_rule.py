"""A rule that another always speaks for is found."""

from pathlib import Path

import pytest

from threshold.soundness.checks.masked_rule import CODE

from ..making import told


def levels(first: str, second: str, more: str = "") -> str:
    return f"""
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows: [{{when: {first}, is: 3}}, {{when: {second}, is: 2{more}}}]
    otherwise: 1
"""


def pair(first: str, second: str, words: str = "One", strength: str = "block") -> str:
    return f"""
requirements:
  - {{id: R, carries: [T-1], bears_on: [step_up], block: [{{must: {first}, else: One}}]}}
  - {{id: S, carries: [T-1], bears_on: [step_up], {strength}: [{{must: {second}, else: {words}}}]}}
"""


def test_a_row_under_a_more_serious_one(small):
    (finding,) = told(small, CODE, levels("{t.n: {above: 3}}", "{t.n: {above: 5}}"))
    assert finding.problem.message.startswith("row 2 never counts")
    assert told(small, CODE, levels("{t.n: {above: 5}}", "{t.n: {above: 3}}")) == []
    # What follows from it still does.
    assert told(small, CODE, levels("{t.n: {above: 3}}", "{t.n: {above: 5}}", ", do: Act, by: Anyone")) == []


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("{t.day: {at_least_ago: 3 months}}", "{t.day: {at_least_ago: 2 months}}", "One"),
        ("{t.day: {at_least_ago: 3 months}}", "{t.day: {at_least_ago: 2 months}}", "Too soon"),
        ("{t.a: true}", "{any: [{t.a: true}, {t.b: true}]}", "Other"),
        ("{t.n: {above: 5}}", "{t.n: {above: 3}}", "One"),
    ],
)
def test_a_weaker_requirement_beside_a_stronger(small, first: str, second: str, words: str):
    (finding,) = told(small, CODE, pair(first, second, words))
    assert finding.problem.field == "S"
    assert "changes no answer: wherever it fails, R fails too" in finding.problem.message
    assert ("only adds its words" in finding.problem.message) is (words != "One")


@pytest.mark.parametrize(
    "text",
    [
        pair("{t.a: true}", "{t.b: true}"),
        # The stronger is about another request.
        pair("{t.n: {above: 5}}", "{t.n: {above: 3}}").replace("[step_up]", "[close]", 1),
        # Thirty days are not always over before a month is.
        pair("{t.day: {at_least_ago: 1 month}}", "{t.day: {at_least_ago: 30 days}}"),
        # A warning in other words is told as well.
        pair("{t.n: {above: 5}}", "{t.n: {above: 3}}", "Others", "warn"),
    ],
)
def test_rules_that_make_a_difference(small, text: str):
    assert told(small, CODE, text) == []


def test_a_ground_that_holds_only_where_another_does(small):
    ground = "  - {id: %s, carries: [T-1], for: {direction: step_up}, when: %s, else: No}\n"
    wide, narrow = ground % ("G", "{t.a: true}"), ground % ("H", "{t.a: true, t.b: true}")
    (finding,) = told(small, CODE, "grounds:\n" + wide + narrow)
    assert finding.problem.field == "H"
    other = ground % ("H", "{t.b: true}")
    assert told(small, CODE, "grounds:\n" + wide + other) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(pair("{t.n: {above: 5}}", "{t.n: {above: 3}}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(pair("{t.n: {above: 5}}", "{t.n: {below: 3}}")).write()
