"""England's bank holidays worked out by rule: a second witness to the list that everything counts by."""

from datetime import date, timedelta

# What was proclaimed for one year: days more, and days moved from where the rule has them.
_PROCLAIMED = (
    *(date(1999, 12, 31), date(2002, 6, 3), date(2011, 4, 29), date(2012, 6, 5)),
    *(date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)),
)
_MOVED = {
    date(1995, 5, 1): date(1995, 5, 8),
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
_MONDAY, _SATURDAY = 0, 5


def holidays_by_rule(year: int) -> list[date]:
    """The bank holidays of a year from 1990 on, in order; one on a weekend as its substitute."""
    easter = _easter(year)
    found = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(date(year, 5, 1)),
        _last_monday(date(year, 5, 31)),
        _last_monday(date(year, 8, 31)),
    }
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        found.add(_substitute(day, found))
    found = {_MOVED.get(day, day) for day in found}
    return sorted(found.union(day for day in _PROCLAIMED if day.year == year))


def _substitute(day: date, taken: set[date]) -> date:
    """The day itself, or the next that is neither on a weekend nor a holiday already."""
    while day.weekday() >= _SATURDAY or day in taken:
        day += timedelta(days=1)
    return day


def _first_monday(day: date) -> date:
    return day + timedelta(days=(_MONDAY - day.weekday()) % 7)


def _last_monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, after the algorithm of Meeus, Jones and Butcher."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moved = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moved + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
