"""References of calls: random, with the day on which the call began; nothing that was said is in them."""

import re
import secrets
from collections.abc import Collection
from datetime import date, datetime

from threshold.register.calls.days import day_of

# Without vowels, so that they make no words, and without what is taken for another when it is heard or read.
_LETTERS = "CFGHJKMPQRTWX34679"
_DRAWN = 4
_SHAPE = re.compile(r"CL-([0-9]{2})([0-9]{2})([0-9]{2})-[0-9B-DF-HJ-NP-TV-Z]{4,6}")


def new_reference(started: datetime, taken: Collection[str] = ()) -> str:
    """A reference for a call that begins now, and is not among those `taken`."""
    while True:
        drawn = "".join(secrets.choice(_LETTERS) for _ in range(_DRAWN))
        reference = f"CL-{day_of(started):%y%m%d}-{drawn}"
        if reference not in taken:
            return reference


def is_reference(text: str) -> bool:
    """Whether a text is a reference of a call."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def is_of_day(reference: str, day: date) -> bool:
    """Whether a reference is of the day on which its call began."""
    return reference[3:9] == f"{day:%y%m%d}"
