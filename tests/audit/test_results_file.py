"""The flat table of all results, as Parquet and as CSV."""

from pathlib import Path

import polars as pl
import pytest

from threshold.audit.results_file import write_results
from threshold.audit.rows import COLUMNS, rows
from threshold.audit.run import Run

from .conftest import FORMULA, RULE


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_flat_table_has_every_row(done: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"results{suffix}"
    number = write_results(path, done)
    table = pl.read_parquet(path) if suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    assert table.height == number == sum(each.height for each in rows(done))
    assert tuple(table.columns) == COLUMNS
    states = dict(table.filter(pl.col("rule") == RULE)["state"].value_counts().iter_rows())
    assert states == {"met": 2, "late": 1, "overdue": 3, "pending": 1, "cannot_tell": 1}
    assert (f"'{FORMULA}" if suffix == ".csv" else FORMULA) in table["child"].to_list()
    assert list(tmp_path.iterdir()) == [path]
