"""What an export states, free of its format: entries with their links, and what is recorded completely.

`ref` names the thing that an entry begins or ends, `of` the thing that it belongs to. A format that states no
link leaves both out, and then days alone tell what belongs to what.
"""

from dataclasses import dataclass, field
from datetime import date

# Each episode with the event that begins a run of it and the one that ends it.
EPISODES = {
    "referral": ("referral", "referral_closed"),
    "assessment": ("assessment_started", "assessment_completed"),
    "enquiry": ("section_47_started", "section_47_ended"),
    "child_protection": ("cp_plan_started", "cp_plan_ended"),
    "child_in_need": ("cin_plan_started", "cin_plan_ended"),
}


@dataclass(frozen=True)
class Entry:
    """One dated event of a child; `needed` is the answer of an enquiry on its conference."""

    event: str
    on: date
    ref: str | None = None
    of: str | None = None
    needed: bool | None = None


@dataclass(frozen=True)
class Stated:
    """All that an export states of one child, and of what it cannot say that nothing is missing.

    Of the reviews of plans it may say so up to a day only (`reviews_until`).
    """

    child: str
    entries: tuple[Entry, ...]
    uncovered: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    reviews_until: date | None = None


@dataclass(frozen=True)
class Run:
    """One time that an episode took place; without an end of its own, it is over by `until`."""

    episode: str
    number: int
    start: date | None
    end: date | None
    until: date | None = None
    ref: str | None = None
    of: str | None = None
    needed: bool | None = None

    @property
    def day(self) -> date:
        found = self.start or self.end
        assert found is not None
        return found

    def held(self, day: date) -> bool:
        if self.start is not None and day < self.start:
            return False
        if self.end is not None:
            return day <= self.end if self.start is not None else day < self.end
        return self.until is None or day < self.until


def runs_of(episode: str, entries: tuple[Entry, ...]) -> list[Run]:
    """All runs of an episode, in order: those that a reference makes one, and the others by date."""
    opens, closes = EPISODES[episode]
    own = [entry for entry in entries if entry.event in (opens, closes)]
    runs = [*_by_date(episode, own, opens), *_by_reference(episode, own, opens)]
    runs.sort(key=lambda run: run.day)
    return [_numbered(run, number) for number, run in enumerate(runs, 1)]


def _numbered(run: Run, number: int) -> Run:
    return Run(run.episode, number, run.start, run.end, run.until, run.ref, run.of, run.needed)


def _by_reference(episode: str, own: list[Entry], opens: str) -> list[Run]:
    found = []
    for ref in dict.fromkeys(entry.ref for entry in own if entry.ref is not None):
        same = [entry for entry in own if entry.ref == ref]
        start = next((entry.on for entry in same if entry.event == opens), None)
        end = next((entry.on for entry in same if entry.event != opens), None)
        of = next((entry.of for entry in same if entry.of is not None), None)
        needed = next((entry.needed for entry in same if entry.needed is not None), None)
        found.append(Run(episode, 0, start, end, ref=ref, of=of, needed=needed))
    return found


@dataclass
class _Pairing:
    """Runs in the making: what was begun last and has not ended, and what is done with."""

    episode: str
    begun: date | None = None
    done: list[Run] = field(default_factory=list)

    def start(self, day: date) -> None:
        if self.begun is not None:
            self.done.append(Run(self.episode, 0, self.begun, None, until=day))
        self.begun = day

    def end(self, day: date) -> None:
        self.done.append(Run(self.episode, 0, self.begun, day))
        self.begun = None


def _by_date(episode: str, own: list[Entry], opens: str) -> list[Run]:
    starts = {entry.on for entry in own if entry.ref is None and entry.event == opens}
    ends = {entry.on for entry in own if entry.ref is None and entry.event != opens}
    pairing = _Pairing(episode)
    for day in sorted(starts | ends):
        end_first = day in ends and pairing.begun is not None
        if end_first:
            pairing.end(day)
        if day in starts:
            pairing.start(day)
        if day in ends and not end_first:
            pairing.end(day)
    if pairing.begun is not None:
        pairing.done.append(Run(episode, 0, pairing.begun, None))
    return pairing.done
