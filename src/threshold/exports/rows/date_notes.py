"""What is told of a table's dates: which cannot be read, and how those were that can be read two ways."""

import polars as pl

from threshold.exports.quality import finding, summed
from threshold.exports.rows.cells import Dates


class DateNotes:
    """The dates of one table, column by column. `declared`: somebody said how they are written."""

    def __init__(self, place: str, declared: bool) -> None:
        self.place, self.declared = place, declared
        self._settled = False
        self._either: list[tuple[str | None, pl.Series]] = []

    def of(self, dates: Dates, rows: pl.Series, column: str | None) -> list[pl.DataFrame]:
        """What is told of each cell of a column; `rows` are the numbers of its rows."""
        found = [
            finding(kind, self.place, rows.filter(which), column)
            for kind, which in (("unreadable-date", dates.unreadable), ("mixed-dates", dates.mixed))
            if which.any()
        ]
        if dates.short.any():
            found.append(summed("short-year", self.place, int(dates.short.sum()), column))
        self._settled |= dates.settled
        if dates.ambiguous.any():
            self._either.append((column, rows.filter(dates.ambiguous)))
        return found

    def of_all(self) -> list[pl.DataFrame]:
        """What is told once of all columns: nothing where it was declared which of the two comes first."""
        if self.declared or not self._either:
            return []
        if not self._settled:
            return [finding("ambiguous-date", self.place, rows, column) for column, rows in self._either]
        (column, _), *others = self._either
        count = sum(len(rows) for _, rows in self._either)
        return [summed("day-first", self.place, count, None if others else column)]
