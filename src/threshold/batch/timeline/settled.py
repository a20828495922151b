"""Facts that events settle, by column: what the latest of them says, else what is stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from threshold.batch.columns import everywhere, where
from threshold.batch.tables import column_type
from threshold.batch.timeline.column import Column
from threshold.batch.timeline.entries import LATEST, UNDATED_DAY, keys
from threshold.batch.timeline.source import Source, Units
from threshold.batch.timeline.taking import Taken
from threshold.vocabulary import Fact, ReadStatus, Value


class Reader(Protocol):
    """What gives each unit's entries."""

    source: Source
    units: Units

    def taken(self, events: tuple[str, ...], status: ReadStatus, during: str) -> Taken:
        """The entries that belong to what each unit looks at."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A fact that events settle, and what contradicts itself in it.

    `first` and `last` are what events say, where their order is known; `given` is whether any says so.
    """

    column: Column | None
    first: pl.Series
    last: pl.Series
    given: pl.Series


def settled(reader: Reader, fact: Fact) -> Settled:
    """What the latest of the events says; unknown where it cannot be told which of several is."""
    assert fact.settling is not None
    says, source = dict(fact.settling.says), reader.source
    dtype, units = column_type(fact.type), reader.units.child.len()
    taken = reader.taken(tuple(says), "held", fact.settling.during)
    entries = taken.matching(fact.settling.where)
    own = taken.own
    low, high = keys(own, UNDATED_DAY), keys(own, LATEST)

    def said(place: pl.Series) -> pl.Series:
        event = entries.rows["event"].cast(pl.String)
        return event.replace_strict(says, default=None, return_dtype=dtype)[place]

    first, last = said(entries.first_of(own)), said(entries.latest_of(own))
    value = source.stated[fact.name] if fact.name in source.stated.columns else None
    known = value is not None or entries.rows.height > 0
    if value is not None:
        value = value[reader.units.child]
        value = where(last.is_not_null(), last, value)
    else:
        value = last
    given = everywhere(False, units)
    if "given" in says.values():
        gives = taken.saying({event for event, each in says.items() if each == "given"}, fact.settling.where)
        given = gives.count(low, high) > 0
    if taken.undated or taken.unsure is not None:
        value, in_order = _agreed(taken, fact, value, says)
        first, last = where(in_order, first), where(in_order, last)
        given = given & in_order
    return Settled(Column(value) if known else None, first, last, given)


def _agreed(
    taken: Taken, fact: Fact, value: pl.Series, says: Mapping[str, Value]
) -> tuple[pl.Series, pl.Series]:
    """Without what others of an unknown day, or that may belong elsewhere, say otherwise; where none does."""
    assert fact.settling is not None
    own, wanted = taken.own, fact.settling.where
    undated = taken.matching(wanted).undated(own) > 0
    doubted, kinds = everywhere(False, own.len()), pl.Series([0]).new_from_index(0, own.len())
    low, high = keys(own, UNDATED_DAY), keys(own, LATEST)
    for each in dict.fromkeys(says.values()):
        others = {event for event, said in says.items() if said == each}
        differs = ~(value == each).fill_null(False)
        sure = taken.saying(others, wanted).count(low, high) > 0
        kinds = kinds + sure.cast(pl.Int64)
        doubted = doubted | (undated & sure & differs)
        if taken.unsure is not None:
            doubted = doubted | ((taken.unsure_saying(others, wanted).count(low, high) > 0) & differs)
    in_order = ~undated | (kinds == 1)
    if taken.unsure is not None:
        in_order = in_order & (taken.unsure_matching(wanted).count(low, high) == 0)
    return where(~doubted, value), in_order
