"""Steps that let go of a child say so."""

from pathlib import Path

import pytest

from threshold.policy.letting_go import LETS_GO

from ..making import found

TABLE = """
routes:
  - id: W
    carries: [T-1]
    step: Review
    actions:
      - M: Meet
      - A: Words
"""


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Close case", "closes"),
        ("Case closure", "closes"),
        ("CLOSING summary", "closes"),
        ("End TAC", "ends"),
        ("Ending visit", "ends"),
        ("Stop visits", "stops"),
        ("Stepdown to Early Help", "steps down"),
        ("Step-down meeting", "steps down"),
        ("Step down to Preventative Services", "steps down"),
        ("Transfer to another team", "transfers"),
        ("Case transferred out", "transfers"),
        ("Handover to locality", "hands over"),
        ("Hand back to school", "hands over"),
        ("No further action", "does nothing further"),
        ("Progress to NFA", "does nothing further"),
    ],
)
def test_a_row_that_lets_go_by_its_label(small, label: str, told: str):
    table = TABLE.replace("Words", label)
    (problem,) = found(small, table)
    assert problem.message.startswith(f"by its label this {told}, and it does not say `moves:`")
    assert (problem.line, problem.field) == (8, "A")
    for moves in ("down", "same"):
        assert found(small, f"{table}        moves: {moves}\n") == []
    upwards = found(small, f"{table}        moves: up\n")
    if told in ("transfers", "hands over"):  # it may be to whoever protects
        assert upwards == []
    else:
        (problem,) = upwards
        assert problem.message.startswith(f"by its label this {told}, and it says that it goes up")
        assert (problem.line, problem.field) == (9, "A")
    assert found(small, f"{table}        available: false\n") == []


def test_each_kind_of_word_is_tried_above():
    assert {*LETS_GO.values()} == {
        "closes",
        "ends",
        "stops",
        "steps down",
        "transfers",
        "hands over",
        "does nothing further",
    }


@pytest.mark.parametrize(
    "label",
    [
        "Send the form",
        "Attend the meeting",
        "Recommend a visit",
        "Disclosure to police",
        "Enclose the plan",
        "Weekend visit",
        "Handle complaint",
        "Step up to social care",
        "Further action",
    ],
)
def test_words_that_only_look_like_it(small, label: str):
    assert found(small, TABLE.replace("Words", label)) == []


SEQUENCE = """
routes:
  - id: W
    carries: [T-1]
    when: {t.a: true}
    steps:
      - S: Meet
      - C: Words
"""


@pytest.mark.parametrize(("label", "told"), [("Close the contact with advice", "closes"), ("End it", "ends")])
def test_a_step_of_a_sequence_that_lets_go_by_its_label(small, label: str, told: str):
    sequence = SEQUENCE.replace("Words", label)
    (problem,) = found(small, sequence)
    assert problem.message.startswith(
        f"by its label this {told}, and it does not say `moves:`, so that it is held"
    )
    assert (problem.line, problem.field) == (8, "C")
    for moves in ("down", "same"):
        assert found(small, f"{sequence}        moves: {moves}\n") == []
    (problem,) = found(small, f"{sequence}        moves: up\n")
    assert "under a protection concern it is told at once" in problem.message
    assert (problem.line, problem.field) == (9, "C")
    assert found(small, f"{sequence}        available: false\n") == []
    assert found(small, SEQUENCE) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(TABLE.replace("Words", "Close case")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(TABLE).write()
