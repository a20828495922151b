"""What nothing links is no part of a referral that led to no further action, but of the one before it."""

import polars as pl

from threshold.vocabulary import Vocabulary


def away_from_what_led_nowhere(events: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The events, in which what began and names nothing belongs to the last referral that led to something.

    A referral that led to no further action is one that has ended on a day that nobody knows. Only children
    with such a one are looked at: of the others, days alone tell what belongs to what. `events` are as
    `exports.links` leaves them.
    """
    for name, outer in vocabulary.episodes.items():
        inner = [each.opens for each in vocabulary.episodes.values() if each.within == name]
        held = events.select("child", "event", "on", "ref", "of", held=pl.col("status") == "held")
        held = held.with_row_index("at").filter("held")
        ended = held.filter((pl.col("event") == outer.closes) & pl.col("on").is_null())
        nowhere = ended.select("child", "ref").drop_nulls()
        if not inner or nowhere.is_empty():
            continue
        theirs = held.filter(pl.col("on").is_not_null()).join(nowhere.select("child").unique(), on="child")
        begun = theirs.filter(pl.col("event") == outer.opens).join(nowhere, on=["child", "ref"], how="anti")
        loose = theirs.filter(pl.col("event").is_in(inner) & pl.col("of").is_null())
        found = loose.sort("on", "at").join_asof(
            begun.select("child", "on", live="ref").drop_nulls().sort("on"),
            on="on",
            by="child",
            check_sortedness=False,  # both are sorted just here
        )
        found = found.filter(pl.col("live").is_not_null())
        events = events.with_columns(events["of"].scatter(found["at"], found["live"]))
    return events
