"""Dates counted the slow way, one step at a time, from the written rules and nothing else.

It shares no code with the package, so that a mistake in one is seen in the other.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

MONDAY, FRIDAY, SATURDAY = 0, 4, 5
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)

# The church's table: the full moon that Easter follows, (month, day), for golden numbers 1 to 19.
# It holds from 1900 to 2199.
FULL_MOONS = [
    (4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16), (4, 5),
    (3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 17), (4, 7), (3, 27),
]  # fmt: skip

EARLY_MAY_MOVED = {2020: date(2020, 5, 8)}
SPRING_MOVED = {2002: date(2002, 6, 4), 2012: date(2012, 6, 4), 2022: date(2022, 6, 2)}
ONE_OFF = {
    date(2002, 6, 3),  # Golden Jubilee
    date(2011, 4, 29),  # royal wedding
    date(2012, 6, 5),  # Diamond Jubilee
    date(2022, 6, 3),  # Platinum Jubilee
    date(2022, 9, 19),  # the Queen's funeral
    date(2023, 5, 8),  # the King's coronation
}


def easter(year: int) -> date:
    day = date(year, *FULL_MOONS[year % 19]) + ONE_DAY
    while day.weekday() != 6:
        day += ONE_DAY
    return day


def first_monday(year: int, month: int) -> date:
    day = date(year, month, 1)
    while day.weekday() != MONDAY:
        day += ONE_DAY
    return day


def last_monday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != MONDAY:
        day -= ONE_DAY
    return day


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's, from 2000 on; a fixed day on a weekend moves to the next weekday still free."""
    found = {
        easter(year) - 2 * ONE_DAY,
        easter(year) + ONE_DAY,
        EARLY_MAY_MOVED.get(year, first_monday(year, 5)),
        SPRING_MOVED.get(year, last_monday(year, 5)),
        last_monday(year, 8),
    }
    found |= {day for day in ONE_OFF if day.year == year}
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    found |= {day for day in fixed if day.weekday() < SATURDAY}
    for day in fixed:
        if day.weekday() >= SATURDAY:
            substitute = day
            while substitute.weekday() >= SATURDAY or substitute in found:
                substitute += ONE_DAY
            found.add(substitute)
    return frozenset(found)


def is_working_day(day: date) -> bool:
    return day.weekday() <= FRIDAY and day not in bank_holidays(day.year)


def add_working_days(start: date, number: int) -> date:
    day = start
    while number:
        day += ONE_DAY
        number -= is_working_day(day)
    return day


def add_months(start: date, number: int) -> date:
    day = start
    while number:
        day += ONE_DAY
        number -= day.day == 1
    # `day` is now the 1st of the month that is wanted, or the start itself for no months at all.
    while day.day < start.day and (day + ONE_DAY).month == day.month:
        day += ONE_DAY
    return day


@dataclass(frozen=True)
class Office:
    """From `opens` until `closes`, in minutes after midnight, on these days of the week (Monday: 0)."""

    opens: int = 9 * 60
    closes: int = 17 * 60
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    bank_holidays: bool = False

    def is_open(self, clock: datetime) -> bool:
        """Whether it is open throughout the minute that begins then."""
        if clock.weekday() not in self.days:
            return False
        if not self.bank_holidays and clock.date() in bank_holidays(clock.year):
            return False
        return self.opens <= 60 * clock.hour + clock.minute < self.closes


def add_working_hours(start: datetime, number: int, office: Office = Office()) -> datetime:
    clock, minutes = start, 60 * number
    while minutes:
        open_now = office.is_open(clock)
        clock += ONE_MINUTE
        minutes -= open_now
    return clock


def working_minutes_between(earlier: datetime, later: datetime, office: Office) -> int:
    clock, minutes = earlier, 0
    while clock < later:
        minutes += office.is_open(clock)
        clock += ONE_MINUTE
    return minutes


def days_from(first: date, last: date) -> list[date]:
    days = [first]
    while days[-1] < last:
        days.append(days[-1] + ONE_DAY)
    return days
