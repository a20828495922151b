"""Rows of CSV: as many as there are, and no cell that a spreadsheet runs."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from threshold.output.delimited import delimited
from threshold.output.escaping import cell


def test_numbers_stay_numbers_and_text_is_made_safe() -> None:
    text = delimited([("a", "b"), (-5, -0.5), ("=1", None), ("x\ny", "-")])
    assert text == "a,b\n-5,-0.5\n'=1,\nx y,-\n"
    assert delimited([("a",)], "\r\n") == "a\r\n"


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_there_are_as_many_rows_and_cells_as_were_given(rows: list[tuple[str, str]]) -> None:
    text = delimited(rows)
    assert list(csv.reader(StringIO(text))) == [[cell(each) for each in row] for row in rows]
    assert len(text.splitlines()) == len(rows)
