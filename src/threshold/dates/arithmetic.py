"""Counting forward from a moment, and counting the days between two dates."""

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, time, timedelta

from threshold.dates.durations import Duration
from threshold.dates.office_hours import OFFICE, OfficeHours
from threshold.dates.working_days import count_up_to, is_open_on, working_day

# Naive: a datetime is English local time, to the minute.
Moment = date | datetime


def add(start: Moment, length: Duration) -> Moment:
    """The last moment that is still within `length` of `start`, which itself is day 0.

    Hours and working hours need a datetime and give one; every other unit gives a date. Hours are
    read off the clock, so 24 hours end at the same time next day even when the clocks change; working
    hours are those of the office that the length names.
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
                return _add_working_hours(_with_time(start), number, length.hours)
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


def working_days_between(earlier: date, later: date, hours: OfficeHours = OFFICE) -> int:
    """Working days after `earlier`, up to and including `later`; negative if `later` comes first.

    With the hours of an office its open days are counted instead.
    Raises OutsideCalendar when either date lies outside the calendar's years.
    """
    return count_up_to(later, hours) - count_up_to(earlier, hours)


def working_minutes_between(earlier: datetime, later: datetime, hours: OfficeHours = OFFICE) -> int:
    """Minutes of an office's working time from one moment to the other; negative if `later` comes first.

    Raises OutsideCalendar when either lies outside the calendar's years.
    """
    return _working_minutes(later, hours) - _working_minutes(earlier, hours)


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


def _add_working_hours(start: datetime, number: int, hours: OfficeHours) -> datetime:
    """Count opening time; what fills a day exactly ends at closing, not at the next opening."""
    if not number:
        return start
    in_hours = is_open_on(start, hours) and start < _on(start, hours.closes)
    position = count_up_to(start, hours) + (0 if in_hours else 1)
    opening = _on(working_day(position, hours), hours.opens)
    of_a_day = timedelta(minutes=hours.minutes)
    days, rest = divmod(max(start - opening, timedelta()) + timedelta(hours=number), of_a_day)
    if not rest:
        days, rest = days - 1, of_a_day
    return _on(working_day(position + days, hours), hours.opens) + rest


def _working_minutes(moment: datetime, hours: OfficeHours) -> int:
    """Minutes of working time up to a moment, counted from the calendar's beginning."""
    whole = count_up_to(moment, hours) * hours.minutes
    if not is_open_on(moment, hours):
        return whole
    since = moment - _on(moment, hours.opens)
    return whole - hours.minutes + min(max(int(since.total_seconds()) // 60, 0), hours.minutes)


def _on(day: date, minutes: int) -> datetime:
    """So many minutes after the midnight with which a day begins."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
