"""Single cases as tables: what is stated of each as columns, and what happened as entries."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from threshold.batch.tables import WHOLE_DAY, Tables, column_type, is_moment, no_gaps
from threshold.casefiles import Case
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.vocabulary import Fact, Value, Vocabulary

_HELD = ("boolean", "number", "date", "datetime", "month", "choice", "role", "text", "label", "list")


def has_column(fact: Fact) -> bool:
    """Whether a column can hold what is stated of a fact; of numbers, such as fit into 32 bits."""
    return fact.type.kind in _HELD


def tables_of(cases: Sequence[Case], vocabulary: Vocabulary, as_at: date) -> Tables:
    """The tables of cases, each a child by its place; only facts that have a column, and bare entries."""
    children = pl.int_range(len(cases), eager=True).cast(pl.String).alias("child")
    columns: dict[str, list[Value | None]] = {}
    happened: list[tuple[int, str, date | None]] = []
    for place, case in enumerate(cases):
        for name, value in case.given.items():
            if name not in columns:
                columns[name] = [None] * len(cases)
            columns[name][place] = value
        happened += [(place, entry.event, entry.on) for entry in case.timeline]
    facts = pl.DataFrame(
        [
            children,
            *(each for name, held in columns.items() for each in _columns(vocabulary.facts[name], held)),
        ]
    )
    places, events, days = zip(*happened, strict=True) if happened else ((), (), ())
    entries = pl.DataFrame(
        {
            "child": pl.Series(places, dtype=pl.Int64).cast(pl.String),
            "event": pl.Series(events, dtype=pl.Enum(list(vocabulary.events))),
            "on": pl.Series(days, dtype=pl.Date),
            "status": pl.Series(["held"], dtype=pl.Enum(ENTRY_STATUSES)).new_from_index(0, len(places)),
        }
    )
    return Tables(entries, facts, {}, as_at, no_gaps())


def _columns(fact: Fact, held: list[Value | None]) -> list[pl.Series]:
    if is_moment(fact):
        whole = [value is not None and not isinstance(value, datetime) for value in held]
        moments = [
            datetime(value.year, value.month, value.day)
            if isinstance(value, date) and not isinstance(value, datetime)
            else value
            for value in held
        ]
        return [
            pl.Series(fact.name, moments, dtype=pl.Datetime("us")),
            pl.Series(fact.name + WHOLE_DAY, whole, dtype=pl.Boolean),
        ]
    kind = column_type(fact.type)
    if kind == pl.List(pl.String):
        return [
            pl.Series(
                fact.name, [list(each) if isinstance(each, tuple) else None for each in held], dtype=kind
            )
        ]
    return [pl.Series(fact.name, held, dtype=kind)]
