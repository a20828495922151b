"""Days worth trying for a date that a test reads: those around which the test comes out otherwise."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from threshold.conditions import Entries, Facts, Lookup, OtherFact, Test, resolved
from threshold.dates import Duration, Moment, OutsideCalendar, add, day_of
from threshold.vocabulary import Missing

_AGO = (0, 1, 2, 7, 30, 100, 400, 1000)  # days before today that are tried in any case
_AHEAD = (1, 7, 30, 400)
_BACK = 4000  # days: further back no length of time is looked for
_NOON = time(12)
_DAY = timedelta(days=1)


def days(test: Test, facts: Facts, ahead: bool = False) -> list[date]:
    """Days to try, those that make a difference first; after today only where `ahead`."""
    today = day_of(facts.as_at)
    found: dict[date, None] = {}
    for cut in _cuts(test, facts):
        found.update(dict.fromkeys((cut, cut - _DAY, cut + _DAY, cut + 2 * _DAY)))
    found.update(dict.fromkeys(today - timedelta(days=each) for each in _AGO))
    if ahead:
        found.update(dict.fromkeys(today + timedelta(days=each) for each in _AHEAD))
    return [day for day in found if ahead or day <= today]


def at_noon(day: date) -> datetime:
    """The day as a moment, where a time of day is wanted."""
    return datetime.combine(day, _NOON)


def _cuts(test: Test, facts: Facts) -> Iterator[date]:
    """The days at which the test turns."""
    today, operand = day_of(facts.as_at), test.operand
    if isinstance(operand, Entries):
        values: tuple[object, ...] = (operand.within,)
    elif isinstance(operand, OtherFact | Lookup):
        known = resolved(operand, facts)
        values = () if isinstance(known, Missing) else known
    else:
        values = operand or ()
    for value in values:
        if isinstance(value, Duration):
            yield latest_before(value, today)
        elif isinstance(value, date):
            yield day_of(value)


def latest_before(length: Duration, today: date) -> date:
    """The latest day from which a length of time is over by today."""
    near, far = 0, _BACK
    while near < far:
        middle = (near + far) // 2
        if _over(today - timedelta(days=middle), length, today):
            far = middle
        else:
            near = middle + 1
    return today - timedelta(days=near)


def _over(day: date, length: Duration, today: Moment) -> bool:
    start: Moment = at_noon(day) if length.in_hours else day
    try:
        return day_of(add(start, length)) <= day_of(today)
    except (OutsideCalendar, ValueError):
        return True
