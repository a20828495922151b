"""One case's entries as records: which runs there are, what belongs to which, and which are current."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from threshold.casefiles import Case, Entry
from threshold.casefiles.model import OF_THE_REQUEST
from threshold.conditions import Moment, Truth
from threshold.dates import day_of
from threshold.semantics.records.belonging import by_day, by_nearest_start
from threshold.semantics.records.runs import NO_DAY, Paired, Run, paired
from threshold.vocabulary import Episode, Value, Vocabulary


class Telling(Enum):
    """What is said instead of a run where none can be named."""

    UNSURE = "unsure"  # it may be any of several


UNSURE = Telling.UNSURE
ASKED, MADE = "request.direction", "request.made"
_ByEvent = dict[str, list[tuple[date, int, Entry]]]  # with its day and its place in the file
Where = int | Telling | None  # the place of a run among those of its episode; None for none of them


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry belongs: to which run or, where to none, to which of the episode around (`outer`)."""

    run: Where
    outer: Where = None


@dataclass(frozen=True, slots=True)
class _Laid:
    """The runs of an episode in order; the places of those recorded, and of those known by entries alone."""

    runs: tuple[Run, ...]
    outer: tuple[Where, ...]
    recorded: tuple[int, ...]
    seen: dict[Where, int]


class Records:
    """The records of one case at one moment.

    `instance` (an episode, the place of a run) is the run that is looked at; of what belongs to the same
    referral, the current one of that referral; else the current one.
    """

    def __init__(
        self, case: Case, vocabulary: Vocabulary, as_at: Moment, instance: tuple[str, int] | None = None
    ) -> None:
        self.case, self.vocabulary = case, vocabulary
        self.today = day_of(as_at)
        self.instance = instance
        self._held: _ByEvent = defaultdict(list)
        self._planned: _ByEvent = defaultdict(list)
        for number, entry in enumerate(case.timeline):
            if entry.status == "planned":
                self._planned[entry.event].append((entry.on or date.min, number, entry))
            elif entry.status == "held" and (entry.on is None or entry.on <= self.today):
                self._held[entry.event].append((entry.on or date.min, number, entry))
        for each in (*self._held.values(), *self._planned.values()):
            each.sort(key=_in_order)
        self._paired: dict[str, Paired] = {}
        self._laid: dict[str, _Laid] = {}
        self._current: dict[tuple[str, bool], Where] = {}

    def without_instance(self) -> "Records":
        """The same records, every episode looked at in its current run."""
        return self.looking_at(None)

    def looking_at(self, instance: tuple[str, int] | None) -> "Records":
        """The same records, looked at in a run of an episode."""
        if self.instance == instance:
            return self
        other = copy(self)  # what has been worked out is the same, and is shared
        other.instance = instance
        return other

    def held(self, events: Iterable[str]) -> list[Entry]:
        """Entries held up to today: those of which nobody knows the day first, then by day."""
        return _of(events, self._held)

    def planned(self, events: Iterable[str]) -> list[Entry]:
        """Planned entries: those of which nobody knows the day first, then by day."""
        return _of(events, self._planned)

    def tells_of(self, event: str) -> bool:
        """Whether any such event is held or planned, or the file says that it records them up to some day."""
        return event in self._held or event in self._planned or event in self.case.covers

    def covered(self, event: str, upto: date | None = None) -> bool:
        """Whether the file records every such event up to a date (today when None)."""
        covered = self.case.covers.get(event)
        needed = self.today if upto is None else min(upto, self.today)
        return covered is not None and covered >= needed

    def runs(self, episode: str) -> tuple[Run, ...]:
        """Every run of an episode that had begun or ended by today, in order."""
        return self._laid_out(episode).runs

    def outer(self, episode: str, place: int) -> Where:
        """To which run of the episode around it (a referral) a run belongs."""
        return self._laid_out(episode).outer[place]

    def goes_on(self, episode: str) -> Truth:
        """Whether any run is open, in the whole file; it may be unknown which."""
        return self._unless_seen_only(episode, self._recorded(episode).goes_on)

    def left_open(self, episode: str) -> Truth:
        """Whether any run has no end of its own, in the whole file."""
        return self._unless_seen_only(episode, self._recorded(episode).left_open)

    @cached_property
    def said(self) -> frozenset[str]:
        """The facts that any entry states of a run, beside what entries carry."""
        return frozenset(name for entry in self.case.timeline if entry.ref for name in entry.carries)

    def said_of(self, episode: str, fact: str) -> Mapping[str, Value]:
        """What entries state of the runs that they begin or end, by reference; an end has the last word."""
        spans = self.vocabulary.episodes[episode]
        marks = [*self.held((spans.opens,)), *self.held((spans.closes,))]
        return {entry.ref: entry.carries[fact] for entry in marks if entry.ref and fact in entry.carries}

    def place(self, episode: str, entry: Entry) -> Place:
        """To which run of an episode an entry belongs."""
        laid = self._laid_out(episode)
        found = self._among_recorded(episode, entry)
        if isinstance(found.run, int):
            return Place(laid.recorded[found.run])
        return found if found.run is UNSURE else Place(laid.seen.get(found.outer), found.outer)

    def current(self, episode: str, anywhere: bool = False) -> Where:
        """The run of an episode that is looked at; with `anywhere`, whatever it belongs to."""
        if self.instance is not None:
            name, place = self.instance
            if name == episode:
                return place
            if self.vocabulary.episodes[name].within == episode:
                return self.outer(name, place)
            if not anywhere and self.vocabulary.episodes[episode].within:
                return self._beside(name, place, episode)
        return self._is_current(episode, anywhere)

    def is_current(self, entry: Entry, episode: str) -> Truth:
        """Whether an entry belongs to what is current; None where that cannot be told."""
        if self.vocabulary.events[entry.event].for_request:
            ended = self._ended_before_the_request(episode)
            if ended is not None and not entry.of:
                told = entry.on is not None and ended is not UNSURE
                return entry.on > ended if told and isinstance(ended, date) and entry.on else None
            if ended is not None and self._inner(episode, entry.of) is None:
                return entry.of == OF_THE_REQUEST or (None if ended is UNSURE else False)
        if not self.looks_at_one_of(episode) and (inner := self._inner(episode, entry.of)) is not None:
            return self._inner_is_current(*inner)
        current = self.current(episode)
        found = self.place(episode, entry)
        if current is UNSURE or found.run is UNSURE:
            return None
        if found.run is None and current is not None:
            # What may belong to any referral may belong to a run that is known by such entries alone.
            may_be = found.outer is UNSURE and not self.runs(episode)[current].recorded
            return None if may_be else False
        return found.run == current if found.run is not None else self._around_is_current(episode, entry)

    def _ended_before_the_request(self, episode: str) -> date | Telling | None:
        """The day on which the current referral ended, where something is asked for that was made after it.

        Then what is asked for is no part of that referral: only what came since can have been done for it.
        Where nobody knows the day it may have been so.
        """
        if self.vocabulary.episodes[episode].within or self.instance is not None:
            return None
        current = self.current(episode)
        if not isinstance(current, int) or self.case.given.get(ASKED, "none") == "none":
            return None
        run, made = self.runs(episode)[current], self.case.given.get(MADE, self.today)
        assert isinstance(made, date)
        if run.ended and run.closed is None:
            return UNSURE
        ended = run.closed
        return ended if ended is not None and ended < day_of(made) else None

    def looks_at_one_of(self, episode: str) -> bool:
        """Whether it is a run of this episode that is looked at, rather than the current one of each."""
        return self.instance is not None and self.instance[0] == episode

    def _inner_is_current(self, name: str, place: int) -> Truth:
        """Whether a recorded run, by its place among those, is the current one."""
        current = self.current(name)
        return None if current is UNSURE else current == self._laid_out(name).recorded[place]

    def _around_is_current(self, episode: str, entry: Entry) -> Truth:
        """Of what belongs to no run: whether what it belongs to otherwise is current."""
        around = self.vocabulary.episodes[episode].within
        if not around or not self.runs(around):
            return True
        return self.is_current(entry, around)

    def _unless_seen_only(self, episode: str, found: Truth) -> Truth:
        """What holds of the recorded runs; of one that is known by its own entries alone it is not known."""
        return None if found is False and self._laid_out(episode).seen else found

    def _recorded(self, episode: str) -> Paired:
        if episode not in self._paired:
            spans = self.vocabulary.episodes[episode]
            numbered = [each for event in (spans.opens, spans.closes) for each in self._held.get(event, ())]
            in_file = [entry for _, _, entry in sorted(numbered, key=lambda each: each[1])]
            starts, ends = (self.held((event,)) for event in (spans.opens, spans.closes))
            self._paired[episode] = paired(starts, ends, in_file, spans.opens)
        return self._paired[episode]

    def _laid_out(self, episode: str) -> _Laid:
        if episode not in self._laid:
            recorded = self._recorded(episode).runs
            seen = self._seen(self.vocabulary.episodes[episode])
            runs = [*recorded, *seen.values()]
            outer = [*self._outers(episode), *seen]
            order = sorted(range(len(runs)), key=lambda at: runs[at].day)
            new = {at: place for place, at in enumerate(order)}
            self._laid[episode] = _Laid(
                runs=tuple(runs[at] for at in order),
                outer=tuple(outer[at] for at in order),
                recorded=tuple(new[at] for at in range(len(recorded))),
                seen={each: new[len(recorded) + number] for number, each in enumerate(seen)},
            )
        return self._laid[episode]

    def _outers(self, episode: str) -> list[Where]:
        """To which run of the episode around it each recorded run belongs."""
        around = self.vocabulary.episodes[episode].within
        return [self._outer_of(run, around) for run in self._recorded(episode).runs]

    def _outer_of(self, run: Run, around: str) -> Where:
        if not around:
            return None
        if run.of == OF_THE_REQUEST:
            return self._is_current(around, False)
        others = self._recorded(around).runs
        linked = _by_reference(others, run.of)
        if linked is not None:
            return linked
        return _by_day_or_alone(run.opened or run.closed, others, range(len(others)), ())

    def _seen(self, spans: Episode) -> dict[Where, Run]:
        """Runs known by nothing but entries of their own, by what they belong to."""
        found: dict[Where, Run] = {}
        if not spans.within:
            return found
        own = (name for name, each in self.vocabulary.events.items() if each.belongs_to[:1] == (spans.name,))
        for entry in self.held(own):
            place = self._among_recorded(spans.name, entry)
            if place.run is not None or place.outer is UNSURE:
                continue
            known = found.get(place.outer)
            days = [day for day in (known.seen if known else None, entry.on) if day]
            seen = min(days, default=None)
            found[place.outer] = Run(None, None, False, None, recorded=False, seen=seen)
        return found

    def _inner(self, around: str, reference: str) -> tuple[str, int] | None:
        """The recorded run with a reference that lies within a run of this episode."""
        for spans in self.vocabulary.episodes.values() if reference else ():
            if spans.within == around:
                place = _by_reference(self._recorded(spans.name).runs, reference)
                if place is not None:
                    return spans.name, place
        return None

    def _among_recorded(self, episode: str, entry: Entry) -> Place:
        """To which of the recorded runs an entry belongs."""
        spans, runs = self.vocabulary.episodes[episode], self._recorded(episode).runs
        if entry.of == OF_THE_REQUEST:
            return self._of_the_request(episode)
        if (linked := _by_reference(runs, entry.of)) is not None:
            return Place(linked)
        if (inner := self._inner(episode, entry.of)) is not None:
            return Place(self._outer_of(self._recorded(inner[0]).runs[inner[1]], episode))
        others = self._recorded(spans.within).runs if spans.within else ()
        among: Sequence[int] = range(len(runs))
        renewals = [run.opened for run in others if run.opened is not None]
        outer = _by_reference(others, entry.of)
        if outer is not None:
            among = [place for place in among if self._outer_of(runs[place], spans.within) == outer]
            renewals = []
        found: Where = None
        comes_before = self.vocabulary.events[entry.event].comes_before
        if entry.on is not None and comes_before:
            found = by_nearest_start(entry.on, runs, among)
            if found is None:  # none has a day to be near to
                found = _by_day_or_alone(None, runs, among, ())
        else:
            found = _by_day_or_alone(entry.on, runs, among, renewals)
        if found is not None or not spans.within:
            return Place(found)
        return Place(None, outer if outer is not None else self._among_recorded(spans.within, entry).run)

    def _of_the_request(self, episode: str) -> Place:
        """Where what was done for the request belongs: to what is current."""
        around, runs = self.vocabulary.episodes[episode].within, self._recorded(episode).runs
        current = self._latest(episode, runs, self._candidates(episode, runs, self._outers(episode), False))
        return Place(current, self._is_current(around, False) if around and current is None else None)

    def _is_current(self, episode: str, anywhere: bool) -> Where:
        key = (episode, anywhere)
        if key not in self._current:
            laid = self._laid_out(episode)
            among = self._candidates(episode, laid.runs, laid.outer, anywhere)
            self._current[key] = self._latest(episode, laid.runs, among)
        return self._current[key]

    def _beside(self, name: str, place: int, episode: str) -> Where:
        """The run of another episode within the referral to which the run that is looked at belongs."""
        around = self.vocabulary.episodes[name].within
        outer = self.outer(name, place) if around else place
        within = self.vocabulary.episodes[episode].within
        if outer is None or within != (around or name) or not self.runs(episode):
            return self._is_current(episode, False)
        if outer is UNSURE:
            return UNSURE
        latest = self._is_current(within, False)
        if outer == latest:
            return self._is_current(episode, False)
        laid = self._laid_out(episode)
        if UNSURE in laid.outer:
            return UNSURE
        among = [at for at, each in enumerate(laid.outer) if each == outer]
        found = self._latest(episode, laid.runs, among)
        if latest is not UNSURE:
            return found
        # It may be the latest referral, in which what is open and carries over is current as well.
        as_latest = self._in_question(episode, laid.runs, laid.outer, outer)
        return found if found == self._latest(episode, laid.runs, as_latest) else UNSURE

    def _candidates(
        self, episode: str, runs: Sequence[Run], outer: Sequence[Where], anywhere: bool
    ) -> Sequence[int] | None:
        """The places of the runs that may be current; None where that cannot be told."""
        spans = self.vocabulary.episodes[episode]
        if anywhere or not spans.within or not self.runs(spans.within):
            return range(len(runs))
        return self._in_question(episode, runs, outer, self._is_current(spans.within, False))

    def _in_question(
        self, episode: str, runs: Sequence[Run], outer: Sequence[Where], current: Where
    ) -> Sequence[int] | None:
        """The runs that may be current where this is the current run of the episode around them."""
        spans, everyone = self.vocabulary.episodes[episode], range(len(runs))
        carried = [place for place in everyone if spans.carries_over and runs[place].open]
        others = [place for place in everyone if place not in carried]
        if others and current is UNSURE:
            return None
        if any(outer[place] is UNSURE for place in others):
            return None
        may_be = (
            place
            for place in others
            if outer[place] != current and runs[place].recorded and runs[place].open is None
        )
        if spans.carries_over and not carried and any(True for _ in may_be):
            return None
        return sorted([*carried, *(place for place in others if outer[place] == current)])

    def _latest(self, episode: str, runs: Sequence[Run], among: Sequence[int] | None) -> Where:
        if among is None:
            return UNSURE
        if not among:
            return None
        if self.vocabulary.episodes[episode].within:
            if len(among) > 1 and any(runs[place].open is None for place in among):
                return UNSURE
            among = [place for place in among if runs[place].open] or among
        if len(among) > 1 and any(runs[place].day == NO_DAY for place in among):
            return UNSURE
        return among[-1]


def _of(events: Iterable[str], entries: _ByEvent) -> list[Entry]:
    kinds = [entries[event] for event in events if event in entries]
    found = kinds[0] if len(kinds) == 1 else sorted((each for kind in kinds for each in kind), key=_in_order)
    return [entry for _, _, entry in found]


def _in_order(placed: tuple[date, int, Entry]) -> tuple[date, int]:
    """By day; of one day, as they stand in the file."""
    day, number, _ = placed
    return day, number


def _by_reference(runs: Sequence[Run], reference: str) -> int | None:
    if not reference:
        return None
    return next((place for place, run in enumerate(runs) if run.ref == reference), None)


def _by_day_or_alone(
    day: date | None, runs: Sequence[Run], among: Sequence[int], renewals: Sequence[date]
) -> Where:
    """By its day; without one, to the only run that there is."""
    if day is not None:
        return by_day(day, runs, among, renewals)
    if len(among) > 1:
        return UNSURE
    return among[0] if among else None
