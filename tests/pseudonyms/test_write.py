"""Tables are written as the kind of file that they came from, and read again as they were."""

from pathlib import Path

import polars as pl
import pytest

from threshold.pseudonyms.tables import Table, tables_of
from threshold.pseudonyms.write import suffix_for, write_file

ROWS = pl.DataFrame({"child_id": ["B-1", "B-2"], "on": ["2026-01-12", None], "note": ["a, b", '=1+"1"']})


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".parquet", ".ndjson", ".xlsx"])
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_file(path, [Table(path, "Sheet", "a", ROWS)])
    (table,) = tables_of(path, {"child id"}, ())
    assert table.rows.equals(ROWS)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_hidden_sheet_stays_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_file(path, [Table(path, "Shown", "a", ROWS), Table(path, "Aside", "b", ROWS, hidden=True)])
    assert [(table.sheet, table.hidden) for table in tables_of(path, {"child id"}, ())] == [
        ("Shown", False),
        ("Aside", True),
    ]


def test_every_workbook_becomes_an_xlsx() -> None:
    assert [suffix_for(Path(f"a{end}")) for end in (".XLS", ".ods", ".csv", ".Parquet")] == [
        ".xlsx",
        ".xlsx",
        ".csv",
        ".parquet",
    ]
