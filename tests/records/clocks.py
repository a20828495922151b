"""What becomes of deadlines, from first principles: the rows of one clock at one run (R25 to R29)."""

from dataclasses import dataclass, replace
from datetime import date

from threshold.dates import Duration, add, day_of, days_between, working_days_between

from .asks import Ask, State
from .oracle import Oracle, Run
from .reading import Taking, belongs, state_of, taking
from .world import ABSENT, Missing, Record


@dataclass(frozen=True)
class Clock:
    """One deadline. `start` and `or_sooner` are what those facts hold.

    episode   the episode of the deadline's run
    events    what meets it; or `fact`, a reading of which the date does
    counts    the reading that `start` comes from
    """

    start: State
    within: Duration
    episode: str = ""
    events: tuple[str, ...] = ()
    fact: Ask | None = None
    or_sooner: State = None
    repeats: bool = False
    ends_with: str = ""
    pauses_while: str = ""
    counts: Ask | None = None


@dataclass(frozen=True)
class Row:
    """One line. `days` counts in the clock's unit."""

    state: str
    start: date | None = None
    due: date | None = None
    met_on: date | None = None
    days: int | None = None
    stopped_on: date | None = None


def rows(oracle: Oracle, clock: Clock, run: Run | None) -> list[Row]:
    """The rows of the clock at this run (None: the episode has none, or the clock is about none)."""
    if isinstance(clock.start, date):
        judge = Judge(oracle, clock, run, day_of(clock.start))
        return judge.repeating() if clock.repeats else [judge.single()]
    latest = None if clock.repeats else begun_at_the_latest(oracle, clock)
    if clock.start is ABSENT and latest is None:
        return []
    if latest:
        return [late_from(Judge(oracle, clock, run, latest))]
    done, _ = Judge(oracle, clock, run, date.min).entries() if clock.repeats else ([], False)
    if not done:
        return [Row("cannot_tell")]
    # Only the interval that needs the missing start cannot be told (MEANING 4.8).
    counting = Judge(oracle, clock, run, min(done))
    return [Row("cannot_tell", met_on=min(done)), *counting.repeating()]


def begun_at_the_latest(oracle: Oracle, clock: Clock) -> date | None:
    """S162: the last day on which a clock can have begun of which nobody knows when it did."""
    counts = clock.counts
    if counts and counts.take == "begun":
        run = oracle.current(counts.episode)
        return run.start_day if isinstance(run, Run) else None
    if counts and counts.take == "latest" and isinstance(counts.by, date):
        # Of what is on record some may be what it counts from, and may lie after that day.
        found = taking(oracle, replace(counts, by=None), ("held",)) if counts.else_first else Taking()
        sure = isinstance(found, Taking) and not any(record.on is None for record in found.sure)
        return counts.by if sure and not (found.maybe or found.unsaid) else None
    return None


def late_from(judge: "Judge") -> Row:
    """S162: what is late wherever up to this day the clock began; of all else nobody can tell."""
    row = judge.single()
    done = [
        record.on
        for record in judge.oracle.held
        if record.event in judge.clock.events and judge.own(record) and record.on
    ]
    # What was done before may have been done in time, if the clock began before it.
    if row.state not in ("late", "overdue", "missed") or any(day < judge.start for day in done):
        return Row("cannot_tell")
    return replace(row, start=None)


@dataclass
class Judge:
    """One clock, with a start on a known day."""

    oracle: Oracle
    clock: Clock
    run: Run | None
    start: date

    def single(self) -> Row:
        """S64, R26, R27"""
        due = self.due(self.start)
        if isinstance(self.clock.or_sooner, date):
            due = min(due, day_of(self.clock.or_sooner))
        row = Row("cannot_tell", self.start, due)
        if self.clock.fact:
            done = state_of(self.oracle, self.clock.fact)
            if isinstance(done, date):
                return self.early(row, done) if done < self.start else self.done(row, done)
            if isinstance(done, Missing) and done.value == "undated":
                return row
            return self.not_done(row, covered=self._fact_covered(due, done))
        dated, undated = self.entries()
        on_time = [day for day in dated if self.start <= day <= due]
        if on_time:
            return self.done(row, min(on_time))
        if undated:  # R25b: it may have been done in time, too early or too late
            return row
        after = [day for day in dated if day >= self.start]
        if after:
            return self.done(row, min(after))
        if dated:
            return self.early(row, max(dated))
        return self.not_done(row, covered=self.covered(due))

    def repeating(self) -> list[Row]:
        """S67, S68, R26 to R28"""
        dated, _ = self.entries()
        found = [Row("early", self.start, met_on=day) for day in sorted(dated) if day < self.start]
        stop = self.stop
        begin = self.start
        if stop and stop < begin:
            return found  # it never ran
        for first, last in self.pauses():
            if (last and last <= begin) or (stop and first >= stop):
                continue  # over before the clock starts, or begun after it ended
            over = self.ending.end if self.ending else None
            paused = (
                []
                if last or over
                else [Row("paused", begin, stopped_on=first if first > date.min else begin)]
            )
            if first > begin:
                found += self.stretch(begin, first, first, paused)
            else:
                found += paused
            if last is None or (stop and stop < last):
                return found
            begin = last
        return found + self.stretch(begin, None, stop, [])

    def stretch(self, begin: date, pause: date | None, limit: date | None, paused: list[Row]) -> list[Row]:
        """The rows of the time from `begin` to a pause, or for good; no entry after `limit` counts.

        `paused` is what is said where the pause that ends it goes on.
        """
        dated, undated = self.entries()
        found, last = [], begin
        for day in sorted(dated):
            if day <= begin or (limit and day > limit):
                continue
            due = self.due(last)
            row = self.done(Row("cannot_tell", last, due), day)
            if row.state == "late" and (undated or not self.covered(day)):
                row = replace(row, state="cannot_tell", days=None)
            found.append(row)
            last = day
        due = self.due(last)
        row = Row("cannot_tell", last, due)
        sure = self.covered(due) and not undated
        if pause:
            if due < pause:
                missed = replace(row, state="missed", days=self.length(due, pause), stopped_on=pause)
                found.append(missed if sure else row)
            return found + [replace(one, start=last) for one in paused]
        return [*found, self.not_done(row, covered=sure)]

    def not_done(self, row: Row, covered: bool) -> Row:
        """What a clock is that nothing has met: R27, or S64 where it ends with nothing."""
        today, due = self.oracle.file.today, row.due
        assert due is not None
        ended = self.ending.end if self.ending else None
        if ended and ended.on:
            if ended.on <= due:
                return replace(row, state="ended", stopped_on=ended.on)
            if not covered:
                return row
            return replace(row, state="missed", days=self.length(due, ended.on), stopped_on=ended.on)
        if ended:
            return replace(row, state="ended") if due >= today else row
        if due >= today:
            return replace(row, state="pending", days=self.length(today, due))
        if self.ending and self.ending.loose:
            covered = False  # an end is recorded that may be its own (S151)
        if self.clock.ends_with == self.clock.episode:
            closes = self.oracle.world.spans[self.clock.ends_with].closes
            covered = covered and self.oracle.file.covered(closes, due)
        return replace(row, state="overdue", days=self.length(due, today)) if covered else row

    def done(self, row: Row, day: date) -> Row:
        assert row.due is not None
        if day <= row.due:
            return replace(row, state="met", met_on=day)
        stop = self.stop
        if stop and stop <= row.due:
            return replace(row, state="ended", stopped_on=stop)  # over, whatever was done afterwards
        return replace(row, state="late", met_on=day, days=self.length(row.due, day))

    @property
    def ending(self) -> Run | None:
        """S144: the run with whose end the clock ends, be it its own or the referral around."""
        if self.clock.ends_with in ("", self.clock.episode):
            return self.run if self.clock.ends_with else None
        around = self.oracle.referral_of(self.run) if self.run else self.oracle.current(self.clock.ends_with)
        if not isinstance(around, Run):
            return None
        begun = self.run.start_day if self.run else None
        return None if begun and around.end_day and around.end_day < begun else around

    @property
    def stop(self) -> date | None:
        return self.ending.end_day if self.ending else None

    def early(self, row: Row, day: date) -> Row:
        return replace(row, state="early", met_on=day)

    def entries(self) -> tuple[list[date], bool]:
        """The days on which something that counts was done, and whether something may be missing a day."""
        dated: list[date] = []
        undated = False
        for record in self.oracle.held:
            if record.event not in self.clock.events:
                continue
            mine = self.own(record)
            if mine is None or (mine and record.on is None):
                undated = True
            elif mine and record.on and (self.has_own(record.event) or record.on >= self.start):
                dated.append(record.on)
        return dated, undated

    def has_own(self, event: str) -> bool:
        """Whether entries of this event belong to the clock's episode (R25)."""
        if not self.clock.episode:
            return False
        span = self.oracle.world.spans[self.clock.episode]
        return event in (span.opens, span.closes) or (
            self.clock.episode in self.oracle.world.kinds[event].belongs_to
        )

    def own(self, record: Record) -> bool | None:
        if not self.has_own(record.event):
            return True
        span = self.oracle.world.spans[self.clock.episode]
        if record.event in (span.opens, span.closes):
            loose = bool(self.run and self.run.loose and record.event == span.closes and not record.ref)
            mine = bool(self.run and record in (self.run.start, self.run.end))
            return None if loose and record.on is None else mine
        return belongs(self.oracle, record, self.clock.episode, self.run)

    def pauses(self) -> list[tuple[date, date | None]]:
        """The days from which to which runs of the pausing episode went on, joined where they meet."""
        if not self.clock.pauses_while:
            return []
        spans: list[tuple[date, date | None]] = []
        for run in self.oracle.runs(self.clock.pauses_while):
            if run.start_day:
                spans.append((run.start_day, run.end_day or run.superseded))
            elif run.end_day:  # it had gone on for nobody knows how long
                spans.append((date.min, run.end_day))
        joined: list[tuple[date, date | None]] = []
        for first, last in sorted(spans, key=lambda span: span[0]):
            if joined and (joined[-1][1] is None or first <= joined[-1][1]):
                held_on = joined[-1][1]
                longer = None if held_on is None or last is None else max(held_on, last)
                joined[-1] = (joined[-1][0], longer)
            else:
                joined.append((first, last))
        return joined

    def due(self, start: date) -> date:
        return day_of(add(start, self.clock.within))

    def length(self, earlier: date, later: date) -> int:
        if self.clock.within.unit == "working days":
            return working_days_between(earlier, later)
        return days_between(earlier, later)

    def covered(self, due: date) -> bool:
        return all(self.oracle.file.covered(event, due) for event in self.clock.events)

    def _fact_covered(self, due: date, done: State) -> bool:
        """Whether the fact would be in the file if it had come to be by the day it was due."""
        ask = self.clock.fact
        assert ask is not None
        if done is ABSENT:
            return True
        if ask.take == "closed":
            span = self.oracle.world.spans[ask.episode]
            return self.oracle.file.covered(span.closes, due) and not (self.run and self.run.loose)
        found = taking(self.oracle, ask, ("held",))
        if not isinstance(found, Taking) or isinstance(ask.since, Missing):
            return False
        if found.maybe or found.unsaid:
            return False
        return all(self.oracle.file.covered(event, due) for event in ask.events)
