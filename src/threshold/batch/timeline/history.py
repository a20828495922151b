"""What went on after an episode had ended, by column: the longest gap, and the time served on another."""

from collections.abc import Sequence

import polars as pl

from threshold.batch.columns import everywhere, nothing, one_before, where
from threshold.batch.timeline.column import Column
from threshold.batch.timeline.entries import LATEST, Timeline, day_number, key_of
from threshold.batch.timeline.source import Source
from threshold.vocabulary import Reading


def longest_gap(source: Source, reading: Reading, child: pl.Series) -> Column:
    """How many days at most have gone by, since the latest run ended, without any of the other episodes."""
    records, (opens, _) = source.records, reading.events
    latest = records.current(reading.episode, anywhere=True).at(child)
    open_, vague = (each[child] for each in records.goes_on(reading.episode))
    vague = vague & records.has_runs(reading.episode)[child]
    none = latest.row.is_null() & ~latest.whether()
    since = records.runs(reading.episode)["closed"][latest.row].cast(pl.Int32)
    told = ~open_ & ~vague & since.is_not_null()
    if reading.certain:
        told = told & _can_be_told(source, reading.among, child)
    gap = where(told, _gap_since(source, reading)[child])
    zero = pl.Series([0], dtype=pl.Int32).new_from_index(0, child.len())
    never = none & ~open_ & ~vague & source.covered((opens,), child)
    return Column(where(open_, zero, gap), never)


def _gap_since(source: Source, reading: Reading) -> pl.Series:
    """The longest gap since the latest run of each child ended, where it has; once for several facts."""
    name = (reading.episode, *reading.among)
    if name not in source.gaps:
        row = source.records.current(reading.episode, anywhere=True).row
        since = source.records.runs(reading.episode)["closed"][row].cast(pl.Int32)
        ended, gap = since.is_not_null().arg_true(), nothing(pl.Int32(), source.children)
        if ended.len():
            gap = gap.scatter(ended, _gaps(source, reading.among, ended, since[ended]))
        source.gaps[name] = gap
    return source.gaps[name]


def served(source: Source, reading: Reading, child: pl.Series) -> Column:
    """Since when time has been served, over all runs, after another episode had ended; and its breaks."""
    records, kinds = source.records, source.vocabulary.episodes
    latest = records.current(reading.after, anywhere=True).at(child)
    open_, _ = records.goes_on(reading.after)
    open_ = open_[child]
    none = latest.row.is_null() & ~latest.whether() & ~open_
    never = none & source.covered((kinds[reading.after].opens,), child)
    since = records.runs(reading.after)["closed"][latest.row].cast(pl.Int32)
    told = ~open_ & since.is_not_null() & ~_may_have_ended_since(source, reading.episode, child, since)
    begun, breaks = (nothing(pl.Int32(), child.len()) for _ in range(2))
    units = told.arg_true()
    if units.len():
        found = _served(source, reading.episode, child[units], since[units])
        begun, breaks = begun.scatter(units, found["begun"]), breaks.scatter(units, found["breaks"])
    nothing_known = told & begun.is_null()
    undated = nothing_known & _may_be_since(source, reading.episode, child, since)
    covered = source.covered((kinds[reading.episode].opens,), child)
    return Column(begun.cast(pl.Date), never | (nothing_known & ~undated & covered), undated, breaks=breaks)


def _may_have_ended_since(source: Source, episode: str, child: pl.Series, since: pl.Series) -> pl.Series:
    """Where a run may have gone on after a day, and nobody knows until when."""
    runs = source.records.runs(episode).filter(pl.col("may_have_ended") & pl.col("opened").is_not_null())
    upto = pl.col("superseded").cast(pl.Int32).fill_null(LATEST)
    last = runs.group_by("child").agg(last=upto.max())
    units = pl.DataFrame({"child": child, "since": since})
    beside = units.join(last, on="child", how="left", maintain_order="left")
    return beside.select((pl.col("last") >= pl.col("since")).fill_null(False)).to_series()


def _may_be_since(source: Source, episode: str, child: pl.Series, since: pl.Series) -> pl.Series:
    """Where a run of which the start has no day may have gone on after a day."""
    runs = source.records.runs(episode).filter(pl.col("opened").is_null())
    last = runs.group_by("child").agg(
        last=pl.col("closed").max().cast(pl.Int32), on_any_day=pl.col("closed").has_nulls()
    )
    units = pl.DataFrame({"child": child, "since": since})
    beside = units.join(last, on="child", how="left", maintain_order="left")
    may_be = pl.col("on_any_day").fill_null(False) | (pl.col("last") >= pl.col("since")).fill_null(False)
    return beside.select(may_be).to_series()


def _can_be_told(source: Source, among: Sequence[str], child: pl.Series) -> pl.Series:
    """Whether something among them is covered, and each of their runs has a day."""
    told = everywhere(False, child.len())
    for name in among:
        told = told | source.covered((source.vocabulary.episodes[name].opens,), child)
    for name in among:
        rows = source.records.runs(name)
        undated = rows.filter(pl.all_horizontal(pl.col("opened", "closed", "seen").is_null()))
        if undated.height:
            told = told & ~source.among(undated["child"])[child]
    return told


def _gaps(source: Source, among: Sequence[str], child: pl.Series, since: pl.Series) -> pl.Series:
    today = source.timeline.today
    units = pl.DataFrame({"child": child, "since": since}).with_row_index("unit")
    spans = pl.concat([_spans(source, name) for name in among])
    beside = units.join(spans, on="child").sort("unit", "first", "last")
    last = pl.max_horizontal("last", "since")
    upto = pl.max_horizontal(one_before(_last_so_far(last), "unit"), "since")
    found = (
        beside.with_columns(gap=pl.col("first") - upto)
        .group_by("unit")
        .agg(gap=pl.col("gap").max(), last=pl.col("last").max())
    )
    found = units.join(found, on="unit", how="left", maintain_order="left")
    to_today = today - pl.max_horizontal("last", "since")
    return found.select(pl.max_horizontal("gap", to_today, 0).cast(pl.Int32)).to_series()


def _last_so_far(day: pl.Expr) -> pl.Expr:
    """The latest day of each unit so far. Units are in order, and no key is above those of the next."""
    return day_number(key_of(pl.col("unit"), day).cum_max())


def _spans(source: Source, episode: str) -> pl.DataFrame:
    """The first and last day of every run that has any."""
    goes_on = pl.lit(source.vocabulary.episodes[episode].carries_over) & pl.col("recorded")
    first = pl.coalesce("opened", "closed", "seen").cast(pl.Int32)
    spans = source.records.runs(episode).with_columns(first=first)
    last = pl.coalesce(
        pl.col("closed").cast(pl.Int32),
        pl.when(goes_on).then(_upto(source.timeline)).otherwise("first"),
    )
    return spans.filter(pl.col("first").is_not_null()).select("child", "first", last=last)


def _upto(timeline: Timeline) -> pl.Expr:
    """The last day of a run that has no end with a day."""
    known = pl.when("ended").then(pl.col("opened")).otherwise(pl.col("superseded"))
    return known.cast(pl.Int32).fill_null(timeline.today)


def _served(source: Source, episode: str, child: pl.Series, since: pl.Series) -> pl.DataFrame:
    today = source.timeline.today
    units = pl.DataFrame({"child": child, "since": since}).with_row_index("unit")
    rows = source.records.runs(episode).filter(pl.col("opened").is_not_null())
    last = pl.coalesce(pl.col("closed").cast(pl.Int32), _upto(source.timeline))
    spans = rows.select("child", first=pl.col("opened").cast(pl.Int32), last=last)
    beside = (
        units.join(spans, on="child")
        .filter(pl.col("last") >= pl.col("since"))
        .with_columns(first=pl.max_horizontal("first", "since"))
        .sort("unit", "first", "last")
    )
    upto = one_before(_last_so_far(pl.col("last")), "unit")
    found = (
        beside.with_columns(gap=(pl.col("first") - upto - 1).clip(lower_bound=0).fill_null(0))
        .group_by("unit")
        .agg(
            begun=pl.col("first").first(),
            breaks=pl.col("gap").sum(),
            last=pl.col("last").max(),
        )
    )
    found = units.join(found, on="unit", how="left", maintain_order="left")
    breaks = pl.col("breaks") + (today - pl.col("last"))
    return found.select(pl.col("begun").cast(pl.Int32), breaks=breaks.cast(pl.Int32))
