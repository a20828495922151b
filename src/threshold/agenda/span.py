"""How far ahead an agenda looks: a number of days, working days, weeks or months, as it was written."""

from dataclasses import dataclass
from functools import cache

from threshold.agenda.model import Item
from threshold.dates import Duration, add, day_of, parse_duration
from threshold.reading import BadInput, Problem
from threshold.vocabulary import parse_moment

_UNITS = ("days", "working days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class Span:
    """So much time from the day of an agenda on, its last day included."""

    length: Duration

    def __str__(self) -> str:
        return str(self.length)

    def last_day(self, as_at: str) -> str:
        """The last day that is still within it. Raises BadInput where that lies outside the calendar."""
        return _last_day(self.length, as_at)

    def holds(self, item: Item) -> bool:
        """Whether an item is due by its last day, whenever before that."""
        return item.due[:10] <= self.last_day(item.as_at)


@cache
def _last_day(length: Duration, as_at: str) -> str:
    try:
        return day_of(add(day_of(parse_moment(as_at)), length)).isoformat()
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--within")) from None


def read_span(text: str) -> Span:
    """What `14 days` or `10 working days` means. Raises BadInput for anything else, and for hours."""
    try:
        length = parse_duration(text)
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--within")) from None
    if length.unit not in _UNITS:
        message = f"counts whole days, such as 14 days or 10 working days; it takes {', '.join(_UNITS)}"
        raise BadInput(Problem(message, field="--within"))
    return Span(length)
