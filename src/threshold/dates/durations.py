"""A length of time as people write it: a whole number and a unit, such as "7 working days"."""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal, get_args

from threshold.dates.office_hours import OFFICE, OfficeHours

Unit = Literal["hours", "working hours", "days", "working days", "weeks", "months", "years"]

_UNITS: dict[str, Unit] = {name: unit for unit in get_args(Unit) for name in (unit, unit.removesuffix("s"))}

# A working year is taken as 260 days of 8 hours.
_LONGEST: dict[Unit, int] = {
    "hours": 876_600,
    "working hours": 208_000,
    "days": 36_525,
    "working days": 26_000,
    "weeks": 5_217,
    "months": 1_200,
    "years": 100,
}


@dataclass(frozen=True, slots=True, order=False)
class Duration:
    """A length of time; lengths in different units are never compared or added together.

    `hours` are those in which working hours are counted; no other unit has any.
    Raises ValueError when the number is negative.
    """

    number: int
    unit: Unit
    hours: OfficeHours = OFFICE

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("A length of time cannot be negative.")
        if self.unit != "working hours" and self.hours != OFFICE:
            raise ValueError("Only working hours are counted in the hours of an office.")

    @property
    def in_hours(self) -> bool:
        """Whether it is counted from a time of day."""
        return self.unit in ("hours", "working hours")

    def counted_in(self, hours: OfficeHours) -> "Duration":
        """The same number of working hours, counted in an office's own; any other length as it is."""
        return replace(self, hours=hours) if self.unit == "working hours" else self

    @property
    def in_full(self) -> str:
        """As it is written; of working hours also whose they are, and when those are."""
        length = f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"
        return f"{length} ({self.hours})" if self.unit == "working hours" else length

    def __str__(self) -> str:
        """As it is written, and whose working hours they are where those are not the usual ones."""
        return self.in_full if self.hours != OFFICE else self.in_full.partition(" (")[0]


_CURLY = ("\u201c", "\u201d", "\u2018", "\u2019", "\u201e")


def parse_duration(text: str) -> Duration:
    """Read "7 working days", "1 month" or "3 months"; singular and plural are both understood.

    Raises ValueError, saying what to write instead, for anything that is not a whole number of a
    known unit, and for lengths beyond a hundred years.
    """
    number, _, name = " ".join(text.split()).partition(" ")
    if number.startswith("-"):
        raise ValueError("A length of time cannot be negative.")
    if not re.fullmatch("[0-9]+", number):
        raise ValueError(
            "A length of time is a whole number in figures, a space and a unit, "
            'such as "7 working days" or "1 month".'
            + (" Leave the curly quotation marks out." if number[:1] in _CURLY else "")
        )
    unit = _unit(name)
    # Digits are counted first: Python refuses to read a number of thousands of digits.
    if len(number) > 9 or int(number) > _LONGEST[unit]:
        raise ValueError("A length of time cannot be more than a hundred years.")
    return Duration(int(number), unit)


def _unit(name: str) -> Unit:
    if name in _UNITS:
        return _UNITS[name]
    choices = ", ".join(get_args(Unit))
    if not name:
        raise ValueError(f"A length of time needs a unit after the number: {choices}.")
    close = get_close_matches(name.lower(), _UNITS, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    raise ValueError(f"This unit of time is not known.{hint} The units are: {choices}.")
