"""What puts facts in doubt, by column: as `semantics.contradictions` has it."""

from collections.abc import Callable, Iterator

import polars as pl

from threshold.batch.timeline.settled import Settled
from threshold.batch.timeline.source import Source
from threshold.vocabulary import Episode, Fact, Vocabulary

_REST_ON_THE_START = ("opened", "begun", "served")


def doubts(source: Source, fact: Fact, said: Settled | None) -> Iterator[pl.Series]:
    """Where a fact of each child is in doubt: later than today, against itself, ended and never begun.

    `said` is what events say of a fact that they settle.
    """
    if said is not None:
        yield from _disagreements(source, fact, said)
    for event in sorted(_rests_on(source.vocabulary, fact)):
        yield from _once(source, event, _by_event)
    for name in sorted(_starts(source.vocabulary, fact)):
        yield from _once(source, name, _inside_another)
    if fact.given and not fact.ahead and fact.name in source.stated.columns and fact.type.is_date:
        day = source.stated[fact.name].cast(pl.Date)
        yield (day > source.timeline.as_at).fill_null(False)


def _once(
    source: Source, name: str, doubted: Callable[[Source, str], Iterator[pl.Series]]
) -> list[pl.Series]:
    """What is the same for many facts, worked out once; without what concerns nobody."""
    key = f"{doubted.__name__} {name}"
    if key not in source.doubtful:
        source.doubtful[key] = [each for each in doubted(source, name) if each.any()]
    return source.doubtful[key]


def _by_event(source: Source, event: str) -> Iterator[pl.Series]:
    """Who has such an entry later than today, or where starts are covered something that none began."""
    ahead = source.timeline.held_ahead(event)
    if ahead.len():
        yield source.among(ahead)
    for episode in source.vocabulary.episodes.values():
        if episode.closes == event and episode.opens in source.covers:
            yield _never_begun(source, episode)
        if episode.opens == event and episode.opens in source.covers:
            # With every start in the file, what has entries of its own has one.
            runs = source.records.runs(episode.name)
            seen = source.among(runs.filter(~pl.col("recorded"))["child"])
            yield seen & source.covered((event,), source.everybody)


def _never_begun(source: Source, episode: Episode) -> pl.Series:
    """Who has an end that nothing began, where the starts are covered."""
    rows = source.records.runs(episode.name)
    found = source.among(_begun_by_nothing(rows)["child"])
    starts = source.timeline.rows((episode.opens,), "held")
    undated = source.among(starts.filter(pl.col("day").is_null())["child"])
    return found & ~undated & source.covered((episode.opens,), source.everybody)


def _begun_by_nothing(rows: pl.DataFrame) -> pl.DataFrame:
    """What has an end alone, and cannot be the end of a run of which only one of the two has a reference."""
    rows = rows.with_row_index("at").with_columns(linked=pl.col("ref").is_not_null())
    ended = rows.filter(pl.col("ended") & pl.col("opened").is_null())
    begun = rows.filter(~pl.col("ended") & pl.col("opened").is_not_null())
    beside = ended.join(begun.select("child", "linked", start="opened"), on="child")
    before = (pl.col("start") <= pl.col("closed")).fill_null(True)
    may_be = beside.filter((pl.col("linked") != pl.col("linked_right")) & before)
    return ended.filter(~pl.col("at").is_in(may_be["at"].unique().implode()))


def _inside_another(source: Source, name: str) -> Iterator[pl.Series]:
    """Whose current run began inside a run of what it is never inside of."""
    episode = source.vocabulary.episodes[name]
    rows, current = source.records.runs(episode.name), source.records.current(episode.name).row
    begun = pl.DataFrame({"child": source.everybody, "day": rows["opened"][current]}).drop_nulls()
    others = source.records.runs(episode.not_inside)
    beside = begun.join(others.filter(pl.col("opened").is_not_null()), on="child")
    day, end = pl.col("day"), pl.when("ended").then(pl.coalesce("closed", "opened"))
    lasts = pl.when("ended").then(day < end).otherwise((day < pl.col("superseded")).fill_null(True))
    holds = (day >= pl.col("opened")) & lasts
    yield source.among(beside.filter(holds)["child"])


def _starts(vocabulary: Vocabulary, fact: Fact) -> set[str]:
    """The episodes on whose start a fact rests that are never inside another, itself or by what bounds it."""
    reading = fact.reading
    if reading is None:
        return set()
    found = set()
    if reading.take in _REST_ON_THE_START and vocabulary.episodes[reading.episode].not_inside:
        found.add(reading.episode)
    for other in (reading.since, reading.by):
        found |= _starts(vocabulary, vocabulary.facts[other]) if other else set()
    return found


def _rests_on(vocabulary: Vocabulary, fact: Fact) -> set[str]:
    """The kinds of event that a fact rests on, directly or through the dates and runs that bound it."""
    if fact.settling is not None:
        return {event for event, _ in fact.settling.says}
    reading = fact.reading
    if reading is None:
        return set()
    events = set(reading.events)
    for name in (reading.during, reading.after, *reading.among):
        if name:
            events |= {vocabulary.episodes[name].opens, vocabulary.episodes[name].closes}
    for other in (reading.since, reading.by):
        events |= _rests_on(vocabulary, vocabulary.facts[other]) if other else set()
    return events


def _disagreements(source: Source, fact: Fact, said: Settled) -> Iterator[pl.Series]:
    if fact.name in source.stated.columns:
        yield (source.stated[fact.name] != said.last).fill_null(False)
    # Withdrawn before it was ever given.
    says = dict(fact.settling.says) if fact.settling is not None else {}
    if "given" in says.values() and "withdrawn" in says.values():
        yield (said.first == "withdrawn").fill_null(False) & said.given
