"""The period that figures are of: what was done in it, or what was started in it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from threshold.reading import BadInput, Problem
from threshold.vocabulary import parse_date, shown

By = Literal["done", "started"]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, and by which day it is told whether something belongs to them."""

    first: date
    last: date
    by: By = "done"

    def __str__(self) -> str:
        return f"{shown(self.first)} to {shown(self.last)}"

    def holds(self, started: str, done: str) -> pl.Expr:
        """Whether a row belongs to it, by its columns of days.

        What was started on a day that nobody knows may belong to it, and stays; see `judged`.
        """
        if self.by == "done":
            return pl.col(done).is_between(self.first, self.last).fill_null(False)
        return pl.col(started).is_between(self.first, self.last).fill_null(True)

    def judged(self, started: str, states: pl.DataType) -> pl.Expr:
        """The state of a row that it holds; of one that may have been started outside it cannot be told."""
        state = pl.col("state")
        if self.by == "done":
            return state
        assert isinstance(states, pl.Enum)
        untold = "cannot_tell" if "cannot_tell" in states.categories else "undetermined"
        known = pl.col(started).is_not_null() | (state == "not_applicable")
        return pl.when(known).then(state).otherwise(pl.lit(untold, dtype=states))

    def not_done(self, as_at: date) -> pl.Expr:
        """Which clocks tell of something that was overdue at its end, or was missed for good in it.

        Whatever became of it afterwards. Where the period goes on, its end is the date of the audit.
        """
        end, state = min(self.last, as_at), pl.col("state")
        overdue = (state == "overdue") & pl.lit(end == as_at)
        was_due = (pl.col("due") < end) & (
            (state == "overdue")
            | ((state == "late") & (pl.col("met_on") > end))
            | ((state == "missed") & (pl.col("stopped_on") > end))
        )
        missed = (state == "missed") & pl.col("stopped_on").is_between(self.first, end)
        return (overdue | was_due | missed).fill_null(False)

    def counting(self) -> tuple[str, ...]:
        """How it is counted, in words."""
        if self.by == "done":
            return (
                f"Only what was done from {self} is counted, whenever it was started: as met or late, on the "
                "day on which it was done.",
                "What was overdue when the period ended, and what was missed for good in it, is in no figure "
                "of a rule; the first line says how many there are, whatever was done about them later.",
            )
        return (
            f"Only what was started from {self} is counted, as it stands at the date of the audit: done by "
            "then, whenever that was, overdue, or still open.",
            "What was started on a day that cannot be told may belong to the period, and cannot be told.",
        )


def read_period(text: str, by: By) -> Period:
    """The period that is written `2025-04-01..2026-03-31`. Raises BadInput where it is none."""
    first, dots, last = text.partition("..")
    if not dots:
        raise BadInput(
            Problem("is two dates with two dots between: 2025-04-01..2026-03-31", field="--period")
        )
    try:
        period = Period(parse_date(first.strip()), parse_date(last.strip()), by)
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--period")) from None
    if period.last < period.first:
        raise BadInput(Problem("ends before it begins", field="--period"))
    return period
