"""CSV files in all their dirt: any of the usual encodings and separators, rows that do not fit, loose quotes.

Title lines above the headers are passed over, and the first line may name the separator (`sep=;`).
A clean file is read by polars in one go; one that it would stumble over is read row by row, so that bad rows
are told by number and the others are kept.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from threshold.exports.files.encodings import Looked, decoded, look
from threshold.exports.files.headers_or_data import are_headers
from threshold.exports.files.surroundings import (
    ROWS_BEFORE_HEADERS,
    first_full,
    header_row,
    names_held,
    title_lines,
)
from threshold.exports.quality import finding
from threshold.exports.rows.cells import printable_line
from threshold.exports.rows.dictionary import as_categories
from threshold.reading import BadInput, Problem

SUFFIXES = (".csv", ".tsv", ".txt")

_SEPARATORS = ",;\t|"
_HEAD = 256 * 1024
ROWS_OF_A_SAMPLE = 1_000
_LONGEST = 1_000  # letters of a header
_NAMED_SEPARATOR = re.compile(r'^\ufeff?"?sep=(.)"?[,;\t|\s]*$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows under their headers, with a column "row" that holds each row's number as a spreadsheet counts.

    Columns of `labels`, when reading, may come as categories. `refused` rows could not be read at all;
    `findings` say which. `ragged` are the cells of those that have more than there are columns.
    """

    rows: pl.DataFrame
    findings: list[pl.DataFrame] = field(default_factory=list)
    refused: int = 0
    ragged: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.String))


@dataclass(frozen=True, slots=True)
class _Headers:
    """Where the headers stand: their row, as a spreadsheet counts, and how many lines come before it."""

    cells: list[str]
    row: int
    lines: int
    titles: list[int]
    width: int = 0  # of a table without headers, whose first row this is


class DelimitedFile:
    """A CSV file whose headers are known and whose rows are still to be read.

    `known` are headers to look for, tidied, of which rows may hold some as well (`in_cells`). Raises BadInput
    where it cannot be opened.
    """

    def __init__(
        self, path: Path, name: str, known: Collection[str] = (), in_cells: Collection[str] = ()
    ) -> None:
        self.path, self.name, self._in_cells = path, name, in_cells
        self._looked: Looked = look(path, name)
        # Only what is not UTF-8 is held whole as text.
        self._text = (
            None if self._looked.encoding.startswith("utf-8") else decoded(path, self._looked.encoding)
        )
        head = self._head()
        # Lines may end as they once did on a Macintosh.
        self._ends_oddly = "\r" in head.replace("\r\n", "")
        named = _NAMED_SEPARATOR.match(head.split("\n", 1)[0].rstrip("\r"))
        # A spreadsheet takes such a line for itself and does not count it.
        self._before = 1 if named else 0
        head = head.split("\n", 1)[-1] if named else head
        self._separator, self._top = self._headers(head, named[1] if named else _SEPARATORS, known)
        self.headless = self._top.width > 0
        if self.headless:
            # What it holds is a child's, and no name to be repeated.
            self._top = replace(self._top, cells=[""] * self._top.width)
        self.headers = unique_names(self._top.cells)

    def read(self, columns: Collection[str], labels: Collection[str] = ()) -> ReadRows:
        """These columns of every row that can be read; an empty cell is null."""
        wanted = [position for position, header in enumerate(self.headers) if header in columns]
        looked = self._looked
        titles = title_lines(self.name, self._top.titles)
        if not (looked.nul or looked.odd_quotes or self._ends_oddly or self.headless):
            rows = self._read_fast(wanted)
            if rows is not None and (rows := self._without_blank(rows)) is not None:
                return ReadRows(rows.with_columns(as_categories(labels)), titles)
        slow = self._read_slowly(wanted)
        return replace(slow, findings=[*titles, *slow.findings])

    def sample(self) -> pl.DataFrame:
        """Some rows, in all columns."""
        reader = self._reader(self._head().split("\n", self._before)[-1], self._separator)
        under = (row for number, row in _numbered(reader) if row is not None and number > self._top.row)
        rows = list(islice(under, ROWS_OF_A_SAMPLE))
        columns = {
            header: [
                row[position].strip() or None if position < len(row) else None
                for row in rows[:ROWS_OF_A_SAMPLE]
            ]
            for position, header in enumerate(self.headers)
        }
        return pl.DataFrame(columns, schema=dict.fromkeys(self.headers, pl.String))

    def _headers(self, head: str, separators: Iterable[str], known: Collection[str]) -> tuple[str, _Headers]:
        """The separator that makes most of the headers, and the headers by it."""
        best = (",", _Headers([], 1, 0, []))
        most = (-1, -1)
        for separator in separators:
            if separator != "," and separator not in head:
                continue
            top = self._top_by(head, separator, known)
            found = (names_held(top.cells, known), sum(1 for cell in top.cells if cell.strip()))
            if found > most:
                best, most = (separator, top), found
        return best

    def _top_by(self, head: str, separator: str, known: Collection[str]) -> _Headers:
        reader = self._reader(head, separator)
        numbers: list[int] = []
        lines: list[int] = []
        rows: list[list[str]] = []
        for number, row in islice(_numbered(reader), ROWS_BEFORE_HEADERS):
            if row is not None:
                numbers.append(number)
                lines.append(reader.line_num - 1 - sum(cell.count("\n") for cell in row))
                rows.append(row)
        at = header_row(rows, known)
        if not rows:
            return _Headers([], 1, 0, [])
        if are_headers(rows, at, known, self._in_cells):
            return _Headers(rows[at], numbers[at], lines[at], numbers[:at])
        at = first_full(rows)
        return _Headers(rows[at], numbers[at] - 1, lines[at], numbers[:at], max(map(len, rows)))

    def _head(self) -> str:
        if self._text is not None:
            return self._text[:_HEAD]
        with self.path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "replace")

    def _reader(self, text: str, separator: str) -> "_Reader":
        # With a quotation mark that is never closed, all that follows would be one cell.
        lines = StringIO(text, newline="")
        if self._looked.odd_quotes:
            return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=separator)

    def _read_fast(self, wanted: list[int]) -> pl.DataFrame | None:
        """The rows by polars; None where it finds a row that does not fit."""
        try:
            rows = pl.read_csv(self._source(), columns=wanted, **self._how())
        except (pl.exceptions.PolarsError, OSError):
            return None
        names = ["row", *(self.headers[position] for position in wanted)]
        if rows.width != len(names) or not self._stand_under_their_headers(rows.columns[1:], wanted):
            return None
        return rows.rename(dict(zip(rows.columns, names, strict=True)))

    def _source(self) -> Path | BytesIO:
        return self.path if self._text is None else BytesIO(self._text.lstrip("\ufeff").encode())

    def _how(self) -> dict[str, Any]:
        return {
            "separator": self._separator,
            "infer_schema": False,
            "row_index_name": "row",
            "row_index_offset": self._top.row + 1,
            "skip_lines": self._before + self._top.lines,
        }

    def _without_blank(self, rows: pl.DataFrame) -> pl.DataFrame | None:
        """The rows without those of which no cell at all is filled: such a row is none.

        None where a look at every column finds a row that does not fit.
        """
        blank = pl.all_horizontal(pl.exclude("row").is_null())
        if rows.width == 1 or not rows.select(blank.any()).item():
            return rows
        try:
            found = pl.scan_csv(self._source(), **self._how()).filter(blank).select("row").collect()
        except (pl.exceptions.PolarsError, OSError):
            return None
        return rows.filter(~rows["row"].is_in(found["row"].implode()))

    def _stand_under_their_headers(self, columns: list[str], wanted: list[int]) -> bool:
        """Whether the headers were found in the line that was meant: lines may end in several ways."""
        cells = [self._top.cells[position] for position in wanted]
        # A header that is empty or comes twice is given another name.
        return all(
            column == cell or not cell or self._top.cells.count(cell) > 1
            for column, cell in zip(columns, cells, strict=True)
        )

    def _read_slowly(self, wanted: list[int]) -> ReadRows:
        text = self._text if self._text is not None else decoded(self.path, self._looked.encoding)
        text = text.lstrip("\ufeff")
        reader = self._reader(text.split("\n", 1)[-1] if self._before else text, self._separator)
        cells: list[list[str | None]] = [[] for _ in wanted]
        numbers: list[int] = []
        bad: dict[str, list[int]] = {"ragged": [], "unreadable-row": []}
        ragged: list[str] = []
        for number, row in _numbered(reader):
            if number <= self._top.row:
                continue
            if row is None:
                bad["unreadable-row"].append(number)
            elif any(cell.strip() for cell in row[len(self.headers) :]):
                bad["ragged"].append(number)
                ragged.extend(row)
            else:
                numbers.append(number)
                for column, position in zip(cells, wanted, strict=True):
                    cell = row[position].strip('"') if position < len(row) else ""
                    column.append(cell or None)
        rows = pl.DataFrame(
            {"row": pl.Series(numbers, dtype=pl.UInt32)}
            | {
                self.headers[position]: pl.Series(column, dtype=pl.String)
                for position, column in zip(wanted, cells, strict=True)
            }
        )
        findings = [finding(kind, self.name, pl.Series(rows_)) for kind, rows_ in bad.items() if rows_]
        return ReadRows(rows, findings, sum(map(len, bad.values())), pl.Series(ragged, dtype=pl.String))


def unique_names(headers: list[str]) -> list[str]:
    """Headers as names of columns; one that is empty, `row`, or stands twice gets its position too.

    So does one that is too long for a header. What no column map could repeat is left out of them.
    """
    used = {"row"}
    names = []
    for position, header in enumerate(map(printable_line, headers), 1):
        short = header if len(header) <= _LONGEST else ""
        name = short if short and short not in used else f"{short} (column {position})".strip()
        used.add(name)
        names.append(name)
    return names


def delimited_files(folder: Path) -> list[Path]:
    """The CSV files in a folder, in the order of their names."""
    try:
        return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    except OSError:
        raise BadInput(Problem("you have no permission to look into this folder", str(folder))) from None


class _Reader(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __next__(self) -> list[str]: ...


def _numbered(reader: "_Reader") -> Iterator[tuple[int, list[str] | None]]:
    """Each row that is not blank with its number; None for one that the reader gives up on."""
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, None
            continue
        if any(cell.strip() for cell in row):
            yield number, row
