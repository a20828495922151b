"""Whose working hours: what they are called, how they are said, and counting in them minute by minute."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.dates import (
    OFFICE,
    Duration,
    OfficeHours,
    add,
    parse_duration,
    working_days_between,
    working_minutes_between,
)

from . import oracle

MASH = OfficeHours("mash", 8 * 60 + 30, 17 * 60, (0, 1, 2, 3, 4))
EVERY_DAY = OfficeHours("duty", 0, 24 * 60, tuple(range(7)), bank_holidays=True)
SATURDAYS = OfficeHours("saturdays", 10 * 60, 14 * 60, (0, 1, 2, 3, 4, 5))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def within(number: int, hours: OfficeHours) -> Duration:
    return Duration(number, "working hours").counted_in(hours)


@pytest.mark.parametrize(
    ("hours", "start", "number", "end"),
    [
        (MASH, "2026-06-05 08:30", 8, "2026-06-05 16:30"),
        (MASH, "2026-06-05 07:00", 4, "2026-06-05 12:30"),
        # A Friday, and half an hour of the day is left; then the same from after the closing.
        (MASH, "2026-06-05 16:30", 4, "2026-06-08 12:00"),
        (MASH, "2026-06-05 17:00", 4, "2026-06-08 12:30"),
        # A day that is filled ends at its closing: two days are 17 hours.
        (MASH, "2026-06-04 08:30", 17, "2026-06-05 17:00"),
        (MASH, "2026-06-04 08:30", 18, "2026-06-08 09:30"),
        (SATURDAYS, "2026-06-05 13:00", 2, "2026-06-06 11:00"),
        (SATURDAYS, "2026-06-06 13:00", 2, "2026-06-08 11:00"),
        # Round the clock, over the bank holidays of Easter 2026.
        (EVERY_DAY, "2026-04-03 20:00", 48, "2026-04-05 20:00"),
        (EVERY_DAY, "2026-04-03 00:00", 24, "2026-04-04 00:00"),
        (OFFICE, "2026-04-02 16:00", 2, "2026-04-07 10:00"),
    ],
)
def test_a_limit_in_an_offices_own_hours(hours: OfficeHours, start: str, number: int, end: str) -> None:
    assert add(at(start), within(number, hours)) == at(end)


def test_only_working_hours_are_counted_in_an_offices_hours() -> None:
    for text in ("4 hours", "2 working days", "1 month"):
        assert parse_duration(text).counted_in(MASH) == parse_duration(text)
    with pytest.raises(ValueError, match="Only working hours"):
        Duration(4, "hours", MASH)


def test_the_open_days_of_an_office_are_counted_where_they_are_asked_for() -> None:
    friday, monday = date(2026, 6, 5), date(2026, 6, 8)
    assert [working_days_between(friday, monday, each) for each in (OFFICE, SATURDAYS, EVERY_DAY)] == [
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (OFFICE, "09:00 to 17:00, Monday to Friday"),
        (MASH, "mash: 08:30 to 17:00, Monday to Friday"),
        (EVERY_DAY, "duty: 00:00 to 24:00, every day, bank holidays too"),
        (
            OfficeHours("out_of_hours", 1020, 1440, (5, 6)),
            "out of hours: 17:00 to 24:00, Saturday and Sunday",
        ),
        (OfficeHours("desk", 600, 720, (0, 2, 4)), "desk: 10:00 to 12:00, Monday, Wednesday and Friday"),
        (OfficeHours("desk", 600, 720, (3,)), "desk: 10:00 to 12:00, Thursday"),
    ],
)
def test_hours_are_said(hours: OfficeHours, said: str) -> None:
    assert str(hours) == said


def test_a_length_says_whose_hours_it_counts() -> None:
    assert str(within(1, MASH)) == "1 working hour (mash: 08:30 to 17:00, Monday to Friday)"
    assert str(within(4, OFFICE)) == "4 working hours"
    assert within(4, OFFICE).in_full == "4 working hours (09:00 to 17:00, Monday to Friday)"
    assert parse_duration("2 days").in_full == "2 days"


@pytest.mark.parametrize(
    ("opens", "closes", "days", "why"),
    [
        (540, 540, (0,), "closes before it opens"),
        (600, 540, (0,), "closes before it opens"),
        (600, 1441, (0,), "closes before it opens"),
        (540, 600, (), "needs the days"),
        (540, 600, (7,), "needs the days"),
        (540, 600, (1, 0), "needs the days"),
    ],
)
def test_an_office_that_is_never_open(opens: int, closes: int, days: tuple[int, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        OfficeHours("x", opens, closes, days)


@st.composite
def offices(draw: st.DrawFn) -> OfficeHours:
    opens = draw(st.integers(0, 23 * 60))
    closes = draw(st.integers(opens + 60, 24 * 60))
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    return OfficeHours("x", opens, closes, days, draw(st.booleans()))


def slowly(hours: OfficeHours) -> oracle.Office:
    return oracle.Office(hours.opens, hours.closes, hours.days, hours.bank_holidays)


STARTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 10, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(deadline=None, max_examples=60)
@given(STARTS, st.integers(0, 3), offices())
def test_minutes_counted_one_by_one_come_to_the_same(
    start: datetime, number: int, hours: OfficeHours
) -> None:
    assert add(start, within(number, hours)) == oracle.add_working_hours(start, number, slowly(hours))


@settings(deadline=None, max_examples=60)
@given(STARTS, st.integers(0, 5 * 24 * 60), offices())
def test_minutes_between_counted_one_by_one(start: datetime, minutes: int, hours: OfficeHours) -> None:
    later = start + timedelta(minutes=minutes)
    counted = oracle.working_minutes_between(start, later, slowly(hours))
    assert working_minutes_between(start, later, hours) == counted
    assert working_minutes_between(later, start, hours) == -counted


@given(STARTS, st.integers(0, 99), offices())
def test_the_minutes_up_to_when_it_is_due_are_its_hours(
    start: datetime, number: int, hours: OfficeHours
) -> None:
    assert working_minutes_between(start, add(start, within(number, hours)), hours) == 60 * number
