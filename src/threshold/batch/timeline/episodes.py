"""The runs of an episode for every child at once: starts and ends paired in order of time.

An end closes the run started last, if that is open; a start always begins a run; an end with nothing open is
a run whose start is not known. Of one day the end comes first where a run is open, else the start.
"""

from dataclasses import dataclass

import polars as pl

from threshold.batch.columns import nothing, where
from threshold.batch.timeline.entries import EARLIEST, LATEST, child_of, day_of_key, keys


@dataclass(frozen=True, slots=True)
class Runs:
    """Every run, in order of child and time.

    `rows` has `child`, `run` (its number, from 1), `opened` and `closed` (null where not given), `open`
    (whether it goes on: neither ended nor followed by another), and the days (whole numbers) between which,
    both included, an entry lies in it: `low` and `high`.
    `current` gives each child's present run as a place in `rows`: the last, which alone can be open.
    """

    rows: pl.DataFrame
    current: pl.Series


def runs(opens: pl.Series, closes: pl.Series, children: int) -> Runs:
    """The runs that these starts and ends (sorted keys) make."""
    rows = _paired(_in_order(opens, closes))
    everybody = pl.int_range(children, dtype=pl.UInt32, eager=True)
    place = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    return Runs(rows, _last_of(everybody, rows["child"], place))


def _in_order(opens: pl.Series, closes: pl.Series) -> pl.DataFrame:
    """Starts and ends in the order in which they count: by day, and within a day turn and turn about."""
    marks = pl.concat(
        [
            pl.DataFrame({"key": series, "nth": _rank(series)}).with_columns(opens=pl.lit(opens_))
            for series, opens_ in ((opens, True), (closes, False))
        ]
    ).sort("key")
    if not (marks["key"] == marks["key"].shift(1)).any():
        return marks
    # On a day with as many starts as ends, a run is open after it if one was before; else the
    # greater number decides. So the state before each day is that after the last unequal one.
    balance = pl.col("opens").sum().cast(pl.Int32) * 2 - pl.len().cast(pl.Int32)
    days = marks.group_by("key", maintain_order=True).agg(balance=balance)
    first = child_of(pl.col("key")).ne_missing(child_of(pl.col("key").shift(1)))
    after = pl.when(pl.col("balance") != 0).then(pl.col("balance") > 0)
    days = days.with_columns(
        first=first, after=pl.when(first & after.is_null()).then(False).otherwise(after).forward_fill()
    ).with_columns(open_before=pl.when(pl.col("first")).then(False).otherwise(pl.col("after").shift(1)))
    ends_first = days["open_before"][days["key"].search_sorted(marks["key"])]
    turn = 2 * pl.col("nth") + (pl.col("opens") == pl.col("ends_first")).cast(pl.Int64)
    return marks.with_columns(ends_first=ends_first).sort("key", turn)


def _paired(marks: pl.DataFrame) -> pl.DataFrame:
    """A row for each run; `marks` are in order."""
    same_before = pl.col("child").eq_missing(pl.col("child").shift(1))
    same_after = pl.col("child").eq_missing(pl.col("child").shift(-1))
    day = day_of_key(pl.col("key"))
    ends_next = same_after & ~pl.col("opens").shift(-1)
    closed = pl.when(~pl.col("opens")).then(day).when(ends_next).then(day.shift(-1))
    starts = pl.col("opens") | ~(same_before & pl.col("opens").shift(1)).fill_null(False)
    found = (
        marks.with_columns(child=child_of(pl.col("key")))
        .with_columns(starts=starts, opened=pl.when(pl.col("opens")).then(day), closed=closed)
        .filter("starts")
    )
    next_opened = pl.when(same_after).then(pl.col("opened").shift(-1))
    # A run that nothing closed reaches up to the day before the next start.
    until = pl.coalesce(pl.col("closed"), next_opened - pl.duration(days=1))
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    return found.select(
        "child",
        (place - pl.col("child").search_sorted(pl.col("child"), side="left") + 1)
        .cast(pl.UInt32)
        .alias("run"),
        "opened",
        "closed",
        (pl.col("closed").is_null() & next_opened.is_null()).alias("open"),
        pl.col("opened").cast(pl.Int32).fill_null(EARLIEST).alias("low"),
        until.cast(pl.Int32).fill_null(LATEST).alias("high"),
    )


def _rank(series: pl.Series) -> pl.Series:
    """Of several equal keys, which one each is, from 0."""
    place = pl.int_range(series.len(), dtype=pl.Int64, eager=True)
    return place - series.search_sorted(series, side="left").cast(pl.Int64)


def _last_of(everybody: pl.Series, child: pl.Series, place: pl.Series) -> pl.Series:
    """Each child's last place; null for one who has none."""
    if child.is_empty():
        return nothing(pl.UInt32(), everybody.len())
    after = child.search_sorted(everybody, side="right").cast(pl.Int64) - 1
    inside = where(after >= 0, after).cast(pl.UInt32)
    own = (child[inside] == everybody).fill_null(False)
    return where(own, place[inside])


def spans(rows: pl.DataFrame, place: pl.Series, child: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The keys between which the run at each place lies; those of no time at all where there is no run."""
    low = rows["low"][place].fill_null(LATEST)
    high = rows["high"][place].fill_null(EARLIEST)
    return keys(child, low), keys(child, high)
