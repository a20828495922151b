"""Entries of one kind, sorted by whose they are and by day, and the questions put to them.

An owner's number (a child's, or a run's) and a day make one whole number, a key, so that a span of one
owner's time is a span of keys, and each question about many spans at once is one search in a sorted column.
Of what has no day, the day is 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from threshold.batch.columns import nothing, where
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.vocabulary import MayBe, ReadStatus, Value, Wanted

_DAYS = 2**20
# Whole time: that without a day; the first and last day that there may be.
UNDATED_DAY, EARLIEST, LATEST = 0, 1, _DAYS - 1

_HELD, _PLANNED = ENTRY_STATUSES.index("held"), ENTRY_STATUSES.index("planned")
_AHEAD = len(ENTRY_STATUSES)  # marked as held, and later than today
_CODES = 2**32


def keys(owner: pl.Series, day: pl.Series | int) -> pl.Series:
    """The keys of owners' days (days counted from 1970). No nulls on either side."""
    number = day.cast(pl.Int64) if isinstance(day, pl.Series) else day
    return owner.cast(pl.Int64) * _DAYS + number


def key_of(owner: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The key of a day, or of none (null), of an owner."""
    return owner.cast(pl.Int64) * _DAYS + day.fill_null(UNDATED_DAY)


def owner_of(key: pl.Expr) -> pl.Expr:
    """The number of the child, or other owner, whose day a key is."""
    return (key // _DAYS).cast(pl.UInt32)


def day_number(key: pl.Expr) -> pl.Expr:
    """The day of a key, as a whole number."""
    return (key % _DAYS).cast(pl.Int32)


def day_of_key(key: pl.Expr) -> pl.Expr:
    """The day of a key, as a Date; null where it has none."""
    day = day_number(key)
    return pl.when(day > UNDATED_DAY).then(day).cast(pl.Date)


@dataclass(frozen=True)
class Entries:
    """Entries sorted by key, those of one day as in the file.

    `rows` has `key`, `day` (null where nobody knows it), and what they carry.
    """

    rows: pl.DataFrame

    @cached_property
    def keys(self) -> pl.Series:
        return self.rows["key"]

    @cached_property
    def days(self) -> pl.Series:
        return self.rows["day"].cast(pl.Date)

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

    def first_of(self, owner: pl.Series) -> pl.Series:
        """The place of each owner's first entry, on whatever day or none; null where there is none."""
        return self._by_owner(owner, self._first_of_each(self._owners))

    def first_dated_of(self, owner: pl.Series) -> pl.Series:
        """The place of each owner's first entry that has a day; null where there is none."""
        dated = self.days.is_not_null().arg_true()
        return self._by_owner(owner, dated.gather(self._first_of_each(self._owners[dated])))

    def latest_of(self, owner: pl.Series) -> pl.Series:
        """The place of each owner's latest entry; null where there is none."""
        owners = self._owners
        return self._by_owner(owner, (owners != owners.shift(-1)).fill_null(True).arg_true())

    def number_of(self, owner: pl.Series) -> pl.Series:
        """How many entries each owner has."""
        first, latest = (each.cast(pl.Int32) for each in (self.first_of(owner), self.latest_of(owner)))
        return (latest - first + 1).fill_null(0)

    def count(self, low: pl.Series, high: pl.Series) -> pl.Series:
        """How many entries each span has."""
        if self.keys.is_empty():
            return pl.Series([0], dtype=pl.Int32).new_from_index(0, low.len())
        return self.spans(low, high)[1]

    def spans(self, low: pl.Series, high: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The place of each span's first entry (of the next one, where it has none); how many it has."""
        upto = self.keys.search_sorted(high, side="right").cast(pl.Int64)
        before = self.keys.search_sorted(low, side="left").cast(pl.Int64)
        return before, (upto - before).clip(lower_bound=0).cast(pl.Int32)

    def undated(self, owner: pl.Series) -> pl.Series:
        """How many entries without a day each owner has."""
        key = keys(owner, UNDATED_DAY)
        return self.count(key, key)

    @cached_property
    def _owners(self) -> pl.Series:
        return self.keys // _DAYS

    @staticmethod
    def _first_of_each(owners: pl.Series) -> pl.Series:
        return (owners != owners.shift(1)).fill_null(True).arg_true()

    def _by_owner(self, owner: pl.Series, places: pl.Series) -> pl.Series:
        """To look places up by number takes a tenth of the time of a search, where a span is all of time."""
        if self.keys.is_empty() or owner.is_empty():
            return nothing(pl.UInt32(), owner.len())
        size = max(owner.to_frame().max().item(), self._owners.item(-1)) + 1
        return nothing(pl.UInt32(), size).scatter(self._owners[places], places)[owner]

    def _at(self, place: pl.Series) -> pl.Series:
        inside = (place >= 0) & (place < self.keys.len())
        return self.keys[where(inside, place).cast(pl.UInt32)]


class Timeline:
    """The entries of a batch by kind and status.

    `children` is how many there are; `rows` has `row` (the place in the file), `child` (a number), `event`,
    `status`, `day` (a whole number; null where nobody knows it) and what entries carry; where any entries
    are linked also `ref`, `of` (numbers of the references) and `asked` (whether it is for the request).

    undated  the numbers of the children of whom something was held or planned on a day that nobody knows
    linked   whether any entry has a reference, or names one
    """

    def __init__(self, children: int, rows: pl.DataFrame, as_at: date) -> None:
        self.children, self.as_at = children, as_at
        self.today = (as_at - date(1970, 1, 1)).days
        ahead = (pl.col("status") == "held") & (pl.col("day") > self.today).fill_null(False)
        rows = rows.with_columns(
            key=key_of(pl.col("child"), pl.col("day")),
            state=pl.when(ahead).then(_AHEAD).otherwise(pl.col("status").to_physical()).cast(pl.UInt8),
        )
        self.linked = "ref" in rows.columns and not (
            rows["ref"].null_count() == rows["of"].null_count() == rows.height and not rows["asked"].any()
        )
        if self.linked:
            named = {name: pl.col("child").cast(pl.Int64) * _CODES + pl.col(name) for name in ("ref", "of")}
            rows = rows.with_columns(**named)
        elif "ref" in rows.columns:
            rows = rows.drop("ref", "of", "asked")
        counting = pl.col("day").is_null() & pl.col("state").is_in([_HELD, _PLANNED])
        self.undated = (
            rows.filter(counting)["child"].unique() if rows["day"].has_nulls() else rows["child"][:0]
        )
        self._none = rows.clear()
        # One number for both takes less time to part by than the two.
        kind = pl.col("event").to_physical().cast(pl.UInt32) * 8 + pl.col("state")
        parts = rows.with_columns(kind=kind).partition_by("kind", include_key=False)
        self._by_kind = {(part["event"].item(0), part["state"].item(0)): part for part in parts}
        self._selected: dict[object, Entries] = {}

    def held(self, events: Sequence[str], where: Wanted = ()) -> Entries:
        """The entries of these kinds that were held up to today and carry these values."""
        name = (tuple(events), where)
        if name not in self._selected:
            self._selected[name] = Entries(self.rows(events, "held").filter(sure(where)).sort("key", "row"))
        return self._selected[name]

    def rows(self, events: Sequence[str], status: ReadStatus) -> pl.DataFrame:
        """The entries of these kinds held up to today, or planned."""
        return self._of(events, _PLANNED if status == "planned" else _HELD)

    def held_ahead(self, event: str) -> pl.Series:
        """The numbers of the children with such an entry marked as held after today, one for each entry."""
        return self._of((event,), _AHEAD)["child"]

    def _of(self, events: Sequence[str], state: int) -> pl.DataFrame:
        found = [self._by_kind[event, state] for event in events if (event, state) in self._by_kind]
        return pl.concat(found) if found else self._none


def sure(where: Wanted) -> pl.Expr:
    """Whether an entry carries all of these values; one that leaves a value open does not."""
    return pl.all_horizontal(
        pl.lit(True), *(_fits(*each, unsaid=isinstance(each[1], MayBe)) for each in where)
    )


def may(where: Wanted) -> pl.Expr:
    """Whether an entry carries all of these values, as far as it says any of them."""
    return pl.all_horizontal(pl.lit(True), *(_fits(*each, unsaid=True) for each in where))


def _fits(key: str, value: Value | MayBe, unsaid: bool) -> pl.Expr:
    """Whether an entry carries a value; `unsaid` is what counts where it does not say."""
    any_of = value.fits if isinstance(value, MayBe) else (value,)
    return pl.any_horizontal(*(pl.col(key).eq(each) for each in any_of)).fill_null(unsaid)


def says_no(where: Wanted, answers: Mapping[str, Sequence[str]]) -> pl.Expr:
    """Whether an entry answers otherwise than is asked for, all else being as it is.

    `answers` are, by the kind of event, the keys of what it carries that are answers.
    """
    named = [key for key, value in where if isinstance(value, MayBe)]
    of_kind = [
        (pl.col("event") == event) & sure(tuple(each for each in where if each[0] not in (*own, *named)))
        for event, own in answers.items()
        if own or named
    ]
    return pl.any_horizontal(pl.lit(False), *of_kind) & ~may(where)
