"""The period that figures are of: what was done in it, or what was started in it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import polars as pl

from threshold.reading import BadInput, Problem
from threshold.vocabulary import parse_date, shown

By = Literal["done", "started"]
WAYS: tuple[By, ...] = get_args(By)


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

        What was started on a day that nobody knows may belong to it, and stays.
        """
        if self.by == "done":
            return pl.col(done).is_between(self.first, self.last).fill_null(False)
        return pl.col(started).is_between(self.first, self.last).fill_null(True)

    def counting(self) -> str:
        """How it is counted, in words."""
        if self.by == "done":
            return (
                f"Only what was done from {self} is counted, whenever it was started; what is not done, or "
                "was done at another time, is in no figure, late as it may be."
            )
        return f"Only what was started from {self} is counted, whenever it was done, or not done yet."


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
