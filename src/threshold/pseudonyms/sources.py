"""The tables of an export as an audit reads them, with all their columns, and what each column is."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from threshold.exports.files.delimited import NOT_ROWS, DelimitedFile, ReadRows, delimited_files
from threshold.exports.files.records import PARQUET, ParquetFile
from threshold.exports.files.sheets import SheetTable
from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats import FORMATS, annex_a
from threshold.exports.formats.local_tables import File, find_tables
from threshold.exports.formats.local_tables import Table as LocalTable
from threshold.exports.formats.map_kind import format_of_map
from threshold.exports.formats.national_folder import folder_tables
from threshold.exports.formats.national_map import NationalMap, written_map
from threshold.exports.formats.recognition import (
    WORKBOOKS,
    files_of_rows,
    files_of_tables,
)
from threshold.exports.formats.returns import Table as ReturnTable
from threshold.exports.formats.returns import locate
from threshold.exports.formats.specification import Specification, specification
from threshold.exports.gathering import Gathered
from threshold.exports.request import Request
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import ColumnMap, usual_child_headers
from threshold.pseudonyms.roles import Columns, of_aside, of_local, of_return
from threshold.reading import BadInput, Problem

_PLAN_OF_A_REVIEW, _CHILD_OF_A_REVIEW = "cppr cp plan id", "cppr_person_id"
_SPECIFICATIONS = {"annex-a": "annex-a.yaml", "census": "census.yaml", "ssd": "ssd.yaml"}


@dataclass(frozen=True, slots=True)
class Source:
    """A table of an export.

    place     what it is called in what is told: a file, or a sheet by its number
    key       which table of a return it is; "" of local events
    headers   all of them, in their order
    rows      without totals and footers, of which there were `aside`
    local     its column map, and the file of that; None of national returns
    """

    file: Path
    sheet: str | None
    place: str
    key: str
    headers: tuple[str, ...]
    rows: pl.DataFrame
    columns: Columns
    hidden: bool = False
    aside: int = 0
    local: tuple[ColumnMap, Path | None] | None = None


@dataclass(slots=True)
class Sources:
    """The tables that are read; how many others there are; the format; and the map of a national return."""

    format: str
    tables: list[Source] = field(default_factory=list)
    unread: int = 0
    national: NationalMap | None = None


def sources(path: Path, request: Request, more: Collection[str] = ()) -> Sources:
    """Every table of an export that an audit reads; `more` are columns wanted beside those, tidied.

    Raises BadInput where a row or a sheet cannot be read: what is written would lack it without a word.
    """
    if not files_of_rows(path):
        kinds = "CSV, Parquet, NDJSON, a workbook, a census in XML, or a folder of such files"
        raise BadInput(Problem(f"holds no table that can be read here; needed is {kinds}", str(path)))
    format_ = format_of_map(path, request.column_map) or _format(path)
    if format_ == "events":
        return _local(path, request, more)
    return _national(path, request, format_, more)


def _format(path: Path) -> str:
    *returns, rest = FORMATS
    return next((name for name in returns if FORMATS[name].recognises(path)), rest)


def _local(path: Path, request: Request, more: Collection[str]) -> Sources:
    there = find_tables(path, request)
    found = Sources("events", unread=len(there.unused))
    for number, table in enumerate(there.tables, 1):
        if not table.loose and not table.file.headers:
            continue
        _need_headers(table.file)
        file = _file_of(table, path)
        columns = of_local(table, request.vocabulary)
        wanted = _wanted(table.file.headers, columns, more)
        if not wanted:
            found.unread += 1
            continue
        if isinstance(table.file, ParquetFile):
            table.file.refuse_lists((*table.columns.columns.values(), *table.columns.dates.values()))
        sheet = table.file.name if isinstance(table.file, SheetTable) else None
        found.tables.append(
            Source(
                file,
                sheet,
                file.name if sheet is None else f"{file.name}, table {number}",
                "",
                tuple(table.file.headers),
                _whole(table.file.read(wanted), table.file.name),
                columns,
                isinstance(table.file, SheetTable) and table.file.hidden,
                local=(table.whole, table.map),
            )
        )
    return found


def _wanted(headers: Collection[str], columns: Columns, more: Collection[str]) -> list[str]:
    return [each for each in headers if each in columns.roles or tidy(each) in more]


def _file_of(table: LocalTable, path: Path) -> Path:
    name = table.file.name
    if isinstance(table.file, SheetTable):
        name = name.partition(", ")[0] if path.is_dir() else path.name
    return path / name if path.is_dir() else path


def _need_headers(file: File) -> None:
    if isinstance(file, DelimitedFile | SheetTable) and file.headless:
        message = "has no headers, so that no column can be told from another; put a row of headers above it"
        raise BadInput(Problem(message, file.name if isinstance(file, DelimitedFile) else ""))


def _national(path: Path, request: Request, format_: str, more: Collection[str]) -> Sources:
    spec = specification(_SPECIFICATIONS[format_])
    written = written_map(path, request.column_map, spec, request.vocabulary)
    found = Sources(format_, national=written)
    gathered = Gathered()
    loosely = format_ == "annex-a"
    tables = (
        annex_a.tables_of(path, gathered, written)
        if loosely
        else folder_tables(path, spec, written, gathered)
    )
    before = 0
    for number, table in enumerate(tables, 1):
        told = [each for each in gathered.findings[before:] if each.height]
        before = len(gathered.findings)
        lost = [each for each in told if each["kind"].first() in (*NOT_ROWS, "stopped")]
        if lost:
            raise _lost(sum(each.height for each in lost), int(str(lost[0]["row"].first() or 0)), path.name)
        if table.rows is None:
            found.unread += 1
            continue
        columns = _columns(table, spec, request, written, loosely)
        if columns is None:
            found.unread += 1
            continue
        file, sheet = _place(path, table.place)
        place = file.name if sheet is None else f"{file.name}, table {number}"
        rows = _with_more(table, file, sheet, _wanted(table.columns, columns, more))
        found.tables.append(Source(file, sheet, place, table.key, table.columns, rows, columns))
    return found


def _columns(
    table: ReturnTable, spec: Specification, request: Request, written: NationalMap, loosely: bool
) -> Columns | None:
    """What the columns of a table of a return are; None where it is not read."""
    headers = table.columns
    group = spec.tables().get(table.key)
    if group is None:
        names = spec.aside.get(table.key)
        if names is None:
            return None
        child = next((each for each in headers if tidy(each) in set(map(tidy, spec.child))), None)
        return of_aside(names, headers, child)
    seen = replace(table, columns=(*headers, *(each for each in group.made if each not in headers)))
    located = locate(seen, spec, request, written, loosely)
    if located is None and _PLAN_OF_A_REVIEW in map(tidy, headers):
        # The reader puts there whose the plan is.
        located = locate(
            replace(seen, columns=(*seen.columns, _CHILD_OF_A_REVIEW)), spec, request, written, loosely
        )
    if located is None:
        return None
    return of_return(group, located, headers, written.of(table.key, table.place).values, written.first)


def _with_more(table: ReturnTable, file: Path, sheet: str | None, wanted: list[str]) -> pl.DataFrame:
    """The rows of a table with columns that its reader passes by."""
    assert table.rows is not None
    lacking = [each for each in wanted if each not in table.rows.columns]
    rows = table.rows
    if lacking and sheet is None:
        parquet = file.suffix.lower() in PARQUET
        opened = (
            ParquetFile(file, file.name) if parquet else DelimitedFile(file, file.name, {*map(tidy, wanted)})
        )
        rows = rows.join(opened.read(lacking).rows, on="row", how="left", maintain_order="left")
    return rows.select(each for each in wanted if each in rows.columns)


def _place(path: Path, place: str) -> tuple[Path, str | None]:
    """The file, and the sheet, that the table of a return stands in."""
    if not path.is_dir():
        return path, place if path.suffix.lower() in WORKBOOKS else None
    files = {*delimited_files(path), *files_of_tables(path)}
    return next(file for file in sorted(files) if place in (file.name, file.stem)), None


def own_rows(source: Source, columns: list[str]) -> Source:
    """The table without titles, totals and footers, as far as those columns tell that go out."""
    child = source.columns.child
    loose = source.file.suffix.lower() not in (*PARQUET, ".ndjson", ".jsonl")
    if child is None or not loose:
        return source
    known = usual_child_headers() if source.local is not None else ()
    looked = source.rows.select(columns).with_row_index("row")
    own = without_surroundings(source.place, looked, child, known)
    if not own.set_aside:
        return source
    rows = source.rows.filter(looked["row"].is_in(own.rows["row"].implode()))
    return replace(source, rows=rows, aside=own.set_aside)


def _whole(read: ReadRows, name: str) -> pl.DataFrame:
    lost = [each for each in read.findings if each.height and each["kind"].first() in NOT_ROWS]
    if lost or read.refused:
        row = next((int(str(each["row"].first())) for each in lost), 0)
        raise _lost(read.refused or sum(each.height for each in lost), row, name)
    return read.rows.drop("row")


def _lost(rows: int, first: int, name: str) -> BadInput:
    where = f" (the first is row {first})" if first else ""
    message = f"{rows:,} of its rows cannot be read{where}; put them right, or nobody would miss them later"
    return BadInput(Problem(message, name))
