"""Where what a case states and what its timeline records contradict each other."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from threshold.casefiles import Case, ages
from threshold.dates import day_of
from threshold.output.words import sentence, spoken
from threshold.semantics.nothing_recorded import is_empty
from threshold.semantics.records import Records, Run
from threshold.vocabulary import Episode, Fact, Value, Vocabulary

FUTURE = "future-event"
DISAGREES = "consent-disagrees"
ORDER = "consent-order"
NO_START = "episode-order"
INSIDE = "plan-inside-plan"
AGES = "age-disagrees"
_RESTS_ON_ITS_START = ("opened", "begun", "served")
_OF_ONE_RUN = ("opened", "closed", "begun")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be so. `facts` are in doubt while it stands."""

    id: str
    facts: tuple[str, ...]
    why: str


def contradictions(records: Records, said: dict[str, list[Value]]) -> Iterator[Contradiction]:
    """What contradicts itself in a case. `said`: what events say of the facts that they settle, in order."""
    case, vocabulary = records.case, records.vocabulary
    yield from _future_events(case, vocabulary, records.today)
    yield from _future_dates(case, vocabulary, records.today)
    if ages.at_odds(case.given, records.today if case.as_at is None else day_of(case.as_at)):
        yield Contradiction(AGES, ages.SETTLED, ages.why_not(case.given))
    if is_empty(case):
        return  # nothing on record can be out of order, nor say otherwise than what is stated
    for name, values in said.items():
        yield from _disagreements(case, name, values)
    for spans in vocabulary.episodes.values():
        if records.covered(spans.opens):
            yield from _never_begun(records, spans)
        if spans.not_inside and (resting := _resting_on_start(records, spans)):
            inner, outer = spoken(spans.name), spoken(spans.not_inside)
            why = f"{sentence(inner)} is recorded as begun while {outer} was going on"
            yield Contradiction(INSIDE, resting, why)


def hang_on_the_run(records: Records) -> bool:
    """Whether any contradiction is of a run, so that what is in doubt hangs on the run that is looked at."""
    return any(
        (records.covered(spans.opens) and (_without_start(records, spans) or _seen_alone(records, spans)))
        or any(_begins_inside(records, spans, place) for place in range(len(records.runs(spans.name))))
        for spans in records.vocabulary.episodes.values()
    )


def _never_begun(records: Records, spans: Episode) -> Iterator[Contradiction]:
    """Where every start is in the file, what has ended or has entries of its own has one."""
    begins = spoken(spans.opens)
    if flawed := _without_start(records, spans):
        why = f"An entry {spoken(spans.closes)} has no {begins} before it"
        yield Contradiction(NO_START, _in_doubt(records, spans, spans.closes, flawed), why)
    if flawed := _seen_alone(records, spans):
        why = f"There are entries of {spoken(spans.name)} that nothing began: no entry {begins}"
        yield Contradiction(NO_START, _in_doubt(records, spans, spans.opens, flawed), why)


def _without_start(records: Records, spans: Episode) -> set[int]:
    """The runs that have ended and never began; and those that such an end may be of, but for its day."""
    runs = records.runs(spans.name)
    alone = {
        place
        for place, run in enumerate(runs)
        if run.ended and not run.opened and not _may_have_begun(run, runs)
    }
    if not alone or _undated_start(records, spans):
        return set()
    loose = [runs[place].closed or date.max for place in alone if not runs[place].ref]
    last = max(loose, default=date.min)
    may_be = (run.recorded and not run.ref and run.opened is not None and run.opened <= last for run in runs)
    return alone | {place for place, holds in enumerate(may_be) if holds}


def _seen_alone(records: Records, spans: Episode) -> set[int]:
    """The runs that are known by entries of their own alone."""
    return {place for place, run in enumerate(records.runs(spans.name)) if not run.recorded}


def _in_doubt(records: Records, spans: Episode, event: str, flawed: Collection[int]) -> tuple[str, ...]:
    """The facts that rest on a kind of event, but for those that are read of a run that is sound."""
    facts = records.vocabulary.facts
    resting = _resting_on(records.vocabulary, event)
    return _with_bounded(
        records.vocabulary, {name for name in resting if not _stands(records, facts[name], spans, flawed)}
    )


def _stands(records: Records, fact: Fact, spans: Episode, flawed: Collection[int]) -> bool:
    """Whether a fact is read of one run of an episode, which is none of those in a contradiction."""
    reading = fact.reading
    if reading is None:
        return False
    of_one_run = reading.take in _OF_ONE_RUN or (reading.take == "open" and _opens_one(records, spans))
    if reading.episode == spans.name and of_one_run:
        place = records.current(spans.name, reading.anywhere)
    elif reading.during == spans.name:
        place = records.current(spans.name)
    else:
        return False
    if not isinstance(place, int) or place in flawed:
        return False
    # Which was the first of its referral hangs on the others.
    outer = records.outer(spans.name, place)
    beside = (each for each in flawed if reading.take == "begun" and isinstance(outer, int))
    return not any(records.outer(spans.name, each) == outer for each in beside)


def _opens_one(records: Records, spans: Episode) -> bool:
    """Whether it is one run of an episode that is asked for whether it goes on, and not all of them."""
    return records.looks_at_one_of(spans.name) or (bool(spans.within) and not spans.carries_over)


def _may_have_begun(ended: Run, runs: Sequence[Run]) -> bool:
    """Whether a lone end may be that of a run with a start, of which only one of the two has a reference."""
    return any(
        run.opened is not None
        and not run.ended
        and bool(run.ref) is not bool(ended.ref)
        and (ended.closed is None or run.opened <= ended.closed)
        for run in runs
    )


def _undated_start(records: Records, spans: Episode) -> bool:
    """Whether a start is recorded of which nobody knows the day: it may be that of any run."""
    return any(entry.on is None for entry in records.held((spans.opens,)))


def _begins_inside(records: Records, spans: Episode, place: object) -> bool:
    if not isinstance(place, int) or not spans.not_inside:
        return False
    begun = records.runs(spans.name)[place].opened
    return begun is not None and any(_around(run, begun) for run in records.runs(spans.not_inside))


def _around(run: Run, day: date) -> bool:
    """Whether a run is known to have begun by a day, and ended only after it."""
    if run.opened is None or not run.holds(day):
        return False
    return run.end is None or run.end > day


def _disagreements(case: Case, name: str, said: list[Value]) -> Iterator[Contradiction]:
    stated, label = case.given.get(name), spoken(name)
    if said and stated is not None and said[-1] != stated:
        why = f"The file states {label} otherwise than its latest dated entry does"
        yield Contradiction(DISAGREES, (name,), why)
    if said and said[0] == "withdrawn" and "given" in said:
        why = f"{sentence(label)}: withdrawn before it was ever given"
        yield Contradiction(ORDER, (name,), why)


def _future_events(case: Case, vocabulary: Vocabulary, today: date) -> Iterator[Contradiction]:
    held = (entry for entry in case.timeline if entry.status == "held")
    late = {entry.event for entry in held if entry.on is not None and entry.on > today}
    for event in sorted(late):
        why = f"An entry {spoken(event)} is marked as held after the date of this decision"
        yield Contradiction(FUTURE, facts_reading(vocabulary, event), why)


def _future_dates(case: Case, vocabulary: Vocabulary, today: date) -> Iterator[Contradiction]:
    for name, value in case.given.items():
        if isinstance(value, date) and not vocabulary.facts[name].ahead and day_of(value) > today:
            why = f"{sentence(spoken(name))} lies after this decision"
            yield Contradiction(FUTURE, (name,), why)


def facts_reading(vocabulary: Vocabulary, event: str) -> tuple[str, ...]:
    """The facts that rest on a kind of event, directly or through the dates and runs that bound them."""
    return _with_bounded(vocabulary, _resting_on(vocabulary, event))


def _resting_on(vocabulary: Vocabulary, event: str) -> set[str]:
    episodes = {name for name, spans in vocabulary.episodes.items() if event in (spans.opens, spans.closes)}
    return {name for name, fact in vocabulary.facts.items() if _rests_on(fact, event, episodes)}


def _resting_on_start(records: Records, spans: Episode) -> tuple[str, ...]:
    """The facts that rest on when a run of an episode began, where that lies inside another."""
    if not records.runs(spans.name):
        return ()
    whole, own = records.without_instance(), set[str]()
    for name, fact in records.vocabulary.facts.items():
        reading = fact.reading
        if reading is None or reading.episode != spans.name or reading.take not in _RESTS_ON_ITS_START:
            continue
        looking = whole if reading.take == "served" else records
        if _begins_inside(records, spans, looking.current(spans.name, reading.anywhere)):
            own.add(name)
    return _with_bounded(records.vocabulary, own) if own else ()


def _with_bounded(vocabulary: Vocabulary, found: set[str]) -> tuple[str, ...]:
    while more := {
        name
        for name, fact in vocabulary.facts.items()
        if name not in found and fact.reading and {fact.reading.since, fact.reading.by} & found
    }:
        found |= more
    return tuple(name for name in vocabulary.facts if name in found)


def _rests_on(fact: Fact, event: str, episodes: set[str]) -> bool:
    if fact.settling is not None and event in dict(fact.settling.says):
        return True
    reading = fact.reading
    if reading is None:
        return False
    spans = {reading.during, reading.after, *reading.among}
    return event in reading.events or bool(spans & episodes)
