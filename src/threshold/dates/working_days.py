"""Which days are working days in England: neither a weekend nor a bank holiday."""

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from threshold.dates.office_hours import OFFICE, OfficeHours

FIRST_YEAR, LAST_YEAR = 1990, 2050

_LISTED = Path(__file__).with_name("bank-holidays.txt")


class OutsideCalendar(ValueError):
    """A date lies outside the years whose bank holidays are known."""


def is_working_day(day: date) -> bool:
    """Whether this is neither a weekend nor a bank holiday of England.

    Raises OutsideCalendar for a day before FIRST_YEAR or after LAST_YEAR.
    """
    return is_open_on(day, OFFICE)


def is_open_on(day: date, hours: OfficeHours) -> bool:
    """Whether an office is open on a day. Raises OutsideCalendar as `is_working_day` does."""
    _require_covered(day)
    return bisect_left(_open_days(hours.days, hours.bank_holidays), day.toordinal()) < count_up_to(day, hours)


def count_up_to(day: date, hours: OfficeHours = OFFICE) -> int:
    """How many working days lie between the calendar's beginning and this day, itself included.

    With the hours of an office its open days are counted instead.
    Raises OutsideCalendar for a day before FIRST_YEAR or after LAST_YEAR.
    """
    _require_covered(day)
    return bisect_right(_open_days(hours.days, hours.bank_holidays), day.toordinal())


def working_day(position: int, hours: OfficeHours = OFFICE) -> date:
    """The calendar's working day at this position, counted from 1 as count_up_to counts.

    With the hours of an office it is the open day at this position.
    Raises OutsideCalendar for a position beyond the calendar's end.
    """
    days = _open_days(hours.days, hours.bank_holidays)
    if position > len(days):
        raise _outside()
    return date.fromordinal(days[position - 1])


@cache
def bank_holidays() -> tuple[date, ...]:
    """England's bank holidays of FIRST_YEAR to LAST_YEAR in order; substitutes, never weekends."""
    return tuple(date.fromisoformat(f"{year}-{day}") for year, days in _years() for day in days.split())


@cache
def calendar_digest() -> str:
    """The SHA-256, in hexadecimal, of the bank holidays: equal digests count days alike."""
    return sha256("\n".join(day.isoformat() for day in bank_holidays()).encode()).hexdigest()


def _years() -> list[tuple[str, str]]:
    """Each year that is listed, and its days as they are written."""
    lines = _LISTED.read_text(encoding="utf-8").splitlines()
    parts = (line.partition(": ") for line in lines if not line.startswith("#"))
    return [(year, days) for year, _, days in parts]


@cache
def _open_days(days: tuple[int, ...], on_bank_holidays: bool) -> list[int]:
    """The calendar's days on which an office is open as ordinals, so that counting is a binary search.

    `days` are those of its week, Monday being 0; those of Monday to Friday, closed on bank holidays, are
    England's working days.
    """
    closed = set() if on_bank_holidays else {day.toordinal() for day in bank_holidays()}
    first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    # Ordinal 1 was a Monday.
    return [day for day in range(first, last + 1) if (day - 1) % 7 in days and day not in closed]


def _require_covered(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _outside()


def _outside() -> OutsideCalendar:
    return OutsideCalendar(
        f"Working days are known only for the years {FIRST_YEAR} to {LAST_YEAR}, and this count "
        "goes outside them. Check the year of the date that it starts from."
    )
