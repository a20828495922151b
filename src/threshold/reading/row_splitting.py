"""Delimited text into rows: the one place that says where cells and rows end, for headers and rows alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from mmap import mmap

LONGEST_CELL = 131_072  # letters; what is longer is no cell of a table
BLANK = " \t\r\n\v\f"  # what nobody sees; a row of nothing else is none

_ENDS = re.compile(r"\r\n|\r|\n")
_AT_THE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_BREAK = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, from 1, where it begins and ends, and its cells (None: one is endless)."""

    number: int
    start: int
    cells: list[str] | None
    end: int = 0


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
            yield Row(number, start, cells if longest <= LONGEST_CELL else None, found.end())
            number, start, cells, longest = number + 1, found.end(), [], 0


def is_blank(cells: list[str]) -> bool:
    """Whether no cell of a row is filled: such a row is none."""
    return not any(cell.strip(BLANK) for cell in cells)


def hidden_rows(record: str, separator: str, columns: int) -> list[str]:
    """The lines of a record of which a quoted cell seems to have swallowed rows; none where it does not.

    A quotation mark left open, and one many rows below that closes a cell by chance, make one cell of all
    between. The mark of it: a line within has as many separators as a row, or the first and the last have.
    """
    lines = _ENDS.split(_AT_THE_END.sub("", record))
    full = [line.count(separator) == columns - 1 for line in lines]
    return lines if len(lines) > 1 and (any(full[1:-1]) or (full[0] and full[-1])) else []


def may_hide_rows(text: bytes | mmap, separator: bytes, columns: int) -> bool:
    """Whether some record of a text may do so: seen at once, where `hidden_rows` looks at each by itself."""
    if columns < 2 or text.find(b'"') < 0:
        return False
    # A mark that opens a cell has a separator or an end of line before it, or nothing.
    quoted = re.compile(
        rb'"(?<![^'
        + re.escape(separator)
        + rb'\r\n]")[^"]*+(?:""[^"]*+)*+"(?=['
        + re.escape(separator)
        + rb"\r\n]|\Z)"
    )
    for found in quoted.finditer(text):
        if not _BREAK.search(found[0]):
            continue
        start = text.rfind(b"\n", 0, found.start()) + 1
        end = text.find(b"\n", found.end())
        lines = _BREAK.split(text[start : end if end >= 0 else len(text)])
        if any(line.count(separator) == columns - 1 for line in lines[1:]):
            return True
    return False


@cache
def _cell(separator: str) -> re.Pattern[str]:
    other = rf"[^{re.escape(separator)}\r\n]*+"
    quoted = r'"([^"]*+(?:""[^"]*+)*+)"'
    ends = rf"{re.escape(separator)}|\r\n|\r|\n|\Z"
    return re.compile(rf"(?:{quoted}(?={ends})|({other}))({ends})")
