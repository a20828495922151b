"""Rows that let go of a child say so; so do the colours of a triage."""

import pytest

from threshold.policy import load_policy
from threshold.policy.letting_go import LETS_GO
from threshold.policy.soundness import findings
from threshold.reading import Problem

TABLE = """
routes:
  - id: W
    carries: [T-1]
    step: Review
    actions:
      - M: Meet
      - A: Words
"""


def found(small, text: str, parameters: str = "") -> list[Problem]:
    return list(findings(load_policy(str(small.tiny(text, parameters).write()))))


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


BRAG = """
brag:
  type: table
  key: t.colour
  columns: {means: text%s}
  means: The colours
  values: [{from: 2020-01-01, is: {red: {means: danger}}, because: T-1}]
"""
GROUND = "grounds:\n  - {id: G, carries: [T-1], for: {direction: %s}, when: {t.a: true}, else: No}\n"


def test_colours_that_do_not_say_which_of_them_end_in_social_care(small):
    (problem,) = found(small, GROUND % "triage", BRAG % "")
    assert problem.message.startswith("has no column `moves`")
    assert (problem.line, problem.field) == (5, "tiny.brag")
    assert problem.file.endswith("parameters.yaml")


def test_colours_that_do_or_that_nothing_hangs_on(small):
    small.ungrounded()
    assert found(small, GROUND % "triage", BRAG % ", moves: text") == []
    assert found(small, GROUND % "close", BRAG % "") == []
    assert found(small, GROUND % "triage") == []
