"""How old each child is, by column, as `casefiles.ages` has it: each different statement looked at once."""

from collections.abc import Mapping

import polars as pl

from threshold.batch.columns import numbered
from threshold.batch.tables import column_type
from threshold.batch.timeline.column import Column
from threshold.batch.timeline.source import Source
from threshold.casefiles import ages
from threshold.vocabulary import ABSENT, Missing, Value


def column(source: Source, name: str) -> Column | None:
    """The age of every child on the day of the batch, or who is unborn; None of other facts, or of nobody."""
    if name not in ages.SETTLED or (said := _said(source)) is None:
        return None
    number, given = said
    today = source.timeline.as_at
    found = [ages.known(each, today, today).get(name) for each in given]
    values = [None if isinstance(each, Missing) else each for each in found]
    absent = pl.Series([each is ABSENT for each in found], dtype=pl.Boolean)
    dtype = column_type(source.vocabulary.facts[name].type)
    return Column(pl.Series(values, dtype=dtype)[number], absent[number])


def at_odds(source: Source, name: str) -> pl.Series | None:
    """Where what is stated of the age cannot all be so; None of other facts, and where nothing is stated."""
    if name not in ages.SETTLED or (said := _said(source)) is None:
        return None
    number, given = said
    found = [ages.at_odds(each, source.timeline.as_at) for each in given]
    return pl.Series(found, dtype=pl.Boolean)[number]


def _said(source: Source) -> tuple[pl.Series, list[Mapping[str, Value]]] | None:
    """What is stated of how old children are, each different statement once, and which is each child's."""
    names = [name for name in ages.AGES if name in source.stated.columns]
    if not names:
        return None
    number, rows = numbered(source.stated.select(names))
    given = [_without_gaps(row) for row in rows.iter_rows(named=True)]
    return pl.Series(number, dtype=pl.UInt32), given


def _without_gaps(row: Mapping[str, Value | None]) -> Mapping[str, Value]:
    return {name: value for name, value in row.items() if value is not None}
