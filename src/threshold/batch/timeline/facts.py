"""Every child's facts as columns: what is stated, what the timeline shows, and which of it is in doubt.

It reads as `threshold.semantics.timeline` does, whole columns at a time. A value that is null is unknown,
unless the column of absences says that the thing is known not to have happened.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

import polars as pl

from threshold.batch.columns import everywhere, nothing, where
from threshold.batch.tables import column_type, is_moment
from threshold.batch.timeline.entries import EARLIEST, LATEST, Entries, Timeline, keys
from threshold.batch.timeline.episodes import Runs, runs, spans
from threshold.vocabulary import Fact, Reading, Vocabulary


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of every unit: its values, and where it is known that there is none (nowhere, if None)."""

    value: pl.Series
    absent: pl.Series | None = None

    def at(self, place: pl.Series) -> "Column":
        """The column of other units, each of which takes its value from a place in this one."""
        absent = None if self.absent is None else self.absent[place]
        return Column(self.value[place], absent)


@dataclass(frozen=True, slots=True)
class Units:
    """What is evaluated, a row each: every child or, with an `anchor`, every run of that episode.

    `child` is each unit's child, by number; `place` its run as a place in the runs of the anchor, null for
    the one unit of a child without any.
    """

    child: pl.Series
    anchor: str = ""
    place: pl.Series | None = None


class Source:
    """What the facts of a batch are read from: each child's stated facts (a row each), and the timeline.

    `covers` tells what is recorded completely, and up to when; `gaps` has, for some events, the numbers of
    the children of whom it is not.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        stated: pl.DataFrame,
        timeline: Timeline,
        covers: Mapping[str, date],
        gaps: Mapping[str, pl.Series],
    ) -> None:
        self.vocabulary, self.stated, self.timeline, self.covers = vocabulary, stated, timeline, covers
        self._gaps = {event: self.among(children) for event, children in gaps.items()}
        self._runs: dict[str, Runs] = {}
        self._doubts: dict[str, list[pl.Series]] = {}

    @property
    def children(self) -> int:
        return self.timeline.children

    def runs(self, episode: str) -> Runs:
        """Every run of an episode that had begun or ended by today."""
        if episode not in self._runs:
            kind = self.vocabulary.episodes[episode]
            opens, closes = (self.timeline.held((event,)).keys for event in (kind.opens, kind.closes))
            self._runs[episode] = runs(opens, closes, self.children)
        return self._runs[episode]

    def doubtful(self, event: str) -> list[pl.Series]:
        """Who has such an entry later than today, or an end that nothing began where starts are covered."""
        if event not in self._doubts:
            ahead = self.timeline.held_ahead(event)
            found = [self.among(ahead)] if ahead.len() else []
            for name, episode in self.vocabulary.episodes.items():
                if episode.closes != event or episode.opens not in self.covers:
                    continue
                never_begun = self.runs(name).rows.filter(pl.col("opened").is_null())["child"]
                if never_begun.len():
                    found.append(self.among(never_begun) & self.covered((episode.opens,), self.everybody))
            self._doubts[event] = found
        return self._doubts[event]

    def among(self, children: pl.Series) -> pl.Series:
        """Which children are among these numbers."""
        mask = everywhere(False, self.children)
        return mask.scatter(children.unique(), True) if children.len() else mask

    @property
    def everybody(self) -> pl.Series:
        """The number of every child."""
        return pl.int_range(self.children, dtype=pl.UInt32, eager=True)

    def covered(
        self, events: Collection[str], child: pl.Series, upto: pl.Series | None = None
    ) -> pl.Series | bool:
        """Whether it records all these events of each child: up to today or, where given, up to a day."""
        if not all(event in self.covers for event in events):
            return False
        reached, today = min(self.covers[event] for event in events), self.timeline.as_at
        complete: pl.Series | bool = reached >= today
        if upto is not None and not complete:
            complete = upto.fill_null(today) <= reached
        return complete & self.without_gaps(events, child)

    def without_gaps(self, events: Collection[str], child: pl.Series) -> pl.Series | bool:
        """Of which of these children there is no entry of these events that could not be read."""
        gaps = _either([self._gaps[event] for event in events if event in self._gaps])
        return True if gaps is None else ~gaps[child]

    def units(self, anchor: str) -> Units:
        """Every child or, of an anchor, every run, and each child without any."""
        if not anchor:
            return Units(self.everybody)
        found = self.runs(anchor)
        without = self.everybody.filter(found.current.is_null())
        place = pl.int_range(found.rows.height, dtype=pl.UInt32, eager=True)
        table = pl.DataFrame({"child": found.rows["child"], "place": place})
        nobody = pl.DataFrame({"child": without}).with_columns(place=pl.lit(None, dtype=pl.UInt32))
        table = pl.concat([table, nobody]).sort("child", "place") if without.len() else table
        return Units(table["child"], anchor, table["place"])


class Facts:
    """The facts of some units, each read when it is first asked for."""

    def __init__(self, source: Source, units: Units, of_children: "Facts | None" = None) -> None:
        self.source, self.units = source, units
        self._of_children = of_children
        self._read: dict[str, Column | None] = {}
        self._doubts: dict[str, pl.Series | None] = {}
        # The whole of each unit's time, as keys.
        self._time = (keys(units.child, EARLIEST), keys(units.child, LATEST))

    def column(self, name: str) -> Column | None:
        """A fact as it is read, before contradictions; None where nobody's is known."""
        if name not in self._read:
            self._read[name] = self._reading(name)
        return self._read[name]

    def doubt(self, name: str) -> pl.Series | None:
        """Where a contradiction in what is stated and recorded puts a fact in doubt; None: nowhere."""
        if name not in self._doubts:
            self._doubts[name] = self._doubt(name)
        return self._doubts[name]

    def _doubt(self, name: str) -> pl.Series | None:
        if self._of_children is not None:
            doubt = self._of_children.doubt(name)
            return None if doubt is None else doubt[self.units.child]
        found = [doubt for doubt in doubts(self.source, self.source.vocabulary.facts[name]) if doubt.any()]
        return _either(found)

    def _reading(self, name: str) -> Column | None:
        fact = self.source.vocabulary.facts[name]
        if self._of_children is not None and not self._of_anchor(fact):
            column = self._of_children.column(name)
            return None if column is None else column.at(self.units.child)
        if fact.settling is not None:
            return settled(self.source, fact)
        if fact.reading is None:
            return stated(self.source, fact)
        if fact.reading.episode:
            return self._of_episode(fact.reading)
        if fact.reading.take == "ever":
            return self._ever(fact.reading)
        return self._of_events(fact)

    def _covered(self, *events: str, upto: pl.Series | None = None) -> pl.Series | bool:
        return self.source.covered(events, self.units.child, upto)

    def _of_anchor(self, fact: Fact) -> bool:
        """Whether a fact differs between the runs of the anchor."""
        reading, facts = fact.reading, self.source.vocabulary.facts
        if reading is None or self.units.anchor in (reading.episode, reading.during):
            return reading is not None
        return any(self._of_anchor(facts[other]) for other in (reading.since, reading.by) if other)

    def _place(self, episode: str) -> pl.Series:
        """Each unit's run of an episode: its own of the anchor, of any other the child's present one."""
        if episode == self.units.anchor:
            assert self.units.place is not None
            return self.units.place
        current = self.source.runs(episode).current
        return current[self.units.child] if self.units.anchor else current

    def _of_episode(self, reading: Reading) -> Column:
        rows, place = self.source.runs(reading.episode).rows, self._place(reading.episode)
        opens, closes = reading.events
        never = place.is_null() & self._covered(opens)
        if reading.take == "open":
            is_open = rows["open"][place]
            return Column(is_open & ~never)
        if reading.take == "left_open":
            left = rows.filter(pl.col("closed").is_null())["child"].unique()
            units = self.units.child
            return Column(where(place.is_not_null(), units.is_in(left.implode())) & ~never)
        value = rows[reading.take][place]
        if reading.take == "closed":
            never = never | (place.is_not_null() & value.is_null() & self._covered(closes))
        return Column(value, never)

    def _ever(self, reading: Reading) -> Column:
        entries = self.source.timeline.held(reading.events)
        found = entries.count(*self._time) > 0
        openers = {kind.closes: kind.opens for kind in self.source.vocabulary.episodes.values()}
        # What never began cannot have ended: covering the starts settles the ends as well.
        covered: pl.Series | bool = True
        for event in reading.events:
            covered = covered & (self._covered(event) | self._covered(openers.get(event, event)))
        return Column(where(found | covered, found))

    def _of_events(self, fact: Fact) -> Column:
        reading, timeline, child = fact.reading, self.source.timeline, self.units.child
        vocabulary = self.source.vocabulary
        assert reading is not None
        low, high = self._time
        outside: list[pl.Series] = []  # where there is no span to look in
        absent: list[pl.Series] = []
        last: pl.Series | None = None
        if reading.during:
            place, rows = self._place(reading.during), self.source.runs(reading.during).rows
            low, high = spans(rows, place, child)
            last = rows["closed"][place]
            outside.append(place.is_null())
            absent.append(place.is_null() & self._covered(vocabulary.episodes[reading.during].opens))
        if reading.since:
            since = self._bound(reading.since)
            low = _greater(low, keys(child, since.value.cast(pl.Int32).fill_null(LATEST)))
            if since.absent is not None:
                inside = since.absent & ~outside[0] if outside else since.absent
                absent.append(inside)
            outside.append(since.value.is_null())
        if reading.by:
            by = self._bound(reading.by).value
            high = _lesser(high, keys(child, by.cast(pl.Int32).fill_null(LATEST)))
            last = by if last is None else where(by.is_not_null(), by, last)
        entries = timeline.sure(reading.events, reading.where, reading.status)
        complete = self._covered(*reading.events, upto=last)
        if reading.where:
            unsure = timeline.unsure(reading.events, reading.where, reading.status)
            complete = (unsure.count(low, high) == 0) & complete
        lacking = reduce(lambda one, other: one | other, outside) if outside else None
        if reading.take == "count":
            number = entries.count(low, high)
            known = (everywhere(True, number.len()) if lacking is None else ~lacking) & complete
            return Column(where(known, number), _either(absent))
        place = (entries.first if reading.take == "first" else entries.latest)(low, high)
        none = place.is_null() & complete
        absent.append(none if lacking is None else none & ~lacking)
        return Column(_given(entries, place, fact), _either(absent))

    def _bound(self, name: str) -> Column:
        fact = self.source.vocabulary.facts[name]
        assert not is_moment(fact)
        column = self.column(name)
        if column is None:
            return Column(nothing(pl.Date(), self.units.child.len()))
        return column


def stated(source: Source, fact: Fact) -> Column | None:
    """A stated fact of every child; None where no child's is."""
    if fact.name in source.stated.columns:
        value = source.stated[fact.name]
        return Column(value if fact.default is None else value.fill_null(pl.lit(fact.default, value.dtype)))
    if fact.default is None:
        return None
    dtype = column_type(fact.type)
    return Column(pl.Series([fact.default], dtype=dtype).new_from_index(0, source.children))


def settled(source: Source, fact: Fact) -> Column | None:
    """A fact that events set: what the latest of them says, else what is stated."""
    said = _said(source, fact)
    value = source.stated[fact.name] if fact.name in source.stated.columns else None
    if said is None:
        return None if value is None else Column(value)
    return Column(said if value is None else where(said.is_not_null(), said, value))


def doubts(source: Source, fact: Fact) -> list[pl.Series]:
    """What puts a fact of each child in doubt: later than today, against itself, ended and never begun."""
    today, found = source.timeline.as_at, []
    if fact.settling is not None:
        found += _disagreements(source, fact)
    for event in sorted(_rests_on(source.vocabulary, fact)):
        found += source.doubtful(event)
    if fact.given and not fact.ahead and fact.name in source.stated.columns and fact.type.is_date:
        day = source.stated[fact.name].cast(pl.Date)
        found.append((day > today).fill_null(False))
    return found


def _rests_on(vocabulary: Vocabulary, fact: Fact) -> set[str]:
    """The kinds of event that a fact rests on, directly or through the dates and runs that bound it."""
    if fact.settling is not None:
        return {event for event, _ in fact.settling.says}
    if fact.reading is None:
        return set()
    events = set(fact.reading.events)
    if fact.reading.during:
        episode = vocabulary.episodes[fact.reading.during]
        events |= {episode.opens, episode.closes}
    for other in (fact.reading.since, fact.reading.by):
        events |= _rests_on(vocabulary, vocabulary.facts[other]) if other else set()
    return events


def _disagreements(source: Source, fact: Fact) -> list[pl.Series]:
    said = _said(source, fact)
    if said is None:
        return []
    found = []
    if fact.name in source.stated.columns:
        found.append((source.stated[fact.name] != said).fill_null(False))
    # Withdrawn before it was ever given.
    first = _said(source, fact, first=True)
    says = dict(fact.settling.says) if fact.settling is not None else {}
    gives = tuple(event for event, value in says.items() if value == "given")
    if first is not None and gives and "withdrawn" in says.values() and fact.settling is not None:
        given = source.timeline.held(gives, fact.settling.where).rows["child"]
        found.append((first == "withdrawn").fill_null(False) & source.among(given))
    return found


def _said(source: Source, fact: Fact, first: bool = False) -> pl.Series | None:
    """What the latest - or the first - event that sets a fact says of each child; None where none does."""
    assert fact.settling is not None
    says = dict(fact.settling.says)
    entries = source.timeline.held(tuple(says), fact.settling.where)
    if entries.keys.is_empty():
        return None
    low, high = keys(source.everybody, EARLIEST), keys(source.everybody, LATEST)
    place = entries.first(low, high) if first else entries.latest(low, high)
    dtype = column_type(fact.type)
    return entries.rows["event"].cast(pl.String).replace_strict(says, return_dtype=dtype)[place]


def _given(entries: Entries, place: pl.Series, fact: Fact) -> pl.Series:
    """What the entry at each place carries, or else its day."""
    assert fact.reading is not None
    if not fact.reading.give:
        return entries.days[place]
    return entries.rows[fact.reading.give][place].cast(column_type(fact.type))


def _either(masks: list[pl.Series]) -> pl.Series | None:
    return reduce(lambda one, other: one | other, masks) if masks else None


def _greater(one: pl.Series, other: pl.Series) -> pl.Series:
    return where(one > other, one, other)


def _lesser(one: pl.Series, other: pl.Series) -> pl.Series:
    return where(one < other, one, other)
