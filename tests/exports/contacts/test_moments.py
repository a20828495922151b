"""Days and times of day on England's clock, whatever they are written in."""

from datetime import UTC, date, datetime, time

import polars as pl
import pytest

from threshold.exports.contacts.moments import read_days_and_times, read_days_beside_times


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("26/11/2026 14:05", datetime(2026, 11, 26, 14, 5)),
        ("2026-11-26T14:05:30", datetime(2026, 11, 26, 14, 5, 30)),
        ("26 Nov 2026 2:05 pm", datetime(2026, 11, 26, 14, 5)),
        ("26/11/2026 24:00", datetime(2026, 11, 27)),
        ("26/11/2026 24:30", None),
        ("26/11/2026 25:00", None),
        ("26/11/2026", date(2026, 11, 26)),
        ("29/02/2026 09:00", None),
        ("2026-07-01T23:30Z", datetime(2026, 7, 2, 0, 30)),
        ("2026-07-01T09:00+02:00", datetime(2026, 7, 1, 8)),
        ("2026-07-01 09:00 GMT", datetime(2026, 7, 1, 10)),
        ("", None),
    ],
)
def test_a_cell_is_a_moment_a_day_or_neither(written: str, moment: object) -> None:
    # Another cell has a time, so that the column is one of moments.
    read = read_days_and_times(pl.Series([written or None, "01/11/2026 09:00"]), "day")
    assert read.values() == [moment, datetime(2026, 11, 1, 9)]


@pytest.mark.parametrize(
    ("written", "skipped", "doubled"),
    [
        ("28/03/2027 00:59", False, False),
        ("28/03/2027 01:00", True, False),
        ("28/03/2027 01:59", True, False),
        ("28/03/2027 02:00", False, False),
        ("2027-03-28T01:30Z", False, False),
        ("31/10/2027 00:59", False, False),
        ("31/10/2027 01:00", False, True),
        ("31/10/2027 01:59", False, True),
        ("31/10/2027 02:00", False, False),
        ("2027-10-31T01:30Z", False, False),
    ],
)
def test_what_the_clocks_skip_is_nothing_and_what_comes_twice_is_the_first(
    written: str, skipped: bool, doubled: bool
) -> None:
    read = read_days_and_times(pl.Series([written]), "day")
    assert (read.skipped[0], read.doubled[0]) == (skipped, doubled)
    assert (read.values() == [None]) == skipped


def test_moments_of_a_zone_that_a_column_has_are_put_on_the_clock() -> None:
    zoned = pl.Series([datetime(2026, 7, 1, 23, 30, tzinfo=UTC)], dtype=pl.Datetime("us", "UTC"))
    assert read_days_and_times(zoned, "day").values() == [datetime(2026, 7, 2, 0, 30)]
    plain = pl.Series([datetime(2027, 3, 28, 1, 30)])
    assert read_days_and_times(plain, "day").values() == [None]


def test_days_alone_stay_days() -> None:
    assert read_days_and_times(pl.Series(["26/11/2026", None]), "day").values() == [date(2026, 11, 26), None]
    assert read_days_and_times(pl.Series([date(2026, 11, 26)]), "day").values() == [date(2026, 11, 26)]


@pytest.mark.parametrize(
    ("written", "moment", "untimed"),
    [
        ("14:05", datetime(2026, 11, 26, 14, 5), False),
        ("14:05:00", datetime(2026, 11, 26, 14, 5), False),
        ("2:05 PM", datetime(2026, 11, 26, 14, 5), False),
        ("1405", datetime(2026, 11, 26, 14, 5), False),
        ("14.05", datetime(2026, 11, 26, 14, 5), False),
        ("0.5", datetime(2026, 11, 26, 12), False),
        ("1899-12-31 14:05:00", datetime(2026, 11, 26, 14, 5), False),
        ("24:00", datetime(2026, 11, 27), False),
        (None, date(2026, 11, 26), False),
        ("", date(2026, 11, 26), False),
        ("25:00", date(2026, 11, 26), True),
        ("in the evening", date(2026, 11, 26), True),
    ],
)
def test_a_time_may_stand_in_a_column_beside_the_day(
    written: str | None, moment: object, untimed: bool
) -> None:
    times = pl.Series([written], dtype=pl.String)
    read, told = read_days_beside_times(pl.Series(["26/11/2026"]), times, "day")
    assert (read.values(), told.to_list()) == ([moment], [untimed])


def test_times_of_a_column_of_times_are_taken_as_they_are() -> None:
    read, _ = read_days_beside_times(pl.Series([date(2026, 11, 26)]), pl.Series([time(14, 5)]), "day")
    assert read.values() == [datetime(2026, 11, 26, 14, 5)]


def test_a_time_beside_no_day_says_nothing() -> None:
    read, untimed = read_days_beside_times(pl.Series(["soon"]), pl.Series(["late"]), "day")
    assert (read.values(), untimed.to_list(), read.dates.unreadable.to_list()) == ([None], [False], [True])
