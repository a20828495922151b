"""Dated entries of one kind, sorted by child and day, and the questions put to them: first, latest, how many.

A child's number and a day make one whole number, a key, so that a span of one child's time is a span of
keys, and each question about many spans at once is one search in a sorted column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from threshold.batch.columns import nothing, where
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.vocabulary import ReadStatus, Value

_DAYS = 2**20
EARLIEST, LATEST = 0, _DAYS - 1

_HELD, _PLANNED = ENTRY_STATUSES.index("held"), ENTRY_STATUSES.index("planned")
_AHEAD = len(ENTRY_STATUSES)  # marked as held, and later than today
Where = tuple[tuple[str, Value], ...]


def keys(child: pl.Series, day: pl.Series | int) -> pl.Series:
    """The keys of children's days (days counted from 1970). No nulls on either side."""
    number = day.cast(pl.Int64) if isinstance(day, pl.Series) else day
    return child.cast(pl.Int64) * _DAYS + number


def child_of(key: pl.Expr) -> pl.Expr:
    """The number of the child whose day a key is."""
    return (key // _DAYS).cast(pl.UInt32)


def day_of_key(key: pl.Expr) -> pl.Expr:
    """The day of a key, as a Date."""
    return (key % _DAYS).cast(pl.Int32).cast(pl.Date)


@dataclass(frozen=True)
class Entries:
    """Entries sorted by key, those of one day as in the file. `rows` has `key`, and what they carry."""

    rows: pl.DataFrame

    @cached_property
    def keys(self) -> pl.Series:
        return self.rows["key"]

    @cached_property
    def days(self) -> pl.Series:
        return self.rows.select(day_of_key(pl.col("key"))).to_series()

    def first(self, low: pl.Series, high: pl.Series) -> pl.Series:
        """The place of each span's first entry; null where it has none. Both ends are included."""
        if self.keys.is_empty():
            return nothing(pl.UInt32(), low.len())
        place = self.keys.search_sorted(low, side="left")
        there = self._at(place)
        return where((there <= high).fill_null(False), place)

    def latest(self, low: pl.Series, high: pl.Series) -> pl.Series:
        """The place of each span's latest entry; null where it has none."""
        if self.keys.is_empty():
            return nothing(pl.UInt32(), low.len())
        place = self.keys.search_sorted(high, side="right").cast(pl.Int64) - 1
        there = self._at(place)
        return where((there >= low).fill_null(False), place).cast(pl.UInt32)

    def count(self, low: pl.Series, high: pl.Series) -> pl.Series:
        """How many entries each span has."""
        upto = self.keys.search_sorted(high, side="right").cast(pl.Int64)
        before = self.keys.search_sorted(low, side="left").cast(pl.Int64)
        return (upto - before).clip(lower_bound=0).cast(pl.Int32)

    def _at(self, place: pl.Series) -> pl.Series:
        inside = (place >= 0) & (place < self.keys.len())
        return self.keys[where(inside, place).cast(pl.UInt32)]


class Timeline:
    """The entries of a batch by kind and status.

    `children` is how many there are; `rows` has `row` (the place in the file), `child` (a number), `event`,
    `status`, `day` (a whole number) and what entries carry.
    """

    def __init__(self, children: int, rows: pl.DataFrame, as_at: date) -> None:
        self.children, self.as_at = children, as_at
        self.today = (as_at - date(1970, 1, 1)).days
        ahead = (pl.col("status") == "held") & (pl.col("day") > self.today)
        rows = rows.with_columns(
            key=pl.col("child").cast(pl.Int64) * _DAYS + pl.col("day"),
            state=pl.when(ahead).then(_AHEAD).otherwise(pl.col("status").to_physical()).cast(pl.UInt8),
        )
        self._none = rows.clear()
        self._by_kind = rows.partition_by("event", "state", as_dict=True)
        self._selected: dict[object, Entries] = {}

    def held(self, events: Sequence[str], where: Where = ()) -> Entries:
        """The entries of these kinds that were held up to today and carry these values."""
        return self._select("held", events, where, lambda: self._held(events).filter(_sure(where)))

    def sure(self, events: Sequence[str], where: Where, status: ReadStatus) -> Entries:
        """The entries of such a status that carry these values."""
        return self._select(status, events, where, lambda: self._which(events, status).filter(_sure(where)))

    def unsure(self, events: Sequence[str], where: Where, status: ReadStatus) -> Entries:
        """The entries of such a status that do not say whether they carry these values."""

        def rows() -> pl.DataFrame:
            return self._which(events, status).filter(_may(where) & ~_sure(where))

        return self._select(("unsure", status), events, where, rows)

    def held_ahead(self, event: str) -> pl.Series:
        """The numbers of the children with such an entry marked as held after today, one for each entry."""
        return self._of((event,), _AHEAD)["child"]

    def _held(self, events: Sequence[str]) -> pl.DataFrame:
        return self._of(events, _HELD)

    def _which(self, events: Sequence[str], status: ReadStatus) -> pl.DataFrame:
        """Entries held; of a child for whom none was, those planned; or those planned alone."""
        held = self._held(events)
        if status == "held":
            return held
        planned = self._of(events, _PLANNED)
        if status == "planned":
            return planned
        return pl.concat([held, planned.join(held, on="child", how="anti", maintain_order="left")])

    def _of(self, events: Sequence[str], state: int) -> pl.DataFrame:
        found = [self._by_kind[event, state] for event in events if (event, state) in self._by_kind]
        return pl.concat(found) if found else self._none

    def _select(
        self, what: object, events: Sequence[str], where: Where, rows: Callable[[], pl.DataFrame]
    ) -> Entries:
        name = (what, tuple(events), where)
        if name not in self._selected:
            self._selected[name] = Entries(rows().sort("key", "row"))
        return self._selected[name]


def _sure(where: Where) -> pl.Expr:
    """Whether an entry carries all of these values; one that leaves a value open does not."""
    return pl.all_horizontal(pl.lit(True), *(pl.col(key).eq(value).fill_null(False) for key, value in where))


def _may(where: Where) -> pl.Expr:
    return pl.all_horizontal(pl.lit(True), *(pl.col(key).eq(value).fill_null(True) for key, value in where))
