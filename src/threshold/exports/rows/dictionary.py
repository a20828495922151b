"""Dictionary encoding: columns in which the same comes again and again are looked at once a text."""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from threshold.batch.columns import everywhere, nothing


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column as fewer `texts`, and `which` of them a cell holds: its position, null for an empty cell."""

    texts: pl.Series
    which: pl.Series

    def decode(self, values: pl.Series) -> pl.Series:
        """A value for every text as a value for every cell; null for an empty cell."""
        return values.gather(self.which)

    def marked(self, flags: pl.Series) -> pl.Series:
        """Which cells hold a text that is flagged."""
        if not flags.any():
            return everywhere(False, len(self.which))
        return self.decode(flags).fill_null(False)


def dictionary_encoded(column: pl.Series) -> Encoded:
    """The column by its distinct texts, in no order of their own."""
    cells = column if column.dtype == pl.Categorical else column.cast(pl.String).cast(pl.Categorical)
    texts = cells.unique().drop_nulls()
    # What stands for a text in a column of categories is a number, but the numbers have gaps.
    codes = texts.to_physical()
    positions = nothing(pl.UInt32(), max(codes, default=0) + 1).scatter(codes, range(len(codes)))
    return Encoded(texts.cast(pl.String), positions.gather(cells.to_physical()))


def run_encoded(column: pl.Series) -> Encoded:
    """The column by its runs of like cells, in their order, empty ones among them.

    That is shortest where the rows of one child stand together, and asks for no search.
    """
    runs = column.hash().rle_id()
    return Encoded(column.filter((runs != runs.shift()).fill_null(True)), runs)


def as_categories(columns: Collection[str]) -> pl.Expr:
    """Those of these columns that are text, as categories: in a quarter of the room, and sooner encoded."""
    return (cs.string() & cs.by_name(*columns, require_all=False)).cast(pl.Categorical)


def again(rows: pl.DataFrame) -> pl.Series | None:
    """Which rows an earlier row is just like; None where no row comes twice."""
    # 64 bits of each row stand for the row: a chance likeness among millions is next to impossible.
    marks = rows.hash_rows(seed=1)
    twice = repeated(marks)
    if twice.is_empty():
        return None
    likely = marks.is_in(twice.implode()).arg_true()
    return true_at(likely.filter(~marks.gather(likely).is_first_distinct()), rows.height)


def repeated(numbers: pl.Series) -> pl.Series:
    """The numbers that come more than once, each of them once."""
    # Sorting numbers is a good deal quicker than grouping them.
    ordered = numbers.sort()
    return ordered.filter(ordered == ordered.shift()).unique()


def true_at(places: pl.Series, rows: int) -> pl.Series:
    """A column that is true in these places and nowhere else."""
    # A new column each time, because scattering changes the one that it is asked of.
    return everywhere(False, rows).scatter(places, True)
