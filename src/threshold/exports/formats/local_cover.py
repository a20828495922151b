"""Whether the columns of a column map bear out what it says the export covers, and what is told where not.

A column that is missing, or blank for everybody, looks just like work that nobody did.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import polars as pl

from threshold.exports.formats.local_tables import Table
from threshold.exports.quality import finding
from threshold.exports.rows.cells import NOTHING, tidy
from threshold.exports.rows.column_map import event_of

_COUNTING = re.compile(r"^(?:[1-9]|1[0-2])(?:st|nd|rd|th)?$")


class Filled:
    """Which columns of dates anybody has anything in, table by table.

    `spans` are the events that begin and end an episode.
    """

    def __init__(self, spans: Collection[tuple[str, str]]) -> None:
        self._spans = spans
        self._filled: set[str] = set()
        self._blank: dict[str, list[tuple[str, str]]] = {}

    def look(self, table: Table, rows: pl.DataFrame) -> None:
        """Look through a table's rows."""
        for name, column in table.columns.dates.items():
            if column in rows.columns and _holds_anything(rows[column]):
                self._filled.add(name)
            elif rows.height:
                self._blank.setdefault(name, []).append((table.file.name, column))

    def findings(self, tables: Collection[Table]) -> Iterator[pl.DataFrame]:
        """What is told of columns that are blank for everybody, and of those that seem to be forgotten."""
        for table in tables:
            for header in dict.fromkeys(header for _, header in unread_siblings(table)):
                yield finding("unread-sibling", table.file.name, None, header)
        for name, places in self._blank.items():
            if name not in self._filled:
                yield from (finding("blank-column", place, None, column) for place, column in places)

    def doubted(self, tables: Collection[Table]) -> set[str]:
        """Events of several columns, one of which is missing, unread, or blank though a later one is not.

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
        doubted |= self._ends_lacking(tables)
        return doubted | {event for table in tables for event, _ in unread_siblings(table)}

    def _ends_lacking(self, tables: Collection[Table]) -> set[str]:
        """Ends of which a table has no column, though it has the start and another table has both."""
        lacking: set[str] = set()
        for start, end in self._spans:
            both = [{start, end} & {*map(event_of, table.columns.dates)} for table in tables]
            if {start, end} in both and {start} in both:
                lacking.add(end)
        return lacking


def _holds_anything(column: pl.Series) -> bool:
    """Whether any cell holds more than blanks and what stands for nothing; the first ones mostly tell."""
    filled = column.drop_nulls()
    for part in (filled.head(1_000), filled):
        said = part.cast(pl.String).str.strip_chars().str.to_lowercase()
        if not said.is_in(NOTHING).all():
            return True
    return False


def unread_siblings(table: Table) -> Iterator[tuple[str, str]]:
    """Events with a numbered column, and columns numbered likewise that the map does not name."""
    read = table.columns.wanted()
    unread = [header for header in table.file.headers if header not in read]
    for name, column in table.columns.dates.items():
        shape = _numbered(column)
        yield from ((event_of(name), header) for header in unread if shape and _numbered(header) == shape)


def _numbered(header: str) -> str | None:
    """A header with a sign for the number in it; None where there is no small number that counts columns."""
    if "(column " in header:
        return None
    words = tidy(header).split()
    counted = [_COUNTING.sub("#", word) for word in words]
    return " ".join(counted) if counted != words else None


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
    held = (frame.filter((pl.col("status") == "held") & pl.col("on").is_not_null()) for frame in events)
    seen = {str(kind) for frame in held for kind in frame["event"].unique()}
    yield from (finding("covers-nothing", name, None, event) for event in sorted(set(covers) - seen))
