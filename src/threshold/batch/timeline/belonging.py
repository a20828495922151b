"""To which run things belong by their day, for many at once: as `semantics.records.belonging` has it.

Where every run of a child was paired by its days, the runs share out the child's time between them: each has
all days up to its boundary that those before it do not have, and to find a run is one search. Anything else
(runs of their own reference, which may overlap; what has no day) is set beside every run of its child.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from threshold.batch.columns import everywhere, nothing, where
from threshold.batch.timeline.entries import EARLIEST, LATEST, key_of, keys

_PLACES = 2**32  # more than there are places
_BEFORE_ALL = EARLIEST - 1  # the boundary of a run that has no day at all
Found = tuple[pl.Series, pl.Series]  # the place of a run, null for none; whether it is not known which


@dataclass(frozen=True)
class Boundaries:
    """The last day of each run's share of its child's time, as keys in order; its run and child."""

    keys: pl.Series
    place: pl.Series
    child: pl.Series

    def of(self, child: pl.Series, key: pl.Series) -> pl.Series:
        """The place of the run that each day belongs to; null where it is none's."""
        if self.keys.is_empty() or key.is_empty():
            return nothing(pl.UInt32(), key.len())
        first, shared = self._alone
        known = where(child < first.len(), child)
        run = first[known]
        # To search takes longest: where a run has all of its child's time, there is nothing to look for.
        places = shared[known].fill_null(False).arg_true()
        if places.len():
            run = run.scatter(places, self._searched(child[places], key[places]))
        return run

    @cached_property
    def _alone(self) -> tuple[pl.Series, pl.Series]:
        """By child: the place of its first run, and whether that has not all of the time."""
        size, first = int(self.child.item(-1)) + 1, self.child.ne_missing(self.child.shift(1))
        shared = ~first | (self.keys != keys(self.child, LATEST))
        place = nothing(pl.UInt32(), size).scatter(self.child.filter(first), self.place.filter(first))
        return place, everywhere(False, size).scatter(self.child.filter(shared), True)

    def _searched(self, child: pl.Series, key: pl.Series) -> pl.Series:
        at = self.keys.search_sorted(key, side="left")
        at = where(at < self.keys.len(), at)
        return where((self.child[at] == child).fill_null(False), self.place[at])


def by_day(runs: pl.DataFrame, renewals: pl.Series) -> Boundaries:
    """By what held the day, else the nearer run. `runs` have a `place`; all are paired by date, in order.

    `renewals`: sorted keys of the days from which on what had ended before has nothing more to do with what
    happens.
    """
    same = pl.col("child").eq_missing(pl.col("child").shift(-1))
    opened, closed = pl.col("opened").cast(pl.Int32), pl.col("closed").cast(pl.Int32)
    frame = runs.select("child", "place", opened=opened, closed=closed).with_columns(
        follows=same.fill_null(False), next=pl.when(same).then(pl.col("opened").shift(-1))
    )
    renewed = _next_renewal(frame, renewals)
    mid = (pl.col("closed") + pl.col("next")) // 2
    boundary = (
        pl.when(pl.col("follows") & pl.col("next").is_null())
        .then(_BEFORE_ALL)  # the next one holds every day before its end
        .when(pl.col("closed").is_null())
        .then(pl.col("next") - 1)
        .otherwise(pl.min_horizontal(mid, pl.col("next") - 1, renewed - 1))
        .fill_null(LATEST)
    )
    last_day = keys(frame["child"], frame.select(boundary).to_series())
    # Where the next one holds every day before its end, nothing is left to any before it.
    return Boundaries(last_day.cum_min(reverse=True), frame["place"], frame["child"])


def by_nearest_start(runs: pl.DataFrame) -> Boundaries:
    """By the nearest start, for what leads to it; as near, the later one."""
    same = pl.col("child").eq_missing(pl.col("child").shift(-1))
    start = pl.coalesce("opened", "closed").cast(pl.Int32)
    later = pl.when(same).then(pl.col("start").shift(-1))
    frame = runs.select("child", "place", start=start).with_columns(next=later)
    boundary = pl.when(pl.col("next").is_null()).then(LATEST).when(pl.col("next") > pl.col("start"))
    frame = frame.with_columns(boundary=boundary.then((pl.col("start") + pl.col("next") - 1) // 2))
    # Of several that began on one day only the last has any days.
    nothing = key_of(pl.col("child"), pl.lit(_BEFORE_ALL))
    last_day = pl.when(pl.col("boundary").is_not_null()).then(key_of(pl.col("child"), pl.col("boundary")))
    last_days = frame.select(pl.max_horizontal(last_day.forward_fill(), nothing)).to_series()
    return Boundaries(last_days, frame["place"], frame["child"])


def _next_renewal(frame: pl.DataFrame, renewals: pl.Series) -> pl.Series:
    """The first renewal after each run's end (null where there is none)."""
    number = renewals.len()
    if not number:
        return pl.Series([None], dtype=pl.Int32).new_from_index(0, frame.height)
    ended = frame["closed"].fill_null(LATEST)
    at = renewals.search_sorted(keys(frame["child"], ended), side="right")
    found = renewals[where(at < number, at)]
    own = (found // (LATEST + 1) == frame["child"].cast(pl.Int64)).fill_null(False)
    return where(own, (found % (LATEST + 1)).cast(pl.Int32))


def one_by_one(
    things: pl.DataFrame, runs: pl.DataFrame, renewals: pl.DataFrame | None, nearest_start: bool
) -> Found:
    """The same of things of any kind, each set beside every run of its child.

    `things` have `child`, `day` (null: nobody knows it) and `outer`: where it is not null, only runs with the
    same `outer` come into question, and no renewal matters. `runs` have `child`, `place`, `outer`, `opened`,
    `closed`, `ended` and `superseded`; `renewals` `child` and `day`.
    """
    things = things.select("child", "day", "outer").with_row_index("thing")
    beside = things.join(
        runs.select(
            "child",
            "place",
            pl.col("outer").alias("runs outer"),
            *(pl.col(name).cast(pl.Int32) for name in ("opened", "closed", "superseded")),
            "ended",
        ),
        on="child",
    ).filter(pl.col("outer").is_null() | (pl.col("outer") == pl.col("runs outer")).fill_null(False))
    beside = beside.sort("thing", "place")
    undated = _alone(beside.filter(pl.col("day").is_null()))
    dated = beside.filter(pl.col("day").is_not_null())
    chosen = _by_nearest_start(dated) if nearest_start else _by_day(dated, renewals)
    found = things.join(pl.concat([undated, chosen]), on="thing", how="left", maintain_order="left")
    return found["place"], found["unsure"].fill_null(False)


def _alone(beside: pl.DataFrame) -> pl.DataFrame:
    """Without a day: the only run that there is."""
    several = pl.len() > 1
    return beside.group_by("thing").agg(place=pl.when(~several).then(pl.col("place").first()), unsure=several)


def _by_nearest_start(beside: pl.DataFrame) -> pl.DataFrame:
    far = (pl.coalesce("opened", "closed") - pl.col("day")).abs()
    table = beside.with_columns(far=far).sort(
        "thing", "far", -pl.col("place").cast(pl.Int64), nulls_last=True
    )
    # Where none has a day to be near to, it is the only one that there is.
    untold, several = pl.col("far").is_null().all(), pl.len() > 1
    return table.group_by("thing").agg(
        place=pl.when(~(untold & several)).then(pl.col("place").first()), unsure=untold & several
    )


def _by_day(beside: pl.DataFrame, renewals: pl.DataFrame | None) -> pl.DataFrame:
    day, opened, closed = pl.col("day"), pl.col("opened"), pl.col("closed")
    # An end without a day may be that of its start.
    end = pl.when("ended").then(pl.coalesce(closed, opened))
    begun = (opened <= day).fill_null(True)
    inside = (
        pl.when("ended")
        .then((day <= end).fill_null(True))
        .otherwise((day < pl.col("superseded")).fill_null(True))
    )
    last = pl.coalesce(end, pl.col("superseded") - 1)
    before = (last < day).fill_null(False)
    after = (opened > day).fill_null(False)
    place = pl.col("place")
    # Of one day the last that had ended counts, and the first that begins: day and place as one number.
    chosen = (
        beside.select(
            "thing",
            "child",
            "outer",
            day,
            held=pl.when(begun & inside).then(place),
            before=pl.when(before).then(_as_one(last, place)),
            after=pl.when(after).then(_as_one(opened, place)),
        )
        .group_by("thing")
        .agg(
            pl.col("child", "outer").first(),
            day.first(),
            pl.col("held", "before").max(),
            pl.col("after").min(),
        )
        .with_columns(_place_in("before"), _place_in("after"), last=_day_in("before"), next=_day_in("after"))
    )
    if renewals is not None and renewals.height:
        chosen = _without_renewed(chosen, renewals)
    nearer = (day - pl.col("last")) <= (pl.col("next") - day)
    return chosen.select(
        "thing",
        place=pl.when(pl.col("held").is_not_null())
        .then("held")
        .when(pl.col("before").is_null() | pl.col("after").is_null())
        .then(pl.coalesce("before", "after"))
        .otherwise(pl.when(nearer).then("before").otherwise("after")),
        unsure=pl.lit(False),
    )


def _as_one(day: pl.Expr, place: pl.Expr) -> pl.Expr:
    return day.cast(pl.Int64) * _PLACES + place.cast(pl.Int64)


def _day_in(both: str) -> pl.Expr:
    return (pl.col(both) // _PLACES).cast(pl.Int32)


def _place_in(both: str) -> pl.Expr:
    return (pl.col(both) % _PLACES).cast(pl.UInt32)


def _without_renewed(chosen: pl.DataFrame, renewals: pl.DataFrame) -> pl.DataFrame:
    """Leaves out what had ended before something new began, on or before the day."""
    between = (pl.col("renewed") > pl.col("last")) & (pl.col("renewed") <= pl.col("day"))
    renewed = (
        chosen.filter(pl.col("before").is_not_null() & pl.col("outer").is_null())
        .select("thing", "child", "day", "last")
        .join(renewals.select("child", renewed=pl.col("day")), on="child")
        .filter(between)["thing"]
        .unique()
    )
    over = pl.col("thing").is_in(renewed.implode())
    return chosen.with_columns(before=pl.when(~over).then("before"))
