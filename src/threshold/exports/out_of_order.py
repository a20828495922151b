"""What nothing links, and stands oddly by its days: begun before anything it can belong to, or left open."""

from dataclasses import dataclass

import polars as pl

from threshold.exports.kinds import Kinds
from threshold.vocabulary import Episode


@dataclass(frozen=True, slots=True)
class Odd:
    """Places of starts: those before every start of what they belong to; those still open after its end."""

    before: pl.Series
    left_open: pl.Series


def odd(kinds: Kinds, linked: pl.Series, episode: Episode, around: Episode) -> Odd:
    """The odd ones among the starts of an episode that the export does not say the surroundings of.

    `linked` are the places of the starts of which it is said.
    """
    begun, ended, around_begun, around_ended = (
        kinds[event].filter(pl.col("on").is_not_null()).select("at", "whose", "on")
        for event in (episode.opens, episode.closes, around.opens, around.closes)
    )
    loose = begun.filter(~begun["at"].is_in(linked.implode()))
    if loose.is_empty():
        return Odd(loose["at"], loose["at"])
    first = around_begun.group_by("whose").agg(first=pl.col("on").min())
    before = loose.join(first, on="whose").filter(pl.col("on") < pl.col("first"))["at"].sort()
    if around_ended.is_empty():
        return Odd(before, before.clear())
    begun = begun.filter(begun["whose"].is_in(around_ended["whose"].implode())).sort("whose", "on", "at")
    next_begun = pl.when(pl.col("whose") == pl.col("whose").shift(-1)).then(pl.col("on").shift(-1))
    stretches = begun.with_columns(next=next_begun).sort("on")
    for name, ends in (("own", ended), ("over", around_ended)):
        days = ends.select("whose", pl.col("on").alias(name)).sort(name)
        stretches = stretches.join_asof(
            days, left_on="on", right_on=name, by="whose", strategy="forward", check_sortedness=False
        )
    own, over = (
        (pl.col(name) <= pl.col("next")) | (pl.col(name).is_not_null() & pl.col("next").is_null())
        for name in ("own", "over")
    )
    left = stretches.filter(over.fill_null(False) & ~own.fill_null(False))["at"]
    return Odd(before, left.filter(~left.is_in(linked.implode())).sort())
