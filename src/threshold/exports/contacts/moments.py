"""Columns of days, some with a time of day: on England's clock, as far as that clock can show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import polars as pl

from threshold.batch.columns import everywhere
from threshold.exports.rows.cells import Dates, read_dates, read_moments
from threshold.exports.rows.moments import LOCAL, apart

_A_TIME = r"\d{1,2}:\d{2}"
_ONLY_A_TIME = r"^(\d{1,2}:\d{2}.*)$"
_A_DAY_OF_ITS_OWN = r"^(?:1899|1900)-\d\d-\d\d[ T]"
_PART_OF_A_DAY = r"^\s*\d{5}\.\d*[1-9]\d*\s*$"  # behind the day, as a spreadsheet counts
_A_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Moments:
    """The days of a column and, where a cell has a time of day, the moments.

    skipped  cells of which England's clocks skip the hour, in March: they are neither day nor moment
    doubled  cells of which the hour comes twice, in October: taken for the first
    untimed  cells of which the day can be read, and the time of day behind it cannot
    """

    dates: Dates
    at: pl.Series
    skipped: pl.Series
    doubled: pl.Series
    untimed: pl.Series

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


def read_days_and_times(column: pl.Series, first: Literal["day", "month"], declared: bool = False) -> Moments:
    """The days and moments of a column of any writing; a zone that is written is reckoned in."""
    dates = read_dates(column, first, declared)
    none = everywhere(False, len(column))
    timed = column.dtype == pl.Datetime or (
        column.dtype == pl.String and bool(column.str.contains(_A_TIME).any())
    )
    if not timed:
        at = pl.Series([None] * len(column), dtype=pl.Datetime("us"))
        return Moments(dates, at, none, none, _untimed(column, dates, at))
    at = read_moments(column, first)
    at = at.set(dates.on.is_null(), None)
    zoned = _in_a_zone(column)
    unzoned = at.set(zoned, None) if zoned.any() else at
    once = unzoned.dt.replace_time_zone(LOCAL, non_existent="null", ambiguous="earliest")
    skipped = unzoned.is_not_null() & once.is_null()
    last = unzoned.dt.replace_time_zone(LOCAL, non_existent="null", ambiguous="latest")
    doubled = (once != last).fill_null(False)
    untimed = _untimed(column, dates, at)
    return Moments(dates, at.set(skipped, None) if skipped.any() else at, skipped, doubled, untimed)


def read_days_beside_times(
    days: pl.Series, times: pl.Series, first: Literal["day", "month"], declared: bool = False
) -> tuple[Moments, pl.Series]:
    """The same of a column of days with one of times beside it; and which cells hold a time of no day's."""
    dates = read_dates(days, first, declared)
    written = _as_times(times)
    time = written.str.extract(_ONLY_A_TIME)
    untimed = written.is_not_null() & time.is_null()
    text = pl.select(pl.when(dates.on.is_not_null()).then(dates.on.cast(pl.String) + " " + time)).to_series()
    joined = read_days_and_times(text, first)
    untimed |= text.is_not_null() & joined.at.is_null() & ~joined.skipped
    untimed &= dates.on.is_not_null()
    return Moments(dates, joined.at, joined.skipped, joined.doubled, untimed), untimed


def _untimed(column: pl.Series, dates: Dates, at: pl.Series) -> pl.Series:
    """Which cells have a day that can be read, and behind it something that seems a time and is none."""
    if column.dtype in (pl.Date, pl.Datetime):
        return everywhere(False, len(column))
    behind = column.cast(pl.String).str.contains(f"{_A_TIME}|{_PART_OF_A_DAY}").fill_null(False)
    return behind & at.is_null() & dates.on.is_not_null()


def _as_times(column: pl.Series) -> pl.Series:
    """A column of times as text; a spreadsheet keeps one as a share of the day, or at a day of its own."""
    if column.dtype in (pl.Time, pl.Datetime):
        return column.dt.to_string("%H:%M:%S")
    text = column.cast(pl.String).str.strip_chars().str.replace(_A_DAY_OF_ITS_OWN, "")
    share = text.str.extract(r"^(0?\.\d+)$").cast(pl.Float64) * _A_DAY
    clock = pl.Series(share.round().cast(pl.Int64) * 1_000_000_000).cast(pl.Time).dt.to_string("%H:%M:%S")
    figures = text.str.replace(r"^(\d{1,2})[.h]?(\d{2})(?: ?h(?:rs|ours)?)?$", "${1}:${2}")
    return clock.zip_with(share.is_not_null(), figures.set(figures == "", None))


def _in_a_zone(column: pl.Series) -> pl.Series:
    """Which cells say of which zone they are, so that their moment is one alone."""
    if column.dtype == pl.Datetime:
        return everywhere(getattr(column.dtype, "time_zone", None) is not None, len(column))
    return apart(column)["offset"].is_not_null()
