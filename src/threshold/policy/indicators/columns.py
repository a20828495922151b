"""The columns of an indicator table, known by their headers in whatever way people write them."""

import re
from collections.abc import Sequence

from threshold.reading import closest

COLUMNS = ("id", "level", "domain", "asks", "ages", "protection", "name")
NEEDED = ("id", "level", "domain", "asks")

_ALSO = {
    "id": ("ref", "reference", "clause", "code", "indicator id", "sign id"),
    "level": ("tier", "stage", "band", "level of need"),
    "domain": ("category", "area", "theme"),
    "asks": ("indicator", "indicators", "question", "questions", "sign", "signs", "statement", "statements"),
    "ages": ("age", "age range", "age group"),
    "protection": ("protection concern",),
    "name": (),
}
_KNOWN = {word: column for column, words in _ALSO.items() for word in (column, *words)}


def column_of(header: str) -> str:
    """The column that a header means; empty where it means none."""
    return _KNOWN.get(_plainly(header), "")


def nearest_column(header: str) -> str:
    """The column whose name looks most like a header that means none; empty where none does."""
    return _KNOWN.get(closest(_plainly(header), _KNOWN), "")


def recognised(cells: Sequence[str]) -> int:
    """How many columns a row of headers names; a row that names two or more is one."""
    return len({column for cell in cells if (column := column_of(cell))})


def _plainly(header: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", header.casefold()).split())
