"""Entries as CSV: every column, and nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from threshold.output.escaping import formula, terminal
from threshold.register.query import COLUMNS
from threshold.register.render.csv import export_csv, list_csv

from ..conftest import ENTRIES, SUMMARY, WHY, decided, entry


@given(st.text(max_size=30))
def test_no_cell_of_csv_is_a_formula(text):
    summary = replace(SUMMARY, decided=replace(SUMMARY.decided, by=text))
    made = list_csv([replace(ENTRIES[0], told=summary)])
    cell = list(csv.reader(io.StringIO(made, newline="")))[1][COLUMNS.index("role")]
    assert cell == "-" or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (terminal(text), formula(terminal(text)))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_there_is_a_row_for_each_entry_under_the_same_headings():
    headings, *rows = read(list_csv(ENTRIES))
    assert tuple(headings) == COLUMNS
    assert [row[COLUMNS.index("entry")] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row[COLUMNS.index("override")] for row in rows] == ["no", "yes", "yes", "", "no"]
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_an_export_has_the_reason_the_program_and_the_hash_too():
    headings, *rows = read(export_csv(ENTRIES))
    assert tuple(headings) == (*COLUMNS, "reason", "program", "hash")
    assert [row[-3:] for row in rows] == [
        ["", "0.1.0", "h"],
        ["Why", "0.1.0", "h"],
        ["Why", "0.1.0", "h"],
        ["", "", "h"],
        ["", "0.1.0", "h"],
    ]


def test_a_reason_of_two_lines_is_one_line_and_runs_nothing():
    made = entry(1, decided=replace(decided(False), reason=f"=1+1\n{WHY}"))
    (_, row) = read(export_csv([made]))
    assert row[-3] == f"'=1+1 {WHY}"


def test_nothing_recorded_is_the_headings_alone():
    assert read(list_csv([])) == [list(COLUMNS)]
