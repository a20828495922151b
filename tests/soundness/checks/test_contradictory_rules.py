"""Two requirements of which one is met only where the other fails are found, and shown."""

from pathlib import Path

import pytest

from threshold.soundness.checks.contradictory_rules import CODE

from ..making import proved, told


def pair(first: str, second: str, applies: str = "{t.c: true}", bears_on: str = "step_up") -> str:
    return f"""
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {{t.c: true}}
    block: [{{must: {first}, else: One}}]
  - id: S
    carries: [T-1]
    bears_on: [{bears_on}]
    applies: {applies}
    block: [{{must: {second}, else: Another}}]
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{t.a: true}", "{t.a: false}"),
        ("{t.n: {above: 5}}", "{t.n: {at_most: 5}}"),
        ("{t.day: {at_least_ago: 3 months}}", "{t.day: {within_last: 6 weeks}}"),
        ("{t.colour: red}", "{t.colour: [amber, green]}"),
    ],
)
def test_nobody_can_meet_both(small, first: str, second: str):
    finding = proved(small, CODE, pair(first, second))
    assert finding.problem.field == "S"
    assert "R contradict" in finding.problem.message
    assert finding.effect == "Nobody to whom both apply is ever permitted to step up"


@pytest.mark.parametrize(
    "text",
    [
        pair("{t.a: true}", "{t.b: false}"),
        pair("{t.a: true}", "{t.a: false}", applies="{t.c: false}"),
        pair("{t.a: true}", "{t.a: false}", bears_on="close"),
        pair("{t.a: true}", "{t.a: false}").replace(
            "block: [{must: {t.a: false}", "warn: [{must: {t.a: false}"
        ),
        # One that fails wherever the other applies says something of its own.
        pair("{t.a: true}", "{t.b: true}", applies="{t.c: true, t.a: false}"),
    ],
)
def test_both_can_be_met_or_do_not_decide_together(small, text: str):
    assert told(small, CODE, text) == []


def test_by_how_facts_are_worked_out(small):
    rules = (
        "definitions:\n  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one, rows: "
        "[{when: {t.a: true}, is: red}, {when: {t.a: false}, is: green}]}\n"
    )
    assert told(small, CODE, rules + pair("{made.answer: red}", "{t.a: false}"))


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(pair("{t.a: true}", "{t.a: false}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(pair("{t.a: true}", "{t.b: false}")).write()
