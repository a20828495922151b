"""Entries worth putting on record, so that a fact that is read off the timeline comes out as wanted."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from threshold.casefiles import Entry
from threshold.casefiles.model import EntryStatus
from threshold.conditions import Entries, Facts, Test
from threshold.soundness.witness.days import at_noon, days
from threshold.vocabulary import Reading, Value, Vocabulary
from threshold.vocabulary.model import Event, MayBe

_MOST_KINDS = 12  # ways in which one entry may be written
_BEFORE = timedelta(days=10)
Carried = dict[str, list[dict[str, Value]]]  # what each kind of entry may carry
Recorded = tuple[tuple[Entry, ...], tuple[str, ...]]  # entries, and kinds of event of which all are on record


def records(reading: Reading, test: Test, facts: Facts, vocabulary: Vocabulary) -> Iterator[Recorded]:
    """Entries to add and kinds of event to cover, the fewest first."""
    kinds = tuple(dict.fromkeys((*reading.events, *_around(reading, vocabulary))))
    yield (), kinds
    yield (), reading.events
    some = list(_entries(reading, test, facts, vocabulary))
    for entries in some:
        yield entries, ()
    for entries in some:
        yield entries, reading.events
        if kinds != reading.events:
            yield entries, kinds
    for entries in some:
        before = tuple(_opening(reading, entries, vocabulary))
        if before:
            yield (*before, *entries), ()
            yield (*before, *entries), kinds


def _around(reading: Reading, vocabulary: Vocabulary) -> Iterator[str]:
    """The kinds of event that begin and end what the reading looks within."""
    for name in filter(None, (reading.during, reading.episode, reading.after)):
        spans = vocabulary.episodes.get(name)
        while spans is not None:
            yield from (spans.opens, spans.closes)
            spans = vocabulary.episodes.get(spans.within)
    for name in reading.among:
        spans = vocabulary.episodes.get(name)
        yield from (name,) if spans is None else (spans.opens, spans.closes)


def _entries(
    reading: Reading, test: Test, facts: Facts, vocabulary: Vocabulary
) -> Iterator[tuple[Entry, ...]]:
    ahead = reading.status == "planned"
    tried = days(test, facts, ahead or reading.status != "held")
    status: EntryStatus = "planned" if ahead else "held"
    carried = {event: list(carries(vocabulary.events[event], reading, test)) for event in reading.events}
    if reading.episode:
        yield from _of_episode(reading, tried, carried, vocabulary)
        return
    for event, day in product(reading.events, tried):
        for held in carried[event]:
            yield (Entry(day, event, status, _timed(vocabulary.events[event], held, day)),)
    number = test.operand.number if isinstance(test.operand, Entries) else _most(test)
    for size in range(2, min(number, 8) + 2):
        event = reading.events[0]
        for day, held in product(tried, carried[event]):
            yield tuple(Entry(day - timedelta(days=each), event, status, held) for each in range(size))
    for event, other in product(reading.events, reading.events):
        for late, early in product(tried, tried):
            if early < late and event != other:
                yield (
                    Entry(early, event, status, carried[event][0]),
                    Entry(late, other, status, carried[other][0]),
                )


def _of_episode(
    reading: Reading,
    tried: Sequence[date],
    carried: dict[str, list[dict[str, Value]]],
    vocabulary: Vocabulary,
) -> Iterator[tuple[Entry, ...]]:
    """A run that has begun; one that is over; one after another had ended."""
    spans = vocabulary.episodes[reading.episode]

    def entry(day: date, event: str) -> Entry:
        held = carried.get(event) or list(carries(vocabulary.events[event], reading, None))
        return Entry(day, event, "held", held[0])

    def begins(name: str) -> str:
        other = vocabulary.episodes.get(name)
        return name if other is None else other.opens

    for day in tried:
        yield (entry(day, spans.opens),)
        yield (entry(day, spans.closes),)
    pairs = [(early, late) for early, late in product(tried, tried) if early <= late]
    for early, late in pairs:
        yield entry(early, spans.opens), entry(late, spans.closes)
    other = vocabulary.episodes.get(reading.after)
    if other is not None:
        for early, late in pairs:
            begun = (entry(early - 10 * _BEFORE, other.opens), entry(early, other.closes))
            yield (*begun, entry(late, spans.opens))
            yield (*begun, entry(early, spans.opens), entry(late, spans.closes))
    for among in reading.among:
        for early, late in pairs:
            yield entry(early - _BEFORE, spans.opens), entry(early, spans.closes), entry(late, begins(among))


def _opening(reading: Reading, entries: Sequence[Entry], vocabulary: Vocabulary) -> Iterator[Entry]:
    """What has to have begun before, so that the entries lie in the current run of it."""
    days_ = [entry.on for entry in entries if entry.on is not None]
    within = [reading.during] if reading.during else []
    if reading.episode:
        within.append(vocabulary.episodes[reading.episode].within)
    for name in filter(None, within):
        spans = vocabulary.episodes[name]
        if days_ and spans.opens not in [entry.event for entry in entries]:
            event = vocabulary.events[spans.opens]
            yield Entry(min(days_) - _BEFORE, spans.opens, "held", next(iter(carries(event, reading, None))))


def carries(event: Event, reading: Reading, test: Test | None) -> Iterator[dict[str, Value]]:
    """What an entry of this kind may carry: what it needs, what is looked for, and the opposite of that."""
    options: dict[str, list[Value]] = {}
    for key in event.needs:
        options[key] = list(_of_kind(event, key, test if key == reading.give else None))
    for key, wanted in reading.where:
        if key in event.carries and test is not None:
            asked = list(wanted.fits[:1]) if isinstance(wanted, MayBe) else [wanted]
            options[key] = [*asked, *(each for each in _of_kind(event, key, None) if each not in asked)]
    if reading.give in event.carries and test is not None:
        options[reading.give] = list(_of_kind(event, reading.give, test))
    ways = product(*options.values()) if all(options.values()) else iter([()])
    for number, chosen in enumerate(ways):
        if number >= _MOST_KINDS:
            break
        yield dict(zip(options, chosen, strict=False))
    least = {key: held[0] for key, held in options.items() if held}
    for key, kind in event.carries.items() if test is not None else ():
        if key not in options and kind.kind in ("boolean", "choice"):
            yield from ({**least, key: value} for value in _of_kind(event, key, None))


def _of_kind(event: Event, key: str, test: Test | None) -> Iterator[Value]:
    """Values that an entry may carry under a key, those first that a test names."""
    kind = event.carries[key]
    named = test.operand if test is not None and isinstance(test.operand, tuple) else ()
    if kind.kind == "boolean":
        yield from (True, False)
    elif kind.is_list:
        yield from ((str(each),) for each in (*named, *kind.values[:1]))
        yield tuple(str(each) for each in named)
    elif kind.kind == "choice":
        yield from (*(each for each in named if each in kind.values), *kind.values)
    elif kind.kind == "role":
        yield from (*named, *dict.fromkeys(name for _, name in kind.names))
    elif kind.kind == "number":
        yield from (*named, kind.least or 0)
    elif kind.kind in ("text", "label"):
        yield from (*named, "something")


def _timed(event: Event, held: dict[str, Value], day: date) -> dict[str, Value]:
    return {**held, "at": at_noon(day)} if event.timed and "at" in event.carries else held


def _most(test: Test) -> int:
    """How many entries a number that is counted may have to reach."""
    values = test.operand if isinstance(test.operand, tuple) else ()
    numbers = [each for each in values if isinstance(each, int) and not isinstance(each, bool)]
    return max(numbers, default=0)
