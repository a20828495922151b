"""Whether the columns of a column map bear out what it says the export covers, and what is told where not.

A column that is missing, or blank for everybody, looks just like work that nobody did.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import polars as pl

from threshold.exports.formats.local_tables import Table
from threshold.exports.quality import finding
from threshold.exports.rows.column_map import event_of


class Filled:
    """Which columns of dates anybody has anything in, table by table."""

    def __init__(self) -> None:
        self._filled: set[str] = set()
        self._blank: dict[str, list[tuple[str, str]]] = {}

    def look(self, table: Table, rows: pl.DataFrame) -> None:
        """Look through a table's rows."""
        for name, column in table.columns.dates.items():
            if column in rows.columns and rows[column].null_count() < rows.height:
                self._filled.add(name)
            elif rows.height:
                self._blank.setdefault(name, []).append((table.file.name, column))

    def findings(self) -> Iterator[pl.DataFrame]:
        """What is told of columns that are blank for everybody."""
        for name, places in self._blank.items():
            if name not in self._filled:
                yield from (finding("blank-column", place, None, column) for place, column in places)

    def doubted(self, tables: Collection[Table]) -> set[str]:
        """Events of several columns, one of them missing, or an earlier one blank though a later one is not.

        Who has a second review had a first: without its column all of these would seem late.
        """
        named = {name: column for table in tables for name, column in table.whole.dates.items()}
        here = {name for table in tables for name in table.columns.dates}
        doubted: set[str] = set()
        for event in {event_of(name) for name in named}:
            names = [name for name in named if event_of(name) == event]
            shown = [name in self._filled for name in names]
            if any(not before and after for before, after in pairwise(shown)) or (
                len(names) > 1 and not set(names) <= here
            ):
                doubted.add(event)
        return doubted


def missing_columns(tables: Sequence[Table], name: str) -> Iterator[pl.DataFrame]:
    """What is told of columns that a map names and none of its tables has; `name` is the export's."""
    for map_ in dict.fromkeys(table.map for table in tables if table.map is not None):
        under = [table for table in tables if table.map == map_]
        place = under[0].file.name if len(under) == 1 else name
        lacking = set.intersection(*(table.whole.missing(table.file.headers) for table in under))
        yield from (finding("missing-column", place, None, column) for column in sorted(lacking))
        yield from _links_missing(under, lacking)


def _links_missing(tables: Sequence[Table], told: Collection[str]) -> Iterator[pl.DataFrame]:
    """Of tables of events, those that lack what others under the same map have: a state, or a reference."""
    for table in tables:
        wanted = {key: table.whole.columns.get(key) for key in ("ref", "status")}
        for key, column in wanted.items():
            if column and column not in told and not table.columns.dates and key not in table.columns.columns:
                yield finding("missing-column", table.file.name, None, column)


def without_entries(
    covers: Collection[str], events: Sequence[pl.DataFrame], name: str
) -> Iterator[pl.DataFrame]:
    """What is told of kinds of event that the map says are covered, and of which there is no entry."""
    held = (frame.filter(pl.col("status") == "held") for frame in events)
    seen = {str(kind) for frame in held for kind in frame["event"].unique()}
    yield from (finding("covers-nothing", name, None, event) for event in sorted(set(covers) - seen))
