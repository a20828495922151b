"""One child's records: the runs that they make, and what belongs to which run."""

from dataclasses import dataclass, field
from datetime import date

from .clocks import Clock, Outcome
from .limits import Limit
from .records import Run, Stated, runs_of


@dataclass(frozen=True)
class Policy:
    """The limits in force, and the rules on assessments that count from an assessment's own start."""

    limits: dict[str, Limit]
    from_own_start: frozenset[str] = frozenset()


@dataclass
class Child:
    """One child's records, the runs that they make, and what belongs to which."""

    stated: Stated
    covers: frozenset[str]
    as_at: date
    policy: Policy
    open: set[str] = field(default_factory=set)
    open_of_run: set[tuple[str, date | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        episodes = ("referral", "assessment", "enquiry", "child_protection", "child_in_need")
        self.runs = {episode: runs_of(episode, self.stated.entries) for episode in episodes}
        self.open |= self.stated.doubtful

    def covered(self, event: str) -> bool:
        """Whether all such events are in the export, up to the date of the audit."""
        return self.covered_until(event) == self.as_at

    def covered_until(self, event: str) -> date | None:
        if event not in self.covers or event in self.stated.uncovered:
            return None
        partly = event in ("cp_review", "cin_review") and self.stated.reviews_until is not None
        return self.stated.reviews_until if partly else self.as_at

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
        """An entry that belongs to no run shows one of which nothing is known: that is left open (S129).

        The others stand (S34), but for which assessment was the first of its referral (S134).
        """
        entries = [entry for entry in self.stated.entries if entry.event == event]
        if any(not self.belongs(entry.on, entry.of, self.runs[episode]) for entry in entries):
            self.open_of_run.add((rule, None))
            if episode == "assessment":
                self.open.add(rule)

    def clock(self, rule: str, done: list[date], event: str, ends: date | None, end_covered: bool) -> Clock:
        return Clock(self.policy.limits[rule], done, ends, self.as_at, self.covered_until(event), end_covered)

    def judged(self, rule: str, clock: Clock, start: date) -> Outcome:
        if clock.open_after(start):
            self.open.add(rule)
        return clock.from_day(start)


def _by_day(day: date, runs: list[Run], referrals: list[Run]) -> list[Run]:
    holding = [run for run in runs if run.held(day)]
    if holding:
        # Of those that began on one day the file's own order decides, which is not known here.
        return [run for run in holding if run.day == holding[-1].day]
    readings = [run for or_on_it in (False, True) for run in _nearest(day, runs, referrals, or_on_it)]
    return list({run.number: run for run in readings}.values())


def _nearest(day: date, runs: list[Run], referrals: list[Run], or_on_it: bool) -> list[Run]:
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
    ended = max((over(run) or day for run in before), default=None)
    following = min((run.day for run in after), default=None)
    if ended is not None and (following is None or day - ended <= following - day):
        return [run for run in before if over(run) == ended]
    return [run for run in after if run.day == following]
