"""From a case file to facts: what is stated, and what its records show.

"No entry" means "did not happen" only for the kinds of event that the file says it covers, and only up to
the date it gives; everything else that is not recorded is unknown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from threshold.casefiles import Case, Entry, ages
from threshold.conditions import Facts, Moment, Truth
from threshold.dates import day_of
from threshold.semantics import nothing_recorded
from threshold.semantics.contradictions import Contradiction, contradictions, hang_on_the_run
from threshold.semantics.records import UNSURE, Records, Telling, Where
from threshold.semantics.records.history import longest_gap, served
from threshold.semantics.records.runs import NO_DAY
from threshold.semantics.screening import screened
from threshold.semantics.stated import stated
from threshold.vocabulary import (
    ABSENT,
    UNDATED,
    UNKNOWN,
    Fact,
    MayBe,
    Missing,
    Reading,
    State,
    Value,
    Vocabulary,
    Wanted,
)


def read_facts(
    case: Case, vocabulary: Vocabulary, as_at: Moment, instance: tuple[str, int] | None = None
) -> tuple[Facts, tuple[Contradiction, ...]]:
    """The facts of a case at a moment, before any rule; facts in a contradiction are unknown.

    `instance` (episode, position) reads the facts of that run of an anchor; otherwise every episode is
    read at its current run.
    """
    reader = Reader(Records(case, vocabulary, as_at), as_at)
    return reader.facts(instance), reader.contradicting(instance)


class Reader:
    """Reads facts off a case's records at a moment, whichever run is looked at."""

    def __init__(self, records: Records, as_at: Moment) -> None:
        self.records, self._as_at = records, as_at
        self._whole = _Timeline(records)
        self._empty = nothing_recorded.is_empty(records.case)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What contradicts itself, and what is in doubt for it where every episode's current run is read."""
        return tuple(contradictions(self.records, self._said))

    def contradicting(self, instance: tuple[str, int] | None = None) -> tuple[Contradiction, ...]:
        """What contradicts itself, and what is in doubt for it where this run is looked at."""
        if instance is None or not self._hang_on_the_run:
            return self.contradictions
        return tuple(contradictions(self.records.looking_at(instance), self._said))

    @cached_property
    def _said(self) -> dict[str, list[Value]]:
        return {} if self._empty else self._whole.said()

    @cached_property
    def _ages(self) -> dict[str, State]:
        """How old the child is at this moment, by what is stated as of the day of the file."""
        case, today = self.records.case, self.records.today
        return ages.known(case.given, today if case.as_at is None else day_of(case.as_at), today)

    @cached_property
    def _hang_on_the_run(self) -> bool:
        return hang_on_the_run(self.records)

    def facts(self, instance: tuple[str, int] | None = None, names: Collection[str] | None = None) -> Facts:
        """The facts (of these names, else all) before any rule; those in a contradiction are unknown."""
        timeline, kinds = self._whole, self.records.vocabulary.facts
        if instance is not None:
            timeline = _Timeline(self.records.looking_at(instance))
        if names is None and self._empty and self.records.instance is None and instance is None:
            states = nothing_recorded.states(self.records, _read_alone)
        else:
            states = timeline.states() if names is None else {name: timeline.state(name) for name in names}
        self._screen(states, timeline)
        states |= {name: state for name, state in self._ages.items() if name in states}
        doubtful = {name for each in self.contradicting(instance) for name in each.facts}
        states |= {name: UNKNOWN for name in doubtful & states.keys() if not kinds[name].protection}
        return Facts(self._as_at, states, timeline.breaks)

    def _screen(self, states: dict[str, State], timeline: "_Timeline") -> None:
        """A no to what a fact is screened by says that there is nothing beyond what is stated."""
        for screen, names in screened(self.records.vocabulary).items():
            if timeline.state(screen) is False:
                states.update({name: False for name in names if states.get(name) is UNKNOWN})


def _read_alone(records: Records, name: str) -> State:
    return _Timeline(records).state(name)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The entries that a reading takes: those surely meant, those that may be, and whether all are there.

    `no` is whether one of them says otherwise than the reading asks for.
    """

    sure: Sequence[Entry]
    unsure: Sequence[Entry]
    complete: bool
    no: bool

    @property
    def nothing(self) -> State:
        """What is known where none is surely meant."""
        return ABSENT if not self.unsure and (self.complete or self.no) else UNKNOWN


def may_have_been(name: str, records: Records) -> bool:
    """Whether something is recorded that may be what a fact tells, and nobody can tell whether it is."""
    reading = records.vocabulary.facts[name].reading
    if reading is None or reading.take == "ever":
        return False
    if reading.episode:
        place = records.current(reading.episode, reading.anywhere)
        return isinstance(place, Telling) or (
            place is not None and records.runs(reading.episode)[place].may_have_ended
        )
    for entry in records.held(reading.events):
        belongs = records.is_current(entry, reading.during) if reading.during else True
        if belongs is not False and _may_match(entry, reading.where):
            unclear = entry.on is None or belongs is None
            if unclear or not _matches(entry, reading.where):
                return True
    return False


def begun_at_the_latest(name: str, records: Records) -> date | None:
    """The last day on which a clock can have begun, where it is not recorded when it did.

    A referral comes before what begins in it, so that is the day on which the run itself began; and of what
    is looked for by a day, that day, unless something on record may be meant that came after it.
    """
    reading = records.vocabulary.facts[name].reading
    if reading is not None and reading.take == "begun":
        place = records.current(reading.episode)
        return records.runs(reading.episode)[place].opened if isinstance(place, int) else None
    if reading is None or reading.take != "latest" or not reading.by:
        return None
    if reading.else_first and may_have_been(name, records):
        return None
    by = _Timeline(records).state(reading.by)
    return day_of(by) if isinstance(by, date) else None


class _Timeline:
    """One case's records, read at one moment."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.case, self.vocabulary = records.case, records.vocabulary
        self.opens = {spans.closes: spans.opens for spans in self.vocabulary.episodes.values()}
        self._states: dict[str, State] = {}
        self._others: dict[str, bool] = {}
        self.breaks: dict[str, int] = {}

    def state(self, name: str) -> State:
        """The state of a fact; facts may rest on others, which the vocabulary keeps free of circles."""
        if name not in self._states:
            self._states[name] = UNKNOWN
            self._states[name] = self._read(self.vocabulary.facts[name])
        return self._states[name]

    def states(self) -> dict[str, State]:
        """The state of every fact."""
        if self.records.instance is not None or self.records.said:
            return {name: self.state(name) for name in self.vocabulary.facts}
        states, read = stated(self.case, self.vocabulary)
        for name in read:
            states[name] = self.state(name)
        return states

    def said(self) -> dict[str, list[Value]]:
        """What dated events say of each fact that events settle, oldest first."""
        found: dict[str, list[Value]] = {}
        for name, fact in self.vocabulary.facts.items():
            if fact.settling is not None:
                says, (sure, may) = dict(fact.settling.says), self._settling(fact)
                values = [says[entry.event] for entry in sure]
                dated = all(entry.on is not None for entry in sure)
                in_order = not may and (dated or len(set(values)) == 1)
                found[name] = values if in_order else []
        return found

    def _read(self, fact: Fact) -> State:
        if fact.settling is not None:
            return self._settled(fact)
        if fact.reading is None:
            return self._stated(fact)
        match fact.reading.take:
            case "ever":
                return self._ever(fact.reading)
            case "all_recorded":
                return self._all_recorded(fact.reading)
            case "days":
                held = self.records.held(fact.reading.events)
                return tuple("" if entry.on is None else entry.on.isoformat() for entry in held)
            case "longest_gap":
                return longest_gap(self.records, fact.reading)
            case "served":
                return self._served(fact)
            case "open" | "left_open":
                return self._is_open(fact.reading)
            case "opened" | "closed" | "begun":
                return self._of_episode(fact.reading)
        return self._of_events(fact.reading)

    def _served(self, fact: Fact) -> State:
        assert fact.reading is not None
        time = served(self.records, fact.reading)
        if isinstance(time, Missing):
            return time
        if time.breaks:
            self.breaks[fact.name] = time.breaks
        return time.begun

    def _stated(self, fact: Fact) -> State:
        """What is stated: in an entry, of the run that is looked at; for the file, of the current one."""
        said = self._said_of_runs(fact) if fact.name in self.records.said else None
        if said is not None:
            return said
        if self._of_another_run(fact.about):
            return UNKNOWN
        stated = self.case.given.get(fact.name, fact.default)
        return UNKNOWN if stated is None else stated

    def _said_of_runs(self, fact: Fact) -> State | None:
        """What entries state of the runs that are looked at; None where they state nothing of them."""
        found: list[Value] = []
        for episode in fact.about:
            if said := self.records.said_of(episode, fact.name):
                place = self.records.current(episode)
                if isinstance(place, Telling):
                    return UNKNOWN
                if place is not None and (ref := self.records.runs(episode)[place].ref) in said:
                    found.append(said[ref])
        if not found:
            return None
        return found[0] if all(each == found[0] for each in found) else UNKNOWN

    def _of_another_run(self, about: Sequence[str]) -> bool:
        """Whether other runs are looked at than the current ones, of which facts about these are stated."""
        if self.records.instance is None:
            return False
        return any(self._is_another(episode) for episode in about)

    def _is_another(self, episode: str) -> bool:
        """Whether the run that is looked at is another than the current one, or may be."""
        if episode not in self._others:
            self._others[episode] = self._other_than_current(episode)
        return self._others[episode]

    def _other_than_current(self, episode: str) -> bool:
        looked, current = self.records, self.records.without_instance()
        if looked.current(episode) is not UNSURE:
            return looked.current(episode) != current.current(episode)
        # Nobody can tell which run is meant; in the current referral it is the one that the file speaks of.
        around = self.vocabulary.episodes[episode].within
        here = looked.current(around) if around else UNSURE
        return here is UNSURE or here != current.current(around)

    def _is_open(self, reading: Reading) -> State:
        records, episode = self.records, reading.episode
        spans = self.vocabulary.episodes[episode]
        if not records.runs(episode):
            return False if records.covered(spans.opens) else UNKNOWN
        found: Truth
        if reading.take == "left_open":
            found = records.left_open(episode)
        elif records.looks_at_one_of(episode) or (spans.within and not spans.carries_over):
            return self._current_is_open(reading)
        else:
            found = records.goes_on(episode)
        return UNKNOWN if found is None else found

    def _current_is_open(self, reading: Reading) -> State:
        place = self.records.current(reading.episode, reading.anywhere)
        if place is None:
            return False if self.records.covered(reading.events[0]) else UNKNOWN
        found = None if isinstance(place, Telling) else self.records.runs(reading.episode)[place].open
        return UNKNOWN if found is None else found

    def _of_episode(self, reading: Reading) -> State:
        records, (opens, closes) = self.records, reading.events
        place = records.current(reading.episode, reading.anywhere)
        if reading.take == "begun":
            return self._begun(reading.episode, place)
        if place is None:
            never = records.covered(opens) or (reading.take == "closed" and records.covered(closes))
            return ABSENT if never else UNKNOWN
        if isinstance(place, Telling):
            return UNKNOWN
        run = records.runs(reading.episode)[place]
        if reading.take == "opened":
            return run.opened or UNDATED
        if run.ended:
            return run.closed or UNDATED
        return ABSENT if records.covered(closes) and not run.may_have_ended else UNKNOWN

    def _begun(self, episode: str, place: Where) -> State:
        """From when a run's own clock counts: the first of a referral from the referral, any other its own.

        One that has not begun yet would be the first of the current referral.
        """
        records, around = self.records, self.vocabulary.episodes[episode].within
        outer = records.outer(episode, place) if isinstance(place, int) else records.current(around)
        if isinstance(outer, Telling) or isinstance(place, Telling):
            return UNKNOWN
        if outer is None:
            never = place is None and records.covered(self.vocabulary.episodes[around].opens)
            return ABSENT if never else UNKNOWN
        runs = records.runs(episode)
        beside = [each for each in range(len(runs)) if records.outer(episode, each) == outer]
        may_be = [each for each in range(len(runs)) if records.outer(episode, each) is UNSURE]
        if (len(beside) > 1 and any(runs[each].day == NO_DAY for each in beside)) or may_be:
            return UNKNOWN
        if place is not None and place != beside[0]:
            return runs[place].opened or UNDATED
        return records.runs(around)[outer].opened or UNDATED

    def _ever(self, reading: Reading) -> State:
        if self.records.held(reading.events):
            return True
        # What never began cannot have ended: covering the starts settles the ends as well.
        covered = all(
            self.records.covered(event) or self.records.covered(self.opens.get(event, event))
            for event in reading.events
        )
        return False if covered else UNKNOWN

    def _all_recorded(self, reading: Reading) -> State:
        if not all(map(self.records.covered, reading.events)):
            return UNKNOWN
        undated = any(entry.on is None for entry in self.records.held(reading.events))
        return UNDATED if undated else True

    def _of_events(self, reading: Reading) -> State:
        state = self._taken_state(reading)
        if reading.else_first and (state is ABSENT or state is UNKNOWN):
            return self._taken_state(replace(reading, take="first", by="", else_first=False))
        return state

    def _taken_state(self, reading: Reading) -> State:
        if not reading.since and self._tells_nothing(reading):
            return UNKNOWN
        taken = self._taken(reading)
        if isinstance(taken, Missing):
            return taken
        if reading.take == "count":
            return len(taken.sure) if taken.complete and not taken.unsure else UNKNOWN
        if not taken.sure:
            return taken.nothing
        # One that does not say what is wanted is not taken; one that does may be any of those without a day.
        undated = [e for e in taken.unsure if e.on is None and _matches(e, reading.where)]
        undated += [e for e in taken.sure if e.on is None]
        entry = taken.sure[0] if reading.take == "first" else taken.sure[-1]
        if not reading.give:
            return UNDATED if undated or entry.on is None else entry.on
        among = [*taken.sure, *undated] if undated else [entry]
        given = [self._given(each, reading.give) for each in among]
        return given[0] if all(each == given[0] for each in given) else UNKNOWN

    def _tells_nothing(self, reading: Reading) -> bool:
        """Whether nothing that a reading could take is recorded, and nothing covered by which none would be.

        Most readings of most cases are such: which run they would be of need not be looked for.
        """
        opens = self.vocabulary.episodes[reading.during].opens if reading.during else ""
        return opens not in self.case.covers and not any(map(self.records.tells_of, reading.events))

    @staticmethod
    def _given(entry: Entry, key: str) -> State:
        """What an entry carries; of a time of day that it does not give, the day."""
        if key == "at" and key not in entry.carries:
            return UNDATED if entry.on is None else entry.on
        return entry.carries.get(key, UNKNOWN)

    def _taken(self, reading: Reading) -> _Taken | Missing:
        """The entries that a reading takes, oldest first, those without a day before them."""
        sure, unsure = self._belonging(reading)
        current = self.records.current(reading.during) if reading.during else None
        if isinstance(current, Telling):
            return UNKNOWN
        around = self.vocabulary.episodes[reading.during].within if reading.during else ""
        if around and current is None and not sure:
            opens = self.vocabulary.episodes[reading.during].opens
            return ABSENT if self.records.covered(opens) and not unsure else UNKNOWN
        bounds = self._bounds(reading)
        if isinstance(bounds, Missing):
            return bounds
        since, by = bounds
        bounded = since is not None or by is not None
        for entry in [e for e in sure if e.on is None and bounded]:
            sure.remove(entry)
            unsure.append(entry)
        sure, unsure = ([e for e in each if _within(e, since, by)] for each in (sure, unsure))
        matching = [entry for entry in sure if _matches(entry, reading.where)]
        may = [e for e in sure if e not in matching and _may_match(e, reading.where)]
        may += [e for e in unsure if _may_match(e, reading.where)]
        no = any(self._says_no(entry, reading.where) for entry in sure)
        run = self.records.runs(reading.during)[current] if isinstance(current, int) else None
        last = by or (run.closed if run is not None else None)
        complete = all(self.records.covered(event, last) for event in reading.events)
        return _Taken(matching, may, complete, no)

    def _belonging(self, reading: Reading) -> tuple[list[Entry], list[Entry]]:
        """The entries that belong to the current run of an episode, and those that may.

        Planned ones count, where they do, only while none is known to have been held.
        """
        held, ahead = self.records.held(reading.events), self.records.planned(reading.events)
        if reading.status == "planned":
            return self._current(ahead, reading.during)
        sure, unsure = self._current(held, reading.during)
        if reading.status == "held" or sure:
            return sure, unsure
        planned, may = self._current(ahead, reading.during)
        return planned, [*unsure, *may]

    def _current(self, entries: list[Entry], during: str) -> tuple[list[Entry], list[Entry]]:
        """Of some entries those that belong to the current run of an episode, and those that may."""
        if not during:
            return entries, []
        told = [(entry, self.records.is_current(entry, during)) for entry in entries]
        return [e for e, holds in told if holds], [e for e, holds in told if holds is None]

    def _says_no(self, entry: Entry, where: Wanted) -> bool:
        """Whether an entry answers otherwise than is asked for, all else being as it is."""
        answers = self.vocabulary.events[entry.event].answers
        others = tuple(
            (key, value) for key, value in where if key not in answers and not isinstance(value, MayBe)
        )
        return bool(where) and _matches(entry, others) and not _may_match(entry, where)

    def _bounds(self, reading: Reading) -> tuple[date | None, date | None] | Missing:
        since: State = self.state(reading.since) if reading.since else ABSENT
        if reading.since and isinstance(since, Missing):
            return ABSENT if since is ABSENT else UNKNOWN
        by: State = self.state(reading.by) if reading.by else ABSENT
        return (since if isinstance(since, date) else None, by if isinstance(by, date) else None)

    def _settled(self, fact: Fact) -> State:
        assert fact.settling is not None
        says = dict(fact.settling.says)
        sure, may = self._settling(fact)
        stated = self.case.given.get(fact.name)
        last = says[sure[-1].event] if sure else stated
        if last is None:
            return UNKNOWN
        # The latest of them cannot be told where one has no day, or may belong to something else.
        among = [*sure, *may] if any(entry.on is None for entry in sure) else may
        return last if all(says[entry.event] == last for entry in among) else UNKNOWN

    def _settling(self, fact: Fact) -> tuple[list[Entry], list[Entry]]:
        """The events that settle a fact, and those that may, oldest first."""
        assert fact.settling is not None
        settling = fact.settling
        held = self.records.held(event for event, _ in settling.says)
        found = [entry for entry in held if _matches(entry, settling.where)]
        return self._current(found, settling.during)


def _within(entry: Entry, since: date | None, by: date | None) -> bool:
    """Whether an entry lies inside bounds; one without a day may."""
    if entry.on is None:
        return True
    return (since is None or entry.on >= day_of(since)) and (by is None or entry.on <= day_of(by))


def _matches(entry: Entry, where: Wanted) -> bool:
    return all(_fits(entry, key, value, isinstance(value, MayBe)) for key, value in where)


def _may_match(entry: Entry, where: Wanted) -> bool:
    return all(_fits(entry, key, value, True) for key, value in where)


def _fits(entry: Entry, key: str, value: Value | MayBe, unsaid: bool) -> bool:
    """Whether an entry carries a value; `unsaid` is what counts where it does not say."""
    if key not in entry.carries:
        return unsaid
    said = entry.carries[key]
    return said in value.fits if isinstance(value, MayBe) else said == value
