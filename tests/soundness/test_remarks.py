"""What is told of a policy and is no finding."""

from threshold.policy import load_policy
from threshold.soundness import remarks

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


def test_a_colour_without_a_row_is_named(small):
    def told(rows: str, table: str = "brag") -> list[str]:
        policy = load_policy(str(small.tiny(named(CLOCK, table), named(TABLE, table, rows)).write()))
        return [each for each in remarks(policy) if "colour" in each]

    (line,) = told(GREEN)
    assert line.startswith("a colour without a row: tiny.brag has none for amber; such a contact counts as")
    assert told("", "rag") == ["a colour without a row: tiny.rag has none for amber and green"]
    assert told(f"{AMBER}, {GREEN}") == []
