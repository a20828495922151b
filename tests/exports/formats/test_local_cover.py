"""Cover is earned: what no column and no row bears out is told, and counts for nothing."""

from datetime import date
from pathlib import Path

import pytest
from tests.exports.conftest import HEADERS, MAP, ROWS, Read, Write, WriteMap, findings

from threshold.exports.formats.local_cover import Filled, missing_columns, without_entries
from threshold.exports.formats.local_tables import find_tables
from threshold.exports.request import Request
from threshold.vocabulary import Vocabulary

THREE = "columns: {child: ID}\ndates: {cin_review: [R1, R2, R3]}\ncovers: {cin_review: as_at}\n"
REVIEWED = ["2024-01-02", "2024-02-02", "2024-03-02"]


@pytest.mark.parametrize(
    ("rows", "headers", "covered"),
    [
        ([["1", *REVIEWED]], ["ID", "R1", "R2", "R3"], True),
        ([["1", *REVIEWED[:2], ""]], ["ID", "R1", "R2", "R3"], True),
        ([["1", "", *REVIEWED[1:]]], ["ID", "R1", "R2", "R3"], False),
        ([["1", " ", *REVIEWED[1:]], ["2", "N/A", "", ""]], ["ID", "R1", "R2", "R3"], False),
        ([["1", "", *REVIEWED[1:]], ["2", *REVIEWED]], ["ID", "R1", "R2", "R3"], True),
        ([["1", *REVIEWED[:2]]], ["ID", "R1", "R2"], False),
    ],
)
def test_several_columns_cover_an_event_only_if_none_is_missing_or_blank_before_another(
    write: Write, read: Read, column_map: WriteMap, rows: list[list[str]], headers: list[str], covered: bool
) -> None:
    export = read(write(*rows, headers=headers), column_map=column_map(THREE))
    assert ("cin_review" in export.tables.covers) is covered
    assert (("covers-nothing", None, "cin_review") in findings(export)) is not covered


def test_a_blank_column_is_told_by_name(write: Write, read: Read, column_map: WriteMap) -> None:
    text = "columns: {child: ID}\ndates: {referral: In, referral_decision: Out}\n"
    export = read(write(["1", "2024-01-02", ""], headers=["ID", "In", "Out"]), column_map=column_map(text))
    assert findings(export) == {("blank-column", None, "Out")}


def test_a_kind_that_is_covered_without_a_row_is_told(write: Write, read: Read, column_map: WriteMap) -> None:
    export = read(write(*ROWS), column_map=column_map(MAP + "covers: {referral: as_at, core_group: as_at}\n"))
    assert findings(export) == {("covers-nothing", None, "core_group")}
    assert export.tables.covers["referral"] == date(2024, 6, 1)


def test_columns_that_one_of_several_files_has_are_not_missed(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("ID,In,Team\n1,2024-01-02,North\n")
    (tmp_path / "b.csv").write_text("ID,Out\n1,2024-01-03\n")
    text = "columns: {child: ID, team: Team}\ndates: {referral: In, cin_review: Out, core_group: Oops}\n"
    (tmp_path / "columns.yaml").write_text(text)
    assert findings(read(tmp_path)) == {("missing-column", None, "Oops")}


def test_a_file_of_events_without_the_state_that_others_have_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text(f"{','.join(HEADERS)}\n1,referral,2024-01-02,,held\n")
    (tmp_path / "b.csv").write_text(f"{','.join(HEADERS[:4])}\n1,cin_review,2024-01-03,\n")
    (tmp_path / "columns.yaml").write_text(MAP)
    told = read(tmp_path).findings.select("kind", "place", "column").rows()
    assert told == [("missing-column", "b.csv", "status")]


def test_what_fills_a_column_anywhere_fills_it(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for name, cell in (("a", ""), ("b", "2024-01-02")):
        (tmp_path / f"{name}.csv").write_text(f"ID,In\n1,{cell}\n")
    (tmp_path / "columns.yaml").write_text("columns: {child: ID}\ndates: {referral: In}\n")
    tables = find_tables(tmp_path, Request(vocabulary)).tables
    filled = Filled([("cin_plan_started", "cin_plan_ended")])
    filled.look(tables[0], tables[0].file.read(["ID", "In"]).rows)
    assert len(list(filled.findings([]))) == 1
    filled.look(tables[1], tables[1].file.read(["ID", "In"]).rows)
    assert list(filled.findings([])) == []
    assert filled.doubted(tables) == set()
    assert list(missing_columns(tables, "folder")) == []
    assert list(without_entries([], [], "folder")) == []


@pytest.mark.parametrize(
    ("read_it", "other", "told"),
    [
        ("CIN Review 1", "CIN Review 2", True),
        ("1st CIN Review", "2nd CIN review", True),
        ("CIN Review 1", "CIN Review 2 due", False),
        ("CIN Review", "CIN Review 2", False),
        ("Section 47 start", "Section 17 start", False),
        ("S47", "S17", False),
    ],
)
def test_a_column_that_was_forgotten_covers_nothing(
    write: Write, read: Read, column_map: WriteMap, read_it: str, other: str, told: bool
) -> None:
    text = f"columns: {{child: ID}}\ndates: {{cin_review: {read_it}}}\ncovers: {{cin_review: as_at}}\n"
    path = write(["1", "2024-01-02", "2024-02-02"], headers=["ID", read_it, other])
    export = read(path, column_map=column_map(text))
    assert (("unread-sibling", None, other) in findings(export)) is told
    assert ("cin_review" in export.tables.covers) is not told


@pytest.mark.parametrize(
    ("second", "is_covered"), [("ID,Begun,Finished", False), ("ID,Begun,Ended", True), ("ID,Review", True)]
)
def test_a_file_that_lacks_the_end_of_what_it_begins_takes_the_cover_away(
    tmp_path: Path, read: Read, second: str, is_covered: bool
) -> None:
    """As where one month's report has another header: its children would all seem to go on."""
    dates = "{cin_plan_started: Begun, cin_plan_ended: Ended, cin_review: Review}"
    covers = "{cin_plan_started: as_at, cin_plan_ended: as_at}"
    (tmp_path / "columns.yaml").write_text(f"columns: {{child: ID}}\ndates: {dates}\ncovers: {covers}\n")
    (tmp_path / "a.csv").write_text("ID,Begun,Ended\n1,2024-01-02,2024-02-02\n")
    cells = second.count(",")
    (tmp_path / "b.csv").write_text(f"{second}\n2" + ",2024-01-02" * cells + "\n")
    export = read(tmp_path)
    assert ("cin_plan_ended" in export.tables.covers) is is_covered
    assert (("covers-nothing", None, "cin_plan_ended") in findings(export)) is not is_covered
