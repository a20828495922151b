"""A parameter: its value, its history, its presets, and what rests on it."""

from datetime import date

from threshold.handbook.model import Grid
from threshold.handbook.parameters import history, parameter_section, rows_of, value, value_of

from .conftest import Small, book, small_book, words_of

RULES = """
requirements:
  - id: R
    title: Rule
    carries: [T-1]
    bears_on: [close]
    block: [{must: {t.n: {at_least: $least}}, else: No}]
"""
VALUES = """
least:
  type: number
  means: How many
  at_least: 1
  at_most: 9
  values: [{from: 2020-01-01, is: 3, because: so it was}, {from: 2026-06-01, is: 5, because: so it is}]
  presets: {elsewhere: {is: 7, because: as they have it}}
"""


def test_the_history_tells_every_value_the_newest_first(small: Small) -> None:
    made = small_book(small, RULES, VALUES)
    assert history(made, "tiny.least").table.rows == (
        ("1 June 2026", "5", "document", "so it is"),
        ("1 January 2020", "3", "document", "so it was"),
    )


def test_a_local_value_stands_first_with_its_reason_and_the_documents_own_is_told(small: Small) -> None:
    small.policy = "set: {tiny.least: {is: 6, because: the board said so, from: 2026-07-01}}"
    made = small_book(small, RULES, VALUES)
    assert history(made, "tiny.least").table.rows[0] == ("1 July 2026", "6", "policy", "the board said so")
    told = words_of(parameter_section(made, "tiny.least"))
    assert "Value in force: 6" in told
    assert "The document's own: 5" in told
    assert "Set by: the policy" in told
    assert "R (requirement, blocks): Rule" in told
    assert "May be: a number, at least 1 and at most 9" in told
    # Before its day the document's value is in force, and what comes is told all the same.
    before = small_book(small, RULES, VALUES, date(2026, 6, 15))
    assert "Value in force: 5" in words_of(parameter_section(before, "tiny.least"))
    assert history(before, "tiny.least").table.rows[0][:2] == ("1 July 2026", "6")


def test_a_preset_that_is_chosen_stands_in_the_history_and_others_are_offered(small: Small) -> None:
    offered = small_book(small, RULES, VALUES)
    assert "elsewhere: 7 (as they have it)" in words_of(parameter_section(offered, "tiny.least"))
    small.policy = "presets: {tiny.least: elsewhere}"
    chosen = small_book(small, RULES, VALUES)
    assert history(chosen, "tiny.least").table.rows[0] == (
        "always",
        "7",
        "preset elsewhere",
        "as they have it",
    )


def test_a_table_is_shown_and_what_reads_it_by_name_said() -> None:
    section = parameter_section(book(), "continuum-of-need.levels")
    (cells,) = [each for each in section.blocks if isinstance(each, Grid) and each.title == "What it holds"]
    assert cells.table.headings == ("For", "Name", "Response")
    assert cells.table.rows[0][:2] == ("1", "Needs met by one agency")
    assert any(line.startswith("none names it; the program looks at levels") for line in words_of(section))


def test_a_cell_that_is_left_out_is_empty_and_none_is_said() -> None:
    table = rows_of({"red": {"who": "A", "within": None}, "green": {"who": "B"}}, "Colour")
    assert table.headings == ("Colour", "Who", "Within")
    assert table.rows == (("red", "A", "none"), ("green", "B", ""))


def test_a_value_that_names_a_fact_keeps_its_name() -> None:
    held = book().parameters
    assert value(book(), held["continuum-of-need.assessment_clock"]) == "assessment.counted_from"
    assert "partner views, " in value(book(), held["continuum-of-need.review_covers"])
    assert value_of(book(), "step-up-step-down", "cin_minimum_after_cp") == "cin_minimum_after_cp (3 months)"


def test_what_is_read_by_it_is_told() -> None:
    told = words_of(parameter_section(book(), "step-up-step-down.cin_minimum_after_cp"))
    assert any(line.startswith("T15: ") for line in told)
    assert (
        "RBC-5.1 (requirement, blocks): At least 3 months on Child in Need after a child protection plan"
        in told
    )
