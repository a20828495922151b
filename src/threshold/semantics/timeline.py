"""From a case file to facts: what is stated, what the timeline shows, and where the two contradict.

"No entry" means "did not happen" only for the kinds of event that the file says it covers, and only up to
the date it gives; everything else that is not recorded is unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from threshold.casefiles.model import Case, Entry
from threshold.conditions import Facts, Moment
from threshold.dates import day_of
from threshold.output.words import sentence, spoken
from threshold.vocabulary import (
    ABSENT,
    UNKNOWN,
    Fact,
    Missing,
    Reading,
    ReadStatus,
    State,
    Value,
    Vocabulary,
)

FUTURE = "future-event"
DISAGREES = "consent-disagrees"
ORDER = "consent-order"
NO_START = "episode-order"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be so. `facts` are in doubt while it stands."""

    id: str
    facts: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One run of an episode; a date is None where the file does not give it."""

    opened: date | None
    closed: date | None
    next_opened: date | None = None

    @property
    def open(self) -> bool:
        """Whether it goes on; a run whose end is not recorded is over when the next one starts."""
        return self.closed is None and self.next_opened is None

    def holds(self, day: date) -> bool:
        """Whether a date falls inside this run (both ends included, the next run's start not)."""
        if self.opened is not None and day < self.opened:
            return False
        if self.closed is not None:
            return day <= self.closed
        return self.next_opened is None or day < self.next_opened


def read_facts(
    case: Case, vocabulary: Vocabulary, as_at: Moment, instance: tuple[str, int] | None = None
) -> tuple[Facts, tuple[Contradiction, ...]]:
    """The facts of a case at a moment, before any rule; facts in a contradiction are unknown.

    `instance` (episode, position) reads the facts of that run of an anchor; otherwise every episode is
    read at its current run: the one open at `as_at`, else the latest.
    """
    timeline = _Timeline(case, vocabulary, as_at, instance)
    contradictions = tuple(timeline.contradictions())
    states = {name: timeline.state(name) for name in vocabulary.facts}
    for contradiction in contradictions:
        for name in contradiction.facts:
            if not vocabulary.facts[name].protection:
                states[name] = UNKNOWN
    return Facts(as_at, states), contradictions


def runs(case: Case, vocabulary: Vocabulary, episode: str, as_at: Moment) -> tuple[Instance, ...]:
    """Every run of an episode that had begun or ended by `as_at`, in order."""
    spans = vocabulary.episodes[episode]
    today = day_of(as_at)
    dated = [entry for entry in case.timeline if entry.status == "held" and entry.on <= today]
    opens = sorted(entry.on for entry in dated if entry.event == spans.opens)
    closes = sorted(entry.on for entry in dated if entry.event == spans.closes)
    return tuple(_pair(opens, closes))


def events_to_ask(case: Case, vocabulary: Vocabulary, fact: Fact, as_at: Moment) -> list[str]:
    """The kinds of event whose entry, or known absence, would settle an unknown timeline fact."""
    if fact.reading is None:
        return []
    timeline = _Timeline(case, vocabulary, as_at, None)
    opens = timeline.opens
    wanted = [
        event
        for event in dict.fromkeys(_events_behind(vocabulary, fact.reading))
        if not timeline.covered(event, None) and not (event in opens.values() and timeline.entries((event,)))
    ]
    # Whether a thing began comes first: only then does its end matter.
    return [event for event in wanted if opens.get(event) not in wanted]


class _Timeline:
    """One case's events, read at one moment."""

    def __init__(
        self,
        case: Case,
        vocabulary: Vocabulary,
        as_at: Moment,
        instance: tuple[str, int] | None,
    ) -> None:
        self.case, self.vocabulary = case, vocabulary
        self.today = day_of(as_at)
        self.instance = instance
        self.opens = {spans.closes: spans.opens for spans in vocabulary.episodes.values()}  # by what closes
        held = (entry for entry in case.timeline if entry.status == "held" and entry.on <= self.today)
        self._held = sorted(held, key=lambda entry: entry.on)
        self._runs: dict[str, tuple[Instance, ...]] = {}
        self._states: dict[str, State] = {}

    def state(self, name: str) -> State:
        """The state of a fact; facts may rest on others, which the vocabulary keeps free of circles."""
        if name not in self._states:
            self._states[name] = UNKNOWN
            self._states[name] = self._read(self.vocabulary.facts[name])
        return self._states[name]

    def entries(self, events: Sequence[str], status: ReadStatus = "held") -> list[Entry]:
        """Held entries up to today, planned ones where there is none, or planned ones alone; oldest first."""
        held = [entry for entry in self._held if entry.event in events]
        if status == "held" or (held and status == "held or planned"):
            return held
        ahead = (e for e in self.case.timeline if e.event in events and e.status == "planned")
        return sorted(ahead, key=lambda entry: entry.on)

    def covered(self, event: str, upto: date | None) -> bool:
        """Whether the file records every such event up to a date (today when None)."""
        covered = self.case.covers.get(event)
        needed = self.today if upto is None else min(upto, self.today)
        return covered is not None and covered >= needed

    def runs(self, episode: str) -> tuple[Instance, ...]:
        if episode not in self._runs:
            self._runs[episode] = runs(self.case, self.vocabulary, episode, self.today)
        return self._runs[episode]

    def current(self, episode: str) -> Instance | None:
        found = self.runs(episode)
        if self.instance is not None and self.instance[0] == episode:
            return found[self.instance[1]]
        still_open = [run for run in found if run.open]
        candidates = still_open or list(found)
        return candidates[-1] if candidates else None

    def contradictions(self) -> Iterable[Contradiction]:
        yield from self._future_events()
        yield from self._future_dates()
        for fact in self.vocabulary.facts.values():
            if fact.settling is not None:
                yield from self._disagreements(fact)
        for episode, spans in self.vocabulary.episodes.items():
            if any(run.opened is None for run in self.runs(episode)) and self.covered(spans.opens, None):
                why = f"An entry {spoken(spans.closes)} has no {spoken(spans.opens)} before it"
                yield Contradiction(NO_START, self._facts_reading(spans.closes), why)

    def _read(self, fact: Fact) -> State:
        if fact.settling is not None:
            return self._settled(fact)
        if fact.reading is None:
            stated = self.case.given.get(fact.name, fact.default)
            return UNKNOWN if stated is None else stated
        reading = fact.reading
        if reading.episode:
            return self._of_episode(reading)
        if reading.take == "ever":
            return self._ever(reading)
        return self._of_events(reading)

    def _of_episode(self, reading: Reading) -> State:
        run = self.current(reading.episode)
        opens, closes = reading.events
        if run is None:
            nothing = self.covered(opens, None)
            if reading.take in ("open", "left_open"):
                return False if nothing else UNKNOWN
            return ABSENT if nothing else UNKNOWN
        if reading.take == "open":
            return run.open
        if reading.take == "left_open":
            return any(each.closed is None for each in self.runs(reading.episode))
        found = run.opened if reading.take == "opened" else run.closed
        if found is not None:
            return found
        if reading.take == "closed" and self.covered(closes, None):
            return ABSENT
        return UNKNOWN

    def _ever(self, reading: Reading) -> State:
        if self.entries(reading.events):
            return True
        # What never began cannot have ended: covering the starts settles the ends as well.
        covered = all(
            self.covered(event, None) or self.covered(self.opens.get(event, event), None)
            for event in reading.events
        )
        return False if covered else UNKNOWN

    def _of_events(self, reading: Reading) -> State:
        bounds = self._bounds(reading)
        if isinstance(bounds, Missing):
            return bounds
        run, since, by = bounds
        inside = [
            entry
            for entry in self.entries(reading.events, reading.status)
            if (run is None or run.holds(entry.on))
            and (since is None or entry.on >= since)
            and (by is None or entry.on <= by)
        ]
        sure = [entry for entry in inside if _matches(entry, reading.where)]
        unsure = [e for e in inside if e not in sure and _may_match(e, reading.where)]
        last = by or (run.closed if run is not None else None)
        complete = all(self.covered(event, last) for event in reading.events)
        if reading.take == "count":
            return len(sure) if complete and not unsure else UNKNOWN
        if not sure:
            return ABSENT if complete and not unsure else UNKNOWN
        entry = sure[0] if reading.take == "first" else sure[-1]
        if not reading.give:
            return entry.on
        return entry.carries.get(reading.give, UNKNOWN)

    def _bounds(self, reading: Reading) -> tuple[Instance | None, date | None, date | None] | Missing:
        run: Instance | None = None
        if reading.during:
            run = self.current(reading.during)
            if run is None:
                opens = self.vocabulary.episodes[reading.during].opens
                return ABSENT if self.covered(opens, None) else UNKNOWN
        since: State = self.state(reading.since) if reading.since else ABSENT
        if reading.since and isinstance(since, Missing):
            return since
        by: State = self.state(reading.by) if reading.by else ABSENT
        return (
            run,
            since if isinstance(since, date) else None,
            by if isinstance(by, date) else None,
        )

    def _settled(self, fact: Fact) -> State:
        stated = self.case.given.get(fact.name)
        said = self._said(fact)
        if said:
            return said[-1]
        return UNKNOWN if stated is None else stated

    def _said(self, fact: Fact) -> list[Value]:
        """What the events that settle a fact say, oldest first."""
        assert fact.settling is not None
        says = dict(fact.settling.says)
        found = self.entries(tuple(says))
        return [says[e.event] for e in found if _matches(e, fact.settling.where)]

    def _disagreements(self, fact: Fact) -> Iterable[Contradiction]:
        said = self._said(fact)
        stated = self.case.given.get(fact.name)
        label = spoken(fact.name)
        if said and stated is not None and said[-1] != stated:
            why = f"The file states {label} otherwise than its latest dated entry does"
            yield Contradiction(DISAGREES, (fact.name,), why)
        if said and said[0] == "withdrawn" and "given" in said:
            why = f"{sentence(label)}: withdrawn before it was ever given"
            yield Contradiction(ORDER, (fact.name,), why)

    def _future_events(self) -> Iterable[Contradiction]:
        late = {e.event for e in self.case.timeline if e.status == "held" and e.on > self.today}
        for event in sorted(late):
            why = f"An entry {spoken(event)} is marked as held after the date of this decision"
            yield Contradiction(FUTURE, self._facts_reading(event), why)

    def _future_dates(self) -> Iterable[Contradiction]:
        for name, value in self.case.given.items():
            fact = self.vocabulary.facts[name]
            if isinstance(value, date) and not fact.ahead and day_of(value) > self.today:
                why = f"{sentence(spoken(name))} lies after this decision"
                yield Contradiction(FUTURE, (name,), why)

    def _facts_reading(self, event: str) -> tuple[str, ...]:
        """The facts that rest on a kind of event, directly or through the dates and runs that bound them."""
        episodes = {
            name for name, spans in self.vocabulary.episodes.items() if event in (spans.opens, spans.closes)
        }
        found: set[str] = set()
        while more := {
            name
            for name, fact in self.vocabulary.facts.items()
            if name not in found and _rests_on(fact, event, episodes, found)
        }:
            found |= more
        return tuple(name for name in self.vocabulary.facts if name in found)


def _pair(opens: list[date], closes: list[date]) -> Iterable[Instance]:
    """Starts and ends paired in order of time; a start while one is open begins a run of its own."""
    dated = sorted([(day, "open") for day in opens] + [(day, "close") for day in closes])
    found: list[Instance] = []
    position = 0
    while position < len(dated):
        day, what = dated[position]
        is_open = bool(found) and found[-1].closed is None
        starts = [place for place in range(position, len(dated)) if dated[place] == (day, "open")]
        if what == "close" and not is_open and starts:
            # Opened and closed on one day: the start comes first.
            dated[position], dated[starts[0]] = dated[starts[0]], dated[position]
            continue
        if what == "open":
            if found:
                found[-1] = replace(found[-1], next_opened=day)
            found.append(Instance(day, None))
        elif is_open:
            found[-1] = replace(found[-1], closed=day)
        else:
            found.append(Instance(None, day))
        position += 1
    return found


def _rests_on(fact: Fact, event: str, episodes: set[str], doubtful: set[str]) -> bool:
    if fact.settling is not None and event in dict(fact.settling.says):
        return True
    reading = fact.reading
    if reading is None:
        return False
    bounds = {reading.since, reading.by} & doubtful
    return event in reading.events or reading.during in episodes or bool(bounds)


def _matches(entry: Entry, where: tuple[tuple[str, Value], ...]) -> bool:
    return all(entry.carries.get(key) == value for key, value in where)


def _may_match(entry: Entry, where: tuple[tuple[str, Value], ...]) -> bool:
    return all(entry.carries.get(key, value) == value for key, value in where)


def _events_behind(vocabulary: Vocabulary, reading: Reading) -> Iterable[str]:
    if reading.since:
        before = vocabulary.facts[reading.since].reading
        if before is not None:
            yield from _events_behind(vocabulary, before)
    if reading.during:
        yield vocabulary.episodes[reading.during].opens
    yield from reading.events
