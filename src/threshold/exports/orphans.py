"""Ends that have no start: what they throw doubt on, for each may be the end of something that seems open."""

from dataclasses import dataclass

import polars as pl

from threshold.exports.kinds import Kinds
from threshold.vocabulary import Episode


@dataclass(frozen=True, slots=True)
class Doubts:
    """Places of entries.

    backward   a start and an end that can only be of each other, and stand the wrong way round
    ends       ends of which it cannot be told what they ended
    """

    backward: pl.Series
    ends: pl.Series


def doubts(kinds: Kinds, starts: pl.DataFrame, ends: pl.DataFrame, episode: Episode) -> Doubts:
    """What ends without a start throw doubt on.

    `starts` and `ends` are those that their references link (`at`, `key`). Of a child that has one start and
    one end which nothing links, the end first, both are taken to be of one thing. Otherwise an end without a
    start leaves open whether what had begun by then, and seems to go on, has ended.
    """
    begun, over = (
        kinds[event].filter(pl.col("on").is_not_null()).select("at", "whose", "on")
        for event in (episode.opens, episode.closes)
    )
    if over.is_empty() or begun.is_empty():
        return Doubts(over["at"].clear(), over["at"].clear())
    headless = ends.filter(~ends["key"].is_in(starts["key"].implode()))["at"]
    loose_ends = _without(over, ends["at"])
    if headless.is_empty() and loose_ends.is_empty():
        return Doubts(headless, headless)
    open_ = starts.filter(~starts["key"].is_in(ends["key"].implode()))["at"]
    loose_starts = _without(begun, starts["at"])
    first = loose_starts.group_by("whose").agg(pl.col("on").min().alias("first"), pl.len().alias("starts"))
    early = loose_ends.join(first, on="whose", how="left", maintain_order="left").filter(
        pl.col("first").is_null() | (pl.col("on") < pl.col("first"))
    )
    if headless.is_empty() and early.is_empty():
        return Doubts(headless, early["at"])
    ours = pl.concat([over.filter(over["at"].is_in(headless.implode())), early.select(over.columns)])
    going_on = pl.concat([loose_starts, begun.filter(begun["at"].is_in(open_.implode()))])
    since = going_on.group_by("whose").agg(pl.col("on").min().alias("since"))
    after = ours.join(since, on="whose", maintain_order="left").filter(pl.col("on") >= pl.col("since"))["at"]
    backward, several = _backward(early, loose_starts, loose_ends)
    return Doubts(backward, pl.concat([after, several]).unique(maintain_order=True))


def _backward(early: pl.DataFrame, starts: pl.DataFrame, ends: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Of children with as many starts as ends: the one of each; or, of several, the ends."""
    theirs = ends.filter(ends["whose"].is_in(early.filter(pl.col("first").is_not_null())["whose"].implode()))
    number = theirs.group_by("whose").agg(pl.len().alias("ends"))
    even = early.join(number, on="whose", maintain_order="left").filter(pl.col("starts") == pl.col("ends"))
    one, more = even.filter(pl.col("ends") == 1), even.filter(pl.col("ends") > 1)
    begun = starts.filter(starts["whose"].is_in(one["whose"].implode()))
    return pl.concat([begun["at"], one["at"]]), more["at"]


def _without(rows: pl.DataFrame, at: pl.Series) -> pl.DataFrame:
    return rows if at.is_empty() else rows.filter(~rows["at"].is_in(at.implode()))
