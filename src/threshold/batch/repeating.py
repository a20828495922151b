"""Repeating clocks by column: a row for each interval, each due counted from the last one held."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.batch.clock_rows import (
    Verdict,
    covered,
    finished,
    nothing_told,
    open_question,
    state,
    unit,
    unit_of,
)
from threshold.batch.columns import nth, where
from threshold.batch.dates import add_to_day, counted
from threshold.batch.stretches import stretches, through
from threshold.batch.timeline.entries import EARLIEST, LATEST, Entries, keys
from threshold.dates import Duration


@dataclass(frozen=True, slots=True)
class Repeating:
    """Clocks that begin anew with each thing held.

    `own` says whose entries meet each clock (by its `row`); `owns` whether they belong to its very run, so
    that those before its start are early; `ends` whether it ends with that run; `pauses` during which runs it
    stands still (None: it never does).
    """

    limit: Duration | None
    entries: Entries
    own: pl.Series
    owns: bool
    ends: bool
    pauses: pl.DataFrame | None
    today: date

    def rows(self, part: pl.DataFrame) -> pl.DataFrame:
        """What was early; each interval, the current one last; and where nothing can be told."""
        if not part.height:
            return nothing_told()
        own = self.own[part["row"]]
        opening = self.entries.days[self.entries.first_dated_of(own)]
        # Without a known start, the first one held starts the first interval.
        part = part.with_columns(opening=opening, begin=pl.coalesce("start", opening))
        # What counts from the start cannot be told; what counts from one held on, can.
        asked = open_question(part.filter(pl.col("start").is_null()), met_on=pl.col("begin"))
        part = part.filter(pl.col("begin").is_not_null())
        parts = [asked]
        if self.owns:
            parts.append(self._early(part))
        if self.limit is None:
            return pl.concat([*parts, self._elapsed(part)])
        return pl.concat([*parts, self._intervals(part, self.limit)])

    def _early(self, part: pl.DataFrame) -> pl.DataFrame:
        """Each one of its own run before the start has a row of its own, and moves no clock."""
        part = part.filter(pl.col("opening") < pl.col("begin"))
        own = self.own[part["row"]]
        high = keys(own, part["begin"].cast(pl.Int32).cast(pl.Int64) - 1)
        held = self._each(self._with_held(part, keys(own, EARLIEST), high))
        return finished(held.with_columns(start="begin"), state("early"), met_on=pl.col("met"))

    def _elapsed(self, part: pl.DataFrame) -> pl.DataFrame:
        """No number is set: how long it is since the last one."""
        end = pl.col("end") if self.ends else pl.lit(None, pl.Date)
        low, high = self._inside(part["row"], part["begin"], part.select(stop=end)["stop"])
        latest = self.entries.days[self.entries.latest(low, high)]
        part = part.with_columns(start=pl.coalesce(latest, "begin"))
        until = pl.coalesce(end, pl.lit(self.today))
        days = counted(pl.col("start"), until, None)
        return finished(part, state("no_limit"), interval=pl.lit(1), days=days)

    def _intervals(self, part: pl.DataFrame, limit: Duration) -> pl.DataFrame:
        ends = (pl.col("end"), pl.col("ended")) if self.ends else (pl.lit(None, pl.Date), pl.lit(False))
        told = part.drop("start", "due", "due_at", "met", "met_at", strict=False)
        clocks = told.with_columns(end=ends[0], over=ends[1])
        found = through(clocks) if self.pauses is None else stretches(clocks, self.pauses)
        still = found.filter(pl.col("begin").is_null()).with_columns(start="since")
        running = found.filter(pl.col("begin").is_not_null())
        low, high = self._inside(running["row"], running["begin"], running["stop"])
        running = self._with_held(running, low, high)
        rows = [
            self._past(running, limit),
            self._last(running, limit),
            self._paused(still, pl.lit(0)),
        ]
        table = pl.concat([each for each in rows if each.height] or [rows[0]])
        if self.pauses is None:
            return table.with_columns(interval=(pl.col("of_stretch") + 1).cast(pl.UInt32)).drop(
                "nth", "of_stretch"
            )
        table = table.sort("row", "nth", "of_stretch")
        return table.with_columns(interval=(nth("row") + 1).cast(pl.UInt32)).drop("nth", "of_stretch")

    def _inside(self, row: pl.Series, begin: pl.Series, stop: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The keys of a stretch. What was held on the day of its start opens it, and meets nothing."""
        own = self.own[row]
        after = begin.cast(pl.Int32).cast(pl.Int64) + 1
        return keys(own, after), keys(own, stop.cast(pl.Int32).cast(pl.Int64).fill_null(LATEST))

    def _with_held(self, part: pl.DataFrame, low: pl.Series, high: pl.Series) -> pl.DataFrame:
        """With how many each span has (`held`), the place of the first (`earliest`), and the latest's day."""
        earliest, held = self.entries.spans(low, high)
        latest = self.entries.days[where(held > 0, earliest + held - 1).cast(pl.UInt32)]
        return part.with_columns(held=held, earliest=earliest, latest=latest)

    def _each(self, part: pl.DataFrame) -> pl.DataFrame:
        """A row for each one held in a span: `met`, `of_stretch` (which it is, from 0) and the one before."""
        days = self.entries.days
        table = part.filter(pl.col("held") > 0)
        table = table.with_columns(of_stretch=pl.int_ranges(0, pl.col("held"), dtype=pl.Int64)).explode(
            "of_stretch"
        )
        place, first = table["earliest"] + table["of_stretch"], table["of_stretch"] == 0
        before = where(~first, place - 1)
        return table.with_columns(met=days[place.cast(pl.UInt32)], previous=days[before.cast(pl.UInt32)])

    def _past(self, running: pl.DataFrame, limit: Duration) -> pl.DataFrame:
        held = self._each(running)
        held = held.with_columns(start=pl.coalesce("previous", "begin"))
        held = held.with_columns(due=add_to_day(pl.col("start"), limit))
        met, due = pl.col("met"), pl.col("due")
        late = met > due
        # One in between may simply not be in the file.
        known = covered(met) & ~pl.col("has_undated")
        verdict = (
            pl.when(~late)
            .then(state("met"))
            .when(late & known)
            .then(state("late"))
            .otherwise(state("cannot_tell"))
        )
        rows = finished(
            held,
            verdict,
            due=due,
            met_on=met,
            days=pl.when(late & known).then(counted(due, met, limit)),
            unit=pl.when(late).then(unit_of(limit)).otherwise(unit("days")),
        )
        return rows.hstack(held.select("nth", "of_stretch"))

    def _last(self, running: pl.DataFrame, limit: Duration) -> pl.DataFrame:
        """The interval of each stretch in which nothing was held."""
        start = pl.coalesce("latest", "begin")
        last = running.with_columns(start=start, due=add_to_day(start, limit)).with_columns(
            met=pl.lit(None, pl.Date),
            met_at=pl.lit(None, pl.Datetime("us")),
            due_at=pl.lit(None, pl.Datetime("us")),
            undated=pl.lit(False),
            certain=covered(pl.col("due")),
            of_stretch=pl.col("held").cast(pl.Int64),
        )
        dated, paused = pl.col("due").is_not_null(), pl.col("paused")
        verdict = Verdict(limit, self.today, self.ends)
        judged, asked = last.filter(dated & ~paused), last.filter(~dated & ~paused)
        rows = [_numbered(verdict.rows(judged), judged), _numbered(open_question(asked), asked)]
        if self.pauses is not None:
            missed = (pl.col("due") < pl.col("stop")).fill_null(False)
            rows.append(self._missed(last.filter(paused & missed), limit))
            # It has stood still since, whether or not it had been due.
            after = pl.col("of_stretch") + missed.cast(pl.Int64)
            rows.append(self._paused(last.filter(paused & pl.col("goes_on")), after))
        return pl.concat(rows)

    def _missed(self, part: pl.DataFrame, limit: Duration) -> pl.DataFrame:
        """What was due before a pause began, and not done by then."""
        certain = pl.col("certain") & ~pl.col("has_undated")
        rows = finished(
            part,
            pl.when(certain).then(state("missed")).otherwise(state("cannot_tell")),
            due=pl.col("due"),
            days=pl.when(certain).then(counted(pl.col("due"), pl.col("stop"), limit)),
            unit=pl.when(certain).then(unit_of(limit)).otherwise(unit("days")),
            stopped_on=pl.col("stop"),
        )
        return _numbered(rows, part)

    def _paused(self, part: pl.DataFrame, of_stretch: pl.Expr) -> pl.DataFrame:
        rows = finished(part, state("paused"), stopped_on=pl.col("stop"))
        return _numbered(rows, part.with_columns(of_stretch=of_stretch.cast(pl.Int64)))


def _numbered(rows: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    return rows.hstack(part.select("nth", "of_stretch"))
