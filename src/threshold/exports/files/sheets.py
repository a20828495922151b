"""A sheet of a workbook as a table: its headers wherever they stand, and the rows under them."""

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from threshold.exports.files.counting import agree
from threshold.exports.files.delimited import ROWS_OF_A_SAMPLE, ReadRows, unique_names
from threshold.exports.files.doubled import doubled
from threshold.exports.files.headers_or_data import are_headers
from threshold.exports.files.surroundings import ROWS_BEFORE_HEADERS, first_full, header_row, title_lines
from threshold.exports.files.workbook import Sheet
from threshold.exports.rows.dictionary import as_categories


class SheetTable:
    """A sheet whose headers are known. A blank row is no row.

    `known` are headers to look for, tidied, of which rows may hold some as well (`in_cells`).
    """

    def __init__(
        self, sheet: Sheet, name: str, known: Collection[str] = (), in_cells: Collection[str] = ()
    ) -> None:
        self.name, self.hidden = name, sheet.hidden
        top = sheet.cells.head(ROWS_BEFORE_HEADERS).rows()
        at = header_row(top, known)
        self._titles = [number + 1 for number, row in enumerate(top[:at]) if any(row)]
        self.headless = any(map(any, top)) and not are_headers(top, at, known, in_cells)
        if self.headless:
            at = first_full(top)
            self._titles = [number for number in self._titles if number <= at]
        # What a row of data holds is a child's, and no name to be repeated.
        names = [cell or "" for cell in top[at]] if top and not self.headless else [""] * sheet.cells.width
        self._written = names
        self.headers = unique_names(names)
        rows = sheet.cells.rename(dict(zip(sheet.cells.columns, self.headers, strict=True)))
        rows = rows.with_row_index("row", offset=1).slice(at if self.headless else at + 1)
        self._rows = (
            rows.filter(pl.any_horizontal(pl.exclude("row").is_not_null())) if rows.width > 1 else rows
        )
        above = sum(any(cell is not None for cell in row) for row in top[: at if self.headless else at + 1])
        self._records = self._rows.height if sheet.filled is None else sheet.filled - above

    def read(self, columns: Collection[str], labels: Collection[str] = ()) -> ReadRows:
        """These columns of every row; an empty cell is null."""
        again = doubled(self._written, self.headers, columns)
        wanted = [header for header in self.headers if header in columns or header in again.names]
        rows, told = again.settle(self._rows.select("row", *wanted), self.name)
        agree(self.name, self._records, rows.height)
        told += title_lines(self.name, self._titles)
        return ReadRows(rows.with_columns(as_categories(labels)), told, records=self._records)

    def again(
        self, numbers: Sequence[int], columns: Collection[str]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """These columns of some rows, by their numbers, as the sheet has them."""
        wanted = [header for header in self.headers if header in columns]
        for number, *cells in (
            self._rows.filter(pl.col("row").is_in(numbers)).select("row", *wanted).iter_rows()
        ):
            yield number, dict(zip(wanted, cells, strict=True))

    def sample(self) -> pl.DataFrame:
        """Some rows, in all columns."""
        return self._rows.drop("row").head(ROWS_OF_A_SAMPLE)
