"""CSV files in all their dirt: any of the usual encodings and separators, rows that do not fit, loose quotes.

A clean file is read by polars in one go; one that it would stumble over is read row by row, so that bad rows
are told by number and the others are kept.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path

import polars as pl

from threshold.exports.files.encodings import Looked, decoded, look
from threshold.exports.quality import finding
from threshold.exports.rows.dictionary import as_categories
from threshold.reading import BadInput, Problem

SUFFIXES = (".csv", ".tsv", ".txt")

_SEPARATORS = ",;\t|"
_HEAD = 256 * 1024


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows under their headers, with a column "row" that holds each row's number as a spreadsheet counts.

    Columns of `labels`, when reading, may come as categories. `refused` rows could not be read at all;
    `findings` say which.
    """

    rows: pl.DataFrame
    findings: list[pl.DataFrame] = field(default_factory=list)
    refused: int = 0


class DelimitedFile:
    """A CSV file whose headers are known and whose rows are still to be read.

    Raises BadInput where it cannot be opened.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._looked: Looked = look(path, name)
        # Only what is not UTF-8 is held whole as text.
        self._text = (
            None if self._looked.encoding.startswith("utf-8") else decoded(path, self._looked.encoding)
        )
        head = self._head()
        first = next((line for line in head.splitlines() if line.strip()), "")
        self._separator = max(_SEPARATORS, key=first.count)
        self.headers = unique_names(next((row for row in self._reader(head) if any(row)), []))

    def read(self, columns: Collection[str], labels: Collection[str] = ()) -> ReadRows:
        """These columns of every row that can be read; an empty cell is null."""
        wanted = [position for position, header in enumerate(self.headers) if header in columns]
        looked = self._looked
        if not (looked.nul or looked.odd_quotes or looked.blank_lines):
            rows = self._read_fast(wanted)
            if rows is not None:
                return ReadRows(rows.with_columns(as_categories(labels)))
        return self._read_slowly(wanted)

    def _head(self) -> str:
        if self._text is not None:
            return self._text[:_HEAD]
        with self.path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "replace")

    def _reader(self, text: str) -> Iterator[list[str]]:
        # With a quotation mark that is never closed, all that follows would be one cell.
        lines = StringIO(text, newline="")
        if self._looked.odd_quotes:
            return csv.reader(lines, delimiter=self._separator, quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self._separator)

    def _read_fast(self, wanted: list[int]) -> pl.DataFrame | None:
        """The rows by polars; None where it finds a row that does not fit."""
        source = self.path if self._text is None else BytesIO(self._text.lstrip("\ufeff").encode())
        try:
            rows = pl.read_csv(
                source,
                separator=self._separator,
                infer_schema=False,
                columns=wanted,
                row_index_name="row",
                row_index_offset=2,
            )
        except (pl.exceptions.PolarsError, OSError):
            return None
        names = ["row", *(self.headers[position] for position in wanted)]
        return rows.rename(dict(zip(rows.columns, names, strict=True))) if rows.width == len(names) else None

    def _read_slowly(self, wanted: list[int]) -> ReadRows:
        text = self._text if self._text is not None else decoded(self.path, self._looked.encoding)
        reader = self._reader(text.lstrip("\ufeff"))
        cells: list[list[str | None]] = [[] for _ in wanted]
        numbers: list[int] = []
        bad: dict[str, list[int]] = {"ragged": [], "unreadable-row": []}
        for number, row in islice(_numbered(reader), 1, None):
            if row is None:
                bad["unreadable-row"].append(number)
            elif any(cell.strip() for cell in row[len(self.headers) :]):
                bad["ragged"].append(number)
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
        return ReadRows(rows, findings, sum(map(len, bad.values())))


def unique_names(headers: list[str]) -> list[str]:
    """Headers as names of columns; one that is empty, `row`, or stands twice gets its position too."""
    used = {"row"}
    names = []
    for position, header in enumerate((header.strip() for header in headers), 1):
        name = header if header and header not in used else f"{header} (column {position})".strip()
        used.add(name)
        names.append(name)
    return names


def delimited_files(folder: Path) -> list[Path]:
    """The CSV files in a folder, in the order of their names."""
    try:
        return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    except OSError:
        raise BadInput(Problem("you have no permission to look into this folder", str(folder))) from None


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | None]]:
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
