"""Dates as people in England say and write them, day before month; and the day understood, in words."""

import re
from datetime import date, datetime, time, timedelta

from threshold.vocabulary import parse_date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEPARATED = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})")
_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ?(?:of )?([a-z]{3,9})\.?,?(?: ([0-9]{1,4}))?")
_CLOCK = re.compile(r"(?:at )?([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)?")
# A day, and behind it a time: two numbers with a colon or full stop, or a number with am or pm.
_TIME = "[0-9]{1,2}[:.][0-9]{2} ?(?:am|pm)?|[0-9]{1,2} ?(?:am|pm)"
_DIVIDED = re.compile(rf"(.*?[0-9a-z])(?:,? at | ?, ?|t(?=[0-9]{{2}}:)| )({_TIME})")
_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_NEARLY = 20  # years from now; two figures can mean no other century as near
SUCH_AS = "11 May 2026, 11/05/2026, today or yesterday"


def understood(text: str, today: date, *, ahead: bool = False, either: bool = False) -> date:
    """The day that was typed. Raises ValueError in plain words that never repeat it.

    Without a year it is the latest such day that is not after `today`; the next one if `ahead`. Where it may
    lie on either side (`either`) and the next is nearer, nobody can tell, and the year is asked for.
    """
    weekday, words = _without_weekday(" ".join(text.casefold().replace(",", " ").split()))
    day = _day(words, today, ahead, either)
    if weekday is not None and day.weekday() != weekday:
        raise ValueError(f"does not fall together: {in_words(day)} is that day")
    return day


def moment_understood(text: str, today: date) -> date | datetime:
    """The day that was typed, with the time of day where one was. Raises ValueError in plain words."""
    words = " ".join(text.casefold().split())
    found = _DIVIDED.fullmatch(words)
    if found is None:
        return understood(words, today)
    return datetime.combine(understood(found[1], today), _time(found[2]))


def in_words(value: date) -> str:
    """The day, and the time if there is one, so that whoever typed it hears what was understood."""
    day = f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{day} at {value:%H:%M}" if isinstance(value, datetime) else day


def _without_weekday(words: str) -> tuple[int | None, str]:
    first, _, rest = words.partition(" ")
    number = _weekday(first) if rest else None
    return (None, words) if number is None else (number, rest)


def _weekday(word: str) -> int | None:
    bare = word.rstrip(".")
    short = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    for number, name in enumerate(_DAYS):
        if bare in (name.casefold(), name[:3].casefold()):
            return number
    return short.get(bare)


def _next_or_last(weekday: int, today: date, ahead: bool, either: bool) -> date:
    """The nearest such day on the side that is meant, if only one can be."""
    if weekday == today.weekday() or (either and not ahead):
        raise ValueError("could be more than one day; type the date")
    days = (weekday - today.weekday()) % 7
    return today + timedelta(days=days if ahead else days - 7)


def _day(words: str, today: date, ahead: bool, either: bool) -> date:
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if (weekday := _weekday(words)) is not None:
        return _next_or_last(weekday, today, ahead, either)
    if found := _SEPARATED.fullmatch(words):
        first, middle, last = found[1], found[3], found[4]
        if len(first) == 4 and found[2] == "-":
            return _checked(last, int(middle), first, today)
        if len(first) > 2:
            raise ValueError("must have the day first, then the month, then the year")
        return _checked(first, int(middle), last, today)
    if found := _NAMED.fullmatch(words):
        month = _month(found[2])
        if month and found[3] is None:
            return _without_year(int(found[1]), month, today, ahead, either)
        if month:
            return _checked(found[1], month, found[3], today)
    raise ValueError("must be a date")


def _month(word: str) -> int | None:
    for number, name in enumerate(_MONTHS, 1):
        if name.casefold() == word or name[:3].casefold() == word or (name, word) == ("September", "sept"):
            return number
    return None


def _checked(day: str, month: int, year: str, today: date) -> date:
    """The day of these numbers. Raises ValueError where the calendar has none."""
    year = _in_full(year, today)
    if not 1 <= month <= 12:
        raise ValueError("has a month above 12 or below 1; the day comes first, then the month")
    number = int(day)
    longest = _length(month, int(year))
    if not 1 <= number <= longest:
        raise ValueError(f"is not a day: {_MONTHS[month - 1]} {year} has {longest} days")
    return parse_date(f"{year}-{month:02}-{number:02}")


def _in_full(year: str, today: date) -> str:
    """The year with four figures; of two, one of this century, where it cannot be one of another."""
    full = f"{today.year // 100}{year}" if len(year) == 2 else year
    if len(full) != 4 or (len(year) == 2 and abs(int(full) - today.year) > _NEARLY):
        raise ValueError("must have the year in full, with four figures")
    return full


def _length(month: int, year: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _without_year(day: int, month: int, today: date, ahead: bool, either: bool) -> date:
    longest = 29 if month == 2 else _length(month, today.year)
    if not 1 <= day <= longest:
        raise ValueError(f"is not a day: {_MONTHS[month - 1]} has {longest} days")
    if (day, month) == (29, 2):
        raise ValueError("must have the year with it: not every year has that day")
    this_year = date(today.year, month, day)
    past = this_year if this_year <= today else this_year.replace(year=today.year - 1)
    to_come = this_year if this_year >= today else this_year.replace(year=today.year + 1)
    if either and to_come - today < today - past:
        raise ValueError("could be of this year or of another; type the year with it")
    chosen = to_come if ahead else past
    return parse_date(chosen.isoformat())


def _time(words: str) -> time:
    found = _CLOCK.fullmatch(words)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = found[3] if found else None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "pm")
    elif half:
        hour = 99
    if hour > 23 or minute > 59:
        raise ValueError("must have a time of day such as 14:30 or 2.30pm")
    return time(hour, minute)
