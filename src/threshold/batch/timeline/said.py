"""What entries state of the runs that they begin or end, as `semantics.timeline` reads it."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.timeline.current import Looked
from threshold.batch.timeline.records import Records

Said = tuple[pl.Series, pl.Series]  # where anything is stated of what a unit looks at; the value, or null


def said_of_runs(
    records: Records, fact: str, looked_at: Sequence[tuple[str, Looked]], child: pl.Series
) -> Said | None:
    """A fact as entries state it of the runs that units look at, by episode; None where none does at all.

    Where it cannot be told which run is looked at, or two of them are said to differ, it is not known.
    """
    columns: list[pl.Series] = []
    vague: list[pl.Series] = []
    for episode, looked in looked_at:
        said = records.said_of(episode, fact)
        if said is None:
            continue
        of_run = records.runs(episode).select("ref").join(said, on="ref", how="left", maintain_order="left")
        columns.append(of_run["value"][looked.row])
        if looked.unsure is not None:
            vague.append(looked.unsure & records.among(said["child"])[child])
    if not columns:
        return None
    told = reduce(or_, (each.is_not_null() for each in columns))
    frame = pl.DataFrame({str(number): each for number, each in enumerate(columns)})
    value = frame.select(pl.coalesce(pl.all())).to_series()
    unclear = [*vague, *(each.is_not_null() & (each != value) for each in columns[1:])]
    if unclear:
        not_known = reduce(or_, (each.fill_null(False) for each in unclear))
        told = told | not_known
        value = frame.select(pl.when(~not_known).then(pl.coalesce(pl.all()))).to_series()
    return told, value
