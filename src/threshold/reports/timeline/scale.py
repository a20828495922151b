"""Days laid along a line, and the days that are named on it."""

from calendar import month_abbr
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_LEAST = 7  # days: what lasts less is no wider than this
_MARGIN = 0.02  # of the whole, free on both sides
# How many days or months may lie between the days that are named, and how many characters a name takes.
_DAYS = ((1, 9), (2, 9), (7, 9), (14, 9))
_MONTHS = ((1, 10), (3, 10), (6, 10), (12, 6), (24, 6), (60, 6), (120, 6), (240, 6), (600, 6), (1200, 6))


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is named on the scale, and how."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The first and last day of a picture; both may lie beyond all that is drawn."""

    first: float  # the day's ordinal
    last: float

    def at(self, day: date) -> float:
        """Where a day lies, from 0 (the first) to 1 (the last)."""
        return (day.toordinal() - self.first) / (self.last - self.first)

    def ticks(self, room: float) -> list[Tick]:
        """Days to name, evenly apart by the calendar, as far as their names fit into `room` characters."""
        for days, width in _DAYS:
            if (self.last - self.first) / days * width <= room:
                return _named(self._every_day(days))
        for months, width in _MONTHS:
            found = [*self._every_month(months)]
            if len(found) * width <= room:
                return [Tick(day, _month(day, months)) for day in found]
        return []

    def _every_day(self, days: int) -> Iterator[date]:
        ordinal = int(self.first)
        # Weeks begin on Mondays, which are the ordinals that leave 1.
        ordinal += (1 - ordinal) % days if days > 1 else 0
        while ordinal <= self.last:
            if ordinal >= self.first:
                yield date.fromordinal(ordinal)
            ordinal += days

    def _every_month(self, months: int) -> Iterator[date]:
        number = date.fromordinal(max(1, int(self.first))).year * 12
        number -= number % months
        while number < 12 * date.max.year:
            day = date(max(1, number // 12), number % 12 + 1, 1)
            if day.toordinal() > self.last:
                return
            if day.toordinal() >= self.first:
                yield day
            number += months


def scale_of(days: Iterable[date]) -> Scale:
    """The scale on which all of these days can be seen; there is at least one."""
    ordinals = [day.toordinal() for day in days]
    first, last = min(ordinals), max(ordinals)
    spare = max((_LEAST - (last - first)) / 2, (last - first) * _MARGIN)
    return Scale(max(1.0, first - spare), min(last + spare, float(date.max.toordinal())))


def _named(days: Iterable[date]) -> list[Tick]:
    """Each with its month; the first, and each that begins a year, with its year too."""
    found: list[Tick] = []
    for day in days:
        label = f"{day.day} {month_abbr[day.month]}"
        new = not found or found[-1].day.year != day.year
        found.append(Tick(day, f"{label} {day.year}" if new else label))
    return found


def _month(day: date, step: int) -> str:
    return str(day.year) if step >= 12 else f"{month_abbr[day.month]} {day.year}"
