"""What identifies a child in a reference, which has no words to say what its figures are."""

import re
from collections.abc import Iterator
from datetime import date

from threshold.privacy.dates import compact_date, dates_in, full_year
from threshold.privacy.disguises import undisguised
from threshold.privacy.names import name_in_reference
from threshold.privacy.numbers import identifying_numbers
from threshold.privacy.places import identifying_places

# Letters and a few figures, as references that are made up mostly are.
_MADE_UP = re.compile(r"[A-Za-z]{0,2}[-./_]?\d{0,5}")
_INITIALS_AND_DAY = re.compile(
    r"(?<![^\W\d_])[A-Za-z]{2,3}[-._/]?(\d\d)(\d\d)(\d\d)(?!\d)|(?<!\d)(\d\d)(\d\d)(\d\d)[-._/]?[A-Za-z]{2,3}(?![^\W\d_])"
)


def identifying_reference(text: str, today: date | None = None) -> Iterator[str]:
    """The kinds of identifying detail recognised in a reference, each once.

    Any day in it is taken for one of birth, but for one of the last year behind initials: there are other references.
    """
    if _MADE_UP.fullmatch(text):
        return
    day = today or date.today()
    plain = undisguised(text)
    yield from identifying_numbers(plain)
    yield from identifying_places(plain)
    if _holds_date(plain, day):
        yield "a date of birth"
    if name_in_reference(plain):
        yield "a name"


def _holds_date(text: str, today: date) -> bool:
    if any(found.day for found in dates_in(re.sub(r"[^\W\d_]", " ", text), today)):
        return True
    if any(map(compact_date, re.findall(r"(?<!\d)\d{8}(?!\d)", text))):
        return True
    return any(_is_birth(found, today) for found in _INITIALS_AND_DAY.finditer(text))


def _is_birth(found: "re.Match[str]", today: date) -> bool:
    day, month, two = (int(each) for each in found.groups() if each)
    try:
        born = date(full_year(two, today), month, day)
    except ValueError:
        return False
    return 366 < (today - born).days < 366 * 26
