"""Indicators as CSV: in any of the usual encodings and separators, and otherwise strictly."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from threshold.policy.indicators.cells import Cell, tidied
from threshold.policy.indicators.columns import recognised
from threshold.policy.indicators.grid import HEADERS_WITHIN, Row, WrittenSign, written_signs
from threshold.policy.indicators.model import Place
from threshold.reading import BadInput, Problem, kind_of, read_bytes
from threshold.reading.files import decode
from threshold.reading.row_splitting import hidden_rows
from threshold.reading.row_splitting import rows as split

_SEPARATORS = (",", ";", "\t", "|")


def read_delimited(path: Path) -> list[WrittenSign]:
    """What each row of a CSV file says of a sign. Raises BadInput with all that is wrong with the file."""
    name = str(path)
    text = _text(read_bytes(path, name), name)
    separator, lines_before, text = _separator(text)
    rows = _rows(text, separator, name, lines_before)
    return written_signs(rows, name)


def _text(data: bytes, name: str) -> str:
    """The text, each line of which ends in a line feed; where it is not Unicode, of Western Windows."""
    if not data.strip():
        raise BadInput(Problem("the file is empty; write a header and a row for each sign", name))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if not kind_of(data) and b"\0" not in data:
            with suppress(UnicodeDecodeError):  # whoever decodes it says where
                data = data.decode("windows-1252").encode()
    return decode(data, name)


def _separator(text: str) -> tuple[str, int, str]:
    """What parts the cells, how many lines only say so, and the text without them."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').casefold()
    if said.startswith("sep=") and said[4:] in {*_SEPARATORS, ""}:
        return said[4:] or "\t", 1, rest  # a tab at the end is stripped
    return max(_SEPARATORS, key=lambda each: _headers(text, each)), 0, text


def _headers(text: str, separator: str) -> int:
    """How many columns a row near the top names, where this parts the cells."""
    top = "\n".join(text.split("\n", HEADERS_WITHIN)[:HEADERS_WITHIN])
    return max((recognised(row.cells or []) for row in split(top, separator)), default=0)


def _rows(text: str, separator: str, name: str, line: int) -> Sequence[Row]:
    rows: list[Row] = []
    problems: list[Problem] = []
    at = 0
    line += 1
    for row in split(text, separator):
        line += text.count("\n", at, row.start)
        at = row.start
        written = text[row.start : row.end]
        place = Place(name, line)
        if written.count('"') % 2:
            message = "a quotation mark is opened and not closed; close it, or write it twice within a text"
            problems.append(place.problem(message))
        elif row.cells is None:
            problems.append(place.problem("a cell is longer than any sign; look at the quotation marks"))
        elif hidden_rows(written, separator, len(row.cells)):
            message = "a quotation mark swallows the rows after it; close it before the end of its own row"
            problems.append(place.problem(message))
        elif any(cell.lstrip().startswith("=") for cell in row.cells):
            problems.append(place.problem("holds a formula; in the spreadsheet, paste its value instead"))
        else:
            rows.append((line, [Cell(tidied(cell), place) for cell in row.cells]))
    if problems:
        raise BadInput(*problems)
    return rows
