"""Counting by column gives what counting one by one gives, over the whole calendar."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from threshold.batch.dates import add_to_day, add_to_moment, counted, hours_between, in_hours  # noqa: E402
from threshold.dates import (  # noqa: E402
    Duration,
    OfficeHours,
    add,
    days_between,
    working_days_between,
    working_minutes_between,
)

DAYS = pl.date_range(date(1990, 1, 1), date(2049, 12, 31), eager=True)
LENGTHS = ["0 days", "7 days", "4 weeks", "1 month", "3 months", "1 year", "0 working days", "1 working day"]


def length(text: str) -> Duration:
    number, _, unit = text.partition(" ")
    return Duration(int(number), unit if unit.endswith("s") else f"{unit}s")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [*LENGTHS, "15 working days", "45 working days"])
def test_days_are_moved_on_alike(text: str):
    found = pl.select(add_to_day(pl.lit(DAYS), length(text))).to_series()
    assert found.to_list() == [add(day, length(text)) for day in DAYS]


@pytest.mark.parametrize(
    "text",
    ["0 hours", "24 hours", "0 working hours", "1 working hour", "8 working hours", "20 working hours"],
)
def test_moments_are_moved_on_alike(text: str):
    random = Random(text)
    start = datetime(2025, 12, 15)
    moments = [start + timedelta(minutes=random.randrange(60 * 24 * 40)) for _ in range(2000)]
    moments += [datetime(2026, 1, 5, hour, minute) for hour in (8, 9, 16, 17, 18) for minute in (0, 1, 59)]
    found = pl.select(add_to_moment(pl.lit(pl.Series(moments)), length(text))).to_series()
    assert found.to_list() == [add(moment, length(text)) for moment in moments]


def test_days_are_counted_alike():
    later = DAYS.shuffle(seed=1)
    working = pl.select(counted(pl.lit(DAYS), pl.lit(later), length("1 working day"))).to_series()
    plain = pl.select(counted(pl.lit(DAYS), pl.lit(later), length("1 month"))).to_series()
    pairs = list(zip(DAYS, later, strict=True))
    assert working.to_list() == [working_days_between(*pair) for pair in pairs]
    assert plain.to_list() == [days_between(*pair) for pair in pairs]


def test_beyond_the_calendar_nothing_is_due():
    days = pl.Series([date(2050, 12, 20), None, date(1989, 12, 31), date(2050, 12, 1)])
    found = pl.select(add_to_day(pl.lit(days), length("15 working days"))).to_series()
    assert found.to_list() == [None, None, None, date(2050, 12, 22)]


@pytest.mark.parametrize(
    ("text", "timed"), [("4 hours", True), ("8 working hours", True), ("1 working day", False)]
)
def test_only_hours_are_counted_from_a_time_of_day(text: str, timed: bool):
    assert in_hours(length(text)) is timed
    if timed:
        with pytest.raises(ValueError, match="time of day"):
            add_to_day(pl.lit(DAYS), length(text))


@st.composite
def offices(draw: st.DrawFn) -> OfficeHours:
    opens = draw(st.integers(0, 23 * 60))
    closes = draw(st.integers(opens + 1, 24 * 60))
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    return OfficeHours("x", opens, closes, days, draw(st.booleans()))


MOMENTS = st.lists(st.datetimes(datetime(1990, 1, 2), datetime(2040, 12, 31)), min_size=1, max_size=20)


@settings(deadline=None, max_examples=40)
@given(MOMENTS, st.integers(0, 40), offices())
def test_working_hours_of_any_office_are_counted_alike(
    starts: list[datetime], number: int, hours: OfficeHours
) -> None:
    limit = Duration(number, "working hours", hours)
    column = pl.lit(pl.Series(starts, dtype=pl.Datetime("us")))
    assert pl.select(add_to_moment(column, limit)).to_series().to_list() == [add(s, limit) for s in starts]


@settings(deadline=None, max_examples=40)
@given(MOMENTS, st.integers(0, 10**6), offices())
def test_working_hours_between_are_counted_alike(
    starts: list[datetime], minutes: int, hours: OfficeHours
) -> None:
    limit = Duration(4, "working hours", hours)
    ends = [start + timedelta(minutes=minutes) for start in starts]
    one, other = (pl.lit(pl.Series(each, dtype=pl.Datetime("us"))) for each in (starts, ends))
    told = pl.select(hours_between(one, other, limit)).to_series().to_list()
    pairs = zip(starts, ends, strict=True)
    assert told == [working_minutes_between(start, end, hours) // 60 for start, end in pairs]


def test_hours_between_are_those_of_the_clock_where_the_limit_counts_those():
    one, other = pl.lit(datetime(2026, 6, 5, 16)), pl.lit(datetime(2026, 6, 8, 10, 59))
    assert pl.select(hours_between(one, other, length("4 hours"))).item() == 66
    assert pl.select(hours_between(one, other, length("4 working hours"))).item() == 2


def test_days_apart_are_in_working_days_only_where_the_limit_is():
    friday, monday = pl.lit(date(2026, 8, 7)), pl.lit(date(2026, 8, 10))
    for text, days in (("5 working days", 1), ("2 weeks", 3), ("8 working hours", 3)):
        assert pl.select(counted(friday, monday, length(text))).item() == days
        assert pl.select(counted(monday, friday, length(text))).item() == -days
    assert pl.select(counted(friday, monday, None)).item() == 3
