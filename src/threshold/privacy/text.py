"""What identifies a child in free text: every kind of it, each named once."""

import re
from collections.abc import Iterator
from datetime import date

from threshold.privacy.disguises import spelt_out, undisguised

# Whatever can be a date, or a number of somebody, has one of these in it; so most texts need no closer look.
_MAY_DATE = re.compile(
    r"\d\s?[./\\_,-]\s?\d|\d\s\d|\d{8}|(?:19|20)\d\d|'\d\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|xmas|christmas|boxing|thousand|nineteen|twenty|born|bron|brn|b[irth]{2,5}[\s-]?d|birth|b\W{0,2}da?y|d\W{0,2}[o0]\W{0,2}b|"
    r"turn|\d(?:st|nd|rd|th)",
    re.IGNORECASE,
)
_MAY_NUMBER = re.compile(
    r"(?:\d\D{0,3}){5}|[A-Za-z]\d|\d[A-Za-z]|\b[A-Za-z]{2}[\W_]{1,3}\d\d[\W_]{1,4}[A-Za-z]{3}\b"
)


def identifying_text(text: str, today: date | None = None) -> Iterator[str]:
    """The kinds of identifying detail recognised in free text, each once.

    `today` is the day by which an old date is told from that of a recent event.
    """
    # What recognises has many patterns, and whoever gives no text need not wait for them.
    from threshold.privacy.names import identifying_names
    from threshold.privacy.places import identifying_places

    figures = spelt_out(undisguised(text))
    if _MAY_DATE.search(figures):
        yield from _dates_and_numbers(figures, today or date.today())
    elif _MAY_NUMBER.search(figures):
        yield from _numbers(figures)
    yield from identifying_places(figures)
    yield from identifying_names(figures)


def _dates_and_numbers(text: str, today: date) -> Iterator[str]:
    from threshold.privacy.birth import holds_birth_date
    from threshold.privacy.dates import Found, dates_in

    dates: list[Found] = list(dates_in(text, today))
    if holds_birth_date(text, dates, today):
        yield "a date of birth"
    # The figures of a date would make numbers with those beside it.
    pieces, end = [], 0
    for found in dates:
        if found.day and not found.solid:
            pieces += [text[end : found.start], " * "]
            end = found.end
    yield from _numbers("".join((*pieces, text[end:])))


def _numbers(text: str) -> Iterator[str]:
    from threshold.privacy.numbers import identifying_numbers

    yield from identifying_numbers(text)
