"""Lengths of time, moments and working days: what every deadline is counted with."""

from threshold.dates.arithmetic import (
    Moment,
    add,
    day_of,
    days_between,
    working_days_between,
    working_minutes_between,
)
from threshold.dates.durations import Duration, Unit, parse_duration
from threshold.dates.office_hours import OFFICE, WEEKDAYS, OfficeHours
from threshold.dates.working_days import (
    FIRST_YEAR,
    LAST_YEAR,
    OutsideCalendar,
    calendar_digest,
    is_working_day,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "OFFICE",
    "WEEKDAYS",
    "Duration",
    "Moment",
    "OfficeHours",
    "OutsideCalendar",
    "Unit",
    "add",
    "calendar_digest",
    "day_of",
    "days_between",
    "is_working_day",
    "parse_duration",
    "working_days_between",
    "working_minutes_between",
]
