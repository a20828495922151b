"""Which referral of List 3 a closure of List 6 belongs to: that on whose day the child became one in need."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from threshold.exports.formats.headers import match_headers
from threshold.exports.formats.returns import Return, Table
from threshold.exports.rows.cells import read_dates, read_references

_REFERRALS, _IN_NEED = "3", "6"
_KEY = "referral_key"


def with_closures(tables: Sequence[Table], lists: Return) -> list[Table]:
    """The tables, those of List 3 and List 6 with the day of the referral as what names it.

    A closure that fits no referral has nothing that names it: its own day has to tell.
    """
    days = {table.place: _days(table, lists) for table in tables if table.key in (_REFERRALS, _IN_NEED)}
    referred = [day for table in tables if table.key == _REFERRALS and (day := days[table.place]) is not None]
    known = _told_apart(pl.concat(referred)) if referred else pl.Series([], dtype=pl.UInt64)
    return [_named(table, days.get(table.place), known) for table in tables]


def _told_apart(referrals: pl.DataFrame) -> pl.Series:
    """Child and day of each referral, where it is the only one of that child on that day; copies are one."""
    once = referrals.unique().select("child", "day")
    return once.filter(once.is_unique()).hash_rows()


def _days(table: Table, lists: Return) -> pl.DataFrame | None:
    """The child and the day of the referral of each row; None where the table does not have both."""
    columns = lists.columns(table)
    if table.rows is None or "child" not in columns:
        return None
    column = columns.get("referral")
    if table.key == _IN_NEED:
        wanted = {"start": lists.spec.tables()[_IN_NEED].also}
        column = match_headers(wanted, table.columns).columns.get("start")
    if column is None:
        return None
    day = read_dates(table.rows[column], lists.written.first).on
    child = read_references(table.rows[columns["child"]])
    said = table.rows.select(sorted(set(columns.values()))).hash_rows()
    return pl.DataFrame({"child": child, "day": day.cast(pl.String), "said": said})


def _named(table: Table, days: pl.DataFrame | None, known: pl.Series) -> Table:
    if table.rows is None or days is None:
        return table
    there = days.select("child", "day").hash_rows().is_in(known.implode())
    names = days["day"].set(~there, None)
    rows = table.rows.with_columns(names.alias(_KEY))
    return replace(table, rows=rows, columns=(*table.columns, _KEY))
