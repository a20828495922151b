"""What identifies a child in free text: every kind of it, each named once."""

import re
from collections.abc import Iterator
from datetime import date

from threshold.privacy.disguises import spelt_out, undisguised

# Without one of these in it, a text holds no number and no date.
_FIGURES = re.compile(r"\d|\b(?:born|birth|dob|thousand|twenty|nineteen)", re.IGNORECASE)


def identifying_text(text: str, today: date | None = None) -> Iterator[str]:
    """The kinds of identifying detail recognised in free text, each once.

    `today` is the day by which an old date is told from that of a recent event.
    """
    # What recognises has many patterns, and whoever gives no text need not wait for them.
    from threshold.privacy.names import identifying_names
    from threshold.privacy.places import identifying_places

    figures = spelt_out(undisguised(text))
    if _FIGURES.search(figures):
        yield from _figures(figures, today or date.today())
    yield from identifying_places(figures)
    yield from identifying_names(figures)


def _figures(text: str, today: date) -> Iterator[str]:
    from threshold.privacy.birth import holds_birth_date
    from threshold.privacy.dates import Found, dates_in
    from threshold.privacy.numbers import identifying_numbers

    dates: list[Found] = list(dates_in(text, today))
    if holds_birth_date(text, dates, today):
        yield "a date of birth"
    # The figures of a date would make numbers with those beside it.
    pieces, end = [], 0
    for found in dates:
        if found.day and not found.solid:
            pieces += [text[end : found.start], " * "]
            end = found.end
    yield from identifying_numbers("".join((*pieces, text[end:])))
