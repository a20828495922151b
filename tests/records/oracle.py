"""What the entries of a file mean, from first principles: runs, what belongs to what, what is current.

Nothing here is quick. Where it can, it walks through the days one by one.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from .world import OUTER, REQUEST, File, Record

DAY = timedelta(days=1)

PAIRED, LINKED, UNDATED_RUN, OWN = range(4)  # which runs come first where their days are the same


@dataclass(eq=False)
class Run:
    """One run of an episode.

    superseded  the day from which on it counts as over because the next one started
    open        None where nobody knows
    loose       an end lies in the file that may be its own, and nobody can tell
    own         the entries that alone tell of it, and the referral that they belong to
    """

    episode: str
    start: Record | None = None
    end: Record | None = None
    superseded: date | None = None
    open: bool | None = True
    loose: bool = False
    ref: str = ""
    own: tuple[Record, ...] = ()
    own_referral: "Run | None" = None
    rank: int = PAIRED
    place: int = 0

    @property
    def start_day(self) -> date | None:
        return self.start.on if self.start else None

    @property
    def end_day(self) -> date | None:
        return self.end.on if self.end else None

    @property
    def day(self) -> date | None:
        """The day that it is put in order by, if it has any."""
        own = [r.on for r in self.own if r.on]
        return self.start_day or self.end_day or (min(own) if own else None)

    def holds(self, day: date) -> bool:
        """R10.2"""
        if self.end and self.end.on is None:
            return self.start_day in (day, None)
        if self.start_day and day < self.start_day:
            return False
        if self.end_day:
            return day <= self.end_day
        return self.superseded is None or day < self.superseded

    @property
    def over_on(self) -> date | None:
        """The day from which nearness is counted to what comes after (R10.3)."""
        if self.end:
            return self.end_day or self.start_day
        return self.superseded - DAY if self.superseded else None


def in_order(runs: list[Run]) -> list[Run]:
    """R9"""
    dated = [run for run in runs if run.day]
    dayless = [run for run in runs if not run.day]
    return sorted(dayless, key=lambda run: (run.rank, run.place)) + sorted(
        dated, key=lambda run: (run.day, run.rank, run.place)
    )


def paired_by_date(episode: str, starts: list[Record], ends: list[Record]) -> list[Run]:
    """S23 and S24, of dated entries without a ref."""
    runs: list[Run] = []
    running: Run | None = None
    for day in sorted({r.on for r in starts + ends if r.on}):
        opening = [r for r in starts if r.on == day]
        closing = [r for r in ends if r.on == day]
        while opening or closing:
            if closing and running:
                running.end, running.open = closing.pop(0), False
                running = None
            elif opening:
                begun = Run(episode, opening.pop(0), place=len(runs))
                if running:
                    running.superseded, running.open = day, False
                running = begun
                runs.append(begun)
            else:
                runs.append(Run(episode, end=closing.pop(0), open=False, place=len(runs)))
    return runs


@dataclass(frozen=True, eq=False)
class Unsure:
    """It is not known to which run: to any, or to any that belongs to one referral."""

    referral: Run | None = None


Home = Run | Unsure | None


class Oracle:
    """What one file says."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.world = file.world
        self.looked_at: Run | None = None  # the run that a rule `each:` is put to (R14)
        self._recorded: dict[str, list[Run]] = {}
        self._all: dict[str, list[Run]] = {}

    @cached_property
    def held(self) -> list[Record]:
        return self.file.held

    def recorded(self, episode: str) -> list[Run]:
        """The runs of which a start or an end is in the file (R5 to R8), in order (R9)."""
        if episode not in self._recorded:
            linked, unlinked = self._linked(episode), self._unlinked(episode)
            for run in linked:
                run.loose = run.end is None and self._may_end(run, unlinked)
            lone = [other.end for other in linked if other.end and (not other.start or not other.start.on)]
            for run in unlinked:
                if run.end is None and any(_not_before(end, run) for end in lone):
                    run.loose = True
            self._recorded[episode] = in_order(linked + unlinked)
        return self._recorded[episode]

    def _may_end(self, run: Run, unlinked: list[Run]) -> bool:
        """Whether an end without a reference closes no start of its own, and so may be this run's."""
        _, ends = self._ends_and_starts(run.episode)
        begun = [other.end for other in unlinked if other.start and other.start.on]
        return any(_not_before(r, run) for r in ends if all(r is not end for end in begun))

    def _linked(self, episode: str) -> list[Run]:
        span, runs = self.world.spans[episode], {}
        for place, record in enumerate(self.held):
            if record.ref and record.event in (span.opens, span.closes):
                run = runs.setdefault(record.ref, Run(episode, ref=record.ref, rank=LINKED, place=place))
                if record.event == span.opens:
                    run.start = record
                else:
                    run.end, run.open = record, False
        return list(runs.values())

    def _ends_and_starts(self, episode: str) -> tuple[list[Record], list[Record]]:
        span = self.world.spans[episode]
        unlinked = [r for r in self.held if not r.ref]
        return [r for r in unlinked if r.event == span.opens], [r for r in unlinked if r.event == span.closes]

    def in_disorder(self, episode: str) -> bool:
        """Whether unlinked starts and ends, some undated, do not make one plain run (R7, "else")."""
        starts, ends = self._ends_and_starts(episode)
        return any(r.on is None for r in starts + ends) and not (len(starts) <= 1 and len(ends) <= 1)

    def _unlinked(self, episode: str) -> list[Run]:
        starts, ends = self._ends_and_starts(episode)
        dated_starts, dated_ends = [r for r in starts if r.on], [r for r in ends if r.on]
        if all(r.on for r in starts + ends):
            return paired_by_date(episode, starts, ends)
        if not self.in_disorder(episode):
            start, end = (starts or [None])[0], (ends or [None])[0]
            return [Run(episode, start, end, open=end is None)]
        runs = paired_by_date(episode, dated_starts, dated_ends)
        alone = [r for r in starts if r.on is None]
        runs += [Run(episode, r, rank=UNDATED_RUN, place=place) for place, r in enumerate(alone)]
        lost = [r for r in ends if r.on is None]
        if not starts:
            runs += [
                Run(episode, end=r, open=False, rank=UNDATED_RUN, place=place) for place, r in enumerate(lost)
            ]
        for run in runs:
            if run.end is None:
                run.open, run.loose = None, bool(ends)
        return runs

    def home(self, record: Record, episode: str) -> Home:
        """The run of this episode that an entry belongs to (R10, R12)."""
        found = self._recorded_home_of(record, episode)
        known = [run for run in self.runs(episode) if run.rank == OWN]
        if found is not None or not known or episode not in self.world.kinds[record.event].belongs_to:
            return found
        referral = self._recorded_home_of(record, self.world.spans[episode].within)
        if isinstance(referral, Unsure):
            return Unsure()
        return next((run for run in known if run.own_referral is referral), None)

    def may_be_home(self, found: Unsure, run: Run) -> bool:
        """Whether what is not known to belong to one run may belong to this one."""
        if found.referral is None:
            return True
        outer = self.referral_of(run)
        return outer is found.referral or isinstance(outer, Unsure)

    def _recorded_home_of(self, record: Record, episode: str) -> Home:
        return self._recorded_home(record.on, record.of, episode, self.world.kinds[record.event].comes_before)

    def named(self, of: str) -> Run | None:
        """The recorded run, of whatever episode within a referral, that an `of` names."""
        for episode, span in self.world.spans.items():
            for run in self.recorded(episode) if of and span.within else []:
                if run.ref == of:
                    return run
        return None

    def _recorded_home(self, day: date | None, of: str, episode: str, leads: bool = False) -> Home:
        runs, outer = self.recorded(episode), self.world.spans[episode].within
        if of == REQUEST:
            return self._current(episode, runs)
        for run in runs:
            if of and run.ref == of:
                return run
        inner = self.named(of)
        if inner and not outer:
            return self.referral_of(inner)  # R20
        for referral in self.recorded(outer) if of and outer else []:
            if referral.ref == of:
                inside = [run for run in runs if self.referral_of(run) is referral]
                return self._home_by_day(day, inside, [], Unsure(referral), leads)
        boundaries = [r.on for r in self.held if outer and r.event == self.world.spans[outer].opens and r.on]
        return self._home_by_day(day, runs, boundaries, Unsure(), leads)

    def _home_by_day(
        self, day: date | None, runs: list[Run], boundaries: list[date], unsure: Unsure, leads: bool
    ) -> Home:
        if not runs:
            return None
        if day is None or (leads and not any(run.start_day or run.end_day for run in runs)):
            return runs[0] if len(runs) == 1 else unsure
        if leads:
            return nearest_start(day, runs)
        if holding := [run for run in runs if run.holds(day)]:
            return holding[-1]
        # Walk away from the day in both directions at once; the day before is looked at first.
        far = max(abs((d - day).days) for run in runs for d in (run.over_on, run.start_day, day) if d)
        for away in range(1, far + 1):
            behind, ahead = day - away * DAY, day + away * DAY
            ended = [run for run in runs if run.over_on == behind]
            # Whatever ended before a referral is left out, and so is all that ended earlier.
            if ended and not any(behind < boundary <= day for boundary in boundaries):
                return ended[-1]
            if started := [run for run in runs if run.start_day == ahead]:
                return started[0]
        return None

    def referral_of(self, run: Run) -> Home:
        """R11: the referral that a run belongs to."""
        outer = self.world.spans[run.episode].within
        if not outer:
            return run
        if run.rank == OWN:
            return run.own_referral
        of = (run.start.of if run.start else "") or (run.end.of if run.end else "")
        return self._recorded_home(run.start_day or run.end_day, of, outer)

    def runs(self, episode: str) -> list[Run]:
        """All runs, in order: those recorded, and those known only by an entry of their own (R12)."""
        if episode not in self._all:
            self._all[episode] = in_order(self.recorded(episode) + self._known_by_entries(episode))
        return self._all[episode]

    def _known_by_entries(self, episode: str) -> list[Run]:
        span = self.world.spans[episode]
        if not span.within:
            return []
        referrals: list[Run | None] = [None, *self.recorded(span.within)]
        of_each: list[list[Record]] = [[] for _ in referrals]
        for record in self.held:
            if self.world.kinds[record.event].belongs_to[:1] != (episode,):
                continue
            if self._recorded_home_of(record, episode) is not None:
                continue
            referral = self._recorded_home_of(record, span.within)
            if not isinstance(referral, Unsure):
                of_each[referrals.index(referral)].append(record)
        return [
            Run(episode, open=None, own=tuple(own), own_referral=referral, rank=OWN, place=place)
            for place, (referral, own) in enumerate(zip(referrals, of_each, strict=True))
            if own
        ]

    def current(self, episode: str, anywhere: bool = False) -> Home:
        """R13: the current run; None where there is none, Unsure where it cannot be told which it is."""
        if self.looked_at and episode == self.looked_at.episode:
            return self.looked_at
        if self.looked_at and not anywhere:
            around = self.referral_of(self.looked_at)
            if episode == OUTER:
                return around
            if around is not None and self.runs(episode):
                return around if isinstance(around, Unsure) else self._current_in(around, episode)
        return self._current(episode, self.runs(episode), anywhere)

    def _current_in(self, referral: Run, episode: str) -> Home:
        """S30: which run is current in a referral, be that the current one (S130) or an earlier one."""
        latest = self._current(OUTER, self.runs(OUTER))
        now = self._current(episode, self.runs(episode))
        if latest is referral:
            return now
        homes = {run: self.referral_of(run) for run in self.runs(episode)}
        if any(isinstance(home, Unsure) for home in homes.values()):
            return Unsure()
        then = self._latest_of([run for run, home in homes.items() if home is referral])
        if not isinstance(latest, Unsure):
            return then
        # It may be the latest referral: then what is open and carries over is current in it as well.
        as_latest = self._current_with(referral, episode, self.runs(episode))
        return then if then is as_latest else Unsure()

    def at_none(self) -> "Oracle":
        """The same file, in which the current run of each episode is looked at."""
        return self.at(None)

    def at(self, run: Run | None) -> "Oracle":
        """The same file with this run for the current one of its episode."""
        other = copy(self)
        other.looked_at = run
        return other

    def _current(self, episode: str, runs: list[Run], anywhere: bool = False) -> Home:
        span = self.world.spans[episode]
        if not span.within:
            return chosen(runs)
        if anywhere or not self.recorded(span.within):
            return self._latest_of(runs)
        return self._current_with(self._current(span.within, self.runs(span.within)), episode, runs)

    def _current_with(self, referral: Home, episode: str, runs: list[Run]) -> Home:
        """The current run where this is the latest referral, or nobody knows which is."""
        span = self.world.spans[episode]
        carried = [run for run in runs if span.carries_over and run.open is True]
        others = [run for run in runs if run not in carried]
        if others and isinstance(referral, Unsure):
            return Unsure()
        if any(isinstance(self.referral_of(run), Unsure) for run in others):
            return Unsure()
        candidates = [r for r in runs if r in carried or self.referral_of(r) is referral]
        # What may still be open in another referral would be current if it were.
        elsewhere = [r for r in runs if r.open is None and r.rank != OWN and r not in candidates]
        if span.carries_over and elsewhere and not any(run.open for run in candidates):
            return Unsure()
        return self._latest_of(candidates)

    def _latest_of(self, candidates: list[Run]) -> Home:
        """S130 and S131: of several the latest that is open or, where none is, the latest."""
        if len(candidates) > 1 and any(run.open is None for run in candidates):
            return Unsure()
        return chosen([run for run in candidates if run.open] or candidates)

    def no_referral(self) -> bool:
        return not self.recorded(OUTER)


def nearest_start(day: date, runs: list[Run]) -> Run | None:
    """R10.3b: what an entry leads to. Of two as near, the later."""
    told = [
        (abs(((run.start_day or run.end_day or day) - day).days), run)
        for run in runs
        if run.start_day or run.end_day
    ]
    least = min((away for away, _ in told), default=0)
    return next((run for away, run in reversed(told) if away == least), None)


def chosen(runs: list[Run]) -> Home:
    """The latest of several, which can be told only if each has a day."""
    if len(runs) > 1 and any(run.day is None for run in runs):
        return Unsure()
    return runs[-1] if runs else None


def _not_before(end: Record, run: Run) -> bool:
    """Whether an end may be that of a run, by its day."""
    begun = run.start.on if run.start else None
    return end.on is None or begun is None or end.on >= begun
