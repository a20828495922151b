"""What identifies a child in free text: every kind of it, each named once."""

import re
from collections.abc import Iterator
from datetime import date

from threshold.privacy.birth import birth_dates
from threshold.privacy.dates import dates_in
from threshold.privacy.disguises import spelt_out, undisguised
from threshold.privacy.names import identifying_names
from threshold.privacy.numbers import identifying_numbers
from threshold.privacy.places import identifying_places

_FIGURES = re.compile(r"\d|\b(?:born|birth|dob|thousand|twenty|nineteen)", re.IGNORECASE)


def identifying_text(text: str, today: date | None = None) -> Iterator[str]:
    """The kinds of identifying detail recognised in free text, each once.

    `today` is the day by which an old date is told from that of a recent event.
    """
    day = today or date.today()
    plain = undisguised(text)
    figures = spelt_out(plain)
    if _FIGURES.search(figures):
        if any(True for _ in birth_dates(figures, day)):
            yield "a date of birth"
        yield from identifying_numbers(_without_dates(figures, day))
    yield from identifying_places(figures)
    yield from identifying_names(plain)


def _without_dates(text: str, today: date) -> str:
    """The text with its dates taken out, whose figures would make numbers with what stands beside them."""
    pieces, end = [], 0
    for found in dates_in(text, today):
        if found.day and not found.solid:
            pieces += [text[end : found.start], " * "]
            end = found.end
    return "".join((*pieces, text[end:]))
