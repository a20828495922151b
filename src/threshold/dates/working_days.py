"""Which days are working days in England: neither a weekend nor a bank holiday."""

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from threshold.cache import fingerprint, remembered

FIRST_YEAR, LAST_YEAR = 1990, 2050

_SATURDAY = 5


class OutsideCalendar(ValueError):
    """A date lies outside the years whose bank holidays are known."""


def is_working_day(day: date) -> bool:
    """Whether this is neither a weekend nor a bank holiday of England.

    Raises OutsideCalendar for a day before FIRST_YEAR or after LAST_YEAR.
    """
    _require_covered(day)
    return bisect_left(_working_days(), day.toordinal()) < count_up_to(day)


def count_up_to(day: date) -> int:
    """How many working days lie between the calendar's beginning and this day, itself included.

    Raises OutsideCalendar for a day before FIRST_YEAR or after LAST_YEAR.
    """
    _require_covered(day)
    return bisect_right(_working_days(), day.toordinal())


def working_day(position: int) -> date:
    """The calendar's working day at this position, counted from 1 as count_up_to counts.

    Raises OutsideCalendar for a position beyond the calendar's end.
    """
    days = _working_days()
    if position > len(days):
        raise _outside()
    return date.fromordinal(days[position - 1])


def bank_holidays() -> tuple[date, ...]:
    """England's bank holidays of FIRST_YEAR to LAST_YEAR in order; substitutes, never weekends."""
    return _calendar()[0]


@cache
def calendar_digest() -> str:
    """The SHA-256, in hexadecimal, of the bank holidays: equal digests count days alike."""
    return sha256("\n".join(day.isoformat() for day in bank_holidays()).encode()).hexdigest()


def _working_days() -> list[int]:
    """Every working day of the calendar as its ordinal, so that counting is a binary search."""
    return _calendar()[1]


@cache
def _calendar() -> tuple[tuple[date, ...], list[int]]:
    """The bank holidays, and every working day; remembered for as long as the library is the same."""
    return remembered("calendar", _library(), _make_calendar)


def _library() -> str:
    """Tells this version of the holidays library from others, without the cost of importing it."""
    found = find_spec("holidays")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent
    files = (folder / "version.py", folder / "countries" / "united_kingdom.py")
    return fingerprint(file.read_bytes() if file.is_file() else b"" for file in files)


def _make_calendar() -> tuple[tuple[date, ...], list[int]]:
    # Imported here because it takes a fifth of a second, and not every command counts days.
    from holidays.countries.united_kingdom import UnitedKingdom

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    listed = UnitedKingdom(subdiv="ENG", years=years)  # type: ignore[no-untyped-call]
    holidays = tuple(sorted(day for day in listed if day.weekday() < _SATURDAY))
    closed = {day.toordinal() for day in holidays}
    first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    working = [
        day
        for day in range(first, last + 1)
        if day not in closed and date.fromordinal(day).weekday() < _SATURDAY
    ]
    return holidays, working


def _require_covered(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _outside()


def _outside() -> OutsideCalendar:
    return OutsideCalendar(
        f"Working days are known only for the years {FIRST_YEAR} to {LAST_YEAR}, and this count "
        "goes outside them. Check the year of the date that it starts from."
    )
