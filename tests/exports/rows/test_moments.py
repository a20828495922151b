"""Times of day behind a date, and zones: the same moment is the same day and hour whoever writes it."""

from datetime import date, datetime

import polars as pl
import pytest

from threshold.exports.rows.cells import read_dates, read_moments
from threshold.exports.rows.moments import apart, local, on_the_clock


def text(*cells: str | None) -> pl.Series:
    return pl.Series(cells, dtype=pl.String)


@pytest.mark.parametrize(
    ("cell", "day", "seconds", "offset"),
    [
        ("2024-06-30", "2024-06-30", None, None),
        ("2024-06-30T23:30", "2024-06-30", 84_600, None),
        ("2024-06-30 23:30:05", "2024-06-30", 84_605, None),
        ("30/06/2024, 11:30 PM", "30/06/2024", 84_600, None),
        ("30 June 2024 12:05 a.m.", "30 June 2024", 300, None),
        ("2024-06-30T23:30:00.123Z", "2024-06-30", 84_600, 0),
        ("2024-06-30 23:30 GMT", "2024-06-30", 84_600, 0),
        ("2024-06-30 23:30 BST", "2024-06-30", 84_600, 3_600),
        ("2024-06-30T23:30:00+0530", "2024-06-30", 84_600, 19_800),
        ("2024-06-30T23:30:00-05:00", "2024-06-30", 84_600, -18_000),
        ("2024-06-30T23:30:00+01", "2024-06-30", 84_600, 3_600),
        ("2024-06-30Z", "2024-06-30", None, None),
        ("2024-06-30+01:00", "2024-06-30", None, None),
        ("2024-06-30 13:30 pm", "2024-06-30", None, None),
        ("2024-06-30 23:30 or so", "2024-06-30", None, None),
        ("half past 10:30", "half past", None, None),
        ("2024-06-30T24:00:00", "2024-06-30", 86_400, None),
        ("30/06/2024 24:00", "30/06/2024", 86_400, None),
        ("2024-06-30T23:59:60Z", "2024-06-30", 86_399, 0),
        ("2024-06-30 24:30", None, None, None),
        ("2024-06-30 25:00:00", None, None, None),
    ],
)
def test_the_day_the_time_and_the_zone_are_told_apart(
    cell: str, day: str | None, seconds: int | None, offset: int | None
) -> None:
    assert apart(text(cell)).rows() == [(day, seconds, offset)]


def test_a_moment_elsewhere_is_told_by_england_s_clock() -> None:
    days = pl.Series([date(2024, 6, 30), date(2024, 1, 30), None])
    times = apart(text("2024-06-30T23:30Z", "2024-01-30T23:30-01:00", "23:30"))
    assert on_the_clock(days, times).to_list() == [
        datetime(2024, 7, 1, 0, 30),
        datetime(2024, 1, 31, 0, 30),
        None,
    ]


def test_a_column_of_moments_loses_its_zone_and_no_moment() -> None:
    there = pl.Series([datetime(2024, 6, 30, 23, 30)]).dt.replace_time_zone("UTC")
    assert local(there).to_list() == [datetime(2024, 7, 1, 0, 30)]
    assert local(local(there)).to_list() == local(there).to_list()


@pytest.mark.parametrize("cell", ["2024-06-30T23:30:00Z", "30/06/2024 23:30 UTC", "01/07/2024 00:30 +01:00"])
def test_one_moment_is_one_day_however_it_is_written(cell: str) -> None:
    assert read_dates(text(cell)).on.to_list() == [date(2024, 7, 1)]
    assert read_moments(text(cell)).to_list() == [datetime(2024, 7, 1, 0, 30)]


def test_without_a_zone_the_day_is_the_one_that_is_written() -> None:
    assert read_dates(text("2024-06-30 23:30", "2024-06-30Z")).on.to_list() == [date(2024, 6, 30)] * 2


@pytest.mark.parametrize(
    ("cell", "on"),
    [
        ("2026-01-05T24:00:00", date(2026, 1, 6)),
        ("05/01/2026 24:00", date(2026, 1, 6)),
        ("31/12/2025 24:00:00", date(2026, 1, 1)),
        ("2026-06-05T24:00:00Z", date(2026, 6, 6)),
        ("2026-06-05T24:00:00+02:00", date(2026, 6, 5)),
        ("2026-01-05 23:59:60", date(2026, 1, 5)),
        ("2026-06-30T23:59:60Z", date(2026, 7, 1)),
        ("2026-01-05 24:01", None),
        ("2026-01-05T25:00:00", None),
        ("2050-12-31T24:00:00", None),
    ],
)
def test_the_end_of_a_day_is_the_start_of_the_next(cell: str, on: date | None) -> None:
    dates = read_dates(text(cell, "2026-01-01"))
    assert dates.on.to_list() == [on, date(2026, 1, 1)]
    assert dates.unreadable.to_list() == [on is None, False]
