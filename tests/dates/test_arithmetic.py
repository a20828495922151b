"""Counting forward from a moment, and between two dates."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.dates import (
    Duration,
    OutsideCalendar,
    Unit,
    add,
    days_between,
    parse_duration,
    working_days_between,
)

UNITS = st.sampled_from(get_args(Unit))
DATES = st.dates(date(1990, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
NUMBERS = st.integers(0, 9)


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-12-05", "45 working days", "2025-02-11"),
        # day 1 is the first working day after the start, whatever day the start is
        ("2024-06-07", "1 working day", "2024-06-10"),
        ("2024-06-08", "1 working day", "2024-06-10"),
        ("2024-06-09", "1 working day", "2024-06-10"),
        ("2024-06-10", "1 working day", "2024-06-11"),
        ("2024-06-08", "0 working days", "2024-06-08"),
        # Christmas, with and without substitutes
        ("2024-12-24", "1 working day", "2024-12-27"),
        ("2024-12-25", "1 working day", "2024-12-27"),
        ("2021-12-24", "1 working day", "2021-12-29"),
        ("2022-12-23", "1 working day", "2022-12-28"),
        ("2022-12-30", "1 working day", "2023-01-03"),
        # Easter 2024: Good Friday 29 March, Monday 1 April
        ("2024-03-28", "1 working day", "2024-04-02"),
        ("2024-03-29", "1 working day", "2024-04-02"),
        ("2024-03-28", "7 working days", "2024-04-10"),
        # holidays that were moved or added
        ("2020-05-01", "5 working days", "2020-05-11"),
        ("2022-06-01", "1 working day", "2022-06-06"),
        ("2022-09-16", "1 working day", "2022-09-20"),
        ("2023-05-05", "1 working day", "2023-05-09"),
    ],
)
def test_working_days(start: str, length: str, end: str) -> None:
    assert add(on(start), parse_duration(length)) == on(end)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2023-01-31", "1 month", "2023-02-28"),
        ("2024-01-31", "2 months", "2024-03-31"),
        ("2024-01-31", "3 months", "2024-04-30"),
        ("2024-04-30", "1 month", "2024-05-30"),
        ("2024-04-30", "3 months", "2024-07-30"),
        ("2024-11-30", "3 months", "2025-02-28"),
        ("2024-12-15", "1 month", "2025-01-15"),
        ("2024-05-15", "0 months", "2024-05-15"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2024-02-28", "1 year", "2025-02-28"),
        ("2099-02-28", "12 months", "2100-02-28"),
        ("2024-02-26", "1 week", "2024-03-04"),
        ("2024-02-28", "2 days", "2024-03-01"),
        ("2023-02-28", "2 days", "2023-03-02"),
        # a result on a weekend or a bank holiday stays there
        ("2024-11-25", "1 month", "2024-12-25"),
        ("2024-06-03", "5 days", "2024-06-08"),
    ],
)
def test_calendar_units(start: str, length: str, end: str) -> None:
    assert add(on(start), parse_duration(length)) == on(end)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-06-07 16:30", "24 hours", "2024-06-08 16:30"),
        ("2024-12-31 23:15", "1 hour", "2025-01-01 00:15"),
        # the clocks go forward on 31 March 2024: the same time next day all the same
        ("2024-03-30 12:00", "24 hours", "2024-03-31 12:00"),
        ("2024-06-06 10:00", "4 working hours", "2024-06-06 14:00"),
        ("2024-06-06 09:00", "8 working hours", "2024-06-06 17:00"),
        ("2024-06-06 09:01", "8 working hours", "2024-06-07 09:01"),
        ("2024-06-06 16:00", "1 working hour", "2024-06-06 17:00"),
        # across a weekend
        ("2024-06-07 16:30", "1 working hour", "2024-06-10 09:30"),
        ("2024-06-07 15:00", "24 working hours", "2024-06-12 15:00"),
        # from outside office hours: the next opening
        ("2024-06-06 07:30", "2 working hours", "2024-06-06 11:00"),
        ("2024-06-06 17:00", "2 working hours", "2024-06-07 11:00"),
        ("2024-06-07 20:00", "2 working hours", "2024-06-10 11:00"),
        ("2024-06-08 12:00", "8 working hours", "2024-06-10 17:00"),
        ("2024-06-08 12:00", "0 working hours", "2024-06-08 12:00"),
        # across Christmas and the August bank holiday
        ("2024-12-24 16:00", "2 working hours", "2024-12-27 10:00"),
        ("2024-12-25 10:00", "1 working hour", "2024-12-27 10:00"),
        ("2026-08-28 16:30", "1 working hour", "2026-09-01 09:30"),
    ],
)
def test_hours(start: str, length: str, end: str) -> None:
    assert add(at(start), parse_duration(length)) == at(end)


@pytest.mark.parametrize("length", ["0 days", "1 week", "1 month", "1 year", "5 working days"])
def test_units_of_days_keep_only_the_date(length: str) -> None:
    end = add(at("2024-06-07 16:30"), parse_duration(length))
    assert not isinstance(end, datetime)
    assert end == add(on("2024-06-07"), parse_duration(length))


@pytest.mark.parametrize("length", ["1 hour", "1 working hour", "0 hours", "0 working hours"])
def test_hours_need_a_time_of_day(length: str) -> None:
    with pytest.raises(ValueError, match="only a date"):
        add(on("2024-06-07"), parse_duration(length))


def test_the_calendar_has_a_first_and_a_last_day() -> None:
    one, two = Duration(1, "working days"), Duration(2, "working days")
    assert add(on("1990-01-01"), one) == on("1990-01-02")
    assert add(on("2050-12-28"), two) == on("2050-12-30")
    assert add(at("2050-12-30 16:00"), Duration(1, "working hours")) == at("2050-12-30 17:00")


@pytest.mark.parametrize(
    ("start", "length"),
    [
        ("1989-12-31 10:00", "1 working day"),
        ("1989-12-31 10:00", "1 working hour"),
        ("2050-12-29 10:00", "2 working days"),
        ("2050-12-30 16:01", "1 working hour"),
        ("2050-12-31 10:00", "1 working hour"),
        ("2051-01-01 10:00", "1 working day"),
        ("1990-01-01 10:00", "26000 working days"),
    ],
)
def test_counting_outside_the_calendar_is_an_error(start: str, length: str) -> None:
    with pytest.raises(OutsideCalendar, match="1990 to 2050"):
        add(at(start), parse_duration(length))


@pytest.mark.parametrize("unit", ["hours", "days", "weeks", "months", "years"])
@pytest.mark.parametrize("number", [1, 10**12])
def test_beyond_the_last_year_is_an_error_in_plain_words(number: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="beyond the year 9999"):
        add(at("9999-12-31 23:30"), Duration(number, unit))


@pytest.mark.parametrize(
    ("earlier", "later", "days", "working_days"),
    [
        ("2024-06-07", "2024-06-07", 0, 0),
        ("2024-06-07", "2024-06-08", 1, 0),
        ("2024-06-07", "2024-06-10", 3, 1),
        ("2024-06-08", "2024-06-10", 2, 1),
        ("2024-02-28", "2024-03-01", 2, 2),
        ("2024-12-24", "2025-01-02", 9, 4),
        ("2024-12-05", "2025-02-11", 68, 45),
    ],
)
def test_days_between(earlier: str, later: str, days: int, working_days: int) -> None:
    assert days_between(on(earlier), on(later)) == days
    assert days_between(on(later), on(earlier)) == -days
    assert working_days_between(on(earlier), on(later)) == working_days
    assert working_days_between(on(later), on(earlier)) == -working_days


def test_days_between_a_date_and_a_datetime() -> None:
    assert days_between(at("2024-06-07 23:00"), on("2024-06-10")) == 3
    assert working_days_between(on("2024-06-07"), at("2024-06-10 08:00")) == 1


def test_working_days_between_needs_the_calendar() -> None:
    with pytest.raises(OutsideCalendar):
        working_days_between(on("1989-12-29"), on("1990-01-02"))
    with pytest.raises(OutsideCalendar):
        working_days_between(on("2050-12-30"), on("2051-01-03"))


@given(DATES, st.integers(0, 2000))
def test_working_days_between_undoes_add(start: date, number: int) -> None:
    assert working_days_between(start, add(start, Duration(number, "working days"))) == number


@given(DATES, st.integers(0, 20_000))
def test_days_between_undoes_add(start: date, number: int) -> None:
    assert days_between(start, add(start, Duration(number, "days"))) == number


@given(MOMENTS, NUMBERS, UNITS)
def test_a_longer_length_never_ends_sooner(start: datetime, number: int, unit: Unit) -> None:
    ends = [add(start, Duration(n, unit)) for n in (0, number, number + 1)]
    assert all(first <= second for first, second in pairwise(ends))
    assert ends[1] < ends[2]


@given(MOMENTS, st.integers(0, 20_000), NUMBERS, UNITS)
def test_a_later_start_never_ends_sooner(start: datetime, minutes: int, number: int, unit: Unit) -> None:
    later = start + timedelta(minutes=minutes)
    length = Duration(number, unit)
    assert add(start, length) <= add(later, length)


@given(DATES, st.integers(0, 60), st.integers(0, 60))
def test_working_days_can_be_counted_in_two_stages(start: date, one: int, two: int) -> None:
    middle = add(start, Duration(one, "working days"))
    both = Duration(one + two, "working days")
    assert add(middle, Duration(two, "working days")) == add(start, both)
