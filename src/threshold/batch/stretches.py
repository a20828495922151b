"""The stretches through which repeating clocks run on, by column: as `semantics.stretches` has them."""

import polars as pl

from threshold.batch.columns import nth, one_before


def through(clocks: pl.DataFrame) -> pl.DataFrame:
    """The one stretch of each clock that nothing pauses; columns as in `stretches`."""
    whole = clocks.filter((pl.col("begin") <= pl.col("end")).fill_null(True))
    return whole.with_columns(
        since="begin", stop="end", paused=pl.lit(False), goes_on=pl.lit(False), nth=pl.lit(0, pl.UInt32)
    )


def stretches(clocks: pl.DataFrame, pauses: pl.DataFrame) -> pl.DataFrame:
    """The stretches of each clock: to the end of what it belongs to, if that has ended, cut by each pause.

    `clocks` have `row`, `child`, `begin`, `end` (null: none, or on no day that is known), `over` (whether
    it has ended, on whatever day) and whatever else is to stand beside each stretch. `pauses` are runs:
    `child`, `opened`, `closed`, `ended` and `superseded`.

    Of a stretch: `begin` (null where the clock has stood still ever since it was to start, `since`), `stop`
    (the day on which it ends, or a pause begins; null while it goes on), `paused` (whether a pause ends it),
    `goes_on` (whether that pause has not ended, as far as is known) and `nth` (its place in order).
    """
    cuts = _cuts(clocks, pauses.filter(pauses["child"].is_in(clocks["child"].implode())))
    last = cuts.group_by("row").agg(resumed=pl.col("last").max(), for_good=pl.col("last").is_null().any())
    rest = (
        clocks.join(last, on="row", how="left", maintain_order="left")
        .with_columns(begin=pl.max_horizontal("begin", "resumed"), stop="end")
        .with_columns(since="begin", paused=pl.lit(False), goes_on=pl.lit(False))
        .filter(~pl.col("for_good").fill_null(False) & (pl.col("begin") <= pl.col("stop")).fill_null(True))
    )
    start, first = pl.col("start"), pl.col("first")
    runs_on = (first > start).fill_null(False)
    waits = pl.col("last").is_null() & ~pl.col("over")
    before = cuts.filter(runs_on | waits).with_columns(
        begin=pl.when(runs_on).then(start),
        since=start,
        stop=pl.coalesce(first, start),  # the day may not be known
        paused=pl.lit(True),
        goes_on=waits,
    )
    told = [*clocks.columns, "since", "stop", "paused", "goes_on"]
    found = pl.concat([before.select(told), rest.select(told)])
    found = found.sort("row", "since", "paused", maintain_order=True)
    return found.with_columns(nth=nth("row"))


def _cuts(clocks: pl.DataFrame, pauses: pl.DataFrame) -> pl.DataFrame:
    """The pauses that cut each clock, in order: `start` is from when it had last run on before each."""
    beside = (
        clocks.join(_joined(pauses), on="child")
        .filter((pl.col("last") > pl.col("begin")).fill_null(True))
        .filter((pl.col("first") < pl.col("end")).fill_null(True))
        .sort("row", "first", nulls_last=False)
    )
    resumed = one_before(pl.col("last"), "row")
    return beside.with_columns(start=pl.max_horizontal("begin", resumed))


def _joined(pauses: pl.DataFrame) -> pl.DataFrame:
    """The first and last days of each child's pauses in order, those that meet or overlap as one.

    A pause of which no day is known cuts nothing; a first day that is not known is before all others.
    """
    last = pl.coalesce("closed", pl.when(~pl.col("ended")).then("superseded"))
    spans = (
        pauses.select("child", first="opened", last=last)
        .filter(pl.col("first").is_not_null() | pl.col("last").is_not_null())
        .sort("child", "first", nulls_last=False)
    )
    several = spans.filter(pl.col("child").is_duplicated())
    if not several.height:
        return spans
    until = pl.col("last").fill_null(pl.date(9999, 12, 31))
    apart = (pl.col("first") > pl.col("before")).fill_null(False).cast(pl.Int32)
    joined = (
        several.with_columns(before=until.cum_max().shift(1).over("child"))
        .with_columns(joined=apart.cum_sum().over("child"))
        .group_by("child", "joined")
        .agg(
            first=pl.when(pl.col("first").is_null().any()).then(None).otherwise(pl.col("first").min()),
            last=pl.when(pl.col("last").is_null().any()).then(None).otherwise(pl.col("last").max()),
        )
    )
    return pl.concat([spans.filter(~pl.col("child").is_duplicated()), joined.drop("joined")])
