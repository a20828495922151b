"""Which kinds of event to ask about for the sake of a fact that is read off the timeline."""

from collections.abc import Iterable

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.semantics.records import Records
from threshold.vocabulary import Fact, Reading, Vocabulary

_OF_ALL = ("longest_gap", "served", "all_recorded", "days")


def events_to_ask(case: Case, vocabulary: Vocabulary, fact: Fact, as_at: Moment) -> list[str]:
    """The kinds of event whose entry, or known absence, would settle an unknown timeline fact."""
    if fact.reading is None:
        return []
    wanted = events_open(Records(case, vocabulary, as_at), fact.reading)
    opens = {spans.closes: spans.opens for spans in vocabulary.episodes.values()}
    # Whether a thing began comes first: only then does its end matter.
    return [event for event in wanted if opens.get(event) not in wanted]


def events_open(records: Records, reading: Reading) -> list[str]:
    """The kinds of event behind a reading of which something is not in the file: an entry, or its day."""
    begin = {spans.opens for spans in records.vocabulary.episodes.values()}

    def told(event: str) -> bool:
        """Whether the file says what it can of this: a thing begins once, and has begun if it has ended.

        What tells of a whole history, or of how many there are, rests on whether there was another.
        """
        of_the_start = event in begin or reading.take == "opened"
        return of_the_start and reading.take not in _OF_ALL and bool(records.held((event,)))

    def may_be_told(event: str) -> bool:
        return without_day(records, event) or not (records.covered(event) or told(event))

    return list(filter(may_be_told, dict.fromkeys(events_behind(records.vocabulary, reading))))


def without_day(records: Records, event: str) -> bool:
    """Whether such an event is recorded as held on a day that nobody knows."""
    return any(entry.on is None for entry in records.held((event,)))


def events_behind(vocabulary: Vocabulary, reading: Reading) -> Iterable[str]:
    """The kinds of event that a reading rests on, those that bound it first."""
    spans = vocabulary.episodes.get(reading.episode)
    if spans is not None and reading.take in ("begun", "served"):
        before = vocabulary.episodes[spans.within if reading.take == "begun" else reading.after]
        yield from (before.opens, before.closes) if reading.take == "served" else (before.opens,)
        yield spans.opens
        return
    if reading.since:
        since = vocabulary.facts[reading.since].reading
        if since is not None:
            yield from events_behind(vocabulary, since)
    if reading.during and vocabulary.episodes[reading.during].within:
        yield vocabulary.episodes[reading.during].opens
    yield from reading.events
