"""The colours of a triage say which of them end in social care."""

from pathlib import Path

from ..making import found

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


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(GROUND % "triage", BRAG % "").write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(GROUND % "triage", BRAG % ", moves: text").write()
