"""Local events: files of every kind and encoding, rows with something wrong, and what the column map says."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import Read, covered, events, findings, stated

from threshold.exports import inspect_export
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

HEADERS = ["child_id", "event", "date", "ref_id", "status"]
ROWS: list[list[Any]] = [
    ["001", "referral", "2024-01-02", None, None],
    ["001", "assessment_started", "2024-01-04", "A1", "held"],
    ["001", "assessment_completed", "2024-02-20", "A1", "held"],
    ["2", "multi_agency_meeting", "2024-07-01", None, "planned"],
]
EVENTS = {(child, event, on) for child, event, on, *_ in ROWS}
MAP = "columns: {child: child_id, event: event, on: date, ref: ref_id, status: status}\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A CSV file with these rows under the headers."""

    def write_it(*rows: list[Any], headers: list[str] | None = None, encoding: str = "utf-8") -> Path:
        path = tmp_path / "report.csv"
        lines = (
            ",".join("" if cell is None else str(cell) for cell in row) for row in (headers or HEADERS, *rows)
        )
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return write_it


@pytest.fixture
def column_map(tmp_path: Path) -> Callable[[str], Path]:
    def write_it(text: str) -> Path:
        path = tmp_path / "map.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_it


WriteMap = Callable[[str], Path]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
def test_every_usual_encoding_of_a_csv_file(write: Write, read: Read, encoding: str) -> None:
    export = read(write(*ROWS, ["Ca\u00e9", "referral", "2024-01-02", None, None], encoding=encoding))
    assert events(export) == EVENTS | {("Ca\u00e9", "referral", "2024-01-02")}
    assert export.rows_in == export.rows_reported == 5


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_every_usual_separator(write: Write, read: Read, separator: str) -> None:
    path = write(*ROWS)
    path.write_text(path.read_text().replace(",", separator))
    assert events(read(path)) == EVENTS


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


def test_a_folder_is_read_as_one_export(tmp_path: Path, write: Write, read: Read) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write(*ROWS[:2]).rename(folder / "a.csv")
    pl.DataFrame(ROWS[2:], schema=HEADERS, orient="row").write_parquet(folder / "b.parquet")
    assert events(read(folder)) == EVENTS


def test_labels_are_compared_without_capitals_and_other_names_are_known(write: Write, read: Read) -> None:
    path = write(
        ["1", "Assessment Authorised", "02/01/2024", "", "Completed"],
        headers=["Child ID", "Event Type", "Event Date", "Ref", "Event status"],
    )
    assert events(read(path)) == {("1", "assessment_completed", "2024-01-02")}


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (["", "referral", "2024-01-02", "", ""], ("no-child", 6, "child_id")),
        (["a\0b", "referral", "2024-01-02", "", ""], ("unreadable-reference", 6, "child_id")),
        (["9", "Coffee", "2024-01-02", "", ""], ("unknown-event", 6, "event")),
        (["9", "referral", "soon", "", ""], ("unreadable-date", 6, "date")),
        (["9", "referral", "", "", ""], ("no-date", 6, "date")),
        (["9", "referral", "2024-01-02", "", "hm"], ("unknown-status", 6, "status")),
        (["9", "consent_given", "2024-01-02", "", ""], ("no-needed-value", 6, "for")),
        (["001", "referral", "2024-01-02", "", ""], ("duplicate", 6, None)),
        (["9", "referral", "2024-01-02", "", "", "x"], ("ragged", 6, None)),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_told(
    write: Write, read: Read, row: list[str], finding: Any
) -> None:
    export = read(write(*ROWS, row))
    assert findings(export) == {finding}
    assert events(export) == EVENTS
    assert (export.rows_in, export.rows_refused) == (5, 1)


def test_odd_but_usable_rows_are_told_and_kept(write: Write, read: Read) -> None:
    export = read(
        write(
            ["1", "referral", "2024-07-01", "", ""],
            ["2", "cp_plan_ended", "2024-03-01", "", ""],
            ["3", "assessment_started", "2024-01-02", "A1", ""],
            ["3", "assessment_started", "2024-01-20", "A2", ""],
            ["3", "assessment_completed", "2024-02-02", "A1", ""],
            ["3", "assessment_completed", "2024-02-20", "A2", ""],
            ["4", "multi_agency_meeting", "2024-07-01", "", "planned"],
        )
    )
    assert findings(export) == {
        ("after-the-date", 2, "date"),
        ("missing-start", 3, "event"),
        ("overlap", 5, "event"),
    }
    assert export.rows_refused == 0


def test_a_negative_duration_is_a_finding_and_no_figure(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(
        *ROWS,
        ["3", "assessment_started", "2024-03-04", "A3", ""],
        ["3", "assessment_completed", "2024-02-04", "A3", ""],
    )
    covers = "covers: {assessment_started: as_at, assessment_completed: as_at}\n"
    export = read(path, column_map=column_map(MAP + covers))
    assert findings(export) == {("negative-duration", 7, "date")}
    assert events(export) == EVENTS
    assert covered(export, "001") == {"assessment_started", "assessment_completed"}
    assert covered(export, "3") == set()


def test_references_that_link_nothing_do_not_make_every_end_headless(write: Write, read: Read) -> None:
    export = read(
        write(
            ["1", "assessment_started", "2024-01-02", "E1", ""],
            ["1", "assessment_completed", "2024-02-02", "E2", ""],
        )
    )
    assert findings(export) == set()


def test_an_open_quotation_mark_swallows_nothing(write: Write, read: Read) -> None:
    export = read(write(["1", '"referral', "2024-01-02", "", ""], ["2", "referral", "2024-01-03", "", ""]))
    assert events(export) == {("1", "referral", "2024-01-02"), ("2", "referral", "2024-01-03")}


def test_blank_lines_do_not_move_the_row_numbers(write: Write, read: Read) -> None:
    path = write(["1", "referral", "2024-01-02", "", ""])
    path.write_text(path.read_text() + "\n\n9,Coffee,2024-01-02,,\n")
    assert findings(read(path)) == {("unknown-event", 5, "event")}


def test_thousands_of_columns(write: Write, read: Read) -> None:
    more = [f"column {number}" for number in range(5_000)]
    path = write(["1", "referral", "2024-01-02", "", "", *more], headers=[*HEADERS, *more])
    assert events(read(path)) == {("1", "referral", "2024-01-02")}


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


def test_the_map_names_columns_labels_and_what_is_covered(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(
        ["1", "Erstgespr\u00e4ch", "01/02/2024", "x"],
        ["1", "Filed", "01/03/2024", "x"],
        headers=["Who", "What", "When", "Why"],
    )
    export = read(
        path,
        column_map=column_map(
            "columns: {child: Who, event: What, on: When}\n"
            "events: {Erstgespr\u00e4ch: network_meeting, Filed: ~}\n"
            "covers: {network_meeting: 2024-05-01, cin_review: as_at}\n"
            "written: month first\n"
        ),
    )
    assert events(export) == {("1", "network_meeting", "2024-01-02")}
    assert export.tables.covers == {"network_meeting": date(2024, 5, 1), "cin_review": date(2024, 6, 1)}
    assert ("left-out", None, "What") in findings(export)
    assert (export.rows_in, export.rows_refused) == (2, 1)


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


def test_facts_are_typed_and_one_child_has_one_answer(write: Write, read: Read, column_map: WriteMap) -> None:
    headers = ["child_id", "event", "date", "Consent", "role", "notes"]
    path = write(
        ["1", "referral", "2024-01-02", "Y", "Social worker", ""],
        ["1", "", "", "Given", "", ""],
        ["2", "referral", "2024-01-02", "Y", "", ""],
        ["2", "referral", "2024-01-03", "N", "Nobody", ""],
        ["3", "referral", "2024-01-02", "perhaps", "", "call 07700 900123"],
        headers=headers,
    )
    text = (
        "columns: {child: child_id, event: event, on: date}\n"
        "facts:\n"
        "  consent.to_share: {column: Consent, values: {Y: given, N: refused}}\n"
        "  assessment.lead_role: role\n"
        "  contact.brag_change_reason: notes\n"
    )
    export = read(path, column_map=column_map(text))
    assert stated(export, "consent.to_share") == {"1": "given"}
    assert stated(export, "assessment.lead_role") == {"1": "Social Worker"}
    assert stated(export, "contact.brag_change_reason") == {}
    assert {("unreadable", 5, "role"), ("unreadable", 6, "Consent"), ("unreadable", 6, "notes")} <= findings(
        export
    )
    assert ("different-answers", None, "consent.to_share") in findings(export)


@pytest.mark.parametrize(
    ("text", "field", "hint"),
    [
        ("columns: {child: NHS number, event: e, on: d}", "columns.child", "an NHS number"),
        ("columns: {child: c}", "columns", "event"),
        (MAP + "events: {Visit: referal}", "events.Visit", 'did you mean "referral"'),
        (MAP + "covers: {referral: 31/03/2024}", "covers.referral", "year-month-day"),
        (MAP + "facts: {cin_review.latest: x}", "facts.cin_review.latest", "no such stated fact"),
        (MAP + "facts: {safety.scale: x}", "facts.safety.scale", "no such stated fact"),
        (MAP + "colour: red", "", "not known here"),
    ],
)
def test_a_mistake_in_the_map_is_told_at_its_line(
    write: Write, read: Read, column_map: WriteMap, text: str, field: str, hint: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read(write(*ROWS), column_map=column_map(text))
    (problem,) = caught.value.problems
    assert problem.line is not None
    assert field in problem.field
    assert hint in problem.message


def test_the_first_map_can_be_used_as_it_is(
    write: Write, read: Read, column_map: WriteMap, vocabulary: Vocabulary
) -> None:
    path = write(*ROWS, ["9", 'Coffee: "black"', "2024-01-02", "", ""], headers=[*HEADERS])
    inspection = inspect_export(path, vocabulary)
    assert inspection.column_map is not None
    first = column_map(inspection.column_map)
    assert events(read(path, column_map=first)) == events(read(path)) == EVENTS
    recognised, _, rest = inspection.text().partition("Not recognised")
    assert "child_id: the child's reference" in recognised
    assert "Coffee" in rest


def test_a_map_beside_the_export_is_found(write: Write, read: Read) -> None:
    path = write(*ROWS)
    (path.parent / "report.columns.yaml").write_text(MAP + "covers: {cin_review: as_at}\n")
    assert covered(read(path), "001") == {"cin_review"}


def test_nothing_is_covered_without_a_map(write: Write, read: Read) -> None:
    export = read(write(*ROWS))
    assert export.tables.covers == {}
    assert "guessed" in export.source.proxies[0]


def test_teams_are_taken_child_by_child_where_they_never_change(write: Write, read: Read) -> None:
    headers = [*HEADERS, "team"]
    same = read(write([*ROWS[0], "North"], [*ROWS[1], "North"], headers=headers))
    assert same.allocated.rows() == [("001", None, "North", None)]
    other = read(write([*ROWS[0], "North"], [*ROWS[1], "South"], headers=headers))
    assert set(other.allocated.rows()) == {("001", None, "North", None), ("001", "A1", "South", None)}
