"""Every child's facts as columns: what is stated, what the timeline shows, and which of it is in doubt.

It reads as `threshold.semantics.timeline` does, whole columns at a time. A value that is null is unknown,
unless the column says that the thing is known not to have happened, or happened on a day that nobody knows.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from threshold.batch.columns import everywhere, nothing, replaced, where
from threshold.batch.tables import WHOLE_DAY, column_type
from threshold.batch.timeline import ages
from threshold.batch.timeline.column import Column, either
from threshold.batch.timeline.current import Looked
from threshold.batch.timeline.doubts import doubts_of_records, doubts_of_what_is_said
from threshold.batch.timeline.entries import UNDATED_DAY, day_of_key, owner_of
from threshold.batch.timeline.history import longest_gap, served
from threshold.batch.timeline.reading import Read, bounds_of
from threshold.batch.timeline.said import said_of_runs
from threshold.batch.timeline.settled import Settled, settled
from threshold.batch.timeline.source import Source, Units
from threshold.batch.timeline.taking import Taken, View
from threshold.semantics.records.records import ASKED, MADE
from threshold.vocabulary import Fact, Reading, ReadStatus


class Facts:
    """The facts of some units, each read when it is first asked for."""

    def __init__(self, source: Source, units: Units, of_children: "Facts | None" = None) -> None:
        self.source, self.units = source, units
        self._of_children = of_children
        self._read: dict[str, Column | None] = {}
        self._doubts: dict[str, pl.Series | None] = {}
        self._against: dict[str, pl.Series | None] = {}
        self._views: dict[str, View] = {}
        self._looked: dict[tuple[str, bool], Looked] = {}
        self._by_events: dict[str, Settled] = {}

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

    def taken(self, events: tuple[str, ...], status: ReadStatus, during: str) -> Taken:
        """The entries of each unit that belong to the run of an episode that it looks at; "": all of them."""
        if not during:
            return self.source.taking.whenever(events, status, self.units.child)
        return self.source.taking.during(during, events, status, self.view(during))

    def looked(self, episode: str, anywhere: bool = False) -> Looked:
        """The run of an episode that each unit looks at: its own, what that is within, or the current one."""
        if (episode, anywhere) not in self._looked:
            self._looked[episode, anywhere] = self._look(episode, anywhere)
        return self._looked[episode, anywhere]

    def _look(self, episode: str, anywhere: bool) -> Looked:
        current = self.source.records.current(episode, anywhere)
        anchor, place = self.units.anchor, self.units.place
        if not anchor:
            return current
        if place is None:
            return current.at(self.units.child)
        of_child = current.at(self.units.child)
        if episode == anchor:
            own = place.is_not_null()
            unsure = None if of_child.unsure is None else of_child.unsure & ~own
            return Looked(where(own, place, of_child.row), unsure)
        if self.source.vocabulary.episodes[anchor].within == episode:
            rows, own = self.source.records.runs(anchor), place.is_not_null()
            vague = where(own, rows["outer_unsure"][place], of_child.whether())
            row = where(own, rows["outer"][place], of_child.row)
            return Looked(where(~vague, row), vague if vague.any() else None)
        kinds = self.source.vocabulary.episodes
        within = kinds[episode].within
        if anywhere or not within or within != (kinds[anchor].within or anchor):
            return of_child
        around = self.looked(within)
        vague = around.whether() & place.is_not_null()
        around = Looked(where(place.is_not_null(), around.row), vague)
        return self.source.records.beside(episode, of_child, around, self.units.child)

    def may_have_been(self, name: str) -> pl.Series:
        """Where something is recorded that may be what a fact tells, and nobody can tell whether it is."""
        reading, units = self.source.vocabulary.facts[name].reading, self.units.child.len()
        if reading is None or reading.take == "ever":
            return everywhere(False, units)
        if reading.episode:
            looked = self.looked(reading.episode, reading.anywhere)
            ended = self.source.records.runs(reading.episode)["may_have_ended"][looked.row]
            return looked.whether() | ended.fill_null(False)
        return self.taken(reading.events, "held", reading.during).doubtful(reading.where)

    def view(self, episode: str) -> View:
        """What each unit looks at of an episode, of the one around it, and of those within it."""
        if episode not in self._views:
            kinds = self.source.vocabulary.episodes
            around = kinds[episode].within
            inner = [name for name, kind in kinds.items() if kind.within == (around or episode)]
            place = self.units.place
            outermost = (around or episode) == self.units.anchor
            own = place.is_not_null() if place is not None and outermost else None
            self._views[episode] = View(
                self.units.child,
                everywhere(False, self.units.child.len()) if own is None else own,
                self.looked(episode),
                self.looked(around) if around else None,
                {name: self.looked(name) for name in inner} if self.source.timeline.linked else {},
                over=None if around else self._over_before_the_request(episode),
            )
        return self._views[episode]

    def _over_before_the_request(self, episode: str) -> pl.Series | None:
        """The day on which the current run had ended before the request was made, of whoever asks."""
        stated, place = self.source.stated, self.units.place
        if ASKED not in stated.columns:
            return None
        asked = (stated[ASKED].cast(pl.String) != "none").fill_null(False)
        today = pl.Series([self.source.timeline.as_at]).new_from_index(0, stated.height)
        made = stated[MADE].fill_null(self.source.timeline.as_at) if MADE in stated.columns else today
        rows, current = self.source.records.runs(episode), self.source.records.current(episode).row
        ended, over_ = rows["closed"][current], rows["ended"][current].fill_null(False)
        day = ended.cast(pl.Int32).fill_null(UNDATED_DAY)
        before = (ended < made).fill_null(False) | (over_ & ended.is_null())
        over = where(asked & before, day)[self.units.child]
        if place is not None:
            over = where(place.is_null(), over)
        return over if over.is_not_null().any() else None

    def _doubt(self, name: str) -> pl.Series | None:
        facts, source = self.source.vocabulary.facts, self.source
        masks = [*doubts_of_records(source, facts[name], self.units, self.looked)]
        against = (self._of_children or self).against_what_is_said(name)
        if against is not None:
            masks.append(against if self._of_children is None else against[self.units.child])
        return either([each for each in masks if each.any()])

    def against_what_is_said(self, name: str) -> pl.Series | None:
        """Where a fact of each child is stated against what events say, or later than today."""
        if name not in self._against:
            fact = self.source.vocabulary.facts[name]
            said = self._settled(fact) if fact.settling is not None else None
            found = doubts_of_what_is_said(self.source, fact, said)
            self._against[name] = either([each for each in found if each.any()])
        return self._against[name]

    def _reading(self, name: str) -> Column | None:
        fact = self.source.vocabulary.facts[name]
        if self._of_children is not None and not self._of_anchor(fact):
            column = self._of_children.column(name)
            return None if column is None else column.at(self.units.child)
        if fact.settling is not None:
            return self._settled(fact).column
        if fact.reading is None:
            return self._stated(fact)
        child, reading = self.units.child, fact.reading
        match reading.take:
            case "ever":
                return self._ever(reading)
            case "all_recorded":
                return self._all_recorded(reading)
            case "days":
                return self._days(reading)
            case "longest_gap":
                return longest_gap(self.source, reading, child)
            case "served":
                return served(self.source, reading, child)
            case "open" | "left_open":
                return self._is_open(reading)
            case "begun":
                return self._begun(reading)
            case "opened" | "closed":
                return self._of_episode(reading)
        return self._of_events(fact)

    def _settled(self, fact: Fact) -> Settled:
        if fact.name not in self._by_events:
            self._by_events[fact.name] = settled(self, fact)
        return self._by_events[fact.name]

    def _covered(self, *events: str, upto: pl.Series | None = None) -> pl.Series | bool:
        return self.source.covered(events, self.units.child, upto)

    def _of_anchor(self, fact: Fact) -> bool:
        """Whether a fact may differ between the runs of the anchor."""
        reading, facts, anchor = fact.reading, self.source.vocabulary.facts, self.units.anchor
        kinds = self.source.vocabulary.episodes
        around = kinds[anchor].within
        looked_at = {anchor, around} - {""}
        if fact.settling is not None:
            return self._hangs_on(fact.settling.during, looked_at)
        if reading is None:
            return any(self._hangs_on(episode, looked_at) for episode in fact.about)
        if reading.take in ("longest_gap", "served"):
            return False  # read over the whole file
        if reading.take in ("open", "left_open"):
            carried = kinds[reading.episode].carries_over and reading.episode != anchor
            return reading.take == "open" and not carried and self._hangs_on(reading.episode, looked_at)
        if reading.take == "begun":
            return self._hangs_on(reading.episode, looked_at)
        if self._hangs_on(reading.episode, looked_at) or self._hangs_on(reading.during, looked_at):
            return True
        return any(self._of_anchor(facts[other]) for other in (reading.since, reading.by) if other)

    def _hangs_on(self, episode: str, looked_at: set[str]) -> bool:
        """Whether what is taken of an episode hangs on these: it may be by what is around alone."""
        return bool(episode) and bool(looked_at & {episode, self.source.vocabulary.episodes[episode].within})

    def _stated(self, fact: Fact) -> Column | None:
        """What is stated: in entries, of the run that is looked at; else of the current one alone."""
        column = self._stated_of_child(fact)
        looked_at = [(episode, self.looked(episode)) for episode in fact.about]
        said = said_of_runs(self.source.records, fact.name, looked_at, self.units.child)
        if said is None:
            return column
        told, value = said
        if column is None:
            return Column(value)
        return Column(replaced(column.value, told.arg_true(), value.filter(told)))

    def _stated_of_child(self, fact: Fact) -> Column | None:
        column = ages.column(self.source, fact.name) or stated(self.source, fact)
        if self._of_children is None or column is None:
            return column
        column = column.at(self.units.child)
        for episode in fact.about if self.units.place is not None else ():
            column = column.unless(self._is_another(episode))
        return column

    def _is_another(self, episode: str) -> pl.Series:
        """Where the run that is looked at is another than the current one, or may be."""
        looked, current = self.looked(episode), self.source.records.current(episode).at(self.units.child)
        other = looked.row.ne_missing(current.row) | (looked.whether() != current.whether())
        if looked.unsure is None or self.units.place is None:
            return other
        # Nobody can tell which run is meant; in the current referral it is the one that the file speaks of.
        elsewhere, around = self.units.place.is_not_null(), self.source.vocabulary.episodes[episode].within
        if around:
            here = self.looked(around)
            there = self.source.records.current(around).at(self.units.child)
            elsewhere = elsewhere & (here.whether() | here.row.ne_missing(there.row))
        return other | (looked.unsure & elsewhere)

    def _is_open(self, reading: Reading) -> Column:
        records, episode, child = self.source.records, reading.episode, self.units.child
        kind = self.source.vocabulary.episodes[episode]
        some = records.has_runs(episode)[child]
        never = ~some & self._covered(kind.opens)
        if reading.take == "open" and kind.within and not kind.carries_over:
            looked = self.looked(episode, reading.anywhere)
            none = looked.row.is_null() & ~looked.whether() & self._covered(kind.opens)
            is_open = records.runs(episode)["open"][looked.row]
            return Column(where(none, everywhere(False, child.len()), is_open))
        truth = records.left_open(episode) if reading.take == "left_open" else records.goes_on(episode)
        certain, vague = (each[child] for each in truth)
        value = where(never | (some & ~vague), certain)
        place = self.units.place
        if reading.take == "open" and episode == self.units.anchor and place is not None:
            value = where(place.is_not_null(), records.runs(episode)["open"][place], value)
        return Column(value)

    def _of_episode(self, reading: Reading) -> Column:
        records, (opens, closes) = self.source.records, reading.events
        rows, looked = records.runs(reading.episode), self.looked(reading.episode, reading.anywhere)
        place = looked.row
        never = self._covered(opens)
        if reading.take == "closed":
            never = never | self._covered(closes)
        absent = place.is_null() & ~looked.whether() & never
        value = rows[reading.take][place]
        without = place.is_not_null() & value.is_null()
        if reading.take == "opened":
            return Column(value, absent, without if without.any() else None)
        ended = rows["ended"][place].fill_null(False)
        not_ended = place.is_not_null() & ~ended & ~rows["may_have_ended"][place].fill_null(False)
        absent = absent | (not_ended & self._covered(closes))
        undated = without & ended
        return Column(value, absent, undated if undated.any() else None)

    def _begun(self, reading: Reading) -> Column:
        """From when a run's own clock counts: the first of a referral from that, any other from its start."""
        records, kinds = self.source.records, self.source.vocabulary.episodes
        around = kinds[reading.episode].within
        rows, looked = records.runs(reading.episode), self.looked(reading.episode, reading.anywhere)
        referral = self.looked(around)
        own = looked.row.is_not_null()
        outer = where(own, rows["outer"][looked.row], referral.row)
        vague = where(own, rows["outer_unsure"][looked.row].fill_null(False), referral.whether())
        vague = vague | looked.whether()
        later = records.later(reading.episode)[looked.row].fill_null(False)
        value = where(later, rows["opened"][looked.row], records.runs(around)["opened"][outer])
        vague = vague | (outer.is_not_null() & self._order_untold(reading.episode, outer))
        there = outer.is_not_null() & ~vague
        undated = there & value.is_null()
        column = Column(where(there, value), None, undated if undated.any() else None)
        never = outer.is_null() & ~vague & ~own & self._covered(kinds[around].opens)
        return Column(column.value, never, column.undated)

    def _order_untold(self, episode: str, outer: pl.Series) -> pl.Series:
        """Where it cannot be told which run was the first of the run around them."""
        rows = self.source.records.runs(episode)
        vague = self.source.among(rows.filter("outer_unsure")["child"])[self.units.child]
        no_day = pl.all_horizontal(pl.col("opened", "closed", "seen").is_null())
        if not rows.select(no_day.any()).item():
            return vague
        beside = rows.group_by("outer").agg(untold=(pl.len() > 1) & no_day.any()).drop_nulls("outer")
        untold = beside.filter("untold")["outer"]
        return vague | outer.is_in(untold.implode()).fill_null(False)

    def _ever(self, reading: Reading) -> Column:
        found = self.source.among(self.source.timeline.rows(reading.events, "held")["child"])[
            self.units.child
        ]
        openers = {kind.closes: kind.opens for kind in self.source.vocabulary.episodes.values()}
        # What never began cannot have ended: covering the starts settles the ends as well.
        covered: pl.Series | bool = True
        for event in reading.events:
            covered = covered & (self._covered(event) | self._covered(openers.get(event, event)))
        return Column(where(found | covered, found))

    def _all_recorded(self, reading: Reading) -> Column:
        """Where every entry is on record: with its day, or not."""
        child = self.units.child
        covered = self._covered(*reading.events)
        told = covered if isinstance(covered, pl.Series) else everywhere(covered, child.len())
        undated = told & (self.source.timeline.held(reading.events).undated(child) > 0)
        whole = everywhere(True, child.len())
        return Column(where(told & ~undated, whole), None, undated if undated.any() else None)

    def _days(self, reading: Reading) -> Column:
        """The days of what is held, those without one first, as the timeline of a single case has them."""
        held = self.source.timeline.held(reading.events).rows
        table = held.select(
            child=owner_of(pl.col("key")),
            day=day_of_key(pl.col("key")).dt.to_string("%Y-%m-%d").fill_null(""),
        )
        days = table.group_by("child", maintain_order=True).agg("day")
        units = pl.DataFrame({"child": self.units.child.cast(pl.UInt32)})
        found = units.join(days, on="child", how="left", maintain_order="left")["day"]
        return Column(found.fill_null([]))

    def _of_events(self, fact: Fact) -> Column:
        column = self._taken_column(fact)
        if fact.reading is None or not fact.reading.else_first:
            return column
        first = replace(fact.reading, take="first", by="", else_first=False)
        return column.otherwise(self._taken_column(replace(fact, reading=first)))

    def _taken_column(self, fact: Fact) -> Column:
        reading, vocabulary, units = fact.reading, self.source.vocabulary, self.units.child.len()
        assert reading is not None
        taken = self.taken(reading.events, reading.status, reading.during)
        nowhere: list[pl.Series] = []  # where there is nothing to look at
        absent: list[pl.Series] = []
        last: pl.Series | None = None
        if reading.during:
            view, kind = self.view(reading.during), vocabulary.episodes[reading.during]
            if not self._whole(reading.events):
                last = self.source.records.runs(reading.during)["closed"][view.current.row]
            if view.current.unsure is not None:
                nowhere.append(view.current.unsure)
            if kind.within:
                none, never = self._belongs_to_none(view, taken, self._covered(kind.opens))
                if none is not None:
                    nowhere.append(none)
                    absent.append(never)
        bounds, lacking, since_never, by = bounds_of(reading, units, self._bound)
        if lacking is not None:
            elsewhere = either(nowhere)
            if since_never is not None:
                absent.append(since_never if elsewhere is None else since_never & ~elsewhere)
            nowhere.append(lacking)
        if by is not None:
            last = by if last is None else where(by.is_not_null(), by, last)
        complete = self._covered(*reading.events, upto=last)
        answers = {event: vocabulary.events[event].answers for event in reading.events}
        return Read(fact, reading, taken, bounds, answers, complete, either(nowhere), absent).column()

    def _whole(self, events: Sequence[str]) -> bool:
        """Whether these events are recorded up to today or not at all, so that no earlier day matters."""
        covers, today = self.source.covers, self.source.timeline.as_at
        return not all(event in covers for event in events) or all(covers[each] >= today for each in events)

    def _belongs_to_none(
        self, view: View, taken: Taken, covered: pl.Series | bool
    ) -> tuple[pl.Series | None, pl.Series]:
        """Where there is no run and nothing else is surely meant; and where that is all that there is."""
        none = view.current.row.is_null()
        if not none.any():
            return None, none
        if view.current.unsure is not None:
            none = none & ~view.current.unsure
        none = taken.has_none(none)
        never = none & covered
        return none, never if taken.unsure is None else never & ~taken.may_have_any()

    def _bound(self, name: str) -> Column:
        fact = self.source.vocabulary.facts[name]
        column = self.column(name)
        if column is None:
            return Column(nothing(column_type(fact.type), self.units.child.len()))
        return column


def stated(source: Source, fact: Fact) -> Column | None:
    """A stated fact of every child; None where no child's is."""
    if fact.name in source.stated.columns:
        value = source.stated[fact.name]
        whole = (
            source.stated[fact.name + WHOLE_DAY] if fact.name + WHOLE_DAY in source.stated.columns else None
        )
        value = value if fact.default is None else value.fill_null(pl.lit(fact.default, value.dtype))
        return Column(value, None, None, whole)
    if fact.default is None:
        return None
    dtype = column_type(fact.type)
    return Column(pl.Series([fact.default], dtype=dtype).new_from_index(0, source.children))
