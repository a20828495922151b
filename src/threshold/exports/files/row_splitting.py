"""Delimited text into rows: the one place that says where cells and rows end, for headers and rows alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

LONGEST_CELL = 131_072  # letters; what is longer is no cell of a table
BLANK = " \t\r\n\v\f"  # what nobody sees; a row of nothing else is none


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, from 1, where in the text it begins, and its cells (None: one is endless)."""

    number: int
    start: int
    cells: list[str] | None


def rows(text: str, separator: str) -> Iterator[Row]:
    """Every row of the text, blank ones too. Rows end with a line feed, a return, or both.

    A cell is quoted where a quotation mark opens it and one closes it just before the next cell or row. Any
    other quotation mark is a sign like any other: one that is left open swallows nothing.
    """
    number, start, cells = 1, 0, list[str]()
    longest = 0
    for found in _cell(separator).finditer(text):
        quoted, plain, end = found.groups()
        if not cells and found.start() == len(text):
            return
        if quoted is None:
            cells.append(plain.strip('"') if plain[:1] == '"' else plain)
        else:
            cells.append(quoted.replace('""', '"') if '"' in quoted else quoted)
        longest = max(longest, len(cells[-1]))
        if end != separator:
            yield Row(number, start, cells if longest <= LONGEST_CELL else None)
            number, start, cells, longest = number + 1, found.end(), [], 0


def is_blank(cells: list[str]) -> bool:
    """Whether no cell of a row is filled: such a row is none."""
    return not any(cell.strip(BLANK) for cell in cells)


@cache
def _cell(separator: str) -> re.Pattern[str]:
    other = rf"[^{re.escape(separator)}\r\n]*+"
    quoted = r'"([^"]*+(?:""[^"]*+)*+)"'
    ends = rf"{re.escape(separator)}|\r\n|\r|\n|\Z"
    return re.compile(rf"(?:{quoted}(?={ends})|({other}))({ends})")
