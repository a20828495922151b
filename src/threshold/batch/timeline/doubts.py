"""What puts facts in doubt, by column: as `semantics.contradictions` has it."""

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from threshold.batch.timeline import ages
from threshold.batch.timeline.current import Looked
from threshold.batch.timeline.settled import Settled
from threshold.batch.timeline.source import Doubted, Source, Units
from threshold.vocabulary import Episode, Fact, Vocabulary

_REST_ON_THE_START = ("opened", "begun", "served")
_OF_ONE_RUN = ("opened", "closed", "begun")
Looking = Callable[[str, bool], Looked]  # the run of an episode that each unit looks at; anywhere


def doubts_of_what_is_said(source: Source, fact: Fact, said: Settled | None) -> Iterator[pl.Series]:
    """Where a fact of each child is stated against what events say, or later than today.

    `said` is what events say of a fact that they settle.
    """
    if said is not None:
        yield from _disagreements(source, fact, said)
    if fact.given and not fact.ahead and fact.name in source.stated.columns and fact.type.is_date:
        day = source.stated[fact.name].cast(pl.Date)
        yield (day > source.timeline.as_at).fill_null(False)
    if (at_odds := ages.at_odds(source, fact.name)) is not None:
        yield at_odds


def doubts_of_records(source: Source, fact: Fact, units: Units, looking: Looking) -> Iterator[pl.Series]:
    """Where records put a fact of each unit in doubt: later than today, ended and never begun, or inside.

    What is wrong with one run puts nothing in doubt that is read of another.
    """
    for event in sorted(_events_of(source.vocabulary, fact)):
        for doubted in _once(source, event, _by_event):
            yield _of_units(source, fact, doubted, units, looking)
    reading = fact.reading
    if reading is None:
        return
    if reading.take in _REST_ON_THE_START and source.vocabulary.episodes[reading.episode].not_inside:
        for doubted in _once(source, reading.episode, _inside_another):
            yield _inside(source, fact, doubted, units, looking)
    for other in (reading.since, reading.by):
        if other:
            yield from doubts_of_records(source, source.vocabulary.facts[other], units, looking)


def _once(source: Source, name: str, doubted: Callable[[Source, str], Iterator[Doubted]]) -> list[Doubted]:
    """What is the same for many facts, worked out once; without what concerns nobody."""
    key = f"{doubted.__name__} {name}"
    if key not in source.doubtful:
        source.doubtful[key] = [each for each in doubted(source, name) if each.children.any()]
    return source.doubtful[key]


def _of_units(source: Source, fact: Fact, doubted: Doubted, units: Units, looking: Looking) -> pl.Series:
    """The units of whom a fact is in doubt: not where it is read of one run, and that is sound."""
    found = doubted.children[units.child]
    if doubted.runs is None or (looked := _one_run(source, fact, doubted.episode, units, looking)) is None:
        return found
    sound = looked.row.is_not_null() & ~doubted.runs[looked.row].fill_null(False)
    if fact.reading is not None and fact.reading.take == "begun":
        # Which was the first of its referral hangs on the others.
        outer = source.records.runs(doubted.episode)["outer"]
        beside = outer.filter(doubted.runs).drop_nulls()
        sound = sound & ~outer[looked.row].is_in(beside.implode()).fill_null(False)
    return found & ~sound


def _one_run(source: Source, fact: Fact, episode: str, units: Units, looking: Looking) -> Looked | None:
    """The one run of an episode that a fact is read of; None where it is read of all."""
    reading, kind = fact.reading, source.vocabulary.episodes[episode]
    if reading is None:
        return None
    opens_one = episode == units.anchor or (bool(kind.within) and not kind.carries_over)
    if reading.episode == episode and (reading.take in _OF_ONE_RUN or (reading.take == "open" and opens_one)):
        return looking(episode, reading.anywhere)
    return looking(episode, False) if reading.during == episode else None


def _inside(source: Source, fact: Fact, doubted: Doubted, units: Units, looking: Looking) -> pl.Series:
    """The units of whom the run that a fact is read of began inside another; for time served the current."""
    reading = fact.reading
    assert reading is not None
    assert doubted.runs is not None
    if reading.take == "served":
        current = source.records.current(reading.episode, reading.anywhere)
        return doubted.runs[current.row].fill_null(False)[units.child]
    return doubted.runs[looking(reading.episode, reading.anywhere).row].fill_null(False)


def _by_event(source: Source, event: str) -> Iterator[Doubted]:
    """Who has such an entry later than today, or where starts are covered something that none began."""
    ahead = source.timeline.held_ahead(event)
    if ahead.len():
        yield Doubted(source.among(ahead))
    for episode in source.vocabulary.episodes.values():
        if episode.closes == event and episode.opens in source.covers:
            yield _never_begun(source, episode)
        if episode.opens == event and episode.opens in source.covers:
            # With every start in the file, what has entries of its own has one.
            runs = source.records.runs(episode.name)
            seen = source.among(runs.filter(~pl.col("recorded"))["child"])
            covered = source.covered((event,), source.everybody)
            yield Doubted(seen & covered, episode.name, ~runs["recorded"])


def _never_begun(source: Source, episode: Episode) -> Doubted:
    """Who has an end that nothing began, where the starts are covered; and of which runs it may be."""
    rows = source.records.runs(episode.name).with_row_index("at")
    alone = _begun_by_nothing(rows)
    found = source.among(alone["child"])
    starts = source.timeline.rows((episode.opens,), "held")
    undated = source.among(starts.filter(pl.col("day").is_null())["child"])
    found = found & ~undated & source.covered((episode.opens,), source.everybody)
    if alone.is_empty():
        return Doubted(found)
    loose = alone.filter(pl.col("ref").is_null()).group_by("child")
    last = loose.agg(last=pl.col("closed").fill_null(date.max).max())
    # Without a reference it may be the end of any that had begun by its day.
    beside = rows.filter(pl.col("recorded") & pl.col("ref").is_null()).join(last, on="child")
    may_be = beside.filter(pl.col("opened") <= pl.col("last"))["at"]
    runs = rows["at"].is_in(pl.concat([alone["at"], may_be]).implode())
    return Doubted(found, episode.name, runs)


def _begun_by_nothing(rows: pl.DataFrame) -> pl.DataFrame:
    """What has an end alone, and cannot be the end of a run of which only one of the two has a reference."""
    rows = rows.with_columns(linked=pl.col("ref").is_not_null())
    ended = rows.filter(pl.col("ended") & pl.col("opened").is_null())
    begun = rows.filter(~pl.col("ended") & pl.col("opened").is_not_null())
    beside = ended.join(begun.select("child", "linked", start="opened"), on="child")
    before = (pl.col("start") <= pl.col("closed")).fill_null(True)
    may_be = beside.filter((pl.col("linked") != pl.col("linked_right")) & before)
    return ended.filter(~pl.col("at").is_in(may_be["at"].unique().implode()))


def _inside_another(source: Source, name: str) -> Iterator[Doubted]:
    """Which runs began inside a run of what they are never inside of."""
    rows = source.records.runs(name).select("child", day="opened").with_row_index("at")
    others = source.records.runs(source.vocabulary.episodes[name].not_inside)
    beside = rows.drop_nulls("day").join(others.filter(pl.col("opened").is_not_null()), on="child")
    day, end = pl.col("day"), pl.when("ended").then(pl.coalesce("closed", "opened"))
    lasts = pl.when("ended").then(day < end).otherwise((day < pl.col("superseded")).fill_null(True))
    found = beside.filter((day >= pl.col("opened")) & lasts)
    yield Doubted(source.among(found["child"]), name, rows["at"].is_in(found["at"].implode()))


def _events_of(vocabulary: Vocabulary, fact: Fact) -> set[str]:
    """The kinds of event that a fact rests on, or that bound the runs that it is read of."""
    if fact.settling is not None:
        return {event for event, _ in fact.settling.says}
    reading = fact.reading
    if reading is None:
        return set()
    events = set(reading.events)
    for name in (reading.during, reading.after, *reading.among):
        if name:
            events |= {vocabulary.episodes[name].opens, vocabulary.episodes[name].closes}
    return events


def _disagreements(source: Source, fact: Fact, said: Settled) -> Iterator[pl.Series]:
    if fact.name in source.stated.columns:
        yield (source.stated[fact.name] != said.last).fill_null(False)
    # Withdrawn before it was ever given.
    says = dict(fact.settling.says) if fact.settling is not None else {}
    if "given" in says.values() and "withdrawn" in says.values():
        yield (said.first == "withdrawn").fill_null(False) & said.given
