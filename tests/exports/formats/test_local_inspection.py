"""Looking into a local export: what is read and what not, with counts, and a map that keeps what it said."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import HEADERS, MAP, ROWS, Read, Sheets, Write, WriteMap, events

from threshold.exports import inspect_export
from threshold.exports.formats.local_inspection import inspect
from threshold.exports.request import Request
from threshold.exports.rows.column_map import read_column_map
from threshold.vocabulary import Vocabulary

WIDE = ["Mosaic ID", "DOB", "Referral Date", "C&F Assessment Start", "CIN Review 1", "CIN Review 2", "Seen"]
ROW = ["1", "01/02/2015", "02/01/2024", "03/01/2024", "31/01/2024", "", "04/01/2024"]


def test_a_first_map_of_a_wide_report_reads_it(
    write: Write, read: Read, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    path = write(["A title"], [], WIDE, ROW, headers=["CIN report"])
    found = inspect_export(path, vocabulary)
    assert found.column_map is not None
    assert '  # ?: "Seen"' in found.column_map.splitlines()
    assert events(read(path, column_map=column_map(found.column_map))) == {
        ("1", "referral", "2024-01-02"),
        ("1", "assessment_started", "2024-01-03"),
        ("1", "cin_review", "2024-01-31"),
    }
    taken = {each.column: each.taken_for for each in found.seen}
    assert taken["CIN Review 2"] == "Child in Need review, as the map proposes"
    assert taken["Seen"] == taken["DOB"] == ""


def test_a_map_keeps_what_it_said_and_gets_what_is_new(
    write: Write, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    path = write(ROW, headers=WIDE)
    given = column_map(
        "columns: {child: Mosaic ID}\n"
        "dates: {cin_review: CIN Review 1, core_group: Seen}   # ours\n"
        "facts: {consent.to_share: {column: Consent, values: {Y: given}}}\n"
        "covers: {cin_review: as_at}\n"
        "written: day first\n"
    )
    text = inspect(path, Request(vocabulary, None, given)).column_map
    assert text is not None
    before, after = read_column_map(given, vocabulary), read_column_map(column_map(text), vocabulary)
    assert after.dates == {
        "cin_review": "CIN Review 1",
        "cin_review 2": "CIN Review 2",
        "core_group": "Seen",
        "referral": "Referral Date",
        "assessment_started": "C&F Assessment Start",
    }
    assert (after.facts, after.covers, after.declared) == (before.facts, before.covers, True)
    assert "# ours" in text
    again = inspect(path, Request(vocabulary, None, column_map(text)))
    assert again.column_map == text


def test_kinds_of_event_are_counted_and_what_a_map_leaves_out_is_said(
    write: Write, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    path = write(*ROWS, *[["9", label, "2024-01-02", "", ""] for label in ("Coffee", "coffee", "Tea")])
    seen = inspect_export(path, vocabulary, None, column_map(MAP + "events: {Tea: ~}\n")).seen
    kinds = {each.column: (each.taken_for, each.rows) for each in seen if each.column.startswith('"')}
    assert kinds == {
        '"referral"': ("referral", 1),
        '"assessment_started"': ("assessment_started", 1),
        '"assessment_completed"': ("assessment_completed", 1),
        '"multi_agency_meeting"': ("multi_agency_meeting", 1),
        '"coffee"': ("", 2),
        '"Tea"': ("left out by the map", 1),
    }


def test_a_kind_in_other_words_is_proposed_and_a_total_is_no_kind(
    write: Write, read: Read, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    rows = [
        ["1", "Single Assessment Authorised", "2024-01-02"],
        ["1", "Coffee", "2024-01-02"],
        ["Total", "2"],
    ]
    path = write(*rows, headers=["Person ID", "Step", "Date"])
    found = inspect_export(path, vocabulary)
    kinds = {each.column: each.taken_for for each in found.seen if each.rows}
    assert kinds == {
        '"Single Assessment Authorised"': "assessment_completed, as the map proposes",
        '"Coffee"': "",
    }
    assert found.column_map is not None
    assert events(read(path, column_map=column_map(found.column_map))) == {
        ("1", "assessment_completed", "2024-01-02")
    }
    assert events(read(path)) == set()


def test_one_map_is_proposed_for_all_files_that_have_none(
    tmp_path: Path, read: Read, vocabulary: Vocabulary
) -> None:
    (tmp_path / "referrals.csv").write_text("Person ID,Date\n1,2024-01-02\n")
    (tmp_path / "cin_plans.csv").write_text("Mosaic ID,Start,End\n1,2024-01-03,\n")
    text = inspect_export(tmp_path, vocabulary).column_map
    assert text is not None
    (tmp_path / "columns.yaml").write_text(text)
    assert events(read(tmp_path)) == {
        ("1", "referral", "2024-01-02"),
        ("1", "cin_plan_started", "2024-01-03"),
    }


def test_totals_do_not_hide_what_a_column_holds(write: Write, vocabulary: Vocabulary) -> None:
    rows = [
        ["1", "2024-01-02"],
        ["North total", "1"],
        ["2", "2024-01-03"],
        ["South total", "1"],
        ["Total", "2"],
    ]
    seen = inspect_export(write(*rows, headers=["Person ID", "Referral date"]), vocabulary).seen
    assert [each.taken_for for each in seen] == ["the child's reference", "referral, as the map proposes"]


def test_where_files_have_a_map_each_none_is_proposed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text("ID,In\n1,2024-01-02\n")
        (tmp_path / f"{name}.columns.yaml").write_text("columns: {child: ID}\ndates: {referral: In}\n")
    found = inspect_export(tmp_path, vocabulary)
    assert found.column_map is None
    assert {each.taken_for for each in found.seen} == {"the child's reference", "referral"}


def test_a_long_report_s_headers_are_not_taken_for_dates(write: Write, vocabulary: Vocabulary) -> None:
    text = inspect_export(write(*ROWS, headers=HEADERS), vocabulary).column_map
    assert text is not None
    assert "dates:" not in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_a_table_without_headers_no_cell_is_repeated_and_a_map_may_count_columns(
    write: Write,
    workbook: Callable[[Sheets], Path],
    read: Read,
    vocabulary: Vocabulary,
    column_map: WriteMap,
    kind: str,
) -> None:
    rows = [["K1", "Surname", "referral", "2024-01-02"], ["K2", "Other", "referral", "2024-01-03"]]
    path = write(rows[1], headers=rows[0]) if kind == "csv" else workbook({"Sheet1": rows})
    text = inspect_export(path, vocabulary, "events").text()
    assert "Surname" not in text
    assert "K1" not in text
    assert "(column 2)" in text
    given = column_map("columns: {child: (column 1), event: (column 3), on: (column 4)}\n")
    assert events(read(path, column_map=given)) == {
        ("K1", "referral", "2024-01-02"),
        ("K2", "referral", "2024-01-03"),
    }


NAMES = [
    ["4711", "Jane Smith", "7 Acacia Road", "White British", "F"],
    ["4712", "John Smith", "8 Acacia Road", "White British", "M"],
]


@pytest.mark.parametrize("kind", ["csv", "workbook"])
@pytest.mark.parametrize("as_json", [False, True])
def test_of_what_may_be_a_child_s_nothing_is_repeated_and_columns_are_counted(
    write: Write, workbook: Callable[[Sheets], Path], vocabulary: Vocabulary, kind: str, as_json: bool
) -> None:
    path = write(NAMES[1], headers=NAMES[0]) if kind == "csv" else workbook({"Sheet1": list(NAMES)})
    found = inspect_export(path, vocabulary, "events")
    text = (found.json() if as_json else found.text()) + (found.column_map or "")
    assert not [cell for row in NAMES for cell in row if len(cell) > 1 and cell in text]
    assert "the first row does not look like headers; there are 5 columns, by number" in text


HOSTILE = "\x1b[2J\x1b]0;x\x07Opened\u202e\x9b on"


@pytest.mark.parametrize("kind", ["csv", "parquet", "ndjson", "xlsx"])
def test_headers_and_labels_command_no_terminal_and_the_map_can_be_read(
    write: Write,
    tmp_path: Path,
    workbook: Callable[[Sheets], Path],
    read: Read,
    vocabulary: Vocabulary,
    column_map: WriteMap,
    kind: str,
) -> None:
    kinds, days = ["ev\x1b[1mil\u202e", "referral"], ["2024-01-02"] * 2
    rows = {"child_id": ["1", "2"], "event": kinds, "date": days, HOSTILE: days}
    listed = [list(rows), *map(list, zip(*rows.values(), strict=True))]
    if kind == "csv":
        path = write(*listed[1:], headers=listed[0])
    elif kind == "xlsx":
        path = workbook({"Sheet1": listed})
    else:
        path = tmp_path / f"report.{kind}"
        getattr(pl.DataFrame(rows), f"write_{kind}")(path)
    found = inspect_export(path, vocabulary, "events")
    assert found.column_map is not None
    for text in (found.text(), found.json(), found.column_map):
        assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert read_column_map(column_map(found.column_map), vocabulary).columns["child"] == "child_id"
    (header,) = (each.column for each in found.seen if "Opened" in each.column)
    given = f'columns: {{child: child_id, event: event, on: "{header}"}}\n'
    assert events(read(path, format_="events", column_map=column_map(given))) == {
        ("2", "referral", "2024-01-02")
    }
    kept = inspect_export(path, vocabulary, "events", column_map(given)).column_map
    assert kept is not None
    assert read_column_map(column_map(kept), vocabulary).columns["on"] == header


def test_a_header_that_may_tell_of_somebody_is_not_repeated(write: Write, vocabulary: Vocabulary) -> None:
    path = write(
        ["1", "referral", "2024-01-02", "x"], headers=["child_id", "event", "date", "Jane 01/02/2015"]
    )
    found = inspect_export(path, vocabulary)
    assert "Jane" not in found.text() + found.json() + (found.column_map or "")
    assert "a column whose header may tell of somebody" in found.text()


def test_notes_are_no_kinds_of_event_to_be_repeated(write: Write, vocabulary: Vocabulary) -> None:
    notes = [f"Rang {who} about school" for who in ("mum", "dad", "gran", "them", "us", "nobody")]
    path = write(*[["1", note, "2024-01-02", "", ""] for note in (*notes, "referral", "Tea")])
    found = inspect_export(path, vocabulary)
    text = found.text() + (found.column_map or "")
    assert "Rang" not in text
    assert "7 kinds of event more that may be notes, and are not repeated (7 rows)" in text
    assert '"referral": referral' in text
