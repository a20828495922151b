"""Whether what stands where the headers of a table should is headers for certain, or may be data."""

import re
from collections.abc import Collection, Sequence

from threshold.exports.files.surroundings import Row, is_data, is_value, names_held
from threshold.exports.rows.cells import NOT_KNOWN

_COLUMN = re.compile(r"[^\W\d_]+(?:_[^\W_]+)+")  # of a database: `pers_person_id`
_ENOUGH = 2  # headers that are looked for
_MOSTLY = 0.8
_HALF = 0.5


def are_headers(rows: Sequence[Row], at: int, known: Collection[str], in_cells: Collection[str] = ()) -> bool:
    """Whether the row `at` this place of a table's first rows is headers for certain.

    `known` are headers to look for, tidied. It is where it has one of these, or several of those that rows
    may hold as well (`in_cells`, such as kinds of event), or where all are written as databases write names
    of columns; else where none of its cells looks like those under it, one at least stands over numbers or
    dates, which it is not, and no row of data stands above.
    """
    row = rows[at]
    if names_held(row, known) >= _ENOUGH:
        return True
    if is_data(row, known):
        return False
    if names_held(row, known) and not names_held(row, in_cells):
        return True
    if (written := list(filter(None, map(_text, row)))) and all(map(_COLUMN.fullmatch, written)):
        return True
    return not any(_full(each, row) for each in rows[:at]) and _differs(row, rows[at + 1 :])


def _full(above: Row, row: Row) -> bool:
    """Whether a row above is as full as this one, and holds data: it is no title."""
    filled, asked = ([cell for cell in _plain(each) if cell] for each in (above, row))
    return len(filled) >= len(asked) and any(map(is_value, filled))


def _differs(row: Row, below: Sequence[Row]) -> bool:
    contrast = False
    rows = [each for each in below if any(each) and _plain(each) != _plain(row)]
    for position, cell in enumerate(_plain(row)):
        column = [text for each in rows if len(each) > position and (text := _text(each[position]))]
        if not cell or not column:
            continue
        if cell in column or _as_likely(cell, column):
            return False
        values = sum(map(is_value, column))
        contrast |= values >= _MOSTLY * len(column) and _says_something(cell)
    return contrast


def _as_likely(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell with figures in it has the form that those under it have: `C-001` over `C-002`."""
    alike = sum(1 for text in column if _form(text) == _form(cell))
    return bool(re.search(r"\d", cell)) and alike >= _HALF * len(column)


def _says_something(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]", cell)) and not is_value(cell) and cell not in NOT_KNOWN


def _form(text: str) -> str:
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", text))


def _plain(row: Row) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: str | None) -> str:
    return " ".join((cell or "").split()).casefold()
