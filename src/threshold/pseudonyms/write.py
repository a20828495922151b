"""Tables written as the kind of file that they came from, and with nothing in it but their cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from threshold.exports.files.records import NDJSON, PARQUET
from threshold.exports.formats.recognition import WORKBOOKS
from threshold.output.rights import PRIVATE

_WORKBOOK = ".xlsx"
_WRITTEN = datetime(2000, 1, 1)  # so that the same export makes the same file


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written: the name of its sheet, where it has one, and its rows."""

    sheet: str | None
    rows: pl.DataFrame
    hidden: bool = False


def suffix_for(file: Path) -> str:
    """How the name of a file ends that is written anew: every workbook becomes an .xlsx."""
    suffix = file.suffix.lower()
    return _WORKBOOK if suffix in WORKBOOKS else suffix


def write_file(path: Path, tables: Sequence[Table]) -> None:
    """Write the tables of one file, readable by their owner alone."""
    path.touch(mode=PRIVATE)
    suffix = path.suffix.lower()
    if suffix == _WORKBOOK:
        _write_workbook(path, tables)
        return
    rows = tables[0].rows
    if suffix in PARQUET:
        rows.write_parquet(path)
    elif suffix in NDJSON:
        rows.write_ndjson(path)
    else:
        rows.write_csv(path, separator="\t" if suffix == ".tsv" else ",")


def _write_workbook(path: Path, tables: Sequence[Table]) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": _WRITTEN})
        for table in tables:
            sheet = book.add_worksheet(table.sheet)
            if table.hidden:
                sheet.hide()
            _write_sheet(sheet, table.rows)


def _write_sheet(sheet: Any, rows: pl.DataFrame) -> None:
    for column, header in enumerate(rows.columns):
        sheet.write_string(0, column, header)
    for number, row in enumerate(rows.iter_rows(), 1):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write_string(number, column, str(cell))
