"""A definition of which no row holds though all is known is found, and shown, where something hangs on it."""

from pathlib import Path

import pytest

from threshold.soundness.checks.exactly_one_gap import CODE

from ..making import proved, told
from .test_exactly_one_overlap import rows


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{t.n: {at_least: 4}}", "{t.n: {below: 3}}"),
        ("{t.a: true}", "{t.a: false, t.b: true}"),
        ("{t.colour: red}", "{t.colour: amber}"),
    ],
)
def test_a_gap(small, first: str, second: str):
    finding = proved(small, CODE, rows(first, second))
    assert finding.needs_witness
    assert "made.answer stays unknown, and R open" in finding.problem.message


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        ("{t.n: {at_least: 4}}", "{t.n: {below: 4}}", ""),
        ("{t.n: {at_least: 4}}", "{t.n: {below: 3}}", "otherwise: amber"),
        ("{t.colour: red}", "{t.colour: [amber, green]}", ""),
        # Time closes it.
        ("{t.day: {at_least_ago: 2 months}}", "{t.a: true}", ""),
    ],
)
def test_no_gap(small, first: str, second: str, more: str):
    assert told(small, CODE, rows(first, second, more)) == []


def test_a_fact_that_decides_nothing_there_may_stay_unknown(small):
    text = rows("{t.a: true, t.c: true}", "{t.a: false, t.c: true}")
    assert told(small, CODE, text) == [], "the requirement applies where t.c is true alone"


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(rows("{t.n: {above: 3}}", "{t.n: {below: 3}}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(rows("{t.n: {above: 3}}", "{t.n: {at_most: 3}}")).write()
