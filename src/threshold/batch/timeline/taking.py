"""The entries that belong to the run that each unit looks at, and those that may.

Each entry gets an owner: the run that it belongs to, else what it belongs to instead. A unit takes those of
one owner, so that every reading of them is a search of spans. Where more than one owner would be meant (an
entry without a day may be anybody's; one may name something within what it belongs to), the unit has
entries of its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from threshold.batch.columns import where
from threshold.batch.timeline.current import Looked
from threshold.batch.timeline.entries import LATEST, UNDATED_DAY, Entries, key_of, keys, may, says_no, sure
from threshold.batch.timeline.episodes import among
from threshold.batch.timeline.records import Records
from threshold.vocabulary import ReadStatus, Wanted

_KEPT = ("row", "child", "event", "day", "key")


@dataclass(frozen=True, slots=True)
class View:
    """What some units look at: of an episode, and of the one around it; of each the child.

    `looked_at`: of the outer of the two, whether it is the unit's own run, rather than the current one.
    """

    child: pl.Series
    looked_at: pl.Series
    current: Looked
    around: Looked | None  # None: nothing is around it
    # Of the episodes within it, or within what is around it.
    inner: dict[str, Looked] = field(default_factory=dict)
    owners: dict[str, pl.Series] = field(default_factory=dict)
    # The day (a number) on which it had ended before the request was made, UNDATED_DAY where nobody knows
    # the day, null where not; None: nowhere.
    over: pl.Series | None = None

    def untold(self) -> pl.Series | None:
        """Where it cannot be told what is looked at; None: nowhere."""
        found = self.current.unsure
        if self.around is not None and self.around.unsure is not None:
            around = self.around.unsure & self.current.row.is_null()
            found = around if found is None else found | around
        return found


@dataclass(slots=True)
class Taken:
    """Entries by owner (`key`), and the owner whose entries each unit takes (`own`).

    `unsure` are entries that only may be meant; None: there are none. `runless` are the owners that are no
    runs, and have any entries.
    """

    sure: pl.DataFrame
    own: pl.Series
    unsure: pl.DataFrame | None = None
    runless: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.Int64))
    _known: dict[object, Entries] = field(default_factory=dict)

    @property
    def undated(self) -> bool:
        """Whether any entry has no day."""
        tables = (self.sure, self.unsure) if self.unsure is not None else (self.sure,)
        return any(table["day"].has_nulls() for table in tables)

    def all(self) -> Entries:
        """All that are surely meant."""
        return self._entries(("all",), self.sure, None)

    def has_none(self, without: pl.Series) -> pl.Series:
        """Which of these units (a mask), that look at no run, have none that are surely meant either."""
        if not self.runless.len():
            return without
        return without & ~self.own.is_in(self.runless.implode())

    def doubtful(self, wanted: Wanted) -> pl.Series:
        """Which units have any that may be what is wanted, or on any day, and nobody can tell."""
        found = pl.Series([False]).new_from_index(0, self.own.len())
        if self.undated:
            found = self.fitting(wanted).undated(self.own) > 0
        if wanted:
            found = found | _any(self.open(wanted), self.own)
        return found if self.unsure is None else found | _any(self.unsure_fitting(wanted), self.own)

    def may_have_any(self) -> pl.Series:
        """Which units have any that may be meant."""
        assert self.unsure is not None
        return _any(self._entries(("all unsure",), self.unsure, None), self.own)

    def saying(self, events: Collection[str], wanted: Wanted) -> Entries:
        """Those surely meant of some of the kinds of event, that carry these values."""
        kind = pl.col("event").cast(pl.String).is_in(list(events))
        return self._entries(("saying", *sorted(events), wanted), self.sure, sure(wanted) & kind)

    def unsure_saying(self, events: Collection[str], wanted: Wanted) -> Entries:
        """Those that may be meant, of some of the kinds of event, that carry these values."""
        assert self.unsure is not None
        kind = pl.col("event").cast(pl.String).is_in(list(events))
        return self._entries(("unsure saying", *sorted(events), wanted), self.unsure, sure(wanted) & kind)

    def matching(self, wanted: Wanted, give: str = "") -> Entries:
        """Those surely meant that carry these values; with what else is asked for of them (`give`)."""
        return self._entries(("matching", wanted, give), self.sure, sure(wanted), give)

    def open(self, wanted: Wanted) -> Entries:
        """Those surely meant that do not say whether they carry these values."""
        return self._entries(("open", wanted), self.sure, may(wanted) & ~sure(wanted))

    def fitting(self, wanted: Wanted) -> Entries:
        """Those surely meant that may carry these values."""
        return self._entries(("fitting", wanted), self.sure, may(wanted))

    def unsure_matching(self, wanted: Wanted, give: str = "") -> Entries:
        """Those that may be meant, and carry these values."""
        assert self.unsure is not None
        return self._entries(("unsure", wanted, give), self.unsure, sure(wanted), give)

    def unsure_fitting(self, wanted: Wanted) -> Entries:
        """Those that may be meant, and may carry these values."""
        assert self.unsure is not None
        return self._entries(("unsure fitting", wanted), self.unsure, may(wanted))

    def saying_no(self, wanted: Wanted, answers: Mapping[str, Sequence[str]]) -> Entries:
        """Those surely meant that answer otherwise, all else being as it is."""
        return self._entries(("no", wanted), self.sure, says_no(wanted, answers))

    def _entries(
        self, name: tuple[object, ...], rows: pl.DataFrame, mask: pl.Expr | None, give: str = ""
    ) -> Entries:
        if name not in self._known:
            rows = rows if mask is None else rows.filter(mask)
            kept = [*_KEPT, *([give] if give and give not in _KEPT else [])]
            rows = rows.select(kept)
            # Most are in order as they are.
            rows = rows if _in_order(rows) else rows.sort("key", "row")
            self._known[name] = Entries(rows)
        return self._known[name]


def _any(entries: Entries, own: pl.Series) -> pl.Series:
    return entries.count(keys(own, UNDATED_DAY), keys(own, LATEST)) > 0


def _in_order(rows: pl.DataFrame) -> bool:
    key = rows["key"]
    return rows.height < 2 or bool((key[1:] > key[:-1]).all())


class Taking:
    """What belongs to what, of a portion of children; what is the same for all units is kept."""

    def __init__(self, records: Records) -> None:
        self.records, self.timeline = records, records.timeline
        self._shared: dict[object, Taken] = {}
        self._odd: dict[object, pl.Series | None] = {}

    def whenever(self, events: Sequence[str], status: ReadStatus, child: pl.Series) -> Taken:
        """Every entry of a child, whatever it belongs to."""
        name = (tuple(events), status)
        if name not in self._shared:
            rows = [self.timeline.rows(events, each) for each in _statuses(status)]
            found = rows[0]
            if len(rows) > 1:
                found = pl.concat([found, rows[1].join(found, on="child", how="anti", maintain_order="left")])
            self._shared[name] = Taken(found, child)
        shared = self._shared[name]
        return Taken(shared.sure, child, None, shared.runless, shared._known)

    def during(self, episode: str, events: Sequence[str], status: ReadStatus, view: View) -> Taken:
        """The entries that belong to what each unit looks at, and those that may."""
        name = (episode, tuple(events), status)
        odd = self._odd_children(episode, events, status)
        if name not in self._shared:
            table = _held_first([self._owned(episode, events, each, odd) for each in _statuses(status)])
            owner, runs = table["owner"], self._sizes(episode)[0]
            self._shared[name] = Taken(table, view.child, None, owner.filter(owner >= runs).unique())
        shared, own = self._shared[name], self._own(episode, view)
        apart = None if odd is None else odd[view.child]
        apart = _both(apart, view.untold())
        if view.over is not None and self._for_request(events):
            apart = _both(apart, view.over.is_not_null())
        units = apart.arg_true() if apart is not None else None
        if units is None or not units.len():
            return Taken(shared.sure, own, None, shared.runless, shared._known)
        # Series are changed in place: what is kept for others must not be.
        own = own.clone().scatter(units, self._own_numbers(episode) + units.cast(pl.Int64))
        sure_, unsure = self._pairs(episode, events, status, view, units)
        runless = pl.concat([shared.runless, sure_["owner"].unique()])
        return Taken(pl.concat([shared.sure, sure_], how="diagonal"), own, unsure, runless)

    def _for_request(self, events: Sequence[str]) -> list[str]:
        """Those kinds of event of which what was done for an earlier referral does not count any more."""
        kinds = self.records.vocabulary.events
        return [event for event in events if kinds[event].for_request]

    def _odd_children(self, episode: str, events: Sequence[str], status: ReadStatus) -> pl.Series | None:
        """The children whose units need entries of their own; None: nobody."""
        name = (episode, tuple(events), status)
        if name not in self._odd:
            found = [self.timeline.undated]
            for event in events:
                for each in _statuses(status):
                    placed = self.records.placed(episode, event, each)
                    if "inner" in placed.columns:
                        named = pl.col("inner").is_not_null()
                        if self._around(episode):
                            named = named & pl.col("run").is_null()
                        found.append(placed.filter(named)["child"])
            children = pl.concat(found)
            self._odd[name] = among(children, self.timeline.children) if children.len() else None
        return self._odd[name]

    def _owned(
        self, episode: str, events: Sequence[str], status: ReadStatus, odd: pl.Series | None
    ) -> pl.DataFrame:
        """Entries by their owners."""
        found = []
        for event in events:
            placed = self.records.placed(episode, event, status)
            if odd is not None:
                placed = placed.filter(~odd[placed["child"]])
            owner = self._owner(episode, placed["run"], placed["outer"], placed["child"])
            placed = placed.with_columns(owner.alias("owner"), key=key_of(pl.lit(owner), pl.col("day")))
            found.append(placed.drop("inner", "inner_run") if "inner" in placed.columns else placed)
        return pl.concat(found)

    def _owner(self, episode: str, run: pl.Series, outer: pl.Series, child: pl.Series) -> pl.Series:
        """Runs are numbered first, then what belongs to none by the run around it, or else by child."""
        runs, around = self._sizes(episode)
        if not run.has_nulls():
            return run.cast(pl.Int64)
        none = child.cast(pl.Int64) + (runs + around)
        if outer.null_count() < outer.len():
            none = where(outer.is_not_null(), outer.cast(pl.Int64) + runs, none)
        return where(run.is_not_null(), run.cast(pl.Int64), none)

    def _own(self, episode: str, view: View) -> pl.Series:
        """Whose entries each unit takes."""
        if episode not in view.owners:
            outer = pl.Series([None], dtype=pl.UInt32).new_from_index(0, view.child.len())
            if view.around is not None:
                outer = view.around.row
            view.owners[episode] = self._owner(episode, view.current.row, outer, view.child)
        return view.owners[episode]

    def _sizes(self, episode: str) -> tuple[int, int]:
        around = self._around(episode)
        return self.records.runs(episode).height, self.records.runs(around).height if around else 0

    def _around(self, episode: str) -> str:
        return self.records.vocabulary.episodes[episode].within

    def _own_numbers(self, episode: str) -> int:
        """From where on units themselves are numbered."""
        return sum(self._sizes(episode)) + self.timeline.children

    def _pairs(
        self, episode: str, events: Sequence[str], status: ReadStatus, view: View, units: pl.Series
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Entries for each of some units alone: those that belong to what it looks at, and those that may."""
        beside = pl.DataFrame({"unit": units.cast(pl.Int64), "child": view.child[units]}).with_columns(
            current=view.current.row[units], current_unsure=view.current.whether(units)
        )
        around = self._around(episode)
        nothing = {"around": pl.lit(None, pl.UInt32), "around_unsure": pl.lit(False)}
        beside = beside.with_columns(
            looked_at=view.looked_at[units],
            has_around=pl.lit(False),
            known_by_entries=pl.lit(False),
            **nothing,
        )
        if view.around is not None:
            recorded = self.records.runs(episode)["recorded"]
            beside = beside.with_columns(
                around=view.around.row[units],
                around_unsure=view.around.whether(units),
                has_around=self.records.has_runs(around)[beside["child"]],
                known_by_entries=~recorded[beside["current"]].fill_null(True),
            )
        if view.over is not None:
            beside = beside.with_columns(over=view.over[units])
        for name, looked in view.inner.items():
            beside = beside.with_columns(
                looked.row[units].alias(f"current {name}"), looked.whether(units).alias(f"unsure {name}")
            )
        sure_, unsure = [], []
        for each in _statuses(status):
            placed = pl.concat(
                [self.records.placed(episode, event, each) for event in events], how="diagonal"
            )
            pairs = placed.join(beside, on="child")
            names = tuple(view.inner) if "inner" in placed.columns else ()
            holds = _is_current(bool(around), names)
            if view.over is not None and (kinds := self._for_request(events)):
                holds = _for_the_request(kinds, placed.columns, holds)
            first = self._own_numbers(episode)
            pairs = pairs.with_columns(holds=holds, owner=pl.col("unit") + first)
            pairs = pairs.with_columns(key=key_of(pl.col("owner"), pl.col("day")))
            kept = [name for name in placed.columns if name not in ("inner", "inner_run")]
            pairs = pairs.select(*kept, "owner", "holds")
            sure_.append(pairs.filter("holds").drop("holds"))
            unsure.append(pairs.filter(pl.col("holds").is_null()).drop("holds"))
        if len(unsure) > 1:
            # What is planned counts only while nothing is known to have been held.
            unsure[1] = unsure[1].join(sure_[0], on="owner", how="anti", maintain_order="left")
        return _held_first(sure_), pl.concat(unsure)


def _is_current(within: bool, inner: Sequence[str]) -> pl.Expr:
    """Whether an entry belongs to what a unit looks at, as `Records.is_current` has it; null if untold.

    `within`: there may be an episode around this one. `inner`: the episodes a run of which an entry may name.
    """
    run, current = pl.col("run"), pl.col("current")
    untold = pl.col("current_unsure") | pl.col("unsure")
    otherwise: pl.Expr = pl.lit(True)
    if within:
        otherwise = (
            pl.when(pl.col("around_unsure") | pl.col("outer_unsure"))
            .then(None)
            .otherwise(pl.col("outer").eq_missing(pl.col("around")))
        )
        otherwise = pl.when("looked_at").then(otherwise).otherwise(_inner(inner, otherwise))
        otherwise = pl.when(~pl.col("has_around")).then(True).otherwise(otherwise)
    # What may belong to any referral may belong to a run that is known by such entries alone.
    may_be = pl.col("outer_unsure") & pl.col("known_by_entries")
    belongs = (
        pl.when(untold)
        .then(None)
        .when(run.is_null() & current.is_not_null())
        .then(pl.when(may_be).then(None).otherwise(False))
        .when(run.is_not_null())
        .then(run.eq_missing(current))
        .otherwise(otherwise)
    )
    if within:
        return belongs
    return pl.when("looked_at").then(belongs).otherwise(_inner(inner, belongs))


def _for_the_request(kinds: Sequence[str], columns: Sequence[str], otherwise: pl.Expr) -> pl.Expr:
    """What was done for a request that was made after the referral had ended: what came since, or names it.

    `kinds` are the kinds of event of which that is so; of others, and where nothing had ended, `otherwise`.
    """
    day, over = pl.col("day"), pl.col("over")
    untold = over == UNDATED_DAY
    since: pl.Expr = pl.when(~untold).then(day.cast(pl.Int64) > over.cast(pl.Int64))
    if "of" in columns:
        named = pl.col("of").is_not_null() | pl.col("asked").fill_null(False)
        of_inner = pl.col("inner").is_not_null() if "inner" in columns else pl.lit(False)
        asked = pl.when(pl.col("asked").fill_null(False)).then(True).when(~untold).then(False)
        since = pl.when(~named).then(since).when(of_inner).then(otherwise).otherwise(asked)
    theirs = pl.col("event").cast(pl.String).is_in(list(kinds)) & over.is_not_null()
    return pl.when(theirs).then(since).otherwise(otherwise)


def _both(one: pl.Series | None, other: pl.Series | None) -> pl.Series | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other


def _inner(names: Sequence[str], otherwise: pl.Expr) -> pl.Expr:
    """Of an entry that names a run of one of these episodes, whether that is current."""
    for name in names:
        current = (pl.col("inner_run") == pl.col(f"current {name}")).fill_null(False)
        current = pl.when(pl.col(f"unsure {name}")).then(None).otherwise(current)
        otherwise = pl.when((pl.col("inner") == name).fill_null(False)).then(current).otherwise(otherwise)
    return otherwise


def _statuses(status: ReadStatus) -> tuple[ReadStatus, ...]:
    return ("held", "planned") if status == "held or planned" else (status,)


def _held_first(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """What was held; of an owner for whom nothing was, what is planned."""
    if len(tables) == 1:
        return tables[0]
    planned = tables[1].join(tables[0], on="owner", how="anti", maintain_order="left")
    return pl.concat([tables[0], planned])
