"""Which days are working days, and what the calendar covers."""

import subprocess
import sys
from datetime import date, datetime

import pytest
from holidays.countries.united_kingdom import UnitedKingdom

from threshold.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    OutsideCalendar,
    calendar_digest,
    is_working_day,
    working_days,
)
from threshold.dates.working_days import bank_holidays

from . import oracle


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (1995, "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26"),
        (1999, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31"),
        (2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"),
        (2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),
        (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_of_a_year(year: int, days: str) -> None:
    found = [day for day in bank_holidays() if day.year == year]
    assert found == [date.fromisoformat(f"{year}-{day}") for day in days.split()]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 12, 24), True),
        (date(2024, 12, 25), False),
        (date(2024, 12, 27), True),
        (date(2024, 12, 28), False),
        (date(2020, 5, 4), True),  # the early May holiday was moved to the 8th
        (date(2024, 8, 5), True),  # Scotland's summer holiday, not England's
        (date(2024, 3, 18), True),  # Northern Ireland's St Patrick's day
        (datetime(2024, 12, 24, 10, 30), True),
        (date(1990, 1, 1), False),
        (date(1990, 1, 2), True),
        (date(2050, 12, 30), True),
        (date(2050, 12, 31), False),
    ],
)
def test_is_working_day(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2051, 1, 1), date.max])
def test_a_day_outside_the_calendar_is_an_error(day: date) -> None:
    with pytest.raises(OutsideCalendar, match="1990 to 2050") as refusal:
        is_working_day(day)
    assert str(day.year) not in str(refusal.value)


def test_the_digest_is_the_same_in_another_process() -> None:
    code = "from threshold.dates import calendar_digest; print(calendar_digest())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == calendar_digest()
    assert len(bytes.fromhex(calendar_digest())) == 32


def test_one_bank_holiday_fewer_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = bank_holidays()[:-1]
    monkeypatch.setattr(working_days, "bank_holidays", lambda: fewer)
    assert calendar_digest.__wrapped__() != calendar_digest()


def test_what_is_listed_is_what_the_library_works_out() -> None:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    listed = UnitedKingdom(subdiv="ENG", years=years)  # type: ignore[no-untyped-call]
    assert list(bank_holidays()) == sorted(day for day in listed if day.weekday() < 5)


def test_what_is_listed_is_what_the_written_rules_say() -> None:
    years = range(2000, LAST_YEAR + 1)
    written = {day for year in years for day in oracle.bank_holidays(year)}
    assert {day for day in bank_holidays() if day.year in years} == written
