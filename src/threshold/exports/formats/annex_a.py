"""Annex A, the lists that an inspection asks for: a workbook with a sheet for each, or a folder of CSVs."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from threshold.exports.files import workbook
from threshold.exports.files.delimited import DelimitedFile, delimited_files
from threshold.exports.files.sheets import SheetTable
from threshold.exports.files.surroundings import ROWS_BEFORE_HEADERS
from threshold.exports.formats.closures import with_closures
from threshold.exports.formats.headers import words_of
from threshold.exports.formats.lists import list_of
from threshold.exports.formats.national_map import NationalMap, written_map
from threshold.exports.formats.recognition import ANNEX_A, WORKBOOKS
from threshold.exports.formats.returns import Return, Table, inspection
from threshold.exports.formats.specification import Specification, specification, usual_headers, usual_words
from threshold.exports.gathering import Export, Gathered, count_read
from threshold.exports.quality import finding
from threshold.exports.request import Inspection, Request
from threshold.exports.rows.cells import tidy
from threshold.reading import BadInput, Problem

_LONGEST_HEADER = 300  # a cell with more letters is a note


def read(path: Path, request: Request) -> Export:
    """The lists as an export. Raises BadInput where none can be read, or no date is given."""
    as_at, dated_by = request.dated(None, str(path))
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    read_so_far = Return(_specification(), request, written, as_at, loosely=True)
    for table in with_closures(list(tables_of(path, read_so_far.gathered, written)), read_so_far):
        read_so_far.take(table)
    if not read_so_far.read_any:
        message = "holds none of the lists of Annex A with their headers (List 1 to List 11)"
        raise BadInput(Problem(message, str(path)))
    return read_so_far.export(ANNEX_A, path, dated_by)


def inspect(path: Path, request: Request) -> Inspection:
    """Which columns of which lists are read, and which are not; and a first map."""
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    tables = tables_of(path, Gathered(), written)
    return inspection(ANNEX_A, path, tables, _specification(), request, written, loosely=True)


def tables_of(path: Path, gathered: Gathered, written: NationalMap) -> Iterator[Table]:
    """Every sheet or file; one that is no list, or has no headers that are known, has no rows."""
    sheets = path.suffix.lower() in WORKBOOKS and not path.is_dir()
    for table in _sheets(path, gathered, written) if sheets else _files(path, gathered, written):
        if table.rows is not None and not table.rows.height:
            gathered.findings.append(finding("empty", table.place))
        if table.columns or not table.key:
            yield table


def _sheets(path: Path, gathered: Gathered, written: NationalMap) -> Iterator[Table]:
    """Every sheet; a hidden one is read only where no other holds its list, for it often repeats another.

    Or where the map names it.
    """
    sheets: list[tuple[SheetTable, str]] = []
    for sheet in workbook.read_sheets(path, str(path)):
        if isinstance(sheet, Problem):
            gathered.findings.append(finding("stopped", sheet.field))
            continue
        table = SheetTable(sheet, sheet.name, _known(sheet.cells, written))
        sheets.append((table, _key(sheet.name, tuple(table.headers), written)))
    shown = {key for table, key in sheets if not table.hidden}
    for table, key in sheets:
        passed_by = table.hidden and key in shown and written.key_of(table.name) is None
        if key and table.hidden:
            gathered.findings.append(
                finding("hidden-sheet" if passed_by else "hidden-sheet-read", table.name)
            )
        rows = None
        if key and not passed_by:
            read = table.read(table.headers)
            count_read(gathered, table.name, read)
            rows = read.rows
        yield Table(table.name, key, rows, tuple(table.headers), again=table.again)


def _files(place: Path, gathered: Gathered, written: NationalMap) -> Iterator[Table]:
    for path in delimited_files(place) if place.is_dir() else [place]:
        file = DelimitedFile(path, path.name, usual_headers(_specification()) | written.headers())
        columns = tuple(file.headers)
        key = _key(path.stem, columns, written)
        if not key:
            yield Table(path.stem, "", None, columns)
            continue
        read = file.read(file.headers)
        count_read(gathered, path.stem, read)
        yield Table(path.stem, key, read.rows, columns, again=file.again)


def _known(cells: pl.DataFrame, written: NationalMap) -> frozenset[str]:
    """Headers to look for in a sheet, tidied: the usual ones, and those that say the same in other words."""
    said = usual_words(_specification())
    top = {cell for row in cells.head(ROWS_BEFORE_HEADERS).iter_rows() for cell in row if cell}
    other = {tidy(cell) for cell in top if len(cell) < _LONGEST_HEADER and words_of(cell) in said}
    return usual_headers(_specification()) | written.headers() | other


def _key(place: str, columns: tuple[str, ...], written: NationalMap) -> str:
    """Which list a sheet or file is; nothing for one that is not read."""
    number = list_of(place, columns, _specification())
    key = written.key_of(place) or (str(number) if number is not None else "")
    return key if key in _specification().tables() else ""


def _specification() -> Specification:
    return specification("annex-a.yaml")
