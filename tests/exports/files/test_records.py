"""Parquet and lines of JSON: the same rows as a CSV file would give, and bad lines told by number."""

import json
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import EVENTS, HEADERS, ROWS, Read, events, findings


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("suffix", [".parquet", ".ndjson", ".csv"])
def test_every_kind_of_file_says_the_same(tmp_path: Path, read: Read, suffix: str, typed: bool) -> None:
    rows = pl.DataFrame(ROWS, schema=HEADERS, orient="row")
    if typed:
        rows = rows.with_columns(pl.col("date").str.to_date(), pl.col("event").cast(pl.Categorical))
    path = tmp_path / f"report{suffix}"
    getattr(rows, f"write_{suffix[1:]}")(path)
    export = read(path)
    assert events(export) == EVENTS
    assert {str(status) for status in export.tables.events["status"]} == {"held", "planned"}


def test_bad_lines_of_json_are_told_by_number(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "report.ndjson"
    row = {
        "child_id": 1,
        "event": "network_meeting",
        "date": "2024-01-02",
        "attended": ["Social Worker", "Referrer"],
    }
    path.write_text(f"{json.dumps(row)}\n{{\n[1]\n{'[' * 100_000}\n\n{json.dumps(row | {'child_id': 2})}\n")
    export = read(path)
    assert findings(export) == {("unreadable-row", number, None) for number in (2, 3, 4)}
    assert export.tables.events["attended"].to_list() == [["Social Worker", "Referrer"]] * 2
    assert (export.rows_in, export.rows_refused) == (5, 3)
