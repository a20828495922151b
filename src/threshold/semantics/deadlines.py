"""Deadlines of one case: by when, whether it was met, and by how much not.

Met or late is always the date against the due date, never a count of elapsed days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from threshold.casefiles import Case
from threshold.conditions import Facts, Lookup, Moment, Truth, compare
from threshold.dates import Duration, add, day_of, days_between, working_days_between
from threshold.policy import Deadline
from threshold.policy.inference_plan import applies_key
from threshold.semantics.closed_lists import DeadlineState
from threshold.semantics.findings import Findings
from threshold.vocabulary import ABSENT, UNKNOWN, Missing, State, Vocabulary


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline as it stands: a row of the decision, before it is worded.

    `days` counts `unit`: left while pending, late when late or overdue, elapsed where there is no limit.
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


def running_clocks(findings: Findings) -> Iterator[Clock]:
    """Every deadline whose clock is running, or may be."""
    for rule in findings.policy.deadlines:
        applies = findings.truths[applies_key(rule)]
        yield from clocks(rule, applies, findings.facts, findings.case, findings.policy.vocabulary)


def clocks(
    rule: Deadline, applies: Truth, facts: Facts, case: Case, vocabulary: Vocabulary
) -> Iterator[Clock]:
    """The rows of one deadline: none where it does not apply or its clock has not begun.

    A repeating one gives a row for each interval, the current one last.
    """
    if applies is False:
        return
    start = facts.state(rule.starts)
    if start is ABSENT:
        return
    if start is UNKNOWN and not rule.repeats:
        yield _open_question(rule, None, (rule.starts,), applies)
        return
    begin = None if isinstance(start, Missing) else cast(date, start)
    limit = _limit(rule, facts)
    if isinstance(limit, Missing):
        assert isinstance(rule.within, Lookup)
        yield _open_question(rule, begin, (rule.within.row_fact,), applies)
        return
    counter = _Counter(rule, limit, facts, case, vocabulary)
    rows = counter.repeated(begin) if rule.repeats else [counter.single(cast(date, begin))]
    for row in rows:
        # Where it is not known whether the limit applies, the date is shown and no verdict given.
        yield row if applies else replace(row, state="cannot_tell", days=None, applies=None)


def counted(earlier: Moment, later: Moment, limit: Duration | None) -> tuple[int, str]:
    """How far apart two moments are, as the limit counts: in working days, hours or days, and which.

    Hours between moments of which one is a whole day cannot be told, so those are days.
    """
    unit = limit.unit if limit is not None else "days"
    if "hours" in unit and isinstance(earlier, datetime) and isinstance(later, datetime):
        return int((later - earlier).total_seconds() // 3600), "hours"
    if unit == "working days":
        return working_days_between(day_of(earlier), day_of(later)), "working days"
    return days_between(day_of(earlier), day_of(later)), "days"


@dataclass(frozen=True, slots=True)
class _Counter:
    rule: Deadline
    limit: Duration | None
    facts: Facts
    case: Case
    vocabulary: Vocabulary

    def single(self, start: Moment) -> Clock:
        met = self.facts.state(self.rule.met_by) if self.rule.met_by else self._first_event(start)
        if self.limit is None:
            done = met if isinstance(met, date) else None
            end = self.facts.state(self.rule.ends) if self.rule.ends else ABSENT
            until = done or (end if isinstance(end, date) else self.facts.as_at)
            return self._row(start, None, done, "no_limit", counted(start, until, None))
        sooner = self.facts.state(self.rule.or_sooner) if self.rule.or_sooner else ABSENT
        due = self._due(start, sooner)
        if due is None:
            return self._beyond(start)
        if isinstance(met, date):
            return self._met(start, due, met)
        return self._unmet(start, due, met is ABSENT or self._covered(due))

    def repeated(self, start: Moment | None) -> list[Clock]:
        """One row per interval, each due counted from the last one held."""
        held = [
            entry.on
            for entry in sorted(self.case.timeline, key=lambda entry: entry.on)
            if entry.event == self.rule.met_by_event
            and entry.status == "held"
            and compare(entry.on, self.facts.as_at) <= 0
            and (start is None or compare(entry.on, start) > 0)
        ]
        end = self.facts.state(self.rule.ends) if self.rule.ends else ABSENT
        if isinstance(end, date):
            held = [day for day in held if compare(day, end) <= 0]
        previous = start
        rows: list[Clock] = []
        for day in held:
            if previous is not None and self.limit is not None:
                rows.append(self._interval(previous, day))
            previous = day
        if previous is None:
            return [_open_question(self.rule, None, (self.rule.starts,), True)]
        last = self._last(previous, end)
        rows += [last] if last is not None else []
        return [replace(row, interval=number) for number, row in enumerate(rows, start=1)]

    def _due(self, start: Moment, sooner: State = ABSENT) -> Moment | None:
        """The limit's last moment, or an earlier target; None beyond the calendar, or in hours from a day."""
        assert self.limit is not None
        try:
            due = add(start, self.limit)
        except ValueError:
            return None
        return sooner if isinstance(sooner, date) and compare(sooner, due) < 0 else due

    def _beyond(self, start: Moment, met: Moment | None = None) -> Clock:
        return replace(_open_question(self.rule, start, (self.rule.starts,), True), met_on=met)

    def _interval(self, previous: Moment, held: date) -> Clock:
        due = self._due(previous)
        if due is None:
            return self._beyond(previous, held)
        row = self._met(previous, due, held)
        if row.state == "late" and not self._covered(held):
            # One in between may simply not be in the file.
            missing = (self.rule.met_by_event,)
            return replace(row, state="cannot_tell", days=None, missing=missing)
        return row

    def _last(self, previous: Moment, end: State) -> Clock | None:
        if self.limit is None:
            until = end if isinstance(end, date) else self.facts.as_at
            return self._row(previous, None, None, "no_limit", counted(previous, until, None))
        due = self._due(previous)
        ended = end if isinstance(end, date) and compare(end, self.facts.as_at) <= 0 else None
        if due is None:
            return self._beyond(previous) if ended is None else None
        if ended is None:
            return self._unmet(previous, due, self._covered(due))
        if compare(ended, due) <= 0:
            return None
        state: DeadlineState = "overdue" if self._covered(due) else "cannot_tell"
        late = counted(due, ended, self.limit) if state == "overdue" else None
        return self._row(previous, due, None, state, late)

    def _met(self, start: Moment, due: Moment, met: Moment) -> Clock:
        if compare(met, due) <= 0:
            return self._row(start, due, met, "met", None)
        return self._row(start, due, met, "late", counted(due, met, self.limit))

    def _unmet(self, start: Moment, due: Moment, certain: bool) -> Clock:
        today = self.facts.as_at
        if compare(due, today) >= 0:
            return self._row(start, due, None, "pending", counted(today, due, self.limit))
        if not certain:
            missing = (self.rule.met_by or self.rule.met_by_event,)
            return replace(self._row(start, due, None, "cannot_tell", None), missing=missing)
        return self._row(start, due, None, "overdue", counted(due, today, self.limit))

    def _row(
        self,
        start: Moment,
        due: Moment | None,
        met: Moment | None,
        state: DeadlineState,
        count: tuple[int, str] | None,
    ) -> Clock:
        days, unit = count or (None, "days")
        return Clock(self.rule, start, self.limit, due, met, state, days, unit)

    def _first_event(self, start: Moment) -> State:
        found = [
            entry.on
            for entry in self.case.timeline
            if entry.event == self.rule.met_by_event
            and entry.status == "held"
            and compare(entry.on, start) >= 0
            and compare(entry.on, self.facts.as_at) <= 0
        ]
        if found:
            return min(found)
        return ABSENT if self._covered(self.facts.as_at) else UNKNOWN

    def _covered(self, upto: Moment) -> bool:
        """Whether the case records every event that could have met it, up to a moment."""
        events: Sequence[str] = (self.rule.met_by_event,)
        if self.rule.met_by:
            reading = self.vocabulary.facts[self.rule.met_by].reading
            events = reading.events if reading is not None else ()
            if reading is not None and reading.episode:
                events = (reading.events[1],)
        covers = self.case.covers
        return bool(events) and all(event in covers and compare(covers[event], upto) >= 0 for event in events)


def _limit(rule: Deadline, facts: Facts) -> Duration | Missing | None:
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
