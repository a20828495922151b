"""The children in need census as tables: a CSV or Parquet file for each group, linked by its numbers."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from threshold.exports.formats.national_folder import folder_tables
from threshold.exports.formats.national_map import written_map
from threshold.exports.formats.recognition import CENSUS
from threshold.exports.formats.returns import Return, Table, inspection
from threshold.exports.formats.specification import Specification, specification
from threshold.exports.gathering import Export, Gathered
from threshold.exports.request import Inspection, Request
from threshold.exports.rows.cells import read_dates
from threshold.reading import BadInput, Problem

_CHILDREN, _HEADER, _EPISODES, _ENQUIRIES = "ChildIdentifiers", "Header", "CINdetails", "Section47"


def read(path: Path, request: Request) -> Export:
    """The tables as an export; as at the date in their header, where there is one and no other is asked for.

    Raises BadInput where none can be read, or no date is given.
    """
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    gathered = Gathered()
    tables = list(folder_tables(path, _specification(), written, gathered))
    as_at, dated_by = request.dated(_reference_date(tables), str(path))
    census = Return(_specification(), request, written, as_at, loosely=False, gathered=gathered)
    held = [_conferences(table, census) for table in tables if table.key == _ENQUIRIES]
    for table in tables:
        if table.key == _CHILDREN:
            census.take_children(table)
        elif table.key == _EPISODES:
            census.take(_without_conferences(table, census, held))
        elif table.key == _HEADER:
            census.pass_by(table)
        else:
            census.take(table)
    if not census.read_any:
        raise BadInput(Problem("holds none of the census's groups with their elements as headers", str(path)))
    return census.export(CENSUS, path, dated_by)


def inspect(path: Path, request: Request) -> Inspection:
    """Which columns of which tables are read, and which are not; and a first map."""
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    tables = folder_tables(path, _specification(), written, Gathered())
    return inspection(CENSUS, path, tables, _specification(), request, written, loosely=False)


def _reference_date(tables: list[Table]) -> date | None:
    """The date in the header of the census; None where it is not there, or more than one is."""
    cells = [
        table.rows.drop("row").to_series()
        for table in tables
        if table.key == _HEADER and table.rows is not None
    ]
    days = {day for each in cells for day in read_dates(each).on.drop_nulls()}
    return days.pop() if len(days) == 1 else None


def _conferences(table: Table, census: Return) -> pl.DataFrame:
    """The episodes of which an enquiry has a conference."""
    columns = census.columns(table)
    if table.rows is None or not {"child", "within", "cp_conference"} <= set(columns):
        return pl.DataFrame()
    held = table.rows.filter(pl.col(columns["cp_conference"]).is_not_null())
    return held.select(_text(columns["child"], "child"), _text(columns["within"], "episode"))


def _without_conferences(table: Table, census: Return, held: list[pl.DataFrame]) -> Table:
    """The episodes without a conference where an enquiry of theirs has it: it counts once."""
    columns = census.columns(table)
    known = [each for each in held if each.width]
    if table.rows is None or not known or not {"child", "key", "cp_conference"} <= set(columns):
        return table
    keys = table.rows.select(_text(columns["child"], "child"), _text(columns["key"], "episode"))
    elsewhere = keys.hash_rows().is_in(pl.concat(known).hash_rows().implode())
    conference = columns["cp_conference"]
    rows = table.rows.with_columns(pl.when(~elsewhere).then(pl.col(conference)).alias(conference))
    return replace(table, rows=rows)


def _text(column: str, name: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars().alias(name)


def _specification() -> Specification:
    return specification("census.yaml")
