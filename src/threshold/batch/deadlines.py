"""Deadlines by column: due dates, states and days late of every unit; as `semantics.deadlines` gives them.

Met or late is always the date against the due date, never a count of elapsed days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.batch.clock_rows import SCHEMA, Verdict, covered, finished, nothing_told, open_question, state
from threshold.batch.columns import everywhere, where
from threshold.batch.dates import add_to_day, add_to_moment, counted, in_hours
from threshold.batch.repeating import Repeating
from threshold.batch.signals import CannotCompile, Signals, doubt_name, truth_name
from threshold.batch.tables import is_moment
from threshold.batch.timeline.entries import EARLIEST, LATEST, key_of, keys
from threshold.batch.timeline.facts import Facts
from threshold.batch.timeline.taking import Taken
from threshold.conditions import Lookup
from threshold.dates import Duration
from threshold.policy import Deadline
from threshold.policy.anchors import anchor_of
from threshold.policy.inference_plan import applies_key
from threshold.vocabulary import Vocabulary

__all__ = ["SCHEMA", "Clocks", "check_deadline"]

_NO_MOMENT = pl.lit(None, dtype=pl.Datetime("us"))
_NO_DAY = pl.lit(None, dtype=pl.Date)


def check_deadline(rule: Deadline, vocabulary: Vocabulary) -> None:
    """Raises CannotCompile where a deadline has a form that no column can take."""
    limits = [limit for _, limit in _limits(rule) if limit is not None]
    if rule.repeats and any(in_hours(limit) for limit in limits):
        raise CannotCompile(rule.head.id, "a repeating deadline is not counted in hours")
    if any(in_hours(limit) for limit in limits) and not is_moment(vocabulary.facts[rule.starts]):
        raise CannotCompile(rule.head.id, "hours are counted from a time of day")
    if rule.or_sooner and is_moment(vocabulary.facts[rule.or_sooner]):
        raise CannotCompile(rule.head.id, f"{rule.or_sooner} has a time of day")
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
    """The clocks of some units: `frame` has their facts and truths."""

    facts: Facts
    signals: Signals
    frame: pl.DataFrame

    @property
    def today(self) -> date:
        return self.facts.source.timeline.as_at

    def rows(self, rule: Deadline) -> pl.DataFrame:
        """A row for each clock that runs, or may: `row` is the unit's place. Columns as in `SCHEMA`."""
        found = list(self._parts(rule))
        return pl.concat(found) if found else nothing_told()

    def _parts(self, rule: Deadline) -> Iterator[pl.DataFrame]:
        running = self._running(rule)
        if not rule.repeats:
            yield from self._without_start(rule, running.filter(pl.col("start").is_null()))
            running = running.filter(pl.col("start").is_not_null())
        if isinstance(rule.within, Lookup):
            rows = [row for row, _ in _limits(rule)]
            undefined = ~pl.col("table_row").is_in(rows).fill_null(False)
            yield open_question(running.filter(undefined))
        for row, limit in _limits(rule):
            part = running if row is None else running.filter(pl.col("table_row") == row)
            if part.height:
                yield from (
                    self._repeated(rule, limit, part) if rule.repeats else self._single(rule, limit, part)
                )

    def _without_start(self, rule: Deadline, part: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """What began nobody knows when: late where it is so from the last day on which it can have begun."""
        latest = self._begun_at_the_latest(rule, part)
        if latest is None:
            yield open_question(part)
            return
        known = part.with_columns(start=latest).filter(pl.col("start").is_not_null() & pl.col("applies"))
        known = known.filter(~self._done_before(rule, known))
        rows = [
            row
            for name, limit in _limits(rule)
            if limit is not None and not in_hours(limit)
            for row in self._single(rule, limit, known if name is None else known.filter(table_row=name))
        ]
        late = pl.col("state").is_in(["late", "overdue", "missed"])
        found = pl.concat([nothing_told(), *rows]).filter(late).with_columns(start=_NO_DAY)
        yield found
        yield open_question(part.filter(~part["row"].is_in(found["row"].implode())))

    def _begun_at_the_latest(self, rule: Deadline, part: pl.DataFrame) -> pl.Series | None:
        """The last day on which a run's own clock can have begun; None where the rule starts from no such."""
        reading = self.facts.source.vocabulary.facts[rule.starts].reading
        if reading is None or not part.height:
            return None
        if reading.take != "begun":
            come = self._come_by(rule)
            return None if come is None else come[part["row"]]
        opened = self.facts.source.records.runs(reading.episode)["opened"]
        return self._unless_in_doubt(rule, opened[self.facts.looked(reading.episode).row])[part["row"]]

    def _come_by(self, rule: Deadline) -> pl.Series | None:
        """The day by which that came from which a clock counts; None where it is looked for by none."""
        reading = self.facts.source.vocabulary.facts[rule.starts].reading
        if reading is None or reading.take != "latest" or not reading.by:
            return None
        by = self.facts.column(reading.by)
        if by is None:
            return None
        # The first after that day would count as well, and something on record may be that.
        vague = self.facts.may_have_been(rule.starts) if reading.else_first else None
        return self._unless_in_doubt(rule, by.value if vague is None else where(~vague, by.value))

    def _unless_in_doubt(self, rule: Deadline, day: pl.Series) -> pl.Series:
        """The day, where what the clock counts from contradicts nothing."""
        name = doubt_name(rule.starts)
        return where(~self.frame[name], day) if name in self.frame.columns else day

    def _done_before(self, rule: Deadline, part: pl.DataFrame) -> pl.Series:
        """Where something that may have met it was done before the clock began."""
        if not rule.met_by_event:
            return everywhere(False, part.height)
        taken, _ = self._meeting(rule)
        own, entries = taken.own[part["row"]], taken.all()
        before = part["start"].cast(pl.Int32).cast(pl.Int64) - 1
        return entries.count(keys(own, EARLIEST), keys(own, before)) > 0

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
            "undated": signals.undated(rule.met_by) if rule.met_by else pl.lit(False),
            "never": signals.absent(rule.met_by) if rule.met_by else pl.lit(False),
            "sooner": signals.value(rule.or_sooner) if rule.or_sooner else _NO_DAY,
            "reached": pl.col("reached"),
            "has_undated": pl.col("has_undated"),
        }
        if isinstance(rule.within, Lookup):
            columns["table_row"] = signals.value(rule.within.row_fact).cast(pl.String)
        come = None if rule.repeats else self._come_by(rule)
        # What is looked for by a day that is known had come by then, though nobody recorded it.
        never = signals.absent(rule.starts) & (pl.lit(True) if come is None else pl.col("come").is_null())
        keep = applies.fill_null(True) & ~never
        may_have_been = self.facts.may_have_been(rule.met_by) if rule.met_by else pl.lit(False)
        units = self.frame.lazy().with_row_index("row")
        units = units.with_columns(reached=self._reached(rule), has_undated=may_have_been)
        units = units if come is None else units.with_columns(come=come)
        running = units.filter(keep).select(pl.col("row"), pl.col("child"), **columns).collect()
        return self._with_end(rule, running) if rule.ends_with else running

    def _with_end(self, rule: Deadline, running: pl.DataFrame) -> pl.DataFrame:
        """With the end of the run that each clock belongs to, with which it ends."""
        source, anchor = self.facts.source, self._anchor(rule)
        rows, place = source.records.runs(anchor), self.facts.looked(anchor).row[running["row"]]
        if rule.ends_with != anchor:
            return self._with_end_around(
                rule, running, where(~rows["outer_unsure"], rows["outer"])[place], place
            )
        closes = source.vocabulary.episodes[rule.ends_with].closes
        reached = pl.lit(source.covers.get(closes), pl.Date)
        whole = source.coverage.without_gaps((closes,), running["child"])
        return running.with_columns(
            end=rows["closed"][place],
            ended=rows["ended"][place].fill_null(False),
            may_have_ended=rows["may_have_ended"][place].fill_null(False),
            ends_reached=reached if whole is True else pl.when(whole).then(reached),
        )

    def _with_end_around(
        self, rule: Deadline, running: pl.DataFrame, outer: pl.Series, place: pl.Series
    ) -> pl.DataFrame:
        """With the end of the run around that of each clock; only one that is recorded counts."""
        current = self.facts.looked(rule.ends_with).row[running["row"]]
        around = where(place.is_not_null(), outer, current)
        rows = self.facts.source.records.runs(rule.ends_with)
        begun = self.facts.source.records.runs(self._anchor(rule))["opened"][place]
        # What began after it had ended was not over with that.
        before = (rows["closed"][around] < begun).fill_null(False)
        around = where(~before, around)
        return running.with_columns(
            end=rows["closed"][around],
            ended=rows["ended"][around].fill_null(False),
            may_have_ended=rows["may_have_ended"][around].fill_null(False),
            ends_reached=pl.lit(date.max),
        )

    def _single(self, rule: Deadline, limit: Duration | None, part: pl.DataFrame) -> Iterator[pl.DataFrame]:
        part = _with_due(part, limit)
        if rule.met_by_event:
            part = self._with_first_event(rule, part)
        timed = pl.col("met_at").is_not_null() & pl.col("start_at").is_not_null()
        before = (
            pl.when(timed)
            .then(pl.col("met_at") < pl.col("start_at"))
            .otherwise(pl.col("met") < pl.col("start"))
        )
        early = part.select(before.fill_null(False)).to_series()
        if early.any():
            told = {name: pl.col(name) for name in ("due", "due_at")}
            yield finished(part.filter(early), state("early"), met_on=pl.col("met"), **told)
            part = part.filter(~early)
        if limit is None:
            end = pl.col("end") if rule.ends_with else _NO_DAY
            until = pl.coalesce("met", end, pl.lit(self.today))
            days = counted(pl.col("start"), until, None)
            yield finished(part, state("no_limit"), met_on=pl.col("met"), days=days)
            return
        sooner = (pl.col("sooner") < pl.col("due")).fill_null(False)
        part = part.with_columns(
            due=pl.when(sooner).then("sooner").otherwise("due"),
            due_at=pl.when(~sooner).then("due_at"),
        )
        # Beyond the calendar, or in hours from a day alone, nothing is due.
        yield open_question(part.filter(pl.col("due").is_null()))
        part = part.filter(pl.col("due").is_not_null())
        part = part.with_columns(certain=pl.col("never") | covered(pl.col("due")))
        yield Verdict(limit, self.today, bool(rule.ends_with)).rows(part)

    def _with_first_event(self, rule: Deadline, part: pl.DataFrame) -> pl.DataFrame:
        """The first that met it from the start on; else, of its own run, the latest before."""
        taken, vague = self._meeting(rule)
        own, entries = taken.own[part["row"]], taken.all()
        start = part["start"].cast(pl.Int32).cast(pl.Int64)
        first = entries.days[entries.first(keys(own, start), keys(own, LATEST))]
        vague = vague[part["row"]]
        none = first.is_null()
        if self._owns(rule):
            places = (none & ~vague).arg_true()
            earlier = keys(own[places], start[places] - 1)
            before = entries.latest(keys(own[places], EARLIEST), earlier)
            first = first.scatter(places, entries.days[before])
        in_time = part.select((first <= pl.col("due")).fill_null(True)).to_series() & ~none
        doubtful = vague & ~in_time
        covers = self.facts.source.covered((rule.met_by_event,), part["child"])
        return part.with_columns(
            met=where(~doubtful, first),
            undated=doubtful,
            never=first.is_null() & ~vague & covers,
            has_undated=vague,
        )

    def _repeated(self, rule: Deadline, limit: Duration | None, part: pl.DataFrame) -> Iterator[pl.DataFrame]:
        taken, vague = self._meeting(rule)
        part = part.with_columns(has_undated=vague[part["row"]])
        pauses = self.facts.source.records.runs(rule.pauses_while) if rule.pauses_while else None
        owns, ends = self._owns(rule), bool(rule.ends_with)
        if pauses is not None:
            paused = self.facts.source.among(pauses["child"])[part["child"]]
            clocks = Repeating(limit, taken.all(), taken.own, owns, ends, pauses, self.today)
            yield clocks.rows(part.filter(paused))
            part = part.filter(~paused)
        yield Repeating(limit, taken.all(), taken.own, owns, ends, None, self.today).rows(part)

    def _anchor(self, rule: Deadline) -> str:
        return anchor_of(rule, self.facts.source.vocabulary)

    def _owns(self, rule: Deadline) -> bool:
        """Whether what meets it belongs to the very run that the clock is about."""
        anchor = self._anchor(rule)
        belongs_to = self.facts.source.vocabulary.events[rule.met_by_event].belongs_to
        return bool(anchor) and (anchor in belongs_to or self._bounds_the_run(rule))

    def _bounds_the_run(self, rule: Deadline) -> bool:
        """Whether what meets it opens or closes the very run that the clock is about."""
        kind = self.facts.source.vocabulary.episodes.get(self._anchor(rule))
        return kind is not None and rule.met_by_event in (kind.opens, kind.closes)

    def _meeting(self, rule: Deadline) -> tuple[Taken, pl.Series]:
        """What may meet the clock of each unit; and where any of it has no day, or may not belong to it."""
        events, anchor = (rule.met_by_event,), self._anchor(rule)
        if self._bounds_the_run(rule):
            taken = self._of_its_run(rule.met_by_event, anchor)
        else:
            taken = self.facts.taken(events, "held", anchor if self._owns(rule) else "")
        vague = everywhere(False, taken.own.len())
        if taken.undated:
            vague = taken.all().undated(taken.own) > 0
        if taken.unsure is not None:
            vague = vague | taken.may_have_any()
        return taken, vague

    def _of_its_run(self, event: str, anchor: str) -> Taken:
        """The entries that open or close the run of each unit."""
        timeline, child = self.facts.source.timeline, self.facts.units.child
        rows, place = self.facts.source.records.runs(anchor), self.facts.looked(anchor).row
        units = pl.DataFrame({"child": child, "run ref": rows["ref"][place]}).with_columns(
            *(rows[name][place].cast(pl.Int32).alias(name) for name in ("opened", "closed"))
        )
        units = units.with_row_index("owner")
        day = pl.col("day")
        own = day.eq_missing(pl.col("opened")) | day.eq_missing(pl.col("closed"))
        if timeline.linked:
            own = own & pl.col("ref").eq_missing(pl.col("run ref"))
        else:
            own = own & pl.col("run ref").is_null()
        table = timeline.rows((event,), "held").join(units, on="child").filter(own)
        table = table.with_columns(key=key_of(pl.col("owner"), day))
        return Taken(table, units["owner"].cast(pl.Int64))

    def _reached(self, rule: Deadline) -> pl.Expr:
        """Up to when the source records every event that could have met it; null where it does not."""
        source = self.facts.source
        events: tuple[str, ...] = (rule.met_by_event,)
        if rule.met_by:
            reading = source.vocabulary.facts[rule.met_by].reading
            events = reading.events if reading is not None else ()
            if reading is not None and reading.episode:
                events = (reading.events[1],)
        if not events or not all(event in source.covers for event in events):
            return _NO_DAY
        reached = pl.lit(min(source.covers[event] for event in events))
        whole = source.coverage.without_gaps(events, self.facts.units.child)
        return reached if whole is True else pl.when(whole).then(reached)


def _with_due(part: pl.DataFrame, limit: Duration | None) -> pl.DataFrame:
    """With the limit's last day and moment; null beyond the calendar, or where hours count from a day."""
    if limit is None:
        return part.with_columns(due=_NO_DAY, due_at=_NO_MOMENT)
    if not in_hours(limit):
        return part.with_columns(due=add_to_day(pl.col("start"), limit), due_at=_NO_MOMENT)
    part = part.with_columns(due_at=add_to_moment(pl.col("start_at"), limit))
    return part.with_columns(due=pl.col("due_at").dt.date())
