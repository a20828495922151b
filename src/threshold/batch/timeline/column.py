"""A fact of every unit as a column, with what is known where it has no value."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.columns import everywhere, where


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of every unit: its values, and what is known where there are none (None: nowhere).

    absent     it is known that it did not happen
    undated    it did happen, on a day that nobody knows
    whole_day  of a moment, only the day is known
    breaks     of a day since which time is served, how many days it was not
    """

    value: pl.Series
    absent: pl.Series | None = None
    undated: pl.Series | None = None
    whole_day: pl.Series | None = None
    breaks: pl.Series | None = None

    def at(self, place: pl.Series) -> "Column":
        """The column of other units, each of which takes its value from a place in this one."""
        masks = (self.absent, self.undated, self.whole_day, self.breaks)
        return Column(self.value[place], *(None if each is None else each[place] for each in masks))

    def otherwise(self, other: "Column") -> "Column":
        """The column, and another where it has neither a value nor a day that nobody knows."""
        nowhere = everywhere(False, self.value.len())
        own = self.value.is_not_null() | (nowhere if self.undated is None else self.undated)
        absent, undated = (
            where(own, nowhere if mine is None else mine, nowhere if theirs is None else theirs)
            for mine, theirs in ((self.absent, other.absent), (self.undated, other.undated))
        )
        return Column(where(own, self.value, other.value), absent, undated)

    def unless(self, mask: pl.Series | None) -> "Column":
        """The column, unknown where a mask (without nulls) holds."""
        if mask is None or not mask.any():
            return self
        kept = ~mask
        masks = (self.absent, self.undated, self.whole_day)
        absent, undated, whole = (None if each is None else each & kept for each in masks)
        return Column(where(kept, self.value), absent, undated, whole, self.breaks)


def either(masks: Sequence[pl.Series]) -> pl.Series | None:
    """Where any of the masks holds; None where there are none."""
    return reduce(or_, masks) if masks else None
