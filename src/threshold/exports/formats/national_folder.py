"""A national return as a folder: a CSV or Parquet file for each of its tables, found by headers and names."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from threshold.exports.files.delimited import DelimitedFile
from threshold.exports.files.records import PARQUET, ParquetFile
from threshold.exports.formats.headers import match_headers
from threshold.exports.formats.national_map import NationalMap
from threshold.exports.formats.recognition import files_of_tables
from threshold.exports.formats.returns import Table
from threshold.exports.formats.specification import (
    PEOPLE,
    Group,
    Specification,
    usual_headers,
    wanted_headers,
)
from threshold.exports.gathering import Gathered, count_read
from threshold.exports.quality import finding
from threshold.exports.rows.cells import tidy

_EMPTY = ("NULL", "null", "(null)", "NaN", "None", "")  # what a database writes where there is nothing


def folder_tables(
    path: Path, spec: Specification, written: NationalMap, gathered: Gathered
) -> Iterator[Table]:
    """Every file of the folder, or this one; of those that are not read only the headers are."""
    known = usual_headers(spec) | written.headers()
    for file in files_of_tables(path):
        parquet = file.suffix.lower() in PARQUET
        opened = ParquetFile(file, file.name) if parquet else DelimitedFile(file, file.name, known)
        columns = tuple(opened.headers)
        key = written.key_of(file.name)
        if key is None and len(side_by_side(columns, spec)) > 1:
            gathered.findings.append(finding("several-tables", file.name))
        elif key is None:
            key = table_of(file.stem, columns, spec)
        if key is None:
            yield Table(file.name, "", None, columns)
            continue
        wanted = _read(key, columns, spec, written, file.name)
        if isinstance(opened, ParquetFile):
            opened.refuse_lists(wanted)
        # That a row of CSV has more cells than headers shows only where every column is looked at.
        read = opened.read(wanted if parquet else columns)
        count_read(gathered, file.name, read)
        if not read.rows.height:
            gathered.findings.append(finding("empty", file.name))
        rows = _plain(read.rows.select("row", *_in(wanted, columns)))
        yield Table(file.name, key, rows, columns, loose=not parquet, again=opened.again)


def table_of(name: str, headers: Iterable[str], spec: Specification) -> str | None:
    """Which table of the return a file is, as most of its headers say; of several, as its name does."""
    columns = list(headers)
    held = {key: _held(group, columns, spec) for key, group in spec.tables().items()}
    most = max(held.values(), default=0)
    likely = [key for key, count in held.items() if most and count == most]
    if len(likely) == 1:
        return likely[0]
    text = f" {tidy(name)} "
    real = set(map(tidy, columns))
    aside = [key for key, asked in spec.aside.items() if set(map(tidy, asked)) & real]
    return max((key for key in likely or aside if f" {tidy(key)} " in text), key=len, default=None)


def side_by_side(headers: Iterable[str], spec: Specification) -> list[str]:
    """The tables of which a file has the very date that each begins with: more than one are joined to rows
    that say the same again and again.
    """
    real = set(map(tidy, headers))
    starts = {key: next(iter(group.dates.values())) for key, group in spec.tables().items() if group.dates}
    return [key for key, names in starts.items() if real & set(map(tidy, names))]


def _held(group: Group, columns: list[str], shared: Specification) -> int:
    """How many columns of such a table these are, of those that tell what happened."""
    found = match_headers(wanted_headers(group, shared), columns, loosely=False).columns
    return sum(1 for key in found if key not in (*PEOPLE, "key", "within"))


def _read(
    key: str, columns: tuple[str, ...], spec: Specification, written: NationalMap, place: str
) -> set[str]:
    """The columns of a table that are worth reading."""
    names = {*spec.aside.get(key, ()), *written.of(key, place).columns.values()}
    if key in spec.tables():
        group = spec.tables()[key]
        names |= {*group.also, *(name for each in wanted_headers(group, spec).values() for name in each)}
    tidied = set(map(tidy, names))
    return {column for column in columns if tidy(column) in tidied}


def _in(wanted: set[str], columns: tuple[str, ...]) -> list[str]:
    return [column for column in columns if column in wanted]


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with nothing where a database wrote that there is nothing."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    held = rows.select(pl.col(name).is_in(_EMPTY).any() for name in texts)
    odd = [name for name in texts if held[name][0]]
    return rows.with_columns(pl.when(~pl.col(name).is_in(_EMPTY)).then(pl.col(name)) for name in odd)
