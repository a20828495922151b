"""Facts read off the entries that are taken: the first, the latest or how many, and what they carry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from threshold.batch.columns import everywhere, replaced, where
from threshold.batch.tables import column_type
from threshold.batch.timeline.column import Column, either
from threshold.batch.timeline.entries import EARLIEST, LATEST, UNDATED_DAY, Entries, keys
from threshold.batch.timeline.taking import Taken
from threshold.vocabulary import Fact, MayBe, Reading

AT = "at"  # the time of day that an entry may carry


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days between which entries count, both included; `bounded`: where any day is asked for at all."""

    low: pl.Series
    high: pl.Series
    bounded: pl.Series | None = None


@dataclass(frozen=True)
class Span:
    """The part of its owner's time in which each unit's entries count. All of it needs no search."""

    own: pl.Series
    bounds: Bounds

    @cached_property
    def low(self) -> pl.Series:
        """The first key of each."""
        return keys(self.own, self.bounds.low)

    @cached_property
    def high(self) -> pl.Series:
        """The last key of each."""
        return keys(self.own, self.bounds.high)

    @property
    def _whole(self) -> bool:
        return self.bounds.bounded is None

    def first(self, entries: Entries) -> pl.Series:
        """The place of the first entry of each; null where there is none."""
        return entries.first_of(self.own) if self._whole else entries.first(self.low, self.high)

    def latest(self, entries: Entries) -> pl.Series:
        """The place of the latest entry of each; null where there is none."""
        return entries.latest_of(self.own) if self._whole else entries.latest(self.low, self.high)

    def count(self, entries: Entries) -> pl.Series:
        """How many entries each has."""
        return entries.number_of(self.own) if self._whole else entries.count(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Read:
    """How a reading is read off what was taken.

    answers    the keys, by the kind of event, that are answers
    complete   whether every entry in the bounds is recorded
    lacking    where there is nowhere to look, so that nothing is known
    absent     where it is known to be absent anyhow
    """

    fact: Fact
    reading: Reading
    taken: Taken
    bounds: Bounds
    answers: Mapping[str, Sequence[str]]
    complete: pl.Series | bool
    lacking: pl.Series | None
    absent: list[pl.Series]

    def column(self) -> Column:
        """The fact of every unit."""
        span = Span(self.taken.own, self.bounds)
        entries = self.taken.matching(self.reading.where, self.reading.give)
        open_ = self._open(span)
        known = open_ == 0 if open_ is not None else True
        if self.reading.take == "count":
            number = span.count(entries)
            told = self._told(known & self.complete, number.len())
            return Column(where(told, number), either(self.absent))
        place = (span.first if self.reading.take == "first" else span.latest)(entries)
        none = place.is_null() & self._nothing(known, span)
        absent = [*self.absent, none if self.lacking is None else none & ~self.lacking]
        column = self._given(entries, place)
        if self.taken.undated:
            column = self._undated(column, entries, place, span)
        # Where there is nowhere to look nothing was found, but for what names something else that is current.
        if self.taken.unsure is not None:
            column = column.unless(self.lacking)
        undated, whole = column.undated, column.whole_day
        return Column(column.value, either(absent), undated, whole)

    def _told(self, known: pl.Series | bool, units: int) -> pl.Series:
        told = known if isinstance(known, pl.Series) else everywhere(known, units)
        return told if self.lacking is None else told & ~self.lacking

    def _nothing(self, known: pl.Series | bool, span: Span) -> pl.Series | bool:
        """Whether it is known that there was none: all is recorded, or one says no."""
        complete = self.complete
        named = any(isinstance(value, MayBe) for _, value in self.reading.where)
        if self.reading.where and (named or any(self.answers.values())):
            no = span.count(self.taken.saying_no(self.reading.where, self.answers)) > 0
            complete = no | complete
        return known & complete

    def _open(self, span: Span) -> pl.Series | None:
        """How many more may be meant; None: none anywhere."""
        wanted, own, found = self.reading.where, self.taken.own, []
        if wanted and (entries := self.taken.open(wanted)).rows.height:
            found.append(span.count(entries))
        if self.taken.undated and self.bounds.bounded is not None:
            # Without a day one may lie inside the bounds.
            outside = self.taken.fitting(wanted).undated(own)
            found.append(outside * self.bounds.bounded.cast(pl.Int32))
        if self.taken.unsure is not None:
            unsure = self.taken.unsure_fitting(wanted)
            dated = keys(own, self.bounds.low.clip(lower_bound=EARLIEST))
            found += [unsure.count(dated, span.high), unsure.undated(own)]
        return sum(found[1:], start=found[0]) if found else None

    def _given(self, entries: Entries, place: pl.Series) -> Column:
        """What the entry at each place carries, or else its day."""
        give = self.reading.give
        if not give:
            return Column(entries.days[place])
        value = entries.rows[give][place].cast(column_type(self.fact.type))
        if give != AT:
            return Column(value)
        day = entries.days[place].cast(pl.Datetime("us"))
        whole = value.is_null() & day.is_not_null()
        return Column(where(whole, day, value), None, None, whole)

    def _undated(self, column: Column, entries: Entries, place: pl.Series, span: Span) -> Column:
        """Where some have no day, nobody can tell which was first or latest; only what all of them carry."""
        own, wanted, give = self.taken.own, self.reading.where, self.reading.give
        number = entries.undated(own)
        if self.taken.unsure is not None:
            number = number + self.taken.unsure_matching(wanted, give).undated(own)
        several = place.is_not_null() & (number > 0)
        if not several.any():
            return column
        if not give:
            return Column(where(~several, column.value), None, several)
        units = several.arg_true()
        agreed = self._agreed(entries, span.low[units], span.high[units], own[units])
        value = replaced(column.value, units, agreed.value.cast(column.value.dtype))
        if give != AT:
            return Column(value)
        assert column.whole_day is not None
        assert agreed.undated is not None
        assert agreed.whole_day is not None
        undated = everywhere(False, several.len()).scatter(units, agreed.undated)
        return Column(value, None, undated, column.whole_day.scatter(units, agreed.whole_day))

    def _agreed(self, entries: Entries, low: pl.Series, high: pl.Series, own: pl.Series) -> Column:
        """What all the entries of some units carry; null where they do not agree."""
        give, dtype = self.reading.give, column_type(self.fact.type)
        alone = keys(own, UNDATED_DAY)
        earliest = keys(own, EARLIEST)
        spans = [(entries, where(low > earliest, low, earliest), high), (entries, alone, alone)]
        if self.taken.unsure is not None:
            spans.append((self.taken.unsure_matching(self.reading.where, give), alone, alone))
        tables = [_each(*span, give) for span in spans]
        table = pl.concat(tables)
        if give == AT:
            said = pl.coalesce(pl.col(give), pl.col("on").cast(pl.Datetime("us")))
            table = table.with_columns(whole=pl.col(give).is_null()).with_columns(said.alias(give))
        else:
            table = table.with_columns(whole=pl.lit(False))
        shown = pl.col(give).list.join("\n") if isinstance(dtype, pl.List) else pl.col(give)
        table = table.with_columns(said=pl.struct(shown.alias("what"), "whole"))
        told = table.group_by("unit").agg(
            number=pl.col("said").n_unique(),
            value=pl.col(give).first(),
            whole=pl.col("whole").first(),
        )
        units = pl.DataFrame({"unit": pl.int_range(own.len(), dtype=pl.UInt32, eager=True)})
        told = units.join(told, on="unit", how="left", maintain_order="left")
        one = (told["number"] == 1).fill_null(False)
        value = where(one, told["value"])
        whole = one & told["whole"].fill_null(False)
        return Column(value, None, whole & value.is_null(), whole & value.is_not_null())


def _each(entries: Entries, low: pl.Series, high: pl.Series, give: str) -> pl.DataFrame:
    """A row for each entry of each span: `unit` (the span's place), what it carries, and its day (`on`)."""
    first, number = entries.spans(low, high)
    table = pl.DataFrame({"first": first, "number": number}).with_row_index("unit")
    table = table.filter(pl.col("number") > 0)
    table = table.with_columns(
        place=pl.int_ranges(pl.col("first"), pl.col("first") + pl.col("number"), dtype=pl.Int64)
    ).explode("place")
    place = table["place"].cast(pl.UInt32)
    return table.select("unit").with_columns(
        entries.rows[give][place].alias(give), entries.days[place].alias("on")
    )


def no_bounds(units: int) -> Bounds:
    """All of time, and what has no day."""
    low = pl.Series([UNDATED_DAY]).new_from_index(0, units)
    return Bounds(low, pl.Series([LATEST]).new_from_index(0, units))


Bound = Callable[[str], Column]


def bounds_of(
    reading: Reading, units: int, bound: Bound
) -> tuple[Bounds, pl.Series | None, pl.Series | None, pl.Series | None]:
    """The bounds that a reading has; where none can be told; where what it counts from never was; its end."""
    free, lacking, absent, last = no_bounds(units), None, None, None
    low, high, bounded = free.low, free.high, None
    if reading.by:
        by = bound(reading.by)
        last = by.value.cast(pl.Date)
        high = last.cast(pl.Int32).cast(pl.Int64).fill_null(LATEST)
        bounded = last.is_not_null()
        low = where(bounded, pl.Series([EARLIEST]).new_from_index(0, units), low)
    if reading.since:
        since = bound(reading.since)
        day = since.value.cast(pl.Date).cast(pl.Int32).cast(pl.Int64)
        low = day.fill_null(LATEST)
        lacking, absent = day.is_null(), since.absent
        bounded = everywhere(True, units)
    return Bounds(low, high, bounded), lacking, absent, last
