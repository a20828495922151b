"""Deadlines of one case: by when, whether it was met, and by how much not.

Met or late is always the date against the due date, never a count of elapsed days.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import cast

from threshold.casefiles import Entry
from threshold.conditions import Facts, Lookup, Moment, Truth, compare
from threshold.dates import Duration, add, day_of, days_between, working_days_between, working_minutes_between
from threshold.policy import Deadline
from threshold.policy.anchors import anchor_of
from threshold.policy.inference_plan import applies_key
from threshold.semantics.closed_lists import DeadlineState
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records, Run
from threshold.semantics.stretches import Stretch, stretches
from threshold.semantics.timeline import begun_at_the_latest, may_have_been
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Missing, State


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline as it stands: a row of the decision, before it is worded.

    `days` counts `unit`: left while pending, late when late, overdue or missed (at the least, where `start`
    is not known), elapsed where there is no limit. `stopped_on` is the day of the end of what it belongs to,
    or that on which a pause began.
    """

    rule: Deadline
    start: Moment | None
    limit: Duration | None
    due: Moment | None
    met_on: Moment | None
    state: DeadlineState
    days: int | None
    unit: str
    interval: int | None = None
    missing: tuple[str, ...] = ()
    applies: Truth = True
    stopped_on: date | None = None


def running_clocks(findings: Findings) -> Iterator[Clock]:
    """Every deadline whose clock is running, or may be."""
    for rule in findings.policy.deadlines:
        applies, doubtful = findings.truths[applies_key(rule)], findings.doubtful
        yield from clocks(rule, applies, findings.facts, findings.records, doubtful)


def clocks(
    rule: Deadline,
    applies: Truth,
    facts: Facts,
    records: Records,
    doubtful: Collection[str] = (),
) -> Iterator[Clock]:
    """The rows of one deadline: none where it does not apply or its clock has not begun.

    A repeating one gives a row for each interval, the current one last. `doubtful` are the facts that
    contradict something.
    """
    if applies is False:
        return
    start, latest = facts.state(rule.starts), None
    if isinstance(start, Missing) and not rule.repeats and rule.starts not in doubtful:
        latest = begun_at_the_latest(rule.starts, records)
    if start is ABSENT and latest is None:
        return
    if isinstance(start, Missing) and not rule.repeats:
        late = _late_anyhow(rule, latest, facts, records) if latest is not None and applies else None
        yield late or _open_question(rule, None, (rule.starts,), applies)
        return
    begin = None if isinstance(start, Missing) else cast(date, start)
    limit = limit_of(rule, facts)
    if isinstance(limit, Missing):
        assert isinstance(rule.within, Lookup)
        yield _open_question(rule, begin, (rule.within.row_fact,), applies)
        return
    counter = _Counter(rule, limit, facts, records)
    rows = counter.repeated(begin) if rule.repeats else [counter.single(cast(date, begin))]
    for row in rows:
        # Where it is not known whether the limit applies, the date is shown and no verdict given.
        yield row if applies else replace(row, state="cannot_tell", days=None, applies=None)


def _late_anyhow(rule: Deadline, begin: date, facts: Facts, records: Records) -> Clock | None:
    """The clock that began nobody knows when, where it is late even from the last day on which it can have.

    Its `days` are the fewest that it can be, and `due` the last day on which it can have been due.
    """
    limit = limit_of(rule, facts)
    if not isinstance(limit, Duration):
        return None
    counter = _Counter(rule, limit, facts, records)
    row = counter.single(begin)
    # What was done before that day was in time, if the clock began before it.
    late = row.state in ("late", "overdue", "missed") and not counter.done_before(begin)
    return replace(row, start=None) if late else None


def counted(earlier: Moment, later: Moment, limit: Duration | None) -> tuple[int, str]:
    """How far apart two moments are, as the limit counts: in working days, hours, working hours or days.

    Working hours are those of the limit's own office. Hours between moments of which one is a whole day
    cannot be told, so those are days.
    """
    if limit is None:
        return days_between(day_of(earlier), day_of(later)), "days"
    if limit.in_hours and isinstance(earlier, datetime) and isinstance(later, datetime):
        if limit.unit == "working hours":
            return working_minutes_between(earlier, later, limit.hours) // 60, "working hours"
        return int((later - earlier).total_seconds() // 3600), "hours"
    if limit.unit == "working days":
        return working_days_between(day_of(earlier), day_of(later)), "working days"
    return days_between(day_of(earlier), day_of(later)), "days"


@dataclass(frozen=True)
class _Counter:
    rule: Deadline
    limit: Duration | None
    facts: Facts
    records: Records

    def single(self, start: Moment) -> Clock:
        met = self.facts.state(self.rule.met_by) if self.rule.met_by else self._met_by_event(start)
        if isinstance(met, date) and compare(met, start) < 0:
            return self._row(start, self._due(start), met, "early", None)
        if self.limit is None:
            done = met if isinstance(met, date) else None
            until = done or (self._ending.closed if self._ends else None) or self.facts.as_at
            return self._row(start, None, done, "no_limit", counted(start, until, None))
        sooner = self.facts.state(self.rule.or_sooner) if self.rule.or_sooner else ABSENT
        due = self._due(start, sooner)
        if due is None:
            return _open_question(self.rule, start, (self.rule.starts,), True)
        if isinstance(met, date):
            row = self._met(start, due, met)
            ended = self._ending.closed if self._ends else None
            if row.state == "late" and ended is not None and compare(ended, due) <= 0:
                return self._stopped(start, due, ended, "ended", True)
            return row
        if met is UNDATED:
            # It may have been done in time.
            return self._cannot_tell(start, due)
        return self._unmet(start, due, met is ABSENT or self._covered(due))

    def done_before(self, day: date) -> bool:
        """Whether something that may have met it was done before a day."""
        entries = self._entries if self.rule.met_by_event else ()
        return any(entry.on is not None and entry.on < day for entry in entries)

    def repeated(self, start: Moment | None) -> list[Clock]:
        """One row per interval, each due counted from the last one held; what was early before them."""
        held = [entry.on for entry in self._entries if entry.on is not None]
        begin = start if start is not None else next(iter(held), None)
        if begin is None:
            return [_open_question(self.rule, None, (self.rule.starts,), True)]
        day = day_of(begin)
        early = [each for each in held if each < day] if self._owns else []
        rows = [self._row(begin, None, each, "early", None) for each in early]
        if start is None:
            # What counts from the start cannot be told; what counts from one held on, can.
            unknown = _open_question(self.rule, None, (self.rule.starts,), True)
            rows = [replace(unknown, met_on=begin)]
        if self.limit is None:
            ended = self._ending.closed if self._ends else None
            inside = [each for each in held if each > day and (ended is None or each <= ended)]
            previous: Moment = inside[-1] if inside else begin
            until = ended or self.facts.as_at
            row = self._row(previous, None, None, "no_limit", counted(previous, until, None))
            return [*rows, replace(row, interval=1)]
        found = [row for each in self._stretches(begin) for row in self._in(each, held)]
        return [*rows, *(replace(row, interval=number) for number, row in enumerate(found, start=1))]

    def _stretches(self, begin: Moment) -> Iterator[Stretch]:
        pauses = self.records.runs(self.rule.pauses_while) if self.rule.pauses_while else ()
        ending = self._ending
        return stretches(begin, ending.closed if self._ends else None, self._ends and ending.ended, pauses)

    def _in(self, stretch: Stretch, held: Sequence[date]) -> Iterator[Clock]:
        """The intervals of a time through which the clock ran on."""
        if stretch.begin is None:
            yield replace(self._row(stretch.since, None, None, "paused", None), stopped_on=stretch.stop)
            return
        previous = stretch.begin
        for each in held:
            inside = compare(each, stretch.begin) > 0 and (stretch.stop is None or each <= stretch.stop)
            if inside:
                yield self._interval(previous, each)
                previous = each
        yield from self._last(previous, stretch)

    def _interval(self, previous: Moment, held: date) -> Clock:
        due = self._due(previous)
        if due is None:
            return replace(_open_question(self.rule, previous, (self.rule.starts,), True), met_on=held)
        row = self._met(previous, due, held)
        if row.state == "late" and (self._has_undated or not self._covered(held)):
            # One in between may simply not be in the file.
            missing = (self.rule.met_by_event,)
            return replace(row, state="cannot_tell", days=None, missing=missing)
        return row

    def _last(self, previous: Moment, stretch: Stretch) -> Iterator[Clock]:
        """The interval in which nothing was held; none where it was not due before a pause that is over."""
        due = self._due(previous)
        if not stretch.paused:
            if due is None:
                yield _open_question(self.rule, previous, (self.rule.starts,), True)
            else:
                yield self._unmet(previous, due, self._covered(due))
            return
        assert stretch.stop is not None
        if due is not None and compare(due, stretch.stop) < 0:
            yield self._stopped(previous, due, stretch.stop, "missed", self._covered(due))
        if stretch.goes_on:
            yield replace(self._row(previous, None, None, "paused", None), stopped_on=stretch.stop)

    def _due(self, start: Moment, sooner: State = ABSENT) -> Moment | None:
        """The limit's last moment, or an earlier target; None beyond the calendar, or in hours from a day."""
        if self.limit is None:
            return None
        try:
            due = add(start, self.limit)
        except ValueError:
            return None
        return sooner if isinstance(sooner, date) and compare(sooner, due) < 0 else due

    def _met(self, start: Moment, due: Moment, met: Moment) -> Clock:
        if compare(met, due) <= 0:
            return self._row(start, due, met, "met", None)
        return self._row(start, due, met, "late", counted(due, met, self.limit))

    def _unmet(self, start: Moment, due: Moment, certain: bool) -> Clock:
        """What was not done: due yet, not due any more, or overdue; `certain`: its record is not missing."""
        ahead = compare(due, self.facts.as_at) >= 0
        if self._ends and self._ending.ended:
            ended = self._ending.closed
            if ended is None:
                return self._row(start, due, None, "ended", None) if ahead else self._cannot_tell(start, due)
            if compare(ended, due) <= 0:
                return self._stopped(start, due, ended, "ended", True)
            return self._stopped(start, due, ended, "missed", certain)
        if ahead:
            return self._row(start, due, None, "pending", counted(self.facts.as_at, due, self.limit))
        if not certain or self._has_undated:
            return self._cannot_tell(start, due)
        if self._ends and self._may_have_ended_by(due):
            return replace(self._cannot_tell(start, due), missing=(self._closes,))
        return self._row(start, due, None, "overdue", counted(due, self.facts.as_at, self.limit))

    def _stopped(self, start: Moment, due: Moment, stop: date, state: DeadlineState, certain: bool) -> Clock:
        if not certain or (state == "missed" and self._has_undated):
            return replace(self._cannot_tell(start, due), stopped_on=stop)
        late = counted(due, stop, self.limit) if state == "missed" else None
        return replace(self._row(start, due, None, state, late), stopped_on=stop)

    def _cannot_tell(self, start: Moment, due: Moment) -> Clock:
        missing = (self.rule.met_by or self.rule.met_by_event,)
        return replace(self._row(start, due, None, "cannot_tell", None), missing=missing)

    def _row(
        self,
        start: Moment | None,
        due: Moment | None,
        met: Moment | None,
        state: DeadlineState,
        count: tuple[int, str] | None,
    ) -> Clock:
        days, unit = count or (None, "days")
        return Clock(self.rule, start, self.limit, due, met, state, days, unit)

    def _met_by_event(self, start: Moment) -> State:
        """The first that met it from the start on; else, of its own run, the latest before."""
        dated = [entry.on for entry in self._entries if entry.on is not None]
        found = [each for each in dated if compare(each, start) >= 0]
        if self._has_undated:
            due = self._due(start)
            in_time = found and (due is None or compare(found[0], due) <= 0)
            return found[0] if in_time else UNDATED
        if found:
            return found[0]
        if self._owns and dated:
            return dated[-1]
        return ABSENT if self._covered(self.facts.as_at) else UNKNOWN

    @cached_property
    def _anchor(self) -> str:
        return anchor_of(self.rule, self.records.vocabulary)

    @cached_property
    def _owns(self) -> bool:
        """Whether what meets it belongs to the very run that the clock is about."""
        belongs_to = self.records.vocabulary.events[self.rule.met_by_event].belongs_to
        return bool(self._anchor) and (self._anchor in belongs_to or self._bounds_the_run)

    @cached_property
    def _bounds_the_run(self) -> bool:
        """Whether what meets it opens or closes the very run that the clock is about."""
        spans = self.records.vocabulary.episodes.get(self._anchor)
        return spans is not None and self.rule.met_by_event in (spans.opens, spans.closes)

    @cached_property
    def _entries(self) -> Sequence[Entry]:
        """The entries that may meet it, oldest first, those without a day before them."""
        found = self.records.held((self.rule.met_by_event,))
        if not self._owns:
            return found
        if self._bounds_the_run:
            days = (self._run.opened, self._run.closed)
            return [entry for entry in found if entry.on in days and entry.ref == self._run.ref]
        return [entry for entry in found if self.records.is_current(entry, self._anchor)]

    @cached_property
    def _has_undated(self) -> bool:
        """Whether something that may have met it is recorded without a day, or without what it belongs to."""
        if not self.rule.met_by_event:
            return may_have_been(self.rule.met_by, self.records)
        if any(entry.on is None for entry in self._entries):
            return True
        held = self.records.held((self.rule.met_by_event,)) if self._owns and not self._bounds_the_run else []
        return any(self.records.is_current(entry, self._anchor) is None for entry in held)

    @cached_property
    def _run(self) -> Run:
        """The run that the clock is about; one of which nothing is known where there is none."""
        place = self.records.current(self._anchor) if self._anchor else None
        if isinstance(place, int):
            return self.records.runs(self._anchor)[place]
        return Run(None, None, ended=False, open=None)

    @property
    def _ends(self) -> bool:
        return bool(self.rule.ends_with)

    @property
    def _ends_with_its_own(self) -> bool:
        """Whether it ends with the run that it is about, and not with the one around that."""
        return self._ends and self.rule.ends_with == self._anchor

    @cached_property
    def _ending(self) -> Run:
        """The run with whose end the clock ends; one of which nothing is known where nobody can tell."""
        if not self._ends or self._ends_with_its_own:
            return self._run
        place = self.records.current(self._anchor)
        outer = self.records.current(self.rule.ends_with)
        if isinstance(place, int):
            outer = self.records.outer(self._anchor, place)
        nothing = Run(None, None, ended=False, open=None)
        around = self.records.runs(self.rule.ends_with)[outer] if isinstance(outer, int) else nothing
        begun, ended = self._run.opened, around.closed
        # What began after it had ended was not over with that.
        return nothing if begun is not None and ended is not None and ended < begun else around

    def _may_have_ended_by(self, due: Moment) -> bool:
        """Of what is around its run only an end that is recorded counts."""
        unseen = self._ends_with_its_own and not self.records.covered(self._closes, day_of(due))
        return self._ending.may_have_ended or unseen

    @property
    def _closes(self) -> str:
        return self.records.vocabulary.episodes[self.rule.ends_with].closes

    def _covered(self, upto: Moment) -> bool:
        """Whether the case records every event that could have met it, up to a moment."""
        events: Sequence[str] = (self.rule.met_by_event,)
        if self.rule.met_by:
            reading = self.records.vocabulary.facts[self.rule.met_by].reading
            events = reading.events if reading is not None else ()
            if reading is not None and reading.episode:
                events = (reading.events[1],)
        covers = self.records.case.covers
        return bool(events) and all(event in covers and compare(covers[event], upto) >= 0 for event in events)


def limit_of(rule: Deadline, facts: Facts) -> Duration | Missing | None:
    """How long there is: None where nothing is required, unknown where policy or case do not say."""
    if not isinstance(rule.within, Lookup):
        return rule.within
    row = facts.state(rule.within.row_fact)
    if isinstance(row, Missing):
        return UNKNOWN
    cells = dict(rule.within.cells)
    if str(row) not in cells:
        return UNKNOWN  # the table does not define it, which is not the same as "none required"
    cell = cells[str(row)]
    return cell if isinstance(cell, Duration) else None


def _open_question(rule: Deadline, start: Moment | None, missing: tuple[str, ...], applies: Truth) -> Clock:
    limit = rule.within if isinstance(rule.within, Duration) else None
    return Clock(rule, start, limit, None, None, "cannot_tell", None, "days", None, missing, applies)
