"""Entries as CSV: every column, and nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from threshold.register.query import COLUMNS
from threshold.register.render.csv import list_csv

from ..conftest import ENTRIES, SUMMARY


@given(st.text(max_size=30))
def test_no_cell_of_csv_is_a_formula(text):
    summary = replace(SUMMARY, decided=replace(SUMMARY.decided, by=text))
    made = list_csv([replace(ENTRIES[0], summary=summary)])
    cell = list(csv.reader(io.StringIO(made, newline="")))[1][COLUMNS.index("role")]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'") or "\r" in text or "\n" in text
