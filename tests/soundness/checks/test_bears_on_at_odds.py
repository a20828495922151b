"""A rule that bears on a request that it can never be about is found."""

from pathlib import Path

import pytest

from threshold.soundness.checks.bears_on_at_odds import CODE

from ..making import told


def rule(bears_on: str, applies: str) -> str:
    return f"""
requirements:
  - id: R
    carries: [T-1]
    bears_on: {bears_on}
    applies: {applies}
    block: [{{must: {{t.a: true}}, else: Words}}]
"""


@pytest.mark.parametrize(
    ("bears_on", "applies"),
    [
        ("[step_up]", "{request.direction: close}"),
        ("[step_up, close]", "{proposed.direction: [step_down, close]}"),
        ("[close]", "{none: [{proposed.direction: close}]}"),
    ],
)
def test_at_odds(small, bears_on: str, applies: str):
    (finding,) = told(small, CODE, rule(bears_on, applies))
    assert finding.problem.field == "R"


@pytest.mark.parametrize(
    ("bears_on", "applies"),
    [
        ("[step_up]", "{request.direction: [step_up, close]}"),
        ("[step_up, close]", "{t.b: true}"),
        ("[compliance]", "{request.direction: close}"),
        # Nothing is asked for, and closing is proposed.
        ("[close]", "{request.direction: none}"),
    ],
)
def test_agreed(small, bears_on: str, applies: str):
    assert told(small, CODE, rule(bears_on, applies)) == []


def test_a_scope_says_it_for_many_rules(small):
    text = """
scope: {bears_on: [step_up, close]}
requirements:
  - {id: R, carries: [T-1], applies: {request.direction: %s}, block: [{must: {t.a: true}, else: Words}]}
  - {id: S, carries: [T-1], block: [{must: {t.b: true}, else: Words}]}
"""
    assert told(small, CODE, text % "close") == []
    assert told(small, CODE, text % "step_down")


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(rule("[step_up]", "{request.direction: close}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(rule("[step_up]", "{request.direction: step_up}")).write()
