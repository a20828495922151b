"""A ground that a requirement blocks wherever it holds is found, and shown by somebody who is blocked."""

from pathlib import Path

import pytest

from threshold.soundness.checks.ground_never_permits import CODE

from ..making import proved, told


def both(when: str, must: str, applies: str = "{t.c: {known: true}}", strength: str = "block") -> str:
    return f"""
grounds:
  - id: G
    carries: [T-1]
    for: {{direction: step_up}}
    when: {when}
    else: Not so
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {applies}
    {strength}: [{{must: {must}, else: No}}]
"""


@pytest.mark.parametrize(
    ("when", "must"),
    [
        ("{t.c: true, t.n: {at_most: 2}}", "{t.n: {at_least: 3}}"),
        ("{t.c: true, t.day: {at_least_ago: 3 months}}", "{t.day: {within_last: 8 weeks}}"),
        ("{t.c: true, t.a: true}", "{t.c: false}"),
    ],
)
def test_where_the_ground_holds_the_requirement_fails(small, when: str, must: str):
    finding = proved(small, CODE, both(when, must))
    assert finding.problem.field == "G"
    assert "R fails" in finding.problem.message


@pytest.mark.parametrize(
    "text",
    [
        both("{t.c: true, t.n: {at_most: 3}}", "{t.n: {at_least: 3}}"),
        # It does not apply where the ground holds, or not always.
        both("{t.c: true, t.n: {at_most: 2}}", "{t.n: {at_least: 3}}", applies="{t.c: false}"),
        both("{t.n: {at_most: 2}}", "{t.n: {at_least: 3}}", applies="{t.c: true}"),
        # A warning blocks nobody.
        both("{t.c: true, t.n: {at_most: 2}}", "{t.n: {at_least: 3}}", strength="warn"),
        # What can never hold by itself is another finding.
        both("{t.a: true, t.n: {at_most: 2, at_least: 3}}", "{t.a: false}"),
    ],
)
def test_somebody_may_be_permitted(small, text: str):
    assert told(small, CODE, text) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(both("{t.c: true, t.a: true}", "{t.a: false}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(both("{t.c: true, t.a: true}", "{t.b: false}")).write()
