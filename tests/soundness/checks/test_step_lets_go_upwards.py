"""A step that lets go of a child by its label does not say that it goes up."""

from pathlib import Path

from ..making import found

TABLE = """
routes:
  - id: W
    carries: [T-1]
    step: Review
    actions:
      - M: Meet
      - A: Close the case
        moves: up
"""


def test_a_row_that_goes_up(small):
    (problem,) = found(small, TABLE)
    assert problem.message.startswith("by its label this closes, and it says that it goes up")
    assert "under a protection concern it is permitted at once" in problem.message
    assert (problem.line, problem.field) == (9, "A")


def test_to_whoever_protects_it_may(small):
    assert found(small, TABLE.replace("Close the case", "Transfer to social care")) == []
    assert found(small, TABLE.replace("moves: up", "moves: down")) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(TABLE).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(TABLE.replace("moves: up", "moves: down")).write()
