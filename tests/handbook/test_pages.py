"""Whatever has a name has a page with all that it hangs on."""

from threshold.handbook.pages import clause_page, days_of, rule_page, step_page, tension_page

from .conftest import Small, book, small_book, words_of

RULES = """
requirements:
  - id: R
    title: Rule
    carries: [T-1]
    bears_on: [close]
    in_force: {from: 2026-01-01, until: 2026-12-31}
    tensions: [T01]
    block: [{must: {t.n: {at_least: $least}}, else: No}]
"""
VALUES = """
least:
  type: number
  means: How many
  values: [{from: 2020-01-01, is: 3, because: so it was}, {from: 2026-06-01, is: 5, because: so it is}]
"""


def test_a_rule_has_its_clauses_values_tensions_and_facts(small: Small) -> None:
    made = small_book(small, RULES, VALUES)
    lines = words_of(rule_page(made, made.rules["R"]))
    assert "In the pack: tiny (tiny, P, 2020-01)" in lines
    assert "In force: from 1 January 2026 until 31 December 2026" in lines
    assert "T-1: one place" in lines
    assert "T01: Something is left open" in lines
    assert "Parameter tiny.least = 5 (How many)" in lines
    assert "5, from 1 June 2026, set by the document: so it is" in lines
    assert "3, from 1 January 2020, set by the document: so it was" in lines
    assert "t.n: How many? (a whole number, from 0 to 10)" in lines


def test_what_depends_on_a_definition_and_on_a_deadline() -> None:
    after = words_of(rule_page(book(), book().rules["RBC-5.1-after"]))
    assert any(line.startswith("RBC-5.2a (requirement, blocks; when it applies): ") for line in after)
    statutory = words_of(rule_page(book(), book().rules["WT-assessment"]))
    assert any("(deadline, beside which it is shown)" in line for line in statutory)


def test_a_rule_without_days_of_its_own_is_always_in_force() -> None:
    assert days_of(book(), "RBC-4.2a") == {}


def test_a_rule_that_was_another_before_says_until_when(small: Small) -> None:
    before = RULES.replace("from: 2026-01-01, until: 2026-12-31", "until: 2026-06-30")
    after = before.replace("requirements:", "").replace("until: 2026-06-30", "from: 2026-07-01")
    made = small_book(small, before + after.replace("title: Rule", "title: New"), VALUES)
    assert days_of(made, "R") == {"until 30 June 2026": False, "from 1 July 2026": True}
    lines = words_of(rule_page(made, made.rules["R"]))
    assert lines[0] == "R: New"
    assert "In force: from 1 July 2026" in lines
    assert "Another version holds: until 30 June 2026" in lines


def test_a_row_of_a_workflow_table() -> None:
    lines = words_of(step_page(book(), "MOS-CFA-R15"))
    assert lines[0] == "MOS-CFA-R15: Step down to Preventative Services"
    assert "On the step: Child and Family Assessment and Plan" in lines
    assert any(
        line.startswith("Response Social Worker | Step down to Preventative Services | themselves")
        for line in lines
    )
    assert any(line.startswith("MOS-CFA-R15: assessment, action") for line in lines)


def test_a_clause_tells_what_carries_it() -> None:
    clause = book().clauses["RBC-5.1"]
    lines = words_of(clause_page(book(), clause))
    assert f"Where: {clause.place}" in lines
    assert any(line.startswith("RBC-5.1 (requirement, blocks): ") for line in lines)


def test_a_tension_is_read_by_each_pack_in_its_own_way() -> None:
    lines = words_of(tension_page(book(), "T10"))
    assert len([line for line in lines if line.startswith("Read in ")]) >= 3
    assert any("that it touches" in line for line in lines)


def test_a_tension_that_touches_nothing_says_so(small: Small) -> None:
    made = small_book(small, "")
    assert "Touches: no rule of this policy" in words_of(tension_page(made, "T01"))
