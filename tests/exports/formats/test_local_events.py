"""Local events: files and folders of rows, what no row can do without, and the map that lies beside them."""

from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import (
    EVENTS,
    HEADERS,
    MAP,
    ROWS,
    Read,
    Write,
    WriteMap,
    covered,
    events,
    findings,
    stated,
)

from threshold.reading import BadInput


def test_a_folder_is_read_as_one_export(tmp_path: Path, write: Write, read: Read) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write(*ROWS[:2]).rename(folder / "a.csv")
    pl.DataFrame(ROWS[2:], schema=HEADERS, orient="row").write_parquet(folder / "b.parquet")
    assert events(read(folder)) == EVENTS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"\0\0\0"),
        ("a.csv", b"one,two\n1,2\n"),
        ("a.parquet", b"PAR1"),
        ("a.ndjson", b""),
        ("a.exe", b"MZ"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(tmp_path: Path, read: Read, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert str(tmp_path) not in str(caught.value) or name.endswith("exe")


def test_rows_that_are_pieces_of_work(write: Write, read: Read, column_map: WriteMap) -> None:
    path = write(
        ["1", "2024-01-02", "2024-02-02", "yes"],
        ["2", "2024-01-02", "", ""],
        ["3", "2024-03-02", "2024-02-02", ""],
        headers=["Child", "Start", "End", "In need"],
    )
    text = (
        "columns: {child: Child}\n"
        "dates: {assessment_started: Start, assessment_completed: End}\n"
        "facts: {child_in_need.assessed: In need}\n"
    )
    export = read(path, column_map=column_map(text))
    assert events(export) == {
        ("1", "assessment_started", "2024-01-02"),
        ("1", "assessment_completed", "2024-02-02"),
        ("2", "assessment_started", "2024-01-02"),
    }
    assert findings(export) == {("negative-duration", 4, "End")}
    assert stated(export, "child_in_need.assessed") == {"1": True}


def test_a_map_beside_the_export_is_found(write: Write, read: Read) -> None:
    path = write(*ROWS)
    (path.parent / "report.columns.yaml").write_text(MAP + "covers: {cin_review: as_at}\n")
    assert covered(read(path), "001") == {"cin_review"}


def test_nothing_is_covered_without_a_map(write: Write, read: Read) -> None:
    export = read(write(*ROWS))
    assert export.tables.covers == {}
    assert "guessed" in export.source.proxies[0]
