"""Entries that were held, kind of event by kind."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Kinds:
    """The entries of each kind: `at` (their place), `whose`, `on`, `whose ref`, `numbered` (by a reference).

    Of a kind of which there is none, a table without rows.
    """

    tables: Mapping[str, pl.DataFrame]
    nothing: pl.DataFrame

    def __getitem__(self, event: str) -> pl.DataFrame:
        return self.tables.get(event, self.nothing)


def by_kind(marks: pl.DataFrame) -> Kinds:
    """`marks` are all entries: `at`, `whose`, `event`, `on`, `held`, `ref` and `whose ref`."""
    held = marks.filter("held").select(
        "event", "at", "whose", "on", "whose ref", numbered=pl.col("ref").is_not_null()
    )
    tables = held.partition_by("event", as_dict=True, include_key=False)
    return Kinds({str(event): rows for (event,), rows in tables.items()}, held.drop("event").clear())
