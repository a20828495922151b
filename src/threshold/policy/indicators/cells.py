"""One cell of an indicator table: what it holds, tidied, and what may not stand in any cell."""

import re
from dataclasses import dataclass

from threshold.output.escaping import HINT, SPACE, terminal, without_apostrophes
from threshold.policy.indicators.model import Place

LONGEST = 300  # letters

_ROOM, _HINT, _SPACES = re.compile(SPACE), re.compile(HINT), re.compile(" +")
_WHOLE = re.compile(r"([0-9]+)\.0+")
# What a spreadsheet makes of 2-01, of 5-12 and of 1/2: a day and a month, a month and a year, or a date.
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\d{{1,2}}[-/ ]{_MONTH}(?:[-/ ]\d{{2,4}})?|{_MONTH}[-/ ]\d{{1,4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?|\d{1,2}/\d{1,2}/\d{2,4}(?: .*)?",
    re.IGNORECASE,
)
_YES = ("yes", "y", "true", "1", "x", "\u2713", "\u2714")
_NO = ("no", "n", "false", "0", "", "-")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, tidied, and where. `date`: it holds a date, as a spreadsheet makes of 2-01."""

    text: str
    place: Place
    date: bool = False


def tidied(text: str) -> str:
    """The text on one line with single spaces, and without the apostrophes that keep a cell from running."""
    plain = without_apostrophes(_ROOM.sub(" ", _HINT.sub("", text)).strip(" "))
    return _SPACES.sub(" ", plain).strip(" ")


def fault(text: str, longest: int = LONGEST) -> str:
    """What is wrong with a tidied text, wherever it stands; empty where nothing is."""
    if terminal(text) != text:
        return "holds a character that cannot be seen or printed; clear it and type it again"
    if len(text) > longest:
        return f"is longer than {longest} letters; put one sign into a row, in one short question"
    return ""


def whole_number(text: str) -> str:
    """A number as a table means it: 2 where a spreadsheet keeps 2.0; anything else as it is."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def looks_like_a_date(text: str) -> bool:
    """Whether a spreadsheet seems to have made a date of what was typed."""
    return _DATE.fullmatch(text) is not None


def yes_or_no(text: str) -> bool | None:
    """What was ticked or said; None where it is neither yes nor no."""
    word = whole_number(text).casefold()
    return True if word in _YES else False if word in _NO else None
