"""A pack that reads the colours of contacts has the table that the program reads."""

from pathlib import Path

from ..making import found

READS = """
requirements:
  - id: R
    carries: [T-1]
    title: A title
    bears_on: [step_up]
    warn: [{must: {contact.brag: red}, else: Words, unknown: Words}]
"""


CLOCK = """
deadlines:
  - id: R
    carries: [T-1]
    title: A title
    starts: {fact: t.day}
    within: {table: $COLOURS, row: {fact: contact.brag}, column: within}
    met_by: {fact: visit.first}
    late: Words
    overdue: Words
"""


TABLE = """
COLOURS:
  type: table
  key: contact.brag
  columns: {moves: text, within: duration}
  means: The colours
  values: [{from: 2020-01-01, is: {red: {moves: up, within: 1 days}, ROWS}, because: T-1}]
"""


AMBER, GREEN = "amber: {within: 2 days}", "green: {within: 3 days}"


def named(text: str, table: str, rows: str = f"{AMBER}, {GREEN}") -> str:
    return text.replace("COLOURS", table).replace("ROWS", rows)


def test_a_table_of_colours_of_another_name_is_not_read(small):
    (problem,) = found(small, named(CLOCK, "rag"), named(TABLE, "rag"))
    assert problem.message.startswith("is a table of colours, and the program reads the table `brag` alone")
    for column in ("meaning", "goes_to", "respond_within", "moves"):
        assert f"`{column}`" in problem.message
    assert (problem.line, problem.field) == (3, "tiny.rag")
    assert problem.file.endswith("parameters.yaml")
    assert found(small, named(CLOCK, "brag"), named(TABLE, "brag")) == []
    assert (
        found(small, named(CLOCK, "rag") + READS.replace("R\n", "S\n"), named(TABLE, "rag"))[0].field
        == "tiny.rag"
    )


def test_rules_that_read_the_colour_want_the_table(small):
    (problem,) = found(small, READS)
    assert problem.message.startswith("reads the colour of a contact, and the program reads the table `brag`")
    assert (problem.line, problem.field) == (7, "contact.brag")
    assert found(small, READS, named(TABLE, "brag")) == []
    assert found(small, READS.replace("contact.brag", "t.colour")) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(READS).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(READS, named(TABLE, "brag")).write()
