"""Rows as CSV: the one writer of it, so that no cell is run by a spreadsheet, or ends a row."""

import csv
from collections.abc import Iterable
from functools import lru_cache
from io import StringIO

from threshold.output.escaping import cell

_REMEMBERED = 4096  # what stands in many rows is looked at once


def delimited(rows: Iterable[Iterable[object]], end: str = "\n") -> str:
    """The rows, each ended by `end`. Text is made safe; numbers stay numbers, and nothing an empty cell."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    safe = lru_cache(_REMEMBERED)(cell)
    writer.writerows([safe(each) if isinstance(each, str) else each for each in row] for row in rows)
    return text.getvalue()
