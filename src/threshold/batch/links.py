"""Links between the entries of a table that cannot be, by column: as `casefiles.links` names them."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

import polars as pl

from threshold.casefiles.links import belongs_among, things_of
from threshold.casefiles.model import OF_THE_REQUEST
from threshold.vocabulary import Episode, Vocabulary

Bad = tuple[str, int, str]  # column, how many rows, and what is wrong with them


def bad_links(events: pl.DataFrame, vocabulary: Vocabulary) -> Iterator[Bad]:
    """Every kind of link in a table of events that cannot be, and of how many rows.

    `events` has `child`, `event`, `on`, `status` and one or both of `ref` and `of`.
    """
    empty = pl.lit(None, pl.String)
    links = [(pl.col(name) if name in events.columns else empty).alias(name) for name in ("ref", "of")]
    things = things_of(vocabulary)
    thing = pl.col("event").cast(pl.String).replace_strict(things, default=None, return_dtype=pl.String)
    table = events.select("child", "event", "on", "status", *links).with_columns(thing=thing)
    table = table.filter(pl.col("ref").is_not_null() | pl.col("of").is_not_null())
    if not table.height:
        return
    ref, of = pl.col("ref"), pl.col("of")
    kinds = (
        table.filter(ref.is_not_null() & (ref != OF_THE_REQUEST))
        .group_by("child", "ref", maintain_order=True)
        .agg(kind=pl.col("thing").first(), was_held=(pl.col("status") == "held").any())
    )
    table = table.join(kinds.drop("was_held"), on=["child", "ref"], how="left", maintain_order="left")
    kinds = kinds.rename({"ref": "of", "kind": "of kind", "was_held": "of held"})
    table = table.join(kinds, on=["child", "of"], how="left", maintain_order="left")
    reserved, several = ref == OF_THE_REQUEST, pl.col("thing") != pl.col("kind")
    yield from _count(table, "ref", reserved, '"request" stands for what is asked for, and is no reference')
    yield from _count(
        table, "ref", several, "is used for two kinds of thing; each needs a reference of its own"
    )
    for column in ("ref", "of"):
        nobody_knows = pl.col(column).str.to_lowercase() == "unknown"
        yield from _count(table, column, nobody_knows, "says unknown, as if all that is not known were one")
    for episode in vocabulary.episodes.values():
        yield from _one_run(table, episode)
    named = of.is_not_null() & (of != OF_THE_REQUEST)
    itself = named & of.eq_missing(ref)
    nothing = named & ~itself & pl.col("of kind").is_null()
    yield from _count(table, "of", itself, "names the entry itself")
    yield from _count(table, "of", nothing, "names no reference of the same child")
    never = named & ~nothing & (pl.col("status") == "held") & ~pl.col("of held").fill_null(True)
    yield from _count(table, "of", never, "names what is planned or cancelled, and was never held")
    wrong = named & ~itself & ~nothing & _cannot_belong(vocabulary)
    yield from _count(table, "of", wrong, "names what such an entry cannot belong to")


def _cannot_belong(vocabulary: Vocabulary) -> pl.Expr:
    found = []
    for event in vocabulary.events:
        may = belongs_among(event, vocabulary)
        if may is not None:
            found.append((pl.col("event") == event) & ~pl.col("of kind").is_in(sorted(may)))
    return reduce(or_, found, pl.lit(False))


def _one_run(table: pl.DataFrame, episode: Episode) -> Iterator[Bad]:
    """One run begins once, ends once, not before it began, and belongs to one thing."""
    named = (pl.col("ref") != OF_THE_REQUEST).fill_null(False)
    held = table.filter((pl.col("status") == "held") & named)
    starts, ends = (held.filter(pl.col("event") == event) for event in (episode.opens, episode.closes))
    for what, marks in (("begun", starts), ("ended", ends)):
        twice = marks.height - marks.select("child", "ref").n_unique()
        if twice:
            yield "ref", twice, f"is {what} twice; a second one needs a reference of its own"
    both = starts.unique(["child", "ref"], keep="first", maintain_order=True).join(
        ends.unique(["child", "ref"], keep="first", maintain_order=True), on=["child", "ref"], suffix=" end"
    )
    backwards = pl.col("on end") < pl.col("on")
    yield from _count(both, "on", backwards, "ends before the day on which it began, by its reference")
    apart = pl.col("of") != pl.col("of end")
    yield from _count(both, "of", apart, "belongs to something else than its start does")


def _count(table: pl.DataFrame, column: str, mask: pl.Expr, message: str) -> Iterator[Bad]:
    number = int(table.select(mask.fill_null(False).sum()).item())
    if number:
        yield column, number, message
