"""Counting forward from a moment, and counting the days between two dates."""

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, time, timedelta

from threshold.dates.durations import Duration
from threshold.dates.working_days import count_up_to, is_working_day, working_day

# Naive: a datetime is English local time, to the minute.
Moment = date | datetime

OPENS, CLOSES = time(9), time(17)

_OFFICE_DAY = timedelta(hours=CLOSES.hour - OPENS.hour)


def add(start: Moment, length: Duration) -> Moment:
    """The last moment that is still within `length` of `start`, which itself is day 0.

    Hours and working hours need a datetime and give one; every other unit gives a date. Hours are
    read off the clock, so 24 hours end at the same time next day even when the clocks change.
    Months and years end at the month's end where the day does not exist. Working day 1 is the first
    working day after the start. A result stays where it falls, on a non-working day too.

    Raises ValueError for hours from a plain date or a date beyond the year 9999, and
    OutsideCalendar when working days or hours are counted outside the calendar's years.
    """
    number = length.number
    try:
        match length.unit:
            case "hours":
                return _with_time(start) + timedelta(hours=number)
            case "working hours":
                return _add_working_hours(_with_time(start), number)
            case "days":
                return day_of(start) + timedelta(days=number)
            case "working days":
                return _add_working_days(day_of(start), number)
            case "weeks":
                return day_of(start) + timedelta(weeks=number)
            case "months":
                return _add_months(day_of(start), number)
            case "years":
                return _add_months(day_of(start), 12 * number)
    except OverflowError:
        raise ValueError(
            f"This count goes beyond the year {MAXYEAR}. Check the date that it starts from, and the length."
        ) from None


def days_between(earlier: date, later: date) -> int:
    """Calendar days from one date to the other; negative if `later` comes first."""
    return later.toordinal() - earlier.toordinal()


def working_days_between(earlier: date, later: date) -> int:
    """Working days after `earlier`, up to and including `later`; negative if `later` comes first.

    Raises OutsideCalendar when either date lies outside the calendar's years.
    """
    return count_up_to(later) - count_up_to(earlier)


def working_minutes_between(earlier: datetime, later: datetime) -> int:
    """Minutes of working time from one moment to the other; negative if `later` comes first.

    Raises OutsideCalendar when either lies outside the calendar's years.
    """
    return _working_minutes(later) - _working_minutes(earlier)


def day_of(moment: Moment) -> date:
    """The day on which a moment lies."""
    return moment.date() if isinstance(moment, datetime) else moment


def _with_time(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment
    raise ValueError(
        "A length in hours counts from a time of day, and this start is only a date. "
        "Give the time as well, or use a length in days."
    )


def _add_months(start: date, months: int) -> date:
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _add_working_days(start: date, number: int) -> date:
    return working_day(count_up_to(start) + number) if number else start


def _add_working_hours(start: datetime, number: int) -> datetime:
    """Count opening time; what fills a day exactly ends at closing, not at the next opening."""
    if not number:
        return start
    in_hours = is_working_day(start) and start.time() < CLOSES
    position = count_up_to(start) + (0 if in_hours else 1)
    opening = datetime.combine(working_day(position), OPENS)
    days, rest = divmod(max(start - opening, timedelta()) + timedelta(hours=number), _OFFICE_DAY)
    if not rest:
        days, rest = days - 1, _OFFICE_DAY
    return datetime.combine(working_day(position + days), OPENS) + rest


def _working_minutes(moment: datetime) -> int:
    """Minutes of working time up to a moment, counted from the calendar's beginning."""
    of_a_day = int(_OFFICE_DAY.total_seconds()) // 60
    whole = count_up_to(moment) * of_a_day
    if not is_working_day(moment):
        return whole
    since = moment - datetime.combine(moment, OPENS)
    return whole - of_a_day + min(max(int(since.total_seconds()) // 60, 0), of_a_day)
