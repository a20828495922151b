"""Counting dates a column at a time, exactly as `threshold.dates` counts one by one.

Working days are looked up in tables over the calendar's years: where a count leaves them, the result is null.
"""

from datetime import date, timedelta
from functools import cache

import polars as pl

from threshold.dates import FIRST_YEAR, LAST_YEAR, OFFICE, Duration, OfficeHours
from threshold.dates.working_days import count_up_to, working_day

_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def in_hours(limit: Duration) -> bool:
    """Whether a length is counted from a time of day."""
    return limit.in_hours


def add_to_day(day: pl.Expr, length: Duration) -> pl.Expr:
    """The last day within a length, not in hours, of a day (a Date within the calendar's years)."""
    number = length.number
    match length.unit:
        case "days":
            return day + pl.duration(days=number)
        case "weeks":
            return day + pl.duration(weeks=number)
        case "months":
            return day.dt.offset_by(f"{number}mo")
        case "years":
            return day.dt.offset_by(f"{12 * number}mo")
        case "working days":
            return _working_day(_count(day) + number) if number else day
        case _:
            raise ValueError("Hours are counted from a time of day.")


def add_to_moment(moment: pl.Expr, length: Duration) -> pl.Expr:
    """The last moment within a length in hours, or working hours, of a moment (a Datetime)."""
    hours = pl.duration(hours=length.number)
    if length.unit == "hours" or not length.number:
        return moment + hours
    office = length.hours
    day = moment.dt.date()
    counted = _count(day, office)
    # Null outside the calendar, where nothing is counted.
    works = counted > _count_before(day, office)
    closed = moment >= _after_midnight(day, office.closes)
    position = counted + pl.when(works & ~closed).then(0).otherwise(1)
    spent = pl.max_horizontal(moment - _opening(position, office), pl.duration(hours=0)) + hours
    of_a_day = timedelta(minutes=office.minutes)
    whole = (spent.dt.total_microseconds() - 1) // (of_a_day // timedelta(microseconds=1))
    # What fills a day exactly ends at closing, not at the next opening.
    rest = spent - whole * pl.lit(of_a_day)
    return _opening(position + whole, office) + rest


def counted(earlier: pl.Expr, later: pl.Expr, limit: Duration | None) -> pl.Expr:
    """How far apart two days are: in working days if the limit is, else in days; negative if reversed."""
    if limit is not None and limit.unit == "working days":
        return (_count(later).cast(pl.Int32) - _count(earlier).cast(pl.Int32)).cast(pl.Int32)
    return (later - earlier).dt.total_days().cast(pl.Int32)


def hours_between(earlier: pl.Expr, later: pl.Expr, limit: Duration) -> pl.Expr:
    """Whole hours from one moment (a Datetime) to a later one, or working hours if the limit counts those."""
    if limit.unit == "hours":
        return (later - earlier).dt.total_hours().cast(pl.Int32)
    minutes = _working_minutes(later, limit.hours) - _working_minutes(earlier, limit.hours)
    return (minutes // 60).cast(pl.Int32)


def _working_minutes(moment: pl.Expr, office: OfficeHours) -> pl.Expr:
    """Minutes of an office's working time up to a moment, counted from the calendar's beginning."""
    day = moment.dt.date()
    counted = _count(day, office)
    whole = counted * office.minutes
    since = (moment - _after_midnight(day, office.opens)).dt.total_minutes().clip(0, office.minutes)
    is_open = counted > _count_before(day, office)
    return pl.when(is_open).then(whole - office.minutes + since).otherwise(whole)


def _opening(position: pl.Expr, office: OfficeHours) -> pl.Expr:
    return _after_midnight(_working_day(position, office), office.opens)


def _after_midnight(day: pl.Expr, minutes: int) -> pl.Expr:
    return day.cast(pl.Datetime("us")) + pl.duration(minutes=minutes)


def _working_day(position: pl.Expr, office: OfficeHours = OFFICE) -> pl.Expr:
    """The working day, or open day of an office, at a position, counted from 1; null beyond the calendar."""
    days = _working_days(office)
    inside = pl.when(position.is_between(1, days.len())).then(position - 1)
    return pl.lit(days).gather(inside)


def _count(day: pl.Expr, office: OfficeHours = OFFICE) -> pl.Expr:
    """How many working days the calendar holds up to a day, itself included; null outside the calendar."""
    return pl.lit(_counts(office)).gather(_place(day)).cast(pl.Int64)


def _count_before(day: pl.Expr, office: OfficeHours) -> pl.Expr:
    return pl.lit(_counts(office)).gather(_place(day) - 1).cast(pl.Int64)


def _place(day: pl.Expr) -> pl.Expr:
    # The day before the first has a place too: nothing is counted there.
    place = (day - pl.lit(_FIRST)).dt.total_days() + 1
    return pl.when(day.is_between(_FIRST, _LAST)).then(place)


@cache
def _working_days(office: OfficeHours) -> pl.Series:
    number = count_up_to(_LAST, office)
    return pl.Series([working_day(position, office) for position in range(1, number + 1)], dtype=pl.Date)


@cache
def _counts(office: OfficeHours) -> pl.Series:
    """For the day before the calendar's first and each of its days: the working days up to it."""
    days = pl.date_range(_FIRST - timedelta(days=1), _LAST, eager=True)
    return _working_days(office).search_sorted(days, side="right").cast(pl.UInt32)
