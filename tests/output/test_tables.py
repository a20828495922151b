"""A table as text: numbers to the right, and never wider than a line where words allow it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.output.tables import Table, aligned, fitting_widths, plain_table

TABLE = Table(("What", "Days"), (("A visit", "3"), ("A longer thing", "12")), frozenset({1}))


def test_columns_stand_under_their_headings_and_numbers_to_the_right() -> None:
    assert plain_table(TABLE) == [
        "  What              Days",
        "  A visit              3",
        "  A longer thing      12",
    ]
    assert plain_table(Table(TABLE.headings, TABLE.rows)) == [
        "  What            Days",
        "  A visit         3",
        "  A longer thing  12",
    ]


def test_a_cell_that_looks_like_a_number_stays_as_it_is_written() -> None:
    table = Table(("a", "b"), (("007", "1.50"), ("1e3", "")))
    assert [line.split() for line in plain_table(table)] == [["a", "b"], ["007", "1.50"], ["1e3"]]


@pytest.mark.parametrize("cell", ["1,200", "-1,200.5", "1e3", "007", "12,34", "True", "nan"])
def test_a_cell_of_a_column_with_a_width_is_written_as_it_is(cell: str) -> None:
    assert [line.split() for line in plain_table(Table(("a",), ((cell,),)), [9])][1:] == [[cell]]


def test_no_cell_makes_a_row_more() -> None:
    table = Table(("a", "b"), (("x\n1", "y\u2028\x1b[2J"),))
    assert plain_table(table) == ["  a    b", "  x 1  y ?[2J"]
    assert aligned(table.headings, table.rows) == "a    b\nx 1  y ?[2J"


def test_a_column_with_a_width_is_broken_and_the_others_are_not() -> None:
    assert plain_table(TABLE, [8]) == [
        "  What        Days",
        "  A visit        3",
        "  A longer      12",
        "  thing",
    ]
    assert plain_table(TABLE, [8, None]) == plain_table(TABLE, [8])


def test_a_table_that_fits_keeps_its_widths() -> None:
    """A column is as wide as its widest cell, and headings have two spaces behind them."""
    assert fitting_widths(TABLE, 100) == [14, 6]
    assert fitting_widths(TABLE, 24) == [14, 6]


@pytest.mark.parametrize(("width", "widths"), [(23, [13, 6]), (18, [8, 6]), (16, [6, 6]), (1, [6, 6])])
def test_the_widest_column_gives_way_but_never_within_a_word(width: int, widths: list[int]) -> None:
    assert fitting_widths(TABLE, width) == widths


def test_of_two_wide_columns_both_give_way() -> None:
    table = Table(("a", "b"), (("word " * 10, "word " * 8),))
    assert fitting_widths(table, 44) == [20, 20]


def test_a_table_without_rows_is_its_headings() -> None:
    assert plain_table(Table(("What", "Days"), ())) == ["  What    Days"]


words = st.text("abc", min_size=1, max_size=9)
cells = st.lists(words, max_size=8).map(" ".join)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=4), st.integers(20, 80))
def test_lines_are_no_wider_than_asked_for_where_words_allow_it(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    table = Table(("one", "two", "three"), tuple(rows))
    widths = fitting_widths(table, width)
    lines = plain_table(table, widths)
    least = 6 + sum(
        max(len(word) for cell in (heading + "  ", *column) for word in cell.split(" ") or [""])
        for heading, *column in zip(("one", "two", "three"), *rows, strict=True)
    )
    assert max(map(len, lines)) <= max(width, least + 6)
    told = sorted(word for line in lines for word in line.split())
    assert told == sorted(word for cell in ("one two three", *map(" ".join, rows)) for word in cell.split())
