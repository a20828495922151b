"""Columns of days, some with a time of day: on England's clock, as far as that clock can show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import polars as pl

from threshold.batch.columns import everywhere
from threshold.exports.rows.cells import Dates, read_dates, read_moments
from threshold.exports.rows.moments import LOCAL, apart

_A_TIME = r"\d{1,2}:\d{2}"


@dataclass(frozen=True, slots=True)
class Moments:
    """The days of a column and, where a cell has a time of day, the moments.

    skipped  cells of which England's clocks skip the hour, in March: they are neither day nor moment
    doubled  cells of which the hour comes twice, in October: taken for the first
    """

    dates: Dates
    at: pl.Series
    skipped: pl.Series
    doubled: pl.Series

    @property
    def days_alone(self) -> bool:
        """Whether there are days, and none has a time of day."""
        return self.at.null_count() == len(self.at) and bool(self.dates.on.is_not_null().any())

    def values(self) -> list[date | datetime | None]:
        """A moment for every cell that has one, a day for one that has only that."""
        on = self.dates.on.set(self.skipped, None) if self.skipped.any() else self.dates.on
        if self.at.null_count() == len(self.at):
            return list(on)
        return [day if at is None else at for at, day in zip(self.at.to_list(), on.to_list(), strict=True)]


def read_days_and_times(column: pl.Series, first: Literal["day", "month"]) -> Moments:
    """The days and moments of a column of any writing; a zone that is written is reckoned in."""
    dates = read_dates(column, first)
    none = everywhere(False, len(column))
    timed = column.dtype == pl.Datetime or (
        column.dtype == pl.String and bool(column.str.contains(_A_TIME).any())
    )
    if not timed:
        return Moments(dates, pl.Series([None] * len(column), dtype=pl.Datetime("us")), none, none)
    at = read_moments(column, first)
    at = at.set(dates.on.is_null(), None)
    zoned = _in_a_zone(column)
    unzoned = at.set(zoned, None) if zoned.any() else at
    once = unzoned.dt.replace_time_zone(LOCAL, non_existent="null", ambiguous="earliest")
    skipped = unzoned.is_not_null() & once.is_null()
    last = unzoned.dt.replace_time_zone(LOCAL, non_existent="null", ambiguous="latest")
    doubled = (once != last).fill_null(False)
    return Moments(dates, at.set(skipped, None) if skipped.any() else at, skipped, doubled)


def _in_a_zone(column: pl.Series) -> pl.Series:
    """Which cells say of which zone they are, so that their moment is one alone."""
    if column.dtype == pl.Datetime:
        return everywhere(getattr(column.dtype, "time_zone", None) is not None, len(column))
    return apart(column)["offset"].is_not_null()
