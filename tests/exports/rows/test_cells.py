"""Cells: dates, answers, references and headers, as people and programs write them."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.exports.rows.cells import (
    labels,
    read_answers,
    read_dates,
    read_links,
    read_references,
    tidy,
    unusable,
)

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
        "01/02/63",
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


@pytest.mark.parametrize(
    ("first", "other", "settled"),
    [
        ("day", "12/05/2024", False),
        ("day", "13/05/2024", True),
        ("day", "13/12/2024", True),
        ("day", "13/13/2024", False),
        ("month", "05/12/2024", False),
        ("month", "05/13/2024", True),
        ("month", "12/13/2024", True),
    ],
)
def test_the_twelfth_settles_nothing_and_the_thirteenth_does(first: Any, other: str, settled: bool) -> None:
    read = read_dates(text("03/04/2024", other), first)
    assert read.settled is settled
    assert not read.mixed.any()
    assert read.ambiguous[0]


@pytest.mark.parametrize(
    ("first", "other", "mixed"),
    [
        ("day", "05/12/2024", False),
        ("day", "05/13/2024", True),
        ("day", "12/13/2024", True),
        ("month", "12/05/2024", False),
        ("month", "13/05/2024", True),
        ("month", "13/12/2024", True),
    ],
)
def test_the_twelfth_throws_no_doubt_on_the_order_and_the_thirteenth_does(
    first: Any, other: str, mixed: bool
) -> None:
    read = read_dates(text("03/04/2024", other), first)
    assert read.mixed.to_list() == [mixed, False]
    assert (read.on[0] is None) is mixed
    assert not read.unreadable[0]


def test_up_to_the_twelfth_either_figure_may_be_the_month() -> None:
    read = read_dates(text("12/05/2024", "05/12/2024", "13/05/2024"))
    assert read.ambiguous.to_list() == [True, True, False]


def test_a_day_that_is_its_month_too_is_read_one_way_only() -> None:
    alone = read_dates(text("05/05/2024"))
    assert alone.on.to_list() == [date(2024, 5, 5)]
    assert not alone.ambiguous.any()


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(FIRST_YEAR - 1, 12, 31), False),
        (date(FIRST_YEAR, 1, 1), True),
        (date(LAST_YEAR, 12, 31), True),
        (date(LAST_YEAR + 1, 1, 1), False),
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_the_calendar_has_a_first_day_and_a_last(day: date, inside: bool, typed: bool) -> None:
    read = read_dates(pl.Series([day]) if typed else text(day.strftime("%d/%m/%Y")))
    assert read.on.to_list() == [day if inside else None]
    assert read.unreadable.to_list() == [not inside]


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
    assert unusable(text("C-1", "a\0b", "a\nb", "x" * 201, "x" * 200)).to_list() == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("cells", "references"),
    [
        (pl.Series([1.5, 2.0, float("nan"), float("inf"), None]), ["1.5", "2", None, None, None]),
        (text("NaN", "null", "NULL", "None", "N/A", "n/a", "<NA>", "-", "Na-1"), [None] * 8 + ["Na-1"]),
        (text("12.00", " null ", "12.50"), ["12", None, "12.50"]),
        (pl.Series(["12.00", "n/a"], dtype=pl.Categorical), ["12", None]),
    ],
)
def test_what_stands_for_nothing_is_no_reference(cells: pl.Series, references: list[Any]) -> None:
    assert read_references(cells).to_list() == references
    assert not unusable(read_references(cells)).any()


@pytest.mark.parametrize(
    "cell",
    [
        True,
        2.0**60,
        "TRUE",
        '{"id": 1}',
        "{}",
        '["a"]',
        "1.23457E+11",
        "C-1\u202e",
        "C\u200b1",
        "C\x9b1",
        "C\u20281",
    ],
)
def test_what_is_no_reference_is_not_taken_for_one(cell: Any) -> None:
    assert unusable(read_references(pl.Series([cell]))).to_list() == [True]
    assert read_links(pl.Series([cell])).to_list() == [None]


def test_braces_make_a_number_of_a_system_no_object() -> None:
    known = text("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "1E5", "falsetto", "C 1\u00a0b")
    assert read_links(known).to_list() == known.to_list()


def test_headers_are_compared_without_their_dress() -> None:
    assert tidy("  Child\u2019s  ID\u00a0(LA)? ") == tidy("childs id la")


def test_categories_are_read_as_the_texts_that_they_stand_for() -> None:
    cells = [" 12 ", "n", "#N/A", None, "12", " 12 "]
    written = pl.Series(cells, dtype=pl.Categorical)
    assert read_references(written).to_list() == ["12", "n", None, None, "12", "12"]
    assert read_answers(written)[0].to_list() == [None, False, None, None, None, None]


def test_true_and_false_need_no_reading() -> None:
    answers, strange = read_answers(pl.Series([True, False, None]))
    assert answers.to_list() == [True, False, None]
    assert not strange.any()


def test_a_label_keeps_its_place_in_the_column() -> None:
    cells = labels(text("Child's plan", None, "REFERRAL ", "Child\u2019s  Plan"))
    assert cells.decode(cells.texts).to_list() == ["childs plan", None, "referral", "childs plan"]


@pytest.mark.parametrize("kind", [pl.String, pl.Float64])
def test_a_number_with_a_point_is_no_answer_behind_a_prefix(kind: type[pl.DataType]) -> None:
    """`1.0` is how tables with blanks write 1, and the `2.` of `2.0` is no `2.` of `2. No`."""
    written = pl.Series([1.0, 0.0, 2.0, 3.1, None]).cast(kind)
    answers, strange = read_answers(written)
    assert answers.to_list() == [True, False, None, None, None]
    assert strange.to_list() == [False, False, True, True, False]


def test_a_prefix_may_be_a_number_before_a_word() -> None:
    assert read_answers(pl.Series(["1. Yes", "2 - no", "b) NO", "a: Yes"]))[0].to_list() == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/04/24", date(2024, 4, 3)),
        ("3.4.50", date(2050, 4, 3)),
        ("03-Apr-24", date(2024, 4, 3)),
        ("3 April 90", date(1990, 4, 3)),
        ("03/04/24 09:30", date(2024, 4, 3)),
        ("03/04/51", None),
        ("03/04/89", None),
        ("30/02/24", None),
    ],
)
def test_a_year_of_two_digits_is_the_one_of_the_calendar_that_ends_so(cell: str, day: date | None) -> None:
    read = read_dates(text(cell))
    assert read.on.to_list() == [day]
    assert read.short.to_list() == [day is not None]
    assert read.unreadable.to_list() == [day is None]


def test_a_short_date_that_could_be_two_is_told_and_settled_like_a_long_one() -> None:
    assert read_dates(text("03/04/24")).ambiguous.all()
    assert read_dates(text("03/04/24", "25/04/24")).settled
    assert read_dates(text("03/04/24", "04/25/24")).mixed.to_list() == [True, False]
    assert read_dates(text("03/04/24"), "month").on.to_list() == [date(2024, 3, 4)]


def test_where_it_is_said_how_dates_are_written_none_throws_doubt_on_another() -> None:
    column = pl.Series(["03/04/2026", "11/28/2026"])
    assert read_dates(column).mixed.to_list() == [True, False]
    found = read_dates(column, declared=True)
    assert found.on.to_list() == [date(2026, 4, 3), None]
    assert (found.mixed.to_list(), found.unreadable.to_list()) == ([False, False], [False, True])
