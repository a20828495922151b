"""What an audit should say of each run, worked out from the written definitions alone.

It knows nothing of the program. Numbers such as S124 are those of docs/semantics.md. Where the definitions
leave an outcome open, the rule is named in `open` for that child, and nothing is expected of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from .limits import Limit
from .records import Run, Stated, runs_of

ASSESSMENT_RULES = ("WT-assessment", "YOR-TIM-2")
RULES = (*ASSESSMENT_RULES, "YOR-REV-1", "WT-conference", "WT-first-review", "WT-next-review", "RBC-2.9a")
COLUMNS = ["child", "rule", "opened", "start", "due", "state", "met_on", "days"]
LIMITS = {
    "WT-assessment": Limit(45, "working days"),
    "YOR-TIM-2": Limit(45, "working days"),
    "WT-conference": Limit(15, "working days"),
    "WT-first-review": Limit(3, "months"),
    "WT-next-review": Limit(6, "months"),
    "RBC-2.9a": Limit(28, "days"),
}


@dataclass(frozen=True)
class Policy:
    """The limits in force, and the rules on assessments that count from an assessment's own start."""

    limits: dict[str, Limit]
    from_own_start: frozenset[str] = frozenset()


DEFAULT = Policy(LIMITS)


@dataclass(frozen=True)
class Outcome:
    """How one clock stands; of one that cannot be told, nothing else is expected."""

    state: str
    start: date | None = None
    due: date | None = None
    met_on: date | None = None
    days: int | None = None


CANNOT_TELL = Outcome("cannot_tell")


@dataclass(frozen=True)
class Clock:
    """What one clock is judged by: its limit, what would meet it, what ends it, and what is covered."""

    limit: Limit
    done: list[date]
    ends: date | None
    as_at: date
    done_covered: bool
    end_covered: bool = True

    def from_day(self, start: date) -> Outcome:
        """S64, S143, S144."""
        due = self.limit.due(start)
        met_on = min((day for day in self.done if day >= start), default=None)
        if met_on is not None and met_on <= due:
            return Outcome("met", start, due, met_on)
        if self.ends is not None and self.ends <= due:
            return Outcome("ended", start, due)
        if met_on is not None:
            return Outcome("late", start, due, met_on, self.limit.between(due, met_on))
        before = max(self.done, default=None)
        if before is not None:
            return Outcome("early", start, due, before)
        return self.not_done(start, due)

    def not_done(self, start: date, due: date) -> Outcome:
        if self.ends is not None:
            if not self.done_covered:
                return CANNOT_TELL
            return Outcome("missed", start, due, None, self.limit.between(due, self.ends))
        if self.as_at <= due:
            return Outcome("pending", start, due, None, self.limit.between(self.as_at, due))
        if not self.done_covered or not self.end_covered:
            return CANNOT_TELL
        return Outcome("overdue", start, due, None, self.limit.between(due, self.as_at))

    def open_after(self, start: date) -> bool:
        """Whether the definitions give two answers: two of its points hold at once."""
        due = self.limit.due(start)
        since = [day for day in self.done if day >= start]
        early = not since and bool(self.done)
        after_its_end = self.ends is not None and start > self.ends
        return (after_its_end and bool(since)) or (early and self.ends is not None)


@dataclass
class Child:
    """One child's records, the runs that they make, and what belongs to which."""

    stated: Stated
    covers: frozenset[str]
    as_at: date
    policy: Policy
    open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        episodes = ("referral", "assessment", "enquiry", "child_protection", "child_in_need")
        self.runs = {episode: runs_of(episode, self.stated.entries) for episode in episodes}
        self.open |= self.stated.doubtful

    def covered(self, event: str) -> bool:
        return event in self.covers and event not in self.stated.uncovered

    def belongs(self, day: date, of: str | None, runs: list[Run]) -> list[Run]:
        """To which run something belongs by its link, its day, or as the nearer (S123 to S125).

        Two are given where the definitions may be read in two ways.
        """
        named = [run for run in runs if of is not None and run.ref == of]
        if named:
            return named
        wide = _by_day(day, runs, self.runs["referral"])
        referral = self.referral_of(of)
        if referral is None:
            return wide
        inside = [run for run in runs if self.is_of(run, referral)]
        near = _by_day(day, inside, self.runs["referral"])
        if of == referral:
            return near
        return list({run.number: run for run in [*wide, *near]}.values())

    def is_of(self, run: Run, referral: str) -> bool:
        found = self.belongs(run.day, run.of, self.runs["referral"])
        return any(one.ref == referral for one in found)

    def referral_of(self, of: str | None) -> str | None:
        """The reference of the referral that a link leads to, be it by way of what lies within one."""
        for run in (run for runs in self.runs.values() for run in runs):
            if of is not None and run.ref == of:
                return run.ref if run.episode == "referral" else run.of
        return None

    def own(self, event: str, run: Run, rule: str) -> list[date]:
        """The days of a run's own entries of one kind, the first one first."""
        days = set()
        for entry in self.stated.entries:
            if entry.event == event:
                to = self.belongs(entry.on, entry.of, self.runs[run.episode])
                if len(to) > 1 or any(one.start is None for one in self.runs[run.episode]):
                    self.open.add(rule)
                if run in to:
                    days.add(entry.on)
        return sorted(days)

    def alone(self, event: str, episode: str, rule: str) -> None:
        """An entry that belongs to no run shows one of which nothing else is known: that is left open (S129)."""
        entries = [entry for entry in self.stated.entries if entry.event == event]
        if any(not self.belongs(entry.on, entry.of, self.runs[episode]) for entry in entries):
            self.open.add(rule)

    def clock(self, rule: str, done: list[date], event: str, ends: date | None, end_covered: bool) -> Clock:
        return Clock(self.policy.limits[rule], done, ends, self.as_at, self.covered(event), end_covered)

    def judged(self, rule: str, clock: Clock, start: date) -> Outcome:
        if clock.open_after(start):
            self.open.add(rule)
        return clock.from_day(start)


def _by_day(day: date, runs: list[Run], referrals: list[Run]) -> list[Run]:
    holding = [run for run in runs if run.held(day)]
    if holding:
        # Of those that began on one day the file's own order decides, which is not known here.
        return [run for run in holding if run.day == holding[-1].day]
    readings = [_nearest(day, runs, referrals, or_on_it) for or_on_it in (False, True)]
    return list({run.number: run for run in readings if run is not None}.values())


def _nearest(day: date, runs: list[Run], referrals: list[Run], or_on_it: bool) -> Run | None:
    """S125; a run that ended before a new referral came does not count (or, in one reading, on that day)."""

    def over(run: Run) -> date | None:
        return run.end or run.until

    def counts(run: Run) -> bool:
        last = over(run)
        assert last is not None
        new = [one.day for one in referrals if last < one.day <= day or (or_on_it and last == one.day)]
        return not new

    before = [run for run in runs if (last := over(run)) is not None and last <= day and counts(run)]
    after = [run for run in runs if run.start is not None and run.start > day]
    last = max(before, key=lambda run: over(run) or day, default=None)
    following = min(after, key=lambda run: run.day, default=None)
    if last is None or following is None:
        return last or following
    return last if day - (over(last) or day) <= following.day - day else following


def assessments(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """The first of a referral counts from the referral, each later one from its own start (S134)."""
    child.alone("assessment_review", "assessment", rule)
    referrals = child.runs["referral"]
    around = [child.belongs(run.day, run.of, referrals) for run in child.runs["assessment"]]
    if any(len(found) > 1 for found in around):
        child.open.add(rule)
        return
    for run, found in zip(child.runs["assessment"], around, strict=True):
        referral = found[0] if found else None
        same = [
            one for one, to in zip(child.runs["assessment"], around, strict=True) if to[:1] == found[:1]
        ]
        if len({one.day for one in same}) < len(same):
            child.open.add(rule)
        done = [run.end] if run.end else []
        ends = referral.end if referral else None
        clock = child.clock(rule, done, "assessment_completed", ends, True)
        if run.start is None and (len(same) > 1 or child.covered("assessment_started")):
            child.open.add(rule)
        if rule in child.policy.from_own_start:
            yield run, child.judged(rule, clock, run.start) if run.start else CANNOT_TELL
        elif referral is None or referral.start is None:
            yield run, _at_the_latest(child, rule, clock, run)
        elif run is same[0]:
            yield run, child.judged(rule, clock, referral.start)
        elif run.start is not None:
            yield run, child.judged(rule, clock, run.start)


def _at_the_latest(child: Child, rule: str, clock: Clock, run: Run) -> Outcome:
    """S162: from when it counts is not known, but its own start is the latest that it can be."""
    if run.start is None:
        return CANNOT_TELL
    found = child.judged(rule, clock, run.start)
    return replace(found, start=None) if found.state in ("late", "overdue", "missed") else CANNOT_TELL


def reviewed(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """Before an assessment was completed it was reviewed; of one that goes on, nothing is asked."""
    child.alone("assessment_review", "assessment", rule)
    for run in child.runs["assessment"]:
        if run.start is None:
            child.open.add(rule)
        held = child.own("assessment_review", run, rule)
        if run.end is None:
            if not child.covered("assessment_completed"):
                yield run, CANNOT_TELL
        elif held:
            yield run, Outcome("met" if held[0] <= run.end else "not_met")
        else:
            yield run, Outcome("not_met") if child.covered("assessment_review") else CANNOT_TELL


def conferences(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """From the strategy discussion that an enquiry came from, where a conference is needed."""
    for run in child.runs["enquiry"]:
        if run.start is None:
            child.open.add(rule)
            continue
        talks = [day for day in child.own("strategy_discussion", run, rule) if day <= run.start]
        done = child.own("cp_conference", run, rule)
        if run.needed is False or (not talks and child.covered("strategy_discussion")):
            continue
        if run.needed is None or not talks:
            yield run, CANNOT_TELL
            continue
        clock = child.clock(rule, done, "cp_conference", None, True)
        yield run, child.judged(rule, clock, talks[-1])


def first_reviews(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """From the first conference of a child protection plan."""
    child.alone("cp_review", "child_protection", rule)
    for run in child.runs["child_protection"]:
        if run.start is None:
            child.open.add(rule)
            continue
        held = child.own("cp_conference", run, rule)
        done = child.own("cp_review", run, rule)
        if not held and child.covered("cp_conference"):
            continue
        if not held:
            yield run, CANNOT_TELL
            continue
        clock = child.clock(rule, done, "cp_review", run.end, child.covered("cp_plan_ended"))
        yield run, child.judged(rule, clock, held[0])


def next_reviews(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """Each from the review before it, from the first on that was held since the plan began."""
    child.alone("cp_review", "child_protection", rule)
    for run in child.runs["child_protection"]:
        if run.start is None:
            child.open.add(rule)
            continue
        done = child.own("cp_review", run, rule)
        since = [day for day in done if day >= run.start]
        if not since:
            if not child.covered("cp_review"):
                if done:
                    child.open.add(rule)
                yield run, CANNOT_TELL
            continue
        clock = child.clock(rule, done, "cp_review", run.end, child.covered("cp_plan_ended"))
        yield from ((run, found) for found in repeated(child, rule, clock, since[0], []))


def need_reviews(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """Every four weeks of a Child in Need plan, standing still while a child protection plan runs."""
    child.alone("cin_review", "child_in_need", rule)
    pauses = child.runs["child_protection"]
    if any(run.start is None for run in pauses):
        child.open.add(rule)
    for run in child.runs["child_in_need"]:
        if run.start is None:
            child.open.add(rule)
            continue
        # A plan that begins inside another is a contradiction about its start (S139).
        if any(pause.start and run.start >= pause.start and pause.held(run.start) for pause in pauses):
            child.open.add(rule)
        done = child.own("cin_review", run, rule)
        clock = child.clock(rule, done, "cin_review", run.end, child.covered("cin_plan_ended"))
        spans = [(pause.start, pause.end or pause.until) for pause in pauses if pause.start]
        yield from ((run, found) for found in repeated(child, rule, clock, run.start, spans))


def repeated(
    child: Child, rule: str, clock: Clock, start: date, pauses: list[tuple[date, date | None]]
) -> Iterator[Outcome]:
    """Every interval (S67, S68), the early ones besides (S143), and where the clock stands still (S145)."""
    ends = clock.ends
    for day in clock.done:
        if day < start:
            yield Outcome("early", start, None, day)
    if any(ends is not None and day > ends for day in clock.done):
        child.open.add(rule)
    if any(day in pause for day in clock.done for pause in pauses):
        child.open.add(rule)
    if any(one != other and _overlap(one, other) for one in pauses for other in pauses):
        child.open.add(rule)
    ahead = sorted(set(pauses))
    while True:
        pause = min((span for span in ahead if span[0] >= start), default=None)
        if pause is not None and ends is not None and pause[0] >= ends:
            pause = None
        stop = pause[0] if pause else None
        later = [day for day in clock.done if day > start and (stop is None or day < stop)]
        due = clock.limit.due(start)
        if later:
            met_on = later[0]
            if met_on <= due:
                yield Outcome("met", start, due, met_on)
            elif clock.done_covered:
                yield Outcome("late", start, due, met_on, clock.limit.between(due, met_on))
            else:
                yield CANNOT_TELL
            start = met_on
        elif stop is None:
            alone = Clock(clock.limit, [], ends, clock.as_at, clock.done_covered, clock.end_covered)
            yield alone.from_day(start)
            return
        else:
            assert pause is not None
            ahead = [span for span in ahead if span != pause]
            if due < stop:
                missed = Outcome("missed", start, due, None, clock.limit.between(due, stop))
                yield missed if clock.done_covered else CANNOT_TELL
            if pause[1] is None:
                if ends is None:
                    yield Outcome("paused")
                return
            start = pause[1]
            if ends is not None and start > ends:
                return


def _overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    return one[0] <= other[0] and (one[1] is None or other[0] <= one[1])


WORKED_OUT_BY = {
    "WT-assessment": assessments,
    "YOR-TIM-2": assessments,
    "YOR-REV-1": reviewed,
    "WT-conference": conferences,
    "WT-first-review": first_reviews,
    "WT-next-review": next_reviews,
    "RBC-2.9a": need_reviews,
}


def expected(
    children: list[Stated], covers: frozenset[str], as_at: date, policy: Policy
) -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    """A row for each clock, as `--results` has them, and of which child and rule nothing is expected."""
    rows, left_open = [], set()
    for stated in children:
        child = Child(stated, covers, as_at, policy)
        for rule, work_out in WORKED_OUT_BY.items():
            for run, outcome in work_out(child, rule):
                rows.append(
                    (stated.child, rule, run.start, outcome.start, outcome.due, outcome.state)
                    + (outcome.met_on, outcome.days)
                )
        left_open |= {(stated.child, rule) for rule in child.open}
    return pd.DataFrame(rows, columns=COLUMNS), left_open
