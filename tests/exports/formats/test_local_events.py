"""Local events: files and folders of rows, what no row can do without, and the map that lies beside them."""

from datetime import date
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

from threshold.exports import inspect_export
from threshold.exports.formats import local_events
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary


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


def test_a_map_in_the_folder_holds_for_every_file(tmp_path: Path, write: Write, read: Read) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write(*ROWS[:2]).rename(folder / "a.csv")
    write(*ROWS[2:]).rename(folder / "b.csv")
    (folder / local_events.MAP_NAME).write_text(MAP + "covers: {cin_review: as_at}\n")
    export = read(folder)
    assert events(export) == EVENTS
    assert covered(export, "2") == {"cin_review"}
    assert export.source.proxies == ()


def test_a_map_that_is_given_goes_before_one_that_lies_beside(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(*ROWS)
    path.with_name("report.columns.yaml").write_text(MAP + "covers: {cin_review: as_at}\n")
    given = column_map(MAP + "covers: {core_group: 2024-05-01}\n")
    assert read(path, column_map=given).tables.covers == {"core_group": date(2024, 5, 1)}


def test_a_column_of_the_map_that_a_file_lacks_is_told(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write([*ROWS[0][:3]], headers=HEADERS[:3])
    export = read(path, column_map=column_map(MAP))
    assert findings(export) == {("missing-column", None, "ref_id"), ("missing-column", None, "status")}
    assert events(export) == {("001", "referral", "2024-01-02")}


@pytest.mark.parametrize("lacking", ["child_id", "event", "date"])
def test_what_no_row_can_do_without_is_asked_for_by_name(write: Write, read: Read, lacking: str) -> None:
    headers = [header if header != lacking else "other" for header in HEADERS]
    names = {"child_id": "the child's reference", "event": "the kind of event", "date": "the date"}
    with pytest.raises(BadInput) as caught:
        read(write(*ROWS, headers=headers))
    assert [name for header, name in names.items() if f" {name};" in str(caught.value)] == [names[lacking]]


def test_pieces_of_work_need_no_column_but_the_child_s(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    dates = column_map("columns: {child: Child}\ndates: {referral: Received}\n")
    assert events(read(write(["1", "2024-01-08"], headers=["Child", "Received"]), column_map=dates)) == {
        ("1", "referral", "2024-01-08")
    }
    with pytest.raises(BadInput, match="the child's reference"):
        read(write(["1", "2024-01-08"], headers=["Kid", "Received"]), column_map=dates)


def test_a_file_with_headers_alone_is_empty(write: Write, read: Read) -> None:
    export = read(write())
    assert findings(export) == {("empty", None, None)}
    assert (export.rows_in, export.children) == (0, 0)


def test_only_dates_that_a_piece_of_work_has_both_of_are_a_span(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    text = "columns: {child: Child}\ndates: {assessment_started: Start, cp_plan_ended: End}\n"
    path = write(["1", "2024-03-08", "2024-02-08"], headers=["Child", "Start", "End"])
    assert findings(read(path, column_map=column_map(text))) == set()


def test_kinds_of_event_that_are_free_text_or_identify_are_not_listed(
    write: Write, vocabulary: Vocabulary
) -> None:
    few = [["1", f"kind {number}", "2024-01-02", "", ""] for number in range(199)]
    few.append(["1", "call 07700 900123", "2024-01-02", "", ""])
    first = inspect_export(write(*few), vocabulary)
    assert sum(each.column.startswith('"kind') for each in first.seen) == 199
    assert "07700" not in first.text() + (first.column_map or "")
    many = inspect_export(write(*few, ["1", "one more", "2024-01-02", "", ""]), vocabulary)
    assert not any(each.column.startswith('"') for each in many.seen)
