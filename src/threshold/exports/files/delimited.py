"""CSV files in all their dirt: any of the usual encodings and separators, rows that do not fit, loose quotes.

Title lines above the headers are passed over, and the first line may name the separator (`sep=;`).
Where cells and rows end, `row_splitting` says. A file of which polars would say the same is read by that in
one go, any other row by row; and the rows are as many as an independent count of the file has.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import polars as pl

from threshold.exports.files.counting import Lines, agree, count_blank, count_lines, records_at
from threshold.exports.files.doubled import doubled
from threshold.exports.files.encodings import Looked, decoded, look, look_through
from threshold.exports.files.headers_or_data import are_headers
from threshold.exports.files.limits import MAX_COLUMNS
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
from threshold.reading.row_splitting import Row, hidden_rows, is_blank, may_hide_rows, rows

# Findings of rows that are refused as they are read.
NOT_ROWS = ("cut-short", "hidden-rows", "ragged", "unreadable-row")
SUFFIXES = (".csv", ".tsv", ".txt")

_SEPARATORS = ",;\t|"
_BLANK = "\0blank"  # no header is called so
_HEAD = _TAIL = 256 * 1024
ROWS_OF_A_SAMPLE = 1_000
_LONGEST = 1_000  # letters of a header
_NAMED_SEPARATOR = re.compile(r'\ufeff?"?sep=([^\w\r\n"])"?[,;\t| ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows under their headers, with a column "row" that holds each row's number as a spreadsheet counts.

    Columns of `labels`, when reading, may come as categories. `refused` rows could not be read at all;
    `findings` say which. `ragged` are the cells of those that have more than there are columns. The rows and
    those refused are as many as an independent count of the file has, which is `records`.
    """

    rows: pl.DataFrame
    findings: list[pl.DataFrame] = field(default_factory=list)
    refused: int = 0
    ragged: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.String))
    records: int = field(kw_only=True)


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

    `known` are headers to look for, tidied, of which rows may hold some as well (`in_cells`). `data` is what
    came through a pipe, so that there is no file at the path. Raises BadInput where it cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        known: Collection[str] = (),
        in_cells: Collection[str] = (),
        data: bytes | None = None,
    ) -> None:
        self.path, self.name, self._in_cells = path, name, in_cells
        self._looked: Looked = look(path, name) if data is None else look_through(BytesIO(data))
        # Only what is not UTF-8, or no file, is held whole as text.
        self._text: str | None = None
        if data is not None:
            self._text = data.decode(self._looked.encoding, "replace").lstrip("\ufeff")
        elif not self._looked.encoding.startswith("utf-8"):
            self._text = decoded(path, self._looked.encoding).lstrip("\ufeff")
        head = self._head()
        named = _NAMED_SEPARATOR.match(head)
        # A spreadsheet takes such a line for itself and does not count it.
        self._before = named.end() if named else 0
        # Where what is named separates nothing, the line says something untrue.
        separators = named[1] if named and named[1] in head[named.end() :] else _SEPARATORS
        self._separator, self._top = self._headers(head[self._before :], separators, known)
        if max(len(self._top.cells), self._top.width) > MAX_COLUMNS:
            raise BadInput(Problem("names more columns than any list has", name))
        self.headless = self._top.width > 0
        if self.headless:
            # What it holds is a child's, and no name to be repeated.
            self._top = replace(self._top, cells=[""] * self._top.width)
        self.headers = unique_names(self._top.cells)

    def read(self, columns: Collection[str], labels: Collection[str] = ()) -> ReadRows:
        """These columns of every row that can be read; an empty cell is null."""
        again = doubled(self._top.cells, self.headers, columns)
        read = self._read({*columns, *again.names})
        rows, told = again.settle(read.rows, self.name)
        told += title_lines(self.name, self._top.titles)
        if rows.height and (cut := self._cut_short()):
            told.append(finding("cut-short", self.name, rows["row"].tail(1)))
            lost = pl.concat([read.ragged, pl.Series(cut, dtype=pl.String)])
            read = replace(read, refused=read.refused + 1, ragged=lost)
            rows = rows.head(-1)
        return replace(read, rows=rows.with_columns(as_categories(labels)), findings=[*told, *read.findings])

    def _cut_short(self) -> list[str]:
        """The cells of a last row in which the file seems to break off; none where it does not.

        It has no end, as nothing that breaks off has, and fewer cells than the row before it and the headers.
        """
        if self._text is not None:
            tail = self._text[-_TAIL:]
        else:
            with self.path.open("rb") as file:
                file.seek(max(0, self.path.stat().st_size - _TAIL))
                tail = file.read().decode("utf-8", "replace")
        if self.headless or tail[-1:] in ("", "\n", "\r", "\x1a"):  # the last: an end of file of old
            return []
        split: list[list[str]] = [[], [], *(row.cells or [] for row in rows(tail, self._separator))]
        before, last = split[-2:]
        return last if not is_blank(last) and len(last) < len(self.headers) <= len(before) else []

    def _read(self, columns: Collection[str]) -> ReadRows:
        wanted = [position for position, header in enumerate(self.headers) if header in columns]
        lines = count_lines(self._bytes(), self._separator)
        under = lines.records - bool(self._before) - self._top.row
        if self._is_plain(lines) and (fast := self._read_fast(wanted)) is not None:
            kept = fast.filter(~pl.col(_BLANK)).drop(_BLANK).rechunk()
            records = self._agree(under, kept.height, fast.height - kept.height)
            return ReadRows(kept, records=records)
        slow, blank = self._read_slowly(wanted)
        records = self._agree(under, slow.rows.height + slow.refused, blank)
        return replace(slow, records=records)

    def _is_plain(self, lines: Lines) -> bool:
        """Whether polars says the same of where cells and rows end as `row_splitting` does."""
        if lines.returns or lines.loose or self._looked.nul or self.headless:
            return False
        held = self._bytes()
        separator, columns = self._separator.encode(), len(self.headers)
        if isinstance(held, bytes) or not lines.records:
            return not (isinstance(held, bytes) and may_hide_rows(held, separator, columns))
        with held.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
            return not may_hide_rows(text, separator, columns)

    def _agree(self, counted: int, read: int, blank: int) -> int:
        """The records counted; raises BadInput where those read, or the blank ones, are not as many."""
        if blank:
            agree(self.name, min(blank, count_blank(self._bytes(), self._separator)), blank)
        agree(self.name, counted - blank, read)
        return counted - blank

    def _bytes(self) -> Path | bytes:
        return self.path if self._text is None else self._text.encode("utf-8", "replace")

    def sample(self) -> pl.DataFrame:
        """Some rows, in all columns."""
        under = (row.cells for row in self._filled(self._head()) if row.cells and row.number > self._top.row)
        found = list(islice(under, ROWS_OF_A_SAMPLE))
        columns = {
            header: [row[position].strip() or None if position < len(row) else None for row in found]
            for position, header in enumerate(self.headers)
        }
        return pl.DataFrame(columns, schema=dict.fromkeys(self.headers, pl.String))

    def again(
        self, numbers: Sequence[int], columns: Collection[str]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """These columns of some rows, by their numbers: each cut out of the file and split by itself."""
        above = bool(self._before)
        found = records_at(self._bytes(), self._separator, [number + above for number in numbers])
        if found is None:
            whole = self._text if self._text is not None else decoded(self.path, self._looked.encoding)
            wanted = set(numbers)
            split = (row for row in rows(whole[self._before :], self._separator) if row.number in wanted)
        else:
            split = (
                replace(row, number=number - above)
                for number, text in found.items()
                for row in rows(text.decode("utf-8-sig", "replace").rstrip("\r"), self._separator)
            )
        for row in split:
            cells = zip(self.headers, row.cells or [], strict=False)
            yield row.number, {header: cell for header, cell in cells if header in columns}

    def _filled(self, text: str) -> Iterable[Row]:
        """The rows that are not blank; None for the cells of one that is endless."""
        found = rows(text[self._before :], self._separator)
        return (row for row in found if row.cells is None or not is_blank(row.cells))

    def _headers(self, head: str, separators: Iterable[str], known: Collection[str]) -> tuple[str, _Headers]:
        """The separator that makes most of the headers, and the headers by it."""
        best = (",", _Headers([], 0, 0, []))
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
        first = islice(rows(head, separator), ROWS_BEFORE_HEADERS)
        filled = [(row, row.cells) for row in first if row.cells and not is_blank(row.cells)]
        found = [cells for _, cells in filled]
        numbers = [row.number for row, _ in filled]
        lines = [head.count("\n", 0, row.start) for row, _ in filled]
        if not found:
            return _Headers([], 0, 0, [])
        at = header_row(found, known)
        if are_headers(found, at, known, self._in_cells):
            return _Headers(found[at], numbers[at], lines[at], numbers[:at])
        at = first_full(found)
        return _Headers(found[at], numbers[at] - 1, lines[at], numbers[:at], max(map(len, found)))

    def _head(self) -> str:
        if self._text is not None:
            return self._text[:_HEAD]
        with self.path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "replace")

    def _read_fast(self, wanted: list[int]) -> pl.DataFrame | None:
        """The rows by polars, and whether they are blank; None where polars finds one that does not fit."""
        try:
            file = pl.scan_csv(self._source(), **self._how())
            columns = file.collect_schema().names()[1:]
            if len(columns) != len(self.headers) or not self._stand_under_their_headers(columns, wanted):
                return None
            # Every cell is looked at: of one too many polars knows only so, and a row without any is none.
            blank = pl.all_horizontal(pl.exclude("row").is_null()).alias(_BLANK)
            kept = [pl.col(columns[position]).alias(f"{position}") for position in wanted]
            rows = file.select("row", blank, *kept).collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError):
            return None
        return rows.rename({f"{position}": self.headers[position] for position in wanted})

    def _hidden(self, text: str, row: Row) -> list[str]:
        """The lines of a row in whose cells others are hidden, as it seems; none of any other row."""
        if len(self.headers) < 2 or not any("\n" in cell or "\r" in cell for cell in row.cells or ()):
            return []
        return hidden_rows(text[row.start : row.end], self._separator, len(self.headers))

    def _source(self) -> Path | BytesIO:
        held = self._bytes()
        return BytesIO(held) if isinstance(held, bytes) else held

    def _how(self) -> dict[str, Any]:
        return {
            "separator": self._separator,
            "infer_schema": False,
            "glob": False,  # a file may be called `March [2].csv`
            "row_index_name": "row",
            "row_index_offset": self._top.row + 1,
            "skip_lines": bool(self._before) + self._top.lines,
        }

    def _stand_under_their_headers(self, columns: list[str], wanted: list[int]) -> bool:
        """Whether the headers were found in the line that was meant: lines may end in several ways."""
        top = self._top.cells
        # A header that is empty or comes twice is given another name.
        return all(
            columns[position] == top[position] or not top[position] or top.count(top[position]) > 1
            for position in wanted
        )

    def _read_slowly(self, wanted: list[int]) -> tuple[ReadRows, int]:
        """The rows, read one by one; and how many of them were blank."""
        text = self._text if self._text is not None else decoded(self.path, self._looked.encoding)
        cells: list[list[str | None]] = [[] for _ in wanted]
        numbers: list[int] = []
        bad: dict[str, list[int]] = {"hidden-rows": [], "ragged": [], "unreadable-row": []}
        ragged: list[str] = []
        blank = 0
        text = text[self._before :]
        for row in rows(text, self._separator):
            if row.number <= self._top.row:
                continue
            if row.cells is None:
                bad["unreadable-row"].append(row.number)
            elif is_blank(row.cells):
                blank += 1
            elif hidden := self._hidden(text, row):
                bad["hidden-rows"].append(row.number)
                ragged.extend(cell.strip('"') for line in hidden for cell in line.split(self._separator))
            elif not is_blank(row.cells[len(self.headers) :]):
                bad["ragged"].append(row.number)
                ragged.extend(row.cells)
            else:
                numbers.append(row.number)
                for column, position in zip(cells, wanted, strict=True):
                    column.append((row.cells[position] if position < len(row.cells) else "") or None)
        read = pl.DataFrame(
            {"row": pl.Series(numbers, dtype=pl.UInt32)}
            | {
                self.headers[position]: pl.Series(column, dtype=pl.String)
                for position, column in zip(wanted, cells, strict=True)
            }
        )
        findings = [finding(kind, self.name, pl.Series(rows_)) for kind, rows_ in bad.items() if rows_]
        refused, cells_ = sum(map(len, bad.values())), pl.Series(ragged, dtype=pl.String)
        return ReadRows(read, findings, refused, cells_, records=read.height + refused), blank


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
