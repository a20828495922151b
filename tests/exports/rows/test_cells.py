"""Cells: dates, answers, references and headers, as people and programs write them."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.exports.rows.cells import read_answers, read_dates, read_references, tidy, unprintable

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
STYLES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %B %Y", "%d-%b-%Y", "%Y%m%d")


def text(*cells: str | None) -> pl.Series:
    return pl.Series(cells, dtype=pl.String)


@given(
    st.lists(DAYS, min_size=1),
    st.sampled_from(STYLES),
    st.sampled_from(["", " 09:30", "T09:30:00", " 00:00:00"]),
)
def test_a_date_comes_back_from_every_way_of_writing_it(days: list[date], style: str, time: str) -> None:
    read = read_dates(text(*(day.strftime(style) + time for day in days)))
    assert read.on.to_list() == days
    assert not read.unreadable.any()


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), min_size=1))
def test_no_cell_at_all_stops_the_reading(cells: list[str | None]) -> None:
    read = read_dates(text(*cells))
    assert len(read.on) == len(cells)
    assert not (read.unreadable & read.on.is_not_null()).any()


@pytest.mark.parametrize("cell", ["", " ", "n/a", "N/A", "-", "None", None])
def test_an_empty_date_is_no_mistake(cell: str | None) -> None:
    read = read_dates(text(cell, "see notes"))
    assert read.on.to_list() == [None, None]
    assert read.unreadable.to_list() == [False, True]


@pytest.mark.parametrize(
    "cell",
    [
        "unknown",
        "tbc",
        "30/02/2024",
        "2024-02-30",
        "01/02/24",
        "0001-01-01",
        "1900-01-01",
        "2199-01-01",
        "99/99/9999",
    ],
)
def test_what_is_no_day_of_the_calendar_cannot_be_read(cell: str) -> None:
    read = read_dates(text(cell))
    assert read.on.to_list() == [None]
    assert read.unreadable.all()


def test_the_number_of_a_day_in_a_spreadsheet() -> None:
    assert read_dates(text("45000", "45000.5", "x")).on.to_list() == [date(2023, 3, 15)] * 2 + [None]


def test_a_date_that_could_be_two_is_told() -> None:
    alone = read_dates(text("03/04/2024", "2024-12-25"))
    assert alone.on.to_list() == [date(2024, 4, 3), date(2024, 12, 25)]
    assert alone.ambiguous.to_list() == [True, False]
    assert not alone.settled


def test_other_dates_in_the_column_settle_the_order() -> None:
    assert read_dates(text("03/04/2024", "25/12/2024")).settled
    month_first = read_dates(text("03/04/2024", "12/25/2024"), "month")
    assert month_first.settled
    assert month_first.on.to_list() == [date(2024, 3, 4), date(2024, 12, 25)]


def test_where_both_orders_stand_in_a_column_neither_is_trusted() -> None:
    both = read_dates(text("03/04/2024", "25/12/2024", "12/25/2024", "05/05/2024"))
    assert both.on.to_list() == [None, date(2024, 12, 25), None, date(2024, 5, 5)]
    assert both.mixed.to_list() == [True, False, False, False]
    assert both.unreadable.to_list() == [False, False, True, False]


def test_typed_dates_and_moments_need_no_reading() -> None:
    assert read_dates(pl.Series([date(2024, 1, 2), None])).on.to_list() == [date(2024, 1, 2), None]
    summer = pl.Series([datetime(2024, 6, 30, 23, 30)]).dt.replace_time_zone("UTC")
    assert read_dates(summer).on.to_list() == [date(2024, 7, 1)]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *((cell, True) for cell in ("Yes", "a) Yes", "1 - Yes", "y", "TRUE", "1")),
        *((cell, False) for cell in ("b) No", "0 - no", "N", "f", "0")),
        *((cell, None) for cell in ("", "Not known", "z) unknown", "perhaps", None)),
    ],
)
def test_yes_and_no_in_any_dress(cell: str | None, answer: bool | None) -> None:
    answers, strange = read_answers(text(cell))
    assert answers.to_list() == [answer]
    assert strange.to_list() == [cell == "perhaps"]


@pytest.mark.parametrize(
    ("cells", "references"),
    [
        (text(" 12 ", "00123", "12.0", "", "#N/A", "<b>"), ["12", "00123", "12", None, None, "<b>"]),
        (pl.Series([12, None]), ["12", None]),
        (pl.Series([12.0, None]), ["12", None]),
    ],
)
def test_references_are_text(cells: pl.Series, references: list[Any]) -> None:
    assert read_references(cells).to_list() == references


def test_a_reference_is_short_and_printable() -> None:
    assert unprintable(text("C-1", "a\0b", "a\nb", "x" * 201, "x" * 200)).to_list() == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_headers_are_compared_without_their_dress() -> None:
    assert tidy("  Child\u2019s  ID\u00a0(LA)? ") == tidy("childs id la")
