"""Small ways with whole columns that do without an expression, which would take longer than what it does."""

from functools import cache

import polars as pl

_TRUTHS = {truth: pl.Series([truth], dtype=pl.Boolean) for truth in (True, False)}


@cache
def _null(dtype: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=dtype)


def nothing(dtype: pl.DataType, rows: int) -> pl.Series:
    """A column in which nothing is known."""
    return _null(dtype).new_from_index(0, rows)


def everywhere(truth: bool, rows: int) -> pl.Series:
    """A column of one truth."""
    return _TRUTHS[truth].new_from_index(0, rows)


def where(mask: pl.Series, value: pl.Series, otherwise: pl.Series | None = None) -> pl.Series:
    """The value where the mask (which has no nulls) holds; elsewhere the other, or null."""
    if otherwise is None:
        otherwise = nothing(value.dtype, value.len())
    return value.zip_with(mask, otherwise)


def replaced(column: pl.Series, places: pl.Series, values: pl.Series) -> pl.Series:
    """The column, with other values at some places; of any type, lists as well."""
    size = column.len()
    source = pl.int_range(size, dtype=pl.UInt32, eager=True)
    source = source.scatter(places, pl.int_range(size, size + places.len(), dtype=pl.UInt32, eager=True))
    return pl.concat([column, values])[source]


def nth(column: str) -> pl.Expr:
    """Which each row is of those with one value, from 0; these lie together."""
    place, value = pl.int_range(pl.len(), dtype=pl.UInt32), pl.col(column)
    return place - pl.when(value.ne_missing(value.shift(1))).then(place).forward_fill()


def one_before(column: pl.Expr, group: str) -> pl.Expr:
    """The value of the row before, if it is of the same group; the rows of one lie together."""
    return pl.when(pl.col(group) == pl.col(group).shift(1)).then(column.shift(1))


def numbered(frame: pl.DataFrame) -> tuple[list[int], pl.DataFrame]:
    """Of each row the number of those that are like it, counted from 0, and of each number the first row."""
    constant = [name for name in frame.columns if frame[name].n_unique() == 1]
    told = frame.drop(constant) if len(constant) < frame.width else frame.select(frame.columns[:1])
    groups = told.with_row_index("row").group_by(told.columns, maintain_order=True).agg(pl.col("row"))
    first = frame[groups["row"].list.first()]
    number = groups.select("row").with_row_index("number").explode("row").sort("row")["number"]
    return number.to_list(), first
