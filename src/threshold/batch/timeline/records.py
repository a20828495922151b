"""Every child's records: which runs there are, what belongs to which, and which are current.

It tells as `threshold.semantics.records` does, whole columns at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from threshold.batch.columns import everywhere, nothing, nth, where
from threshold.batch.timeline import belonging
from threshold.batch.timeline.belonging import Boundaries
from threshold.batch.timeline.current import Looked, current_of, last_of
from threshold.batch.timeline.entries import Timeline, key_of
from threshold.batch.timeline.episodes import Recorded, among, going_on, left_open, recorded
from threshold.vocabulary import Episode, ReadStatus, Vocabulary

_PLACE = pl.UInt32()


@dataclass(frozen=True, slots=True)
class Laid:
    """Every run of an episode, in order of child and time: those recorded, and those known by entries alone.

    `rows` as `episodes.SCHEMA`, and `run` (its number, from 1), `recorded`, `seen` (the earliest day of the
    entries of one that is known by nothing else), `outer` (the place of the run around it) and `outer_unsure`
    (where that is not known).
    `new` gives the places of the recorded ones; `seen` has `child`, `outer` and `place` of the others.
    """

    rows: pl.DataFrame
    new: pl.Series
    seen: pl.DataFrame


class Records:
    """The records of a portion of children."""

    def __init__(self, vocabulary: Vocabulary, timeline: Timeline) -> None:
        self.vocabulary, self.timeline = vocabulary, timeline
        self.children = timeline.children
        self._recorded: dict[str, Recorded] = {}
        self._laid: dict[str, Laid] = {}
        self._outers: dict[str, pl.DataFrame] = {}
        self._later: dict[str, pl.Series] = {}
        self._has_runs: dict[str, pl.Series] = {}
        self._current: dict[tuple[str, bool], Looked] = {}
        self._requested: dict[str, Looked] = {}
        self._said: dict[tuple[str, str], pl.DataFrame | None] = {}
        self._boundaries: dict[tuple[str, bool], Boundaries] = {}
        self._by_hand: dict[str, pl.Series | None] = {}
        self._placed: dict[tuple[str, str, ReadStatus], pl.DataFrame] = {}
        self._belonging: dict[tuple[str, str, ReadStatus], pl.DataFrame] = {}

    @cached_property
    def everybody(self) -> pl.Series:
        """The number of every child."""
        return pl.int_range(self.children, dtype=pl.UInt32, eager=True)

    def runs(self, episode: str) -> pl.DataFrame:
        """Every run of an episode that had begun or ended by today, in order; columns as in `Laid`."""
        return self._laid_out(episode).rows

    def later(self, episode: str) -> pl.Series:
        """Of each run, whether it is not the first that belongs to the run around it."""
        if episode not in self._later:
            first = pl.struct("child", "outer").is_first_distinct()
            self._later[episode] = self.runs(episode).select(~first).to_series()
        return self._later[episode]

    def has_runs(self, episode: str) -> pl.Series:
        """Which children have any run of an episode."""
        if episode not in self._has_runs:
            self._has_runs[episode] = among(self.runs(episode)["child"], self.children)
        return self._has_runs[episode]

    def goes_on(self, episode: str) -> tuple[pl.Series, pl.Series]:
        """Of each child, whether any run is open, in the whole file, and whether that is not known."""
        return self._unless_seen_only(episode, going_on(self._paired(episode), self.children))

    def left_open(self, episode: str) -> tuple[pl.Series, pl.Series]:
        """Of each child, whether any run has no end of its own, and whether that is not known."""
        return self._unless_seen_only(episode, left_open(self._paired(episode), self.children))

    def current(self, episode: str, anywhere: bool = False) -> Looked:
        """Each child's current run; with `anywhere`, whatever it belongs to."""
        name = (episode, anywhere)
        if name not in self._current:
            self._current[name] = self._latest(episode, self.runs(episode), anywhere)
        return self._current[name]

    def beside(self, episode: str, of_child: Looked, around: Looked, child: pl.Series) -> Looked:
        """The run of an episode within the referral that each unit looks at: in an earlier one, its own.

        `of_child` and `around` are by unit: the current run of its child, and that around what it is about.
        """
        within = self.vocabulary.episodes[episode].within
        current = self.current(within).row[child]
        elsewhere = (around.row.is_not_null() & around.row.ne_missing(current)).arg_true()
        rows, vague = self.runs(episode), around.whether()
        row, unsure = of_child.row, of_child.whether()
        if elsewhere.len():
            units = pl.DataFrame({"child": child[elsewhere], "outer": around.row[elsewhere]})
            units = units.with_row_index("unit")
            inside = rows.with_row_index("place").drop_nulls("outer").join(units, on=["child", "outer"])
            inside = inside.sort("unit", "place").drop("child").rename({"unit": "child"})
            found = current_of(inside, elsewhere.len(), None, None, False)
            doubt = self.among(rows["child"].filter(rows["outer_unsure"]))[units["child"]]
            place = inside["place"][found.row]
            doubt = doubt | self._may_be_latest(episode, units, place)
            row = row.clone().scatter(elsewhere, where(~doubt, place))
            unsure = unsure.clone().scatter(elsewhere, found.whether() | doubt)
        unsure = unsure | (vague & self.has_runs(episode)[child])
        return Looked(where(~unsure, row), unsure if unsure.any() else None)

    def _may_be_latest(self, episode: str, units: pl.DataFrame, place: pl.Series) -> pl.Series:
        """Where it may be the latest referral that a unit looks at, and then another run is current in it.

        `units` have `unit`, `child` and `outer`, the referral; `place` is that of the run current in it else.
        """
        kind = self.vocabulary.episodes[episode]
        vague = self.current(kind.within).whether(units["child"])
        if not vague.any():
            return vague
        rows = self.runs(episode).with_row_index("place").join(units.select("unit", "child"), on="child")
        rows = rows.sort("unit", "place").drop("child").rename({"unit": "child"})
        whole = everywhere(True, units.height)
        as_latest = current_of(rows, units.height, Looked(units["outer"]), whole, kind.carries_over)
        return vague & (as_latest.whether() | rows["place"][as_latest.row].ne_missing(place))

    def said_of(self, episode: str, fact: str) -> pl.DataFrame | None:
        """What entries state of the runs that they begin or end: `ref`, `child` and `value`; None: nothing.

        Of a run, its end has the last word.
        """
        name = (episode, fact)
        if name not in self._said:
            kind, found = self.vocabulary.episodes[episode], []
            for event in (kind.opens, kind.closes):
                rows = self.timeline.held((event,)).rows
                if fact in rows.columns and "ref" in rows.columns:
                    told = rows.filter(pl.col(fact).is_not_null() & pl.col("ref").is_not_null())
                    found.append(told.select("ref", "child", value=pl.col(fact)))
            said = pl.concat(found).unique("ref", keep="last", maintain_order=True) if found else None
            self._said[name] = None if said is None or said.is_empty() else said
        return self._said[name]

    def among(self, children: pl.Series) -> pl.Series:
        """Which children are among these numbers."""
        return among(children, self.children)

    def placed(self, episode: str, event: str, status: ReadStatus) -> pl.DataFrame:
        """The entries of a kind, held up to today or planned, with what they belong to.

        `run` is the place of a run of the episode, null for none; `unsure` whether it is not known which;
        `outer` and `outer_unsure` the same of the run around it, of what belongs to none. Where entries are
        linked also `inner`, an episode within this one or within what is around it, and `inner_run`, the
        place of the run of it that the entry names.
        """
        name = (episode, event, status)
        if name not in self._placed:
            entries = self.timeline.rows((event,), status)
            found = self._belongs(episode, event, status)
            laid = self._laid_out(episode)
            run = found["run"]
            if laid.seen.height:
                run = laid.new[run]
                none = found.select("outer", "outer_unsure", child=entries["child"], none=run.is_null())
                none = none.with_columns(none=pl.col("none") & ~found["unsure"] & ~pl.col("outer_unsure"))
                keyed = laid.seen.with_columns(none=pl.lit(True))
                seen = none.join(
                    keyed, on=["child", "outer", "none"], how="left", nulls_equal=True, maintain_order="left"
                )["place"]
                run = where(run.is_null() & seen.is_not_null(), seen, run)
            inner = self._inner(episode, entries)
            self._placed[name] = pl.concat(
                [entries, found.with_columns(run=run), *([] if inner is None else [inner])],
                how="horizontal",
            )
        return self._placed[name]

    def _belongs(self, episode: str, event: str, status: ReadStatus) -> pl.DataFrame:
        """To which of the recorded runs the entries of a kind belong, as in `_among_recorded`."""
        name = (episode, event, status)
        if name not in self._belonging:
            entries, before = self.timeline.rows((event,), status), self.vocabulary.events[event].comes_before
            self._belonging[name] = self._among_recorded(episode, entries, before)
        return self._belonging[name]

    def _inner(self, episode: str, entries: pl.DataFrame) -> pl.DataFrame | None:
        """Which run of an episode within this one each entry names, if any does."""
        if "of" not in entries.columns or entries["of"].null_count() == entries.height:
            return None
        refs = []
        for other in self._within(self.vocabulary.episodes[episode].within or episode):
            rows = self._paired(other.name).rows.select("ref").with_row_index("at")
            rows = rows.filter(pl.col("ref").is_not_null())
            place = self._laid_out(other.name).new[rows["at"]]
            refs.append(rows.select(of="ref", inner=pl.lit(other.name)).with_columns(inner_run=place))
        if not any(table.height for table in refs):
            return None
        joined = entries.select("of").join(pl.concat(refs), on="of", how="left", maintain_order="left")
        return joined.select("inner", "inner_run")

    def _within(self, episode: str) -> list[Episode]:
        return [each for each in self.vocabulary.episodes.values() if each.within == episode]

    def _unless_seen_only(
        self, episode: str, found: tuple[pl.Series, pl.Series]
    ) -> tuple[pl.Series, pl.Series]:
        """What holds of the recorded runs; of one that is known by its entries alone it is not known."""
        seen = self._laid_out(episode).seen
        if not seen.height:
            return found
        return found[0], found[1] | (among(seen["child"], self.children) & ~found[0])

    def _paired(self, episode: str) -> Recorded:
        if episode not in self._recorded:
            kind = self.vocabulary.episodes[episode]
            starts, ends = (self.timeline.held((event,)).rows for event in (kind.opens, kind.closes))
            self._recorded[episode] = recorded(starts, ends, self.children)
            self._by_hand[episode] = self._not_by_days_alone(self._recorded[episode].rows, starts, ends)
        return self._recorded[episode]

    def _not_by_days_alone(self, runs: pl.DataFrame, *tables: pl.DataFrame) -> pl.Series | None:
        """The children whose runs are not just paired by date, who are looked at one by one; None: nobody."""
        found = pl.concat([table.filter(pl.col("day").is_null())["child"] for table in tables])
        if self.timeline.linked:
            # One run alone has all of its child's time, with a reference or without.
            named = runs.filter(pl.col("ref").is_not_null())["child"].unique()
            several = runs["child"].filter(runs["child"].is_duplicated())
            found = pl.concat([found, named.filter(named.is_in(several.implode()))])
        return among(found, self.children) if found.len() else None

    def _laid_out(self, episode: str) -> Laid:
        if episode not in self._laid:
            known = self._with_outer(episode)
            seen = self._seen(self.vocabulary.episodes[episode])
            new = pl.int_range(known.height, dtype=pl.UInt32, eager=True)
            if seen.height:
                known = pl.concat([known.with_columns(at=new), seen], how="diagonal")
                day = pl.coalesce("opened", "closed", "seen")
                known = known.sort("child", day, nulls_last=False, maintain_order=True)
                known = known.with_columns(place=pl.int_range(pl.len(), dtype=pl.UInt32))
                new = known.filter(pl.col("recorded")).sort("at")["place"]
                seen = known.filter(~pl.col("recorded")).select("child", "outer", "place")
                known = known.drop("at", "place")
            known = known.with_columns(run=(nth("child") + 1).cast(pl.UInt32))
            self._laid[episode] = Laid(known, new, seen)
        return self._laid[episode]

    def _with_outer(self, episode: str) -> pl.DataFrame:
        """The recorded runs of an episode, with the run around each; columns as in `Laid` but `run`."""
        outers = self._around(episode)
        return self._paired(episode).rows.with_columns(
            recorded=pl.lit(True),
            seen=pl.lit(None, pl.Date),
            outer=outers["run"],
            outer_unsure=outers["unsure"],
        )

    def _around(self, episode: str) -> pl.DataFrame:
        """Which run of the episode around it each recorded run belongs to: `run` and `unsure`."""
        if episode not in self._outers:
            outer, rows = self.vocabulary.episodes[episode].within, self._paired(episode).rows
            if not outer:
                found = pl.DataFrame(
                    {"run": nothing(_PLACE, rows.height), "unsure": everywhere(False, rows.height)}
                )
            else:
                day = pl.coalesce("opened", "closed").cast(pl.Int32)
                things = rows.select("child", "of", "asked", day=day, key=key_of(pl.col("child"), day))
                found = self._among_recorded(outer, things, False, runs_of=episode)
            self._outers[episode] = found
        return self._outers[episode]

    def _seen(self, kind: Episode) -> pl.DataFrame:
        """Runs known by nothing but entries of their own, one for each run around them."""
        nobody = pl.DataFrame(schema={"child": pl.UInt32, "outer": pl.UInt32, "place": pl.UInt32})
        found: list[pl.DataFrame] = []
        if not kind.within:
            return nobody
        for event in self.vocabulary.events.values():
            if event.belongs_to[:1] != (kind.name,):
                continue
            entries = self.timeline.rows((event.name,), "held")
            if not entries.height:
                continue
            place = self._belongs(kind.name, event.name, "held")
            none = place["run"].is_null() & ~place["unsure"] & ~place["outer_unsure"]
            if not none.any():
                continue
            table = entries.select("child", "day", "key", "row").with_columns(place["outer"])
            found.append(table.filter(none))
        if not found:
            return nobody
        return (
            pl.concat(found)
            .sort("key", "row")
            .group_by("child", "outer", maintain_order=True)
            .agg(seen=pl.col("day").min().cast(pl.Date))
            .with_columns(
                ended=pl.lit(False),
                recorded=pl.lit(False),
                may_have_ended=pl.lit(False),
                outer_unsure=pl.lit(False),
                asked=pl.lit(False),
            )
        )

    def _latest(self, episode: str, rows: pl.DataFrame, anywhere: bool) -> Looked:
        kind = self.vocabulary.episodes[episode]
        if not kind.within:
            return last_of(rows, self.children)
        if anywhere:
            return current_of(rows, self.children, None, None, kind.carries_over)
        around, has_any = self.current(kind.within), self.has_runs(kind.within)
        return current_of(rows, self.children, around, has_any, kind.carries_over)

    def _of_the_request(self, episode: str) -> Looked:
        """Each child's current run among those recorded: what was done for the request belongs to it."""
        if episode not in self._requested:
            self._requested[episode] = self._latest(episode, self._with_outer(episode), False)
        return self._requested[episode]

    def _among_recorded(
        self, episode: str, entries: pl.DataFrame, comes_before: bool, runs_of: str = ""
    ) -> pl.DataFrame:
        """To which of the recorded runs entries belong, and which run around them where they belong to none.

        `entries` have `child`, `day`, `key` and, where any are linked, `of` and `asked`. `runs_of`: they are
        the runs of an episode within this one, which name nothing else that lies within it.
        """
        self._paired(episode)  # whose runs are not just paired by date
        by_hand, child = self._by_hand[episode], entries["child"]
        run = self._shares(episode, comes_before).of(child, entries["key"])
        unsure = everywhere(False, entries.height)
        hard = entries["day"].is_null() if entries["day"].has_nulls() else None
        if by_hand is not None:
            hard = by_hand[child] if hard is None else hard | by_hand[child]
        links = self._linked(episode, entries, [] if runs_of else self._within(episode))
        if hard is not None or links is not None:
            run, unsure = self._one_by_one(episode, entries, comes_before, (run, hard, links))
        found = pl.DataFrame({"run": run, "unsure": unsure})
        outer, vague = nothing(_PLACE, entries.height), everywhere(False, entries.height)
        around = self.vocabulary.episodes[episode].within
        if around:
            none = (run.is_null() & ~unsure).arg_true()
            if none.len():
                belongs = self._among_recorded(around, entries[none], comes_before)
                outer = outer.scatter(none, belongs["run"])
                vague = vague.scatter(none, belongs["unsure"])
        return found.with_columns(outer=outer, outer_unsure=vague)

    def _linked(self, episode: str, entries: pl.DataFrame, within: Sequence[Episode]) -> pl.DataFrame | None:
        """What links say, of the entries that have any that helps: `at` is an entry's place.

        `known` is whether the link settles it (`run`, `unsure`); else only runs inside `outer` are meant.
        """
        if not {"of", "asked"} <= {*entries.columns}:
            return None
        linked = entries.select("child", "of", "asked").with_row_index("at")
        linked = linked.filter(pl.col("of").is_not_null() | pl.col("asked"))
        if not linked.height:
            return None
        found = []
        if linked["asked"].any():
            looked, some = self._of_the_request(episode), linked.filter("asked")
            told = {"run": looked.row[some["child"]], "unsure": looked.whether(some["child"])}
            found.append(some.select("at", known=pl.lit(True)).with_columns(**told))
        rows = self._paired(episode).rows.select("ref").with_row_index("run")
        found.append(_named(linked, rows.with_columns(unsure=pl.lit(False))))
        for other in within:
            inner = self._paired(other.name).rows.select("ref")
            found.append(_named(linked, inner.with_columns(self._around(other.name)["run", "unsure"])))
        around = self.vocabulary.episodes[episode].within
        if around:
            rows = self._paired(around).rows.select("ref").with_row_index("run")
            outer = _named(linked, rows.with_columns(unsure=pl.lit(False)))
            found.append(
                outer.select(
                    "at",
                    known=pl.lit(False),
                    run=pl.lit(None, pl.UInt32),
                    unsure=pl.lit(False),
                    outer=pl.col("run"),
                )
            )
        told_of = pl.concat(found, how="diagonal")
        if not told_of.height:
            return None
        return told_of if "outer" in told_of.columns else told_of.with_columns(outer=pl.lit(None, pl.UInt32))

    def _one_by_one(
        self,
        episode: str,
        entries: pl.DataFrame,
        comes_before: bool,
        found: tuple[pl.Series, pl.Series | None, pl.DataFrame | None],
    ) -> tuple[pl.Series, pl.Series]:
        """What links settle; and what cannot be told by shares, set beside each run of its child."""
        run, hard, links = found
        unsure = everywhere(False, entries.height)
        outer = nothing(_PLACE, entries.height)
        hard = everywhere(False, entries.height) if hard is None else hard
        if links is not None:
            known, inside = links.filter("known"), links.filter(~pl.col("known"))
            run = run.scatter(known["at"], known["run"])
            unsure = unsure.scatter(known["at"], known["unsure"])
            outer = outer.scatter(inside["at"], inside["outer"])
            hard = hard.scatter(inside["at"], True).scatter(known["at"], False)
        places = hard.arg_true()
        if places.len():
            things = entries[places].select("child", "day").with_columns(outer=outer[places])
            around = self.vocabulary.episodes[episode].within
            renewals = None
            if around:
                renewed = self._paired(around).rows.filter(pl.col("opened").is_not_null())
                renewals = renewed.select("child", day=pl.col("opened").cast(pl.Int32))
            rows = self._paired(episode).rows.with_row_index("place")
            rows = rows.with_columns(outer=self._around(episode)["run"])
            chosen, vague = belonging.one_by_one(things, rows, renewals, comes_before)
            run, unsure = run.scatter(places, chosen), unsure.scatter(places, vague)
        return run, unsure

    def _shares(self, episode: str, comes_before: bool) -> Boundaries:
        """The shares of their children's time of runs that are paired by date."""
        name = (episode, comes_before)
        if name not in self._boundaries:
            rows = self._paired(episode).rows.select("child", "opened", "closed").with_row_index("place")
            by_hand = self._by_hand[episode]
            if by_hand is not None:
                rows = rows.filter(~by_hand[rows["child"]])
            if comes_before:
                self._boundaries[name] = belonging.by_nearest_start(rows)
            else:
                self._boundaries[name] = belonging.by_day(rows, self._renewals(episode))
        return self._boundaries[name]

    def _renewals(self, episode: str) -> pl.Series:
        """The keys of the days on which something around an episode began, in order."""
        around = self.vocabulary.episodes[episode].within
        if not around:
            return pl.Series([], dtype=pl.Int64)
        rows = self._paired(around).rows.filter(pl.col("opened").is_not_null())
        return rows.select(key_of(pl.col("child"), pl.col("opened").cast(pl.Int32))).to_series().sort()


def _named(linked: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The entries that name a run, by its reference; `rows` have `ref`, `run` and `unsure`."""
    rows = rows.filter(pl.col("ref").is_not_null()).rename({"ref": "of"})
    found = linked.select("at", "of").join(rows, on="of")
    return found.select("at", "run", "unsure", known=pl.lit(True)).select("at", "known", "run", "unsure")
