"""The tables of a local export, files of rows or sheets of workbooks, each with the column map it has."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from threshold.exports.files.delimited import DelimitedFile
from threshold.exports.files.records import NDJSON, PARQUET, NdjsonFile, ParquetFile
from threshold.exports.files.sheets import SheetTable
from threshold.exports.files.workbook import Sheet, read_sheets
from threshold.exports.formats.recognition import WORKBOOKS, files_of_rows
from threshold.exports.quality import finding
from threshold.exports.request import Request
from threshold.exports.rows.column_map import (
    ColumnMap,
    event_names,
    guess_column_map,
    read_column_map,
    usual_headers,
)
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary

MAP_NAME = "columns.yaml"

NAMES = {
    "child": "the child's reference",
    "event": "the kind of event",
    "on": "the date",
    "ref": "the reference that links a start to its end",
    "of": "the reference of what it belongs to",
    "status": "whether it was held, planned or cancelled",
    "team": "the team",
    "worker": "the worker",
}

OF_EVENTS = ("child", "event", "on")

File = DelimitedFile | ParquetFile | NdjsonFile | SheetTable


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    whole     its column map, or what was guessed
    columns   what of that this table has
    map       the file of the map; None where it was guessed
    needed    what no row can do without
    """

    file: File
    whole: ColumnMap
    columns: ColumnMap
    map: Path | None
    needed: tuple[str, ...] = OF_EVENTS

    @property
    def lacking(self) -> list[str]:
        """What no row can do without, and no column was found for."""
        lacking = [key for key in self.needed if key not in self.columns.columns]
        # Of work with its dates side by side a table may have the facts alone.
        if self.columns.dates or (self.whole.dates and self.columns.facts):
            return [key for key in lacking if key == "child"]
        return lacking

    @property
    def loose(self) -> bool:
        """Whether people put titles, totals and footers around such tables."""
        return isinstance(self.file, DelimitedFile | SheetTable)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What tables are read for.

    written   reads the column map of such tables
    guessed   guesses one from their headers
    usual     headers that such tables have, tidied
    needed    what no row can do without
    """

    written: Callable[[Path, Vocabulary], ColumnMap]
    guessed: Callable[[Iterable[str], Vocabulary], ColumnMap]
    usual: Callable[[Vocabulary], frozenset[str]]
    needed: tuple[str, ...]


WORK = Purpose(read_column_map, guess_column_map, usual_headers, OF_EVENTS)


@dataclass(slots=True)
class Tables:
    """What there is to read, and what is told of the rest; `unused` are places of which nothing is read."""

    tables: list[Table] = field(default_factory=list)
    findings: list[pl.DataFrame] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def find_tables(path: Path, request: Request, readable: bool = True, purpose: Purpose = WORK) -> Tables:
    """The tables that there are, of sheets those that can be read if only these are asked for (`readable`).

    Raises BadInput where there are none.
    """
    found = Tables()
    sheets: list[Table] = []
    for file in files_of_rows(path) or [path]:
        if file.suffix.lower() in WORKBOOKS:
            sheets += _sheets(file, path, request, purpose, found)
        else:
            found.tables.append(_table(file, path, request, purpose))
    if readable:
        _take_sheets(sheets, found)
    else:
        shown = [table for table in sheets if not _hidden(table)] or sheets
        found.tables += shown
        found.unused += [table.file.name for table in sheets if table not in shown]
    if not found.tables:
        raise BadInput(Problem("holds no table of children; is it empty?", path.name))
    return found


def _take_sheets(sheets: list[Table], found: Tables) -> None:
    """The sheets that can be read; hidden ones only where no other can: they often repeat what is shown."""
    readable = [table for table in sheets if not table.lacking]
    shown = [table for table in readable if not _hidden(table)] or readable
    if sheets and not shown and not found.tables:
        # What is lacking is told of the sheet that comes nearest.
        shown = [min(sheets, key=lambda table: (_hidden(table), len(table.lacking)))]
    for table in sheets:
        place = table.file.name
        if _hidden(table):
            found.findings.append(finding("hidden-sheet-read" if table in shown else "hidden-sheet", place))
        elif table not in shown:
            found.findings.append(finding("unread-table", place))
        if table not in shown:
            found.unused.append(place)
    found.tables += shown


def _hidden(table: Table) -> bool:
    return isinstance(table.file, SheetTable) and table.file.hidden


def _sheets(file: Path, path: Path, request: Request, purpose: Purpose, found: Tables) -> Iterator[Table]:
    for sheet in read_sheets(file, file.name):
        name = sheet.field if isinstance(sheet, Problem) else sheet.name
        place = name if file == path else f"{file.name}, {name}"
        if isinstance(sheet, Problem):
            found.findings.append(finding("stopped", place))
        elif sheet.cells.height:
            yield _table(file, path, request, purpose, sheet, place)


def _table(
    file: Path,
    path: Path,
    request: Request,
    purpose: Purpose,
    sheet: Sheet | None = None,
    place: str | None = None,
) -> Table:
    map_ = _map_of(file, path, request, sheet.name if sheet else None)
    written = purpose.written(map_, request.vocabulary) if map_ is not None else None
    known = written.known() if written is not None else purpose.usual(request.vocabulary)
    in_cells = frozenset() if written is not None else frozenset(event_names(request.vocabulary))
    opened = _open(file, place or file.name, known, in_cells, sheet)
    whole = written or purpose.guessed(opened.headers, request.vocabulary)
    return Table(opened, whole, whole.within(opened.headers), map_, purpose.needed)


def _open(
    file: Path, name: str, known: frozenset[str], in_cells: frozenset[str], sheet: Sheet | None
) -> File:
    if sheet is not None:
        return SheetTable(sheet, name, known, in_cells)
    if file.suffix.lower() in PARQUET:
        return ParquetFile(file, name)
    if file.suffix.lower() in NDJSON:
        return NdjsonFile(file, name)
    return DelimitedFile(file, name, known, in_cells)


def _map_of(file: Path, path: Path, request: Request, sheet: str | None) -> Path | None:
    """The map that was given; or that lies beside a file under its name, and goes before the folder's."""
    if request.column_map is not None:
        return request.column_map
    beside = [file.with_name(f"{file.stem}.{MAP_NAME}")]
    if sheet is not None and "/" not in sheet:
        beside.insert(0, file.with_name(f"{file.stem}.{sheet}.{MAP_NAME}"))
    if path.is_dir():
        beside.append(path / MAP_NAME)
    return next((each for each in beside if each.is_file()), None)
