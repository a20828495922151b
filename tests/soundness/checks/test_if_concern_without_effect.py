"""What becomes of a requirement under a concern wants a request that goes up."""

from pathlib import Path

import pytest

from ...policy.making import findings_beside
from ..making import found

DIRECTIONS = {"UP": "step_up", "DOWN": "step_down", "ACROSS": "step_across", "CLOSE": "close"}


DIRECTIONS |= {"TRIAGE": "triage", "WORKFLOW": "workflow"}


ANSWERS = "grounds:\n" + "".join(
    f"  - {{id: {name}, carries: [T-1], for: {{direction: {direction}}}, when: {{t.a: true}}, else: No}}\n"
    for name, direction in DIRECTIONS.items()
)


def requirement(bears_on: str, strength: str = "block", more: str = "") -> str:
    return (
        f"{ANSWERS}requirements:\n  - {{id: R, carries: [T-1], bears_on: [{bears_on}], "
        f"{strength}: [{{must: {{t.b: true}}, else: No}}]{more}}}\n"
    )


TABLE = """
routes:
  - {id: W, carries: [T-1], step: Review, actions: [{A: Refer, moves: up}, {B: Meet, moves: same}]}
"""


@pytest.mark.parametrize("becomes", ["urgent", "afterwards"])
@pytest.mark.parametrize(
    ("bears_on", "more"),
    [
        ("step_down", ""),
        ("step_across, close", ""),
        ("compliance", ""),
        ("workflow", ""),
        ("step_up", ", applies: {request.direction: close}"),
    ],
)
def test_what_becomes_of_it_where_nothing_goes_up(small, becomes: str, bears_on: str, more: str):
    (problem,) = found(small, requirement(bears_on, more=f", if_concern: {becomes}{more}"))
    assert problem.message.startswith("`if_concern:` has no effect: no request that this bears on (")
    assert (problem.field, problem.line) == ("R", 9)
    assert found(small, requirement(bears_on, more=more)) == []


@pytest.mark.parametrize("strength", ["warn", "note"])
def test_what_becomes_of_it_where_nothing_is_held_up(small, strength: str):
    (problem,) = found(small, requirement("step_up", strength, ", if_concern: urgent"))
    assert "what warns or notes holds nothing up under a concern" in problem.message


@pytest.mark.parametrize("bears_on", ["step_up", "triage", "step_down, step_up"])
def test_what_becomes_of_it_where_something_goes_up(small, bears_on: str):
    assert found(small, requirement(bears_on, more=", if_concern: urgent")) == []
    assert found(small, requirement(bears_on, "condition", ", if_concern: urgent")) == []


@pytest.mark.parametrize(("action", "goes_up"), [("Refer", True), ("Meet", False)])
def test_a_row_of_the_workflow_may_go_up(small, action: str, goes_up: bool):
    assert found(small, requirement("workflow", more=", if_concern: urgent") + TABLE) == []
    applies = f", if_concern: urgent, applies: {{request.step: Review, request.action: {action}}}"
    assert (found(small, requirement("workflow", more=applies) + TABLE) == []) == goes_up


@pytest.mark.parametrize(
    ("to", "goes_up"), [("early_help", False), ("universal", False), ("child_in_need", True), ("care", True)]
)
def test_a_step_up_that_ends_below_social_care_does_not_go_up(tmp_path: Path, to: str, goes_up: bool):
    rule = requirement("step_up", more=f", if_concern: urgent, applies: {{request.to: {to}}}")
    text = rule.replace("t.a", "caf.open").replace("t.b", "tac.active")
    assert len(findings_beside(tmp_path, text)) == (0 if goes_up else 1)


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(requirement("close", more=", if_concern: urgent")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(requirement("step_up", more=", if_concern: urgent")).write()
