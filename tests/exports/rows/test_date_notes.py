"""What is told of dates: once a table how they were read, and nothing where that was declared."""

import polars as pl

from threshold.exports.quality import together
from threshold.exports.rows.cells import read_dates
from threshold.exports.rows.date_notes import DateNotes

Told = list[tuple[str, int | None, str | None, int]]


def told(*columns: list[str], declared: bool = False) -> Told:
    notes = DateNotes("a.csv", declared)
    found = []
    for name, cells in zip("ABC", columns, strict=False):
        rows = pl.Series(range(2, 2 + len(cells)), dtype=pl.UInt32)
        found += notes.of(read_dates(pl.Series(cells)), rows, name)
    return together([*found, *notes.of_all()]).select("kind", "row", "column", "count").rows()


def test_what_another_column_settles_is_told_once() -> None:
    assert told(["03/04/2024", "25/04/2024"], ["05/04/2024"]) == [("day-first", None, None, 2)]
    assert told(["03/04/2024", "25/04/2024"], ["2024-05-01"]) == [("day-first", None, "A", 1)]


def test_what_nothing_settles_is_told_row_by_row() -> None:
    assert told(["03/04/2024"], ["25 May 2024", "05/04/2024"]) == [
        ("ambiguous-date", 2, "A", 1),
        ("ambiguous-date", 3, "B", 1),
    ]


def test_nothing_is_told_of_an_order_that_was_declared() -> None:
    assert told(["03/04/2024"], ["05/04/2024"], declared=True) == []


def test_years_of_two_digits_are_told_however_the_order_was_declared() -> None:
    assert told(["03/04/24", "25-Dec-98", "2024-01-01"], declared=True) == [("short-year", None, "A", 2)]


def test_what_cannot_be_read_is_told_where_it_stands() -> None:
    assert told(["soon", "03/04/2024", "12/25/2024"]) == [
        ("unreadable-date", 2, "A", 1),
        ("mixed-dates", 3, "A", 1),
        ("unreadable-date", 4, "A", 1),
    ]
