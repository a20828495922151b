"""Rows that stand in several files or sheets of one export, as where reports of two months overlap."""

import polars as pl

from threshold.batch.columns import everywhere
from threshold.exports.rows.column_map import ColumnMap


class Copies:
    """The rows of the tables so far, by what their columns are read as; `tables`: how many there will be."""

    def __init__(self, tables: int) -> None:
        self._several = tables > 1
        self._earlier: dict[tuple[str, ...], pl.Series] = {}

    def of_earlier(self, rows: pl.DataFrame, columns: ColumnMap) -> pl.Series:
        """Which rows say, in all that is read of them, just what a row of an earlier table does."""
        nowhere = everywhere(False, rows.height)
        if not self._several or not rows.height:
            return nowhere
        read = {
            **columns.columns,
            **columns.dates,
            **{key: value.column for key, value in (*columns.facts.items(), *columns.carries.items())},
        }
        names = tuple(sorted(read))
        cells = [_text(rows[read[name]]).alias(name) for name in names]
        # 64 bits of each row stand for the row: a chance likeness among millions is next to impossible.
        marks = rows.select(cells).hash_rows(seed=1)
        before = self._earlier.get(names)
        self._earlier[names] = marks if before is None else pl.concat([before, marks])
        return nowhere if before is None else marks.is_in(before.implode())


def _text(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.List):
        return column.cast(pl.List(pl.String)).list.join("\0")
    return column.cast(pl.String)
