"""The tables of an export with all their columns, as they are to be written again."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from threshold.exports.files.delimited import DelimitedFile, ReadRows
from threshold.exports.files.records import NDJSON, PARQUET, NdjsonFile, ParquetFile
from threshold.exports.files.sheets import SheetTable
from threshold.exports.files.workbook import read_sheets
from threshold.exports.formats.recognition import WORKBOOKS, files_of_rows
from threshold.reading import BadInput, Problem

_NOT_ROWS = ("cut-short", "ragged", "unreadable-row")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the file that it stands in, the sheet of it, and its rows.

    loose   titles, totals and footers may stand around it
    """

    file: Path
    sheet: str | None
    name: str
    rows: pl.DataFrame
    hidden: bool = False
    loose: bool = False

    def with_rows(self, rows: pl.DataFrame) -> "Table":
        """The same table with other rows."""
        return replace(self, rows=rows)


def tables_of(path: Path, known: Collection[str], dropped: Collection[str]) -> Iterator[Table]:
    """Every table of an export, without the columns to be dropped. `known` are headers to look for, tidied.

    Raises BadInput where a row or a sheet cannot be read: what is written would lack it without a word.
    """
    files = files_of_rows(path)
    if not files:
        kinds = "CSV, Parquet, NDJSON, a workbook, a census in XML, or a folder of such files"
        raise BadInput(Problem(f"holds no table that can be read here; needed is {kinds}", str(path)))
    for file in files:
        if file.suffix.lower() in WORKBOOKS:
            yield from _sheets(file, known, dropped)
        else:
            yield _file(file, known, dropped)


def _file(file: Path, known: Collection[str], dropped: Collection[str]) -> Table:
    suffix = file.suffix.lower()
    opened: ParquetFile | NdjsonFile | DelimitedFile
    if suffix in PARQUET:
        opened = ParquetFile(file, file.name)
    elif suffix in NDJSON:
        opened = NdjsonFile(file, file.name)
    else:
        opened = DelimitedFile(file, file.name, known)
        _need_headers(opened.headless, file.name)
    read = opened.read([header for header in opened.headers if header not in dropped])
    return Table(file, None, file.name, _whole(read, file.name), loose=isinstance(opened, DelimitedFile))


def _sheets(file: Path, known: Collection[str], dropped: Collection[str]) -> Iterator[Table]:
    for sheet in read_sheets(file, file.name):
        if isinstance(sheet, Problem):
            raise BadInput(sheet)
        if not sheet.cells.height:
            continue
        opened = SheetTable(sheet, sheet.name, known)
        wanted = [header for header in opened.headers if header not in dropped]
        rows = _whole(opened.read(wanted), sheet.name)
        if not opened.headless:
            yield Table(file, sheet.name, f"{file.name}, {sheet.name}", rows, sheet.hidden, loose=True)
        elif not sheet.hidden and rows.height > 1 and rows.width > 3:
            _need_headers(True, f"{file.name}, {sheet.name}")


def _need_headers(headless: bool, name: str) -> None:
    if headless:
        message = "has no headers, so that no column can be told from another; put a row of headers above it"
        raise BadInput(Problem(message, name))


def _whole(read: ReadRows, name: str) -> pl.DataFrame:
    lost = [each for each in read.findings if each.height and each["kind"].first() in _NOT_ROWS]
    if lost or read.refused:
        row = next((int(str(each["row"].first())) for each in lost), None)
        message = f"{read.refused or sum(each.height for each in lost):,} of its rows cannot be read"
        where = f" (the first is row {row})" if row else ""
        raise BadInput(Problem(f"{message}{where}; put them right, or nobody would miss them later", name))
    return read.rows.drop("row")
