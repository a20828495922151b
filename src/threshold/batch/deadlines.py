"""Deadlines by column: due dates, states and days late of every unit; as `semantics.deadlines` gives them.

Met or late is always the date against the due date, never a count of elapsed days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.batch.dates import add_to_day, add_to_moment, counted, in_hours
from threshold.batch.signals import CannotCompile, Signals, truth_name
from threshold.batch.tables import is_moment
from threshold.batch.timeline.entries import EARLIEST, LATEST, Entries, keys
from threshold.batch.timeline.facts import Source
from threshold.conditions import Lookup
from threshold.dates import Duration
from threshold.policy import Deadline
from threshold.policy.inference_plan import applies_key
from threshold.semantics.closed_lists import DEADLINE_STATES
from threshold.vocabulary import Vocabulary

STATE = pl.Enum(DEADLINE_STATES)
UNIT = pl.Enum(("days", "working days", "hours"))
SCHEMA: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "interval": pl.UInt32(),
    "state": STATE,
    "start": pl.Date(),
    "due": pl.Date(),
    "due_at": pl.Datetime("us"),
    "met_on": pl.Date(),
    "days": pl.Int32(),
    "unit": UNIT,
}
_NO_MOMENT = pl.lit(None, dtype=pl.Datetime("us"))
_NO_DAY = pl.lit(None, dtype=pl.Date)


def check_deadline(rule: Deadline, vocabulary: Vocabulary) -> None:
    """Raises CannotCompile where a deadline has a form that no column can take."""
    limits = [limit for _, limit in _limits(rule) if limit is not None]
    if rule.repeats and any(in_hours(limit) for limit in limits):
        raise CannotCompile(rule.head.id, "a repeating deadline is not counted in hours")
    if any(in_hours(limit) for limit in limits) and not is_moment(vocabulary.facts[rule.starts]):
        raise CannotCompile(rule.head.id, "hours are counted from a time of day")
    for name in (rule.or_sooner, rule.ends):
        if name and is_moment(vocabulary.facts[name]):
            raise CannotCompile(rule.head.id, f"{name} has a time of day")
    if isinstance(rule.within, Lookup):
        kind = vocabulary.facts[rule.within.row_fact].type.kind
        if kind not in ("choice", "role", "text", "label", "number"):
            raise CannotCompile(rule.head.id, f"a table has no rows for a {kind}")


def _limits(rule: Deadline) -> list[tuple[str | None, Duration | None]]:
    """The limits that a deadline may have, each for a row of its table (None: it has no table)."""
    if not isinstance(rule.within, Lookup):
        return [(None, rule.within)]
    return [(row, cell if isinstance(cell, Duration) else None) for row, cell in rule.within.cells]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of some units: `frame` has their facts and truths, `child` each one's child, by number."""

    source: Source
    signals: Signals
    frame: pl.DataFrame
    child: pl.Series

    @property
    def today(self) -> date:
        return self.source.timeline.as_at

    def rows(self, rule: Deadline) -> pl.DataFrame:
        """A row for each clock that runs, or may: `row` is the unit's place. Columns as in `SCHEMA`."""
        found = list(self._parts(rule))
        return pl.concat(found) if found else pl.DataFrame(schema=SCHEMA)

    def _parts(self, rule: Deadline) -> Iterator[pl.DataFrame]:
        running = self._running(rule)
        if not rule.repeats:
            yield _open_question(running.filter(pl.col("start").is_null()))
            running = running.filter(pl.col("start").is_not_null())
        if isinstance(rule.within, Lookup):
            rows = [row for row, _ in _limits(rule)]
            undefined = ~pl.col("table_row").is_in(rows).fill_null(False)
            yield _open_question(running.filter(undefined))
        for row, limit in _limits(rule):
            part = running if row is None else running.filter(pl.col("table_row") == row)
            if part.height:
                yield self._repeated(rule, limit, part) if rule.repeats else self._single(rule, limit, part)

    def _running(self, rule: Deadline) -> pl.DataFrame:
        """The units to which the deadline applies, or may, and whose start is not known to be missing."""
        signals, applies = self.signals, pl.col(truth_name(applies_key(rule)))
        start, met = signals.moments(rule.starts), signals.moments(rule.met_by) if rule.met_by else None
        columns = {
            "applies": applies,
            "start": start.day,
            "start_at": _NO_MOMENT if start.at is None else start.at,
            "met": met.day if met is not None else _NO_DAY,
            "met_at": _NO_MOMENT if met is None or met.at is None else met.at,
            "never": signals.absent(rule.met_by) if rule.met_by else pl.lit(False),
            "sooner": signals.value(rule.or_sooner) if rule.or_sooner else _NO_DAY,
            "end": signals.value(rule.ends) if rule.ends else _NO_DAY,
            "reached": pl.col("reached"),
        }
        if isinstance(rule.within, Lookup):
            columns["table_row"] = signals.value(rule.within.row_fact).cast(pl.String)
        keep = applies.fill_null(True) & ~signals.absent(rule.starts)
        units = self.frame.lazy().with_row_index("row").with_columns(reached=self._reached(rule))
        return units.filter(keep).select(pl.col("row"), **columns).collect()

    def _single(self, rule: Deadline, limit: Duration | None, part: pl.DataFrame) -> pl.DataFrame:
        if rule.met_by_event:
            part = self._with_first_event(rule, part)
        if limit is None:
            until = pl.coalesce("met", "end", pl.lit(self.today))
            return _finished(
                part,
                state=pl.lit("no_limit"),
                met_on=pl.col("met"),
                days=counted(pl.col("start"), until, None),
            )
        if in_hours(limit):
            due_at = add_to_moment(pl.col("start_at"), limit)
            due = due_at.dt.date()
        else:
            due_at, due = _NO_MOMENT, add_to_day(pl.col("start"), limit)
        sooner = (pl.col("sooner") < due).fill_null(False)
        part = part.with_columns(
            due=pl.when(sooner).then("sooner").otherwise(due), due_at=pl.when(~sooner).then(due_at)
        )
        # Beyond the calendar, or in hours from a day alone, nothing is due.
        asked = _open_question(part.filter(pl.col("due").is_null()))
        return pl.concat([self._judged(rule, limit, part.filter(pl.col("due").is_not_null())), asked])

    def _with_first_event(self, rule: Deadline, part: pl.DataFrame) -> pl.DataFrame:
        child = self.child[part["row"]]
        entries = self.source.timeline.held((rule.met_by_event,))
        place = entries.first(keys(child, part["start"].cast(pl.Int32)), keys(child, LATEST))
        covered = self.source.covered((rule.met_by_event,), child)
        return part.with_columns(met=entries.days[place], never=place.is_null() & covered)

    def _judged(self, rule: Deadline, limit: Duration, part: pl.DataFrame) -> pl.DataFrame:
        """Met, late, pending, overdue or neither can be told; `part` has when it is due and was met."""
        due, met, today = pl.col("due"), pl.col("met"), pl.lit(self.today)
        timed = pl.col("met_at").is_not_null() & pl.col("due_at").is_not_null()
        late = pl.when(timed).then(pl.col("met_at") > pl.col("due_at")).otherwise(met > due)
        in_time = ~late
        pending = met.is_null() & (due >= today)
        known = pl.col("never") | _covered(due)
        hours = (pl.col("met_at") - pl.col("due_at")).dt.total_hours().cast(pl.Int32)
        in_words = counted(due, met, limit)
        if in_hours(limit):
            in_words = pl.when(timed).then(hours).otherwise(in_words)
            late_unit = pl.when(timed).then(pl.lit("hours")).otherwise(pl.lit("days"))
        else:
            late_unit = pl.lit(_unit(limit))
        state = (
            pl.when(in_time)
            .then(pl.lit("met"))
            .when(late)
            .then(pl.lit("late"))
            .when(pending)
            .then(pl.lit("pending"))
            .when(known)
            .then(pl.lit("overdue"))
            .otherwise(pl.lit("cannot_tell"))
        )
        days = (
            pl.when(late)
            .then(in_words)
            .when(pending)
            .then(counted(today, due, limit))
            .when(met.is_null() & known)
            .then(counted(due, today, limit))
        )
        unit = (
            pl.when(late)
            .then(late_unit)
            .when(pending | (met.is_null() & known))
            .then(pl.lit(_unit(limit)))
            .otherwise(pl.lit("days"))
        )
        return _finished(
            part, state=state, due=due, due_at=pl.col("due_at"), met_on=met, days=days, unit=unit
        )

    def _repeated(self, rule: Deadline, limit: Duration | None, part: pl.DataFrame) -> pl.DataFrame:
        """A row for each interval, each due counted from the last one held; the current one last."""
        entries = self.source.timeline.held((rule.met_by_event,))
        child = self.child[part["row"]]
        # An entry on the day of the start opens the first interval and meets none.
        begin = part["start"].cast(pl.Int32) + 1
        low = keys(child, begin.fill_null(EARLIEST))
        high = keys(child, part["end"].cast(pl.Int32).fill_null(LATEST))
        part = part.with_columns(
            held=entries.count(low, high),
            earliest=entries.keys.search_sorted(low, side="left").cast(pl.Int64),
            latest=entries.days[entries.latest(low, high)],
        )
        # Without a known start, the first one held starts the first interval.
        part = part.with_columns(before=pl.col("start").is_null().cast(pl.Int32))
        nothing = part["start"].is_null() & (part["held"] == 0)
        asked = _open_question(part.filter(nothing))
        part = part.filter(~nothing)
        if limit is None:
            previous = pl.coalesce("latest", "start")
            until = pl.coalesce("end", pl.lit(self.today))
            elapsed = _finished(
                part.with_columns(start=previous),
                interval=pl.lit(1),
                state=pl.lit("no_limit"),
                days=counted(pl.col("start"), until, None),
            )
            return pl.concat([elapsed, asked])
        past = self._past_intervals(rule, limit, part, entries)
        return pl.concat([past, self._last_interval(rule, limit, part), asked])

    def _past_intervals(
        self, rule: Deadline, limit: Duration, part: pl.DataFrame, entries: Entries
    ) -> pl.DataFrame:
        if entries.keys.is_empty():
            return pl.DataFrame(schema=SCHEMA)
        held = (
            part.filter(pl.col("held") > pl.col("before"))
            .with_columns(nth=pl.int_ranges("before", "held"))
            .explode("nth", empty_as_null=False)
            .with_columns(place=pl.col("earliest") + pl.col("nth"))
            .with_columns(
                met=pl.lit(entries.days).gather(pl.col("place")),
                start=pl.when(pl.col("nth") == 0)
                .then("start")
                .otherwise(pl.lit(entries.days).gather(pl.when(pl.col("nth") > 0).then(pl.col("place") - 1))),
            )
            .with_columns(due=add_to_day(pl.col("start"), limit))
        )
        met, due = pl.col("met"), pl.col("due")
        late, known = met > due, _covered(met)
        # One in between may simply not be in the file.
        state = (
            pl.when(~late)
            .then(pl.lit("met"))
            .when(late & known)
            .then(pl.lit("late"))
            .otherwise(pl.lit("cannot_tell"))
        )
        return _finished(
            held,
            interval=pl.col("nth") + 1 - pl.col("before"),
            state=state,
            due=due,
            met_on=met,
            days=pl.when(late & known).then(counted(due, met, limit)),
            unit=pl.when(late).then(pl.lit(_unit(limit))).otherwise(pl.lit("days")),
        )

    def _last_interval(self, rule: Deadline, limit: Duration, part: pl.DataFrame) -> pl.DataFrame:
        previous = pl.coalesce("latest", "start")
        part = part.with_columns(start=previous, due=add_to_day(previous, limit))
        due, end, today = pl.col("due"), pl.col("end"), pl.lit(self.today)
        ended = (end <= today).fill_null(False)
        # What was not yet due when it ended is dropped.
        part = part.filter(~ended | (end > due))
        late_from = pl.when(ended).then(end).otherwise(today)
        pending, known = ~ended & (due >= today), _covered(due)
        state = (
            pl.when(pending)
            .then(pl.lit("pending"))
            .when(known)
            .then(pl.lit("overdue"))
            .otherwise(pl.lit("cannot_tell"))
        )
        late = pl.when(known).then(counted(due, late_from, limit))
        return _finished(
            part,
            interval=pl.col("held") + 1 - pl.col("before"),
            state=state,
            due=due,
            days=pl.when(pending).then(counted(today, due, limit)).otherwise(late),
            unit=pl.when(pending | known).then(pl.lit(_unit(limit))).otherwise(pl.lit("days")),
        )

    def _reached(self, rule: Deadline) -> pl.Expr:
        """Up to when the source records every event that could have met it; null where it does not."""
        events: tuple[str, ...] = (rule.met_by_event,)
        if rule.met_by:
            reading = self.source.vocabulary.facts[rule.met_by].reading
            events = reading.events if reading is not None else ()
            if reading is not None and reading.episode:
                events = (reading.events[1],)
        covers = self.source.covers
        if not events or not all(event in covers for event in events):
            return _NO_DAY
        reached = pl.lit(min(covers[event] for event in events))
        whole = self.source.without_gaps(events, self.child)
        return reached if whole is True else pl.when(whole).then(reached)


def _covered(upto: pl.Expr) -> pl.Expr:
    """Whether every event that could have met it is recorded, up to a day."""
    return (upto <= pl.col("reached")).fill_null(False)


def _unit(limit: Duration) -> str:
    return "working days" if limit.unit == "working days" else "days"


def _open_question(part: pl.DataFrame) -> pl.DataFrame:
    """Rows of which nothing more can be told: a start or a limit is not known."""
    return _finished(part, state=pl.lit("cannot_tell"))


def _finished(part: pl.DataFrame, state: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """The rows as they are told. Where it is not known whether the limit applies, no verdict is given."""
    applies = pl.col("applies").fill_null(False)
    told = {
        **{name: pl.lit(None) for name in ("interval", "due", "due_at", "met_on", "days")},
        "start": pl.col("start"),
        "unit": pl.lit("days"),
        **columns,
        "state": pl.when(applies).then(state).otherwise(pl.lit("cannot_tell")),
    }
    told["days"] = pl.when(applies).then(told["days"])
    return part.select(
        pl.col("row"),
        *(told[name].cast(dtype).alias(name) for name, dtype in SCHEMA.items() if name != "row"),
    )
