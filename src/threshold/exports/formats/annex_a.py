"""Annex A, the lists that an inspection asks for: a workbook with a sheet for each, or a folder of CSVs."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from threshold.exports.files import workbook
from threshold.exports.files.delimited import DelimitedFile, delimited_files, unique_names
from threshold.exports.formats.headers import match_headers
from threshold.exports.formats.lists import list_of
from threshold.exports.formats.national_map import NationalMap, written_map
from threshold.exports.formats.recognition import ANNEX_A
from threshold.exports.formats.returns import Return, Table, inspection
from threshold.exports.formats.specification import Specification, specification
from threshold.exports.gathering import Export, Gathered
from threshold.exports.quality import finding
from threshold.exports.request import Inspection, Request
from threshold.exports.rows.cells import tidy
from threshold.reading import BadInput, Problem

_ROWS_BEFORE_HEADERS = 20


def read(path: Path, request: Request) -> Export:
    """The lists as an export. Raises BadInput where none can be read, or no date is given."""
    as_at, dated_by = request.dated(None, str(path))
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    read_so_far = Return(_specification(), request, written, as_at, loosely=True)
    for table in _tables(path, read_so_far.gathered, written):
        read_so_far.take(table)
    if not read_so_far.read_any:
        message = "holds none of the lists of Annex A with their headers (List 1 to List 11)"
        raise BadInput(Problem(message, str(path)))
    return read_so_far.export(ANNEX_A, path, dated_by)


def inspect(path: Path, request: Request) -> Inspection:
    """Which columns of which lists are read, and which are not; and a first map."""
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    tables = _tables(path, Gathered(), written)
    return inspection(ANNEX_A, path, tables, _specification(), request, written, loosely=True)


def _tables(path: Path, gathered: Gathered, written: NationalMap) -> Iterator[Table]:
    """Every sheet or file; one that is no list, or has no headers that are known, has no rows."""
    for table in _files(path, gathered, written) if path.is_dir() else _sheets(path, gathered, written):
        if table.rows is not None and not table.rows.height:
            gathered.findings.append(finding("empty", table.place))
        if table.columns or not table.key:
            yield table


def _sheets(path: Path, gathered: Gathered, written: NationalMap) -> Iterator[Table]:
    for sheet in workbook.read_sheets(path, str(path)):
        if isinstance(sheet, Problem):
            gathered.findings.append(finding("stopped", sheet.field))
            continue
        rows = _under_headers(sheet.cells, written.headers())
        columns = tuple(column for column in rows.columns if column != "row")
        key = _key(sheet.name, columns, written)
        yield Table(sheet.name, key, rows if key else None, columns)


def _files(folder: Path, gathered: Gathered, written: NationalMap) -> Iterator[Table]:
    for path in delimited_files(folder):
        file = DelimitedFile(path, path.name)
        columns = tuple(file.headers)
        key = _key(path.stem, columns, written)
        if not key:
            yield Table(path.stem, "", None, columns)
            continue
        table = file.read(file.headers)
        gathered.findings.extend(table.findings)
        gathered.rows_in += table.refused
        gathered.rows_refused += table.refused
        yield Table(path.stem, key, table.rows, columns)


def _key(place: str, columns: tuple[str, ...], written: NationalMap) -> str:
    """Which list a sheet or file is; nothing for one that is not read."""
    number = list_of(place, columns, _specification())
    key = written.key_of(place) or (str(number) if number is not None else "")
    return key if key in _specification().tables() else ""


def _under_headers(cells: pl.DataFrame, said: frozenset[str]) -> pl.DataFrame:
    """The rows under the header row, by header; nothing where no row looks like headers.

    `said` are headers that somebody names, tidied: a row with two of them is one.
    """
    child = {"child": _specification().child}
    for number, row in enumerate(cells.head(_ROWS_BEFORE_HEADERS).iter_rows()):
        headers = [cell or "" for cell in row]
        if match_headers(child, headers).columns or len(said & set(map(tidy, headers))) > 1:
            names = unique_names(headers)
            rows = cells.rename(dict(zip(cells.columns, names, strict=True)))
            numbered = rows.with_row_index("row", offset=1).slice(number + 1)
            return numbered.filter(pl.any_horizontal(pl.col(names).is_not_null()))
    return pl.DataFrame()


def _specification() -> Specification:
    return specification("annex-a.yaml")
