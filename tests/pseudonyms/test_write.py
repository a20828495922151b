"""Tables are written as the kind of file that they came from."""

from pathlib import Path

import polars as pl
import pytest

from threshold.pseudonyms.write import Table, suffix_for, write_file

ROWS = pl.DataFrame({"child_id": ["B-1", "B-2"], "on": ["2026-01-12", None], "note": ["a, b", '=1+"1"']})


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".parquet", ".ndjson", ".xlsx"])
def test_the_same_is_written_twice_and_is_its_owners_alone(tmp_path: Path, suffix: str) -> None:
    one, two = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    for path in (one, two):
        write_file(path, [Table("Sheet", ROWS), Table("Aside", ROWS, hidden=True)])
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600


def test_every_workbook_becomes_an_xlsx() -> None:
    assert [suffix_for(Path(f"a{end}")) for end in (".XLS", ".ods", ".csv", ".Parquet")] == [
        ".xlsx",
        ".xlsx",
        ".csv",
        ".parquet",
    ]
