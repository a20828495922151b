"""One case as a drawing: which run is which bar, and what belongs on it.

Taken over from a case are days, kinds, references and choices from closed lists, never what was typed freely.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from threshold.casefiles import Entry
from threshold.output.words import listed, many, sentence, spoken
from threshold.reports.timeline.clocks import Home, clock_rows
from threshold.reports.timeline.drawing import Bar, ClockRow, Current, Drawing, Lane, Mark
from threshold.reports.timeline.runs import ending, span_of
from threshold.reports.timeline.words import NO_DAY, day_words
from threshold.semantics.findings import Findings
from threshold.semantics.records import UNSURE, Run
from threshold.vocabulary import Episode, ValueType, shown

_NONE, _SEVERAL = "Belongs to no run in this file", "May belong to more than one run"
_REQUEST = "The case as a whole"
_CLOSED_LISTS = ("boolean", "choice", "role")


def drawn(findings: Findings, trial: Sequence[str] = ()) -> Drawing:
    """The timeline of a case as it is drawn; `trial` are the values tried in this run only."""
    return _Drawer(findings).drawing(trial)


class _Drawer:
    """Places everything of one case, then draws run by run."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.records = findings, findings.records
        self.vocabulary = findings.policy.vocabulary
        self.marks: dict[Home, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
        self.clocks: dict[Home, list[ClockRow]] = defaultdict(list)
        self.cancelled = self.ahead = 0
        rows, self.not_begun = clock_rows(findings)
        for home, row in rows:
            self.clocks[home].append(row)
        for entry in findings.case.timeline:
            self._put(entry)
        for episode in self.vocabulary.episodes.values():
            self._put_loose_ends(episode)

    def drawing(self, trial: Sequence[str]) -> Drawing:
        case, policy, as_at = self.findings.case, self.findings.policy.name, self.findings.facts.as_at
        tried = f" with {', '.join(trial)}" if trial else ""
        return Drawing(
            title=f"Timeline of {case.reference}",
            about=f"as at {shown(as_at)}, policy {policy}{tried}",
            today=self.records.today,
            bars=(*self._bars(), *self._rest()),
            current=tuple(self._current()),
            notes=tuple(self._notes()),
        )

    # Placing what happened

    def _put(self, entry: Entry) -> None:
        bounds = {event for each in self.vocabulary.episodes.values() for event in (each.opens, each.closes)}
        if entry.status == "cancelled":
            self.cancelled += 1
        elif entry.status == "held" and entry.on is not None and entry.on > self.records.today:
            self.ahead += 1
        elif entry.status == "planned" or entry.event not in bounds:
            home, also = self._home(entry)
            self.marks[home][entry.event].append(self._mark(entry, also))

    def _home(self, entry: Entry) -> tuple[Home, list[str]]:
        """The run that an entry belongs to, and others besides; "" where there is none, None for any.

        Of several it is the one that the entry names, else the first that its kind belongs to.
        """
        unsure, found = False, list[tuple[str, int]]()
        for name in self._may_belong_to(entry):
            if (same := self._by_reference(name, entry.ref)) is not None:
                return (name, same), []
            place = self.records.place(name, entry)
            outer = self.vocabulary.episodes[name].within
            if isinstance(place.run, int):
                found.append((name, place.run))
            elif isinstance(place.outer, int):
                found.append((outer, place.outer))
            unsure |= UNSURE in (place.run, place.outer)
        if not found:
            return (None if unsure else ""), []
        named = [(name, place) for name, place in found if self._by_reference(name, entry.of) == place]
        home, *others = dict.fromkeys([*named, *found])
        return home, [self._label(*each) for each in others]

    def _may_belong_to(self, entry: Entry) -> Iterator[str]:
        """The episodes to a run of which an entry may belong, its own first."""
        yield from self.vocabulary.events[entry.event].belongs_to
        for episode in self.vocabulary.episodes.values():
            if entry.event == episode.closes:
                yield episode.name
            elif entry.event == episode.opens and episode.within:
                yield episode.within
            elif entry.of and self._by_reference(episode.name, entry.of) is not None:
                yield episode.name

    def _by_reference(self, episode: str, ref: str) -> int | None:
        runs = enumerate(self.records.runs(episode))
        return next((place for place, run in runs if ref and run.ref == ref), None)

    def _put_loose_ends(self, episode: Episode) -> None:
        """Ends without a day that are not known to be those of any run."""
        ends = [e for e in self.records.held((episode.closes,)) if e.on is None and not e.ref]
        taken = sum(
            run.ended and run.closed is None and not run.ref for run in self.records.runs(episode.name)
        )
        for entry in ends[taken:]:
            self.marks[None][episode.closes].append(self._mark(entry, []))

    def _mark(self, entry: Entry, also: Sequence[str]) -> Mark:
        kinds = self.vocabulary.events[entry.event].carries
        said = [
            f"{spoken(key)}: {shown(value)}"
            for key, value in entry.carries.items()
            if key in kinds and _from_closed_list(kinds[key])
        ]
        at = entry.carries.get("at")
        when = day_words(at if isinstance(at, date) else entry.on)
        return Mark(
            on=entry.on,
            when=when,
            planned=entry.status == "planned",
            says="; ".join([*([entry.ref] if entry.ref else []), *said]),
            also=listed(list(also), "and") if also else "",
        )

    # Bars

    def _bars(self) -> Iterator[Bar]:
        for episode in self.vocabulary.episodes.values():
            if not episode.within:
                for place in range(len(self.records.runs(episode.name))):
                    yield self._bar(episode.name, place, 0)
                    yield from self._within(episode.name, place, 1)
                yield from self._elsewhere(episode)

    def _within(self, around: str, outer: object, level: int) -> Iterator[Bar]:
        for episode in self.vocabulary.episodes.values():
            if episode.within == around:
                for place in range(len(self.records.runs(episode.name))):
                    if self.records.outer(episode.name, place) == outer:
                        yield self._bar(episode.name, place, level)

    def _elsewhere(self, around: Episode) -> Iterator[Bar]:
        """Runs that belong to none of those around them, or nobody can tell to which."""
        name = spoken(around.name)
        if not self.records.runs(around.name):
            yield from self._within(around.name, None, 0)
            return
        for outer, heading in ((None, f"In no {name}"), (UNSURE, f"May belong to any {name}")):
            bars = [*self._within(around.name, outer, 1)]
            if bars:
                yield Bar(heading, heading=True)
                yield from bars

    def _bar(self, episode: str, place: int, level: int) -> Bar:
        run = self.records.runs(episode)[place]
        home = (episode, place)
        held = (mark.on for marks in self.marks[home].values() for mark in marks if not mark.planned)
        return Bar(
            label=self._label(episode, place),
            level=level,
            span=span_of(run, max(filter(None, held), default=None), self.records.today),
            current=self._is_current(episode, place),
            begun=_begun(run),
            ended=ending(run),
            lanes=self._lanes(home),
            clocks=tuple(self.clocks[home]),
        )

    def _rest(self) -> Iterator[Bar]:
        for home, heading in (("", _NONE), (None, _SEVERAL)):
            if lanes := self._lanes(home):
                yield Bar(heading, heading=True, lanes=lanes)
        for home, heading in (("", _REQUEST), (None, "Deadlines of a run that cannot be told")):
            if clocks := tuple(self.clocks[home]):
                yield Bar(heading, heading=True, clocks=clocks)

    def _lanes(self, home: Home) -> tuple[Lane, ...]:
        kinds = self.marks[home]
        lanes = [Lane(spoken(event), tuple(sorted(marks, key=_day_of))) for event, marks in kinds.items()]
        return tuple(sorted(lanes, key=lambda lane: (_day_of(lane.marks[-1]), lane.label)))

    def _label(self, episode: str, place: int) -> str:
        """What a run is called: by its reference, else by its number where there are several."""
        runs = self.records.runs(episode)
        name = sentence(spoken(episode))
        if runs[place].ref:
            return f"{name} {runs[place].ref}"
        return f"{name} {place + 1}" if len(runs) > 1 else name

    def _is_current(self, episode: str, place: int) -> Current:
        current = self.records.current(episode)
        if current is UNSURE:
            return "cannot_tell"
        return "yes" if current == place else "no"

    # What is said beside the picture

    def _current(self) -> Iterator[str]:
        told, unclear, none = list[str](), list[str](), list[str]()
        for name in self.vocabulary.episodes:
            if not self.records.runs(name):
                continue
            place = self.records.current(name)
            if isinstance(place, int):
                over = " (ended)" if self.records.runs(name)[place].open is False else ""
                told.append(f"{self._label(name, place)}{over}")
            else:
                (unclear if place is UNSURE else none).append(spoken(name))
        if told:
            yield f"Current: {listed(told, 'and')}."
        if none:
            yield f"None is current of: {listed(none, 'and')}."
        if unclear:
            yield f"Which one is current cannot be told of: {listed(unclear, 'and')}."

    def _notes(self) -> Iterator[str]:
        if not self.findings.case.timeline:
            yield "The file's timeline is empty."
        if self.cancelled:
            yield f"Left out: {many(self.cancelled, 'cancelled entry', 'cancelled entries')}."
        if self.ahead:
            dated = many(self.ahead, "entry", "entries")
            yield f"Left out: {dated} dated after today as if already held."
        if self.not_begun:
            yield f"Not drawn: {many(self.not_begun, 'deadline')} of which nobody has said whether it began."


def _begun(run: Run) -> str:
    if run.opened is not None:
        return day_words(run.opened)
    # Known by its own entries, or by its end alone, or by a start without a day.
    return NO_DAY if run.recorded else "not in the file"


def _from_closed_list(kind: ValueType) -> bool:
    return (kind.of if kind.is_list else kind.kind) in _CLOSED_LISTS


def _day_of(mark: Mark) -> date:
    return mark.on or date.min
