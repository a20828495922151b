"""A fact of every unit as a column, with what is known where it has no value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.columns import where


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of every unit: its values, and what is known where there are none (None: nowhere).

    absent     it is known that it did not happen
    undated    it did happen, on a day that nobody knows
    whole_day  of a moment, only the day is known
    """

    value: pl.Series
    absent: pl.Series | None = None
    undated: pl.Series | None = None
    whole_day: pl.Series | None = None

    def at(self, place: pl.Series) -> "Column":
        """The column of other units, each of which takes its value from a place in this one."""
        return self._each(lambda series: series[place])

    def unless(self, mask: pl.Series | None) -> "Column":
        """The column, unknown where a mask (without nulls) holds."""
        if mask is None or not mask.any():
            return self
        kept = ~mask
        masks = (self.absent, self.undated, self.whole_day)
        return Column(where(kept, self.value), *(None if each is None else each & kept for each in masks))

    def _each(self, change: Callable[[pl.Series], pl.Series]) -> "Column":
        masks = (self.absent, self.undated, self.whole_day)
        return Column(change(self.value), *(None if each is None else change(each) for each in masks))


def either(masks: Sequence[pl.Series]) -> pl.Series | None:
    """Where any of the masks holds; None where there are none."""
    return reduce(or_, masks) if masks else None
