"""Working hours as a file says them: `mash: {opens: "08:30", closes: "17:00", days: [monday, ...]}`."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from threshold.dates import OFFICE, WEEKDAYS, OfficeHours
from threshold.vocabulary.entries import Entry

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONDAY_TO_FRIDAY: list[Weekday] = ["monday", "tuesday", "wednesday", "thursday", "friday"]
HOURS_NAME = "^[a-z][a-z0-9_]*$"
TIME_OF_DAY = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"


def _time_of_day(text: str) -> str:
    if not re.fullmatch(TIME_OF_DAY, text):
        raise ValueError('must be a time of day such as "08:30"; "24:00" is the end of the day')
    return text


def _name(text: str) -> str:
    if not re.fullmatch(HOURS_NAME, text):
        raise ValueError("hours are called by small letters, digits and underscores, such as mash")
    return text


TimeOfDay = Annotated[str, AfterValidator(_time_of_day)]
# What each office is called; `office` is that of whatever does not say whose hours it counts.
HoursName = Annotated[str, AfterValidator(_name)]


class HoursEntry(Entry):
    """When an office is open; without `days` from Monday to Friday."""

    opens: TimeOfDay
    closes: TimeOfDay
    days: list[Weekday] = Field(default=_MONDAY_TO_FRIDAY, min_length=1)
    bank_holidays: Literal["open", "closed"] = "closed"

    @model_validator(mode="after")
    def _is_open(self) -> "HoursEntry":
        if len(set(self.days)) < len(self.days):
            raise ValueError("names a day of the week twice")
        office_hours("office", self)
        return self


Hours = dict[HoursName, HoursEntry]


def office_hours(name: str, entry: HoursEntry) -> OfficeHours:
    """The hours that an entry says, under their name."""
    opens, closes = (60 * int(text[:2]) + int(text[3:]) for text in (entry.opens, entry.closes))
    days = tuple(sorted(WEEKDAYS.index(day) for day in entry.days))
    return OfficeHours(name, opens, closes, days, entry.bank_holidays == "open")


def hours_in_force(*given: Mapping[str, HoursEntry]) -> dict[str, OfficeHours]:
    """The hours of every office by its name: what comes later wins, and `office` is always there."""
    found = {OFFICE.name: OFFICE}
    for entries in given:
        found |= {name: office_hours(name, entry) for name, entry in entries.items()}
    return found
