"""Annex A: lists in a workbook or in a folder of CSV files, in all their dirt, and what they cover."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import (
    ASSESSMENTS,
    JANUARY,
    MARCH,
    Read,
    Sheets,
    covered,
    events,
    findings,
    said,
    stated,
)
from xlsxwriter import Workbook

from threshold.dates import working_days_between
from threshold.exports import inspect_export
from threshold.exports.formats import annex_a
from threshold.exports.request import Request
from threshold.pseudonyms import pseudonymise
from threshold.pseudonyms.columns import Wanted
from threshold.pseudonyms.references import References
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

ENQUIRIES = [
    "Child Unique ID",
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Was an Initial Child Protection Conference deemed unnecessary?",
    "Date of Initial Child Protection Conference",
]
PLANS = [
    "Child Unique ID",
    "Child Protection Plan Start Date",
    "Child Protection Plan End Date",
    "Date of latest review conference",
]
Make = Callable[[Sheets], Path]


def test_the_published_sample_of_unlinked_lists(
    sample: Callable[[str], Path], read: Read, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    published, made, key = sample("annex-a/Annex_A_2024_Jan.xlsx"), tmp_path / "made.xlsx", b"k" * 32
    with pytest.raises(BadInput, match=r"the references of workers: .* look like names of people"):
        read(published, date(2021, 3, 31))
    pseudonymise(published, made, key, Wanted(), vocabulary)
    old = ["11641472", "6537810", "11578763", "10273003", "4073694"]
    now = dict(zip(old, References(key).of(pl.Series(old), person=True), strict=True))
    export = read(made, date(2021, 3, 31))
    days: dict[str, dict[str, date]] = {}
    for child, event, on in events(export):
        if on:
            days.setdefault(event, {})[child] = date.fromisoformat(on)
    started, completed = days["assessment_started"], days["assessment_completed"]
    assert [working_days_between(started[child], completed[child]) > 45 for child in completed] == [True] * 5
    strategy, conference = days["strategy_discussion"], days["cp_conference"]
    assert [working_days_between(strategy[child], conference[child]) > 15 for child in conference] == [
        False
    ] * 3
    assert set(started).isdisjoint(days["referral"])
    assert said(export, "child_protection.conference_needed") == {
        **{now[child]: [True] for child in ("11641472", "6537810", "11578763")},
        **{now[child]: [False] for child in ("10273003", "4073694")},
    }
    assert (
        "unreadable",
        2,
        "Was the child assessed as requiring LA children's social care support?",
    ) in findings(export)
    assert export.rows_in == export.rows_reported == 33


def test_the_published_sample_of_linked_journeys(sample: Callable[[str], Path], read: Read) -> None:
    export = read(sample("annex-a/annexa_example.xlsx"), date(2020, 6, 1))
    kinds = [event for _, event, _ in events(export)]
    assert kinds.count("assessment_started") == 5
    assert kinds.count("assessment_completed") == 3
    assert kinds.count("section_47_started") == 3
    assert kinds.count("cp_plan_started") == 3
    assert ("missing-start", 4, ENQUIRIES[1]) in findings(export)
    assert ("overlap", 5, "Continuous Assessment Start Date") in findings(export)


def test_headers_and_answers_come_in_any_dress(workbook: Make, read: Read) -> None:
    rows = [
        [
            " child unique ID ",
            "STRATEGY discussion initiating Section 47 Enquiry Start Date  ",
            *ENQUIRIES[2:],
        ],
        [1, JANUARY, "a) Yes", None],
        ["2", JANUARY, "Y", None],
        ["3", JANUARY, "1 - Yes", None],
        ["4", JANUARY, "b) No", None],
        ["5", JANUARY, "n", date(2024, 1, 20)],
        ["6", JANUARY, "not recorded", None],
        ["7", JANUARY, "decided by the manager", None],
        ["8", JANUARY, None, date(2024, 1, 20)],
        ["9", JANUARY, "yes", date(2024, 1, 20)],
    ]
    export = read(workbook({"LIST_5": rows}))
    assert said(export, "child_protection.conference_needed") == {
        "1": [False], "2": [False], "3": [False], "4": [True], "5": [True], "8": [True],
    }  # fmt: skip
    assert findings(export) == {("unreadable", 8, ENQUIRIES[2]), ("contradiction", 10, ENQUIRIES[2])}


def test_dates_in_any_dress_and_a_title_above_the_headers(workbook: Make, read: Read) -> None:
    rows = [
        ["Assessments of the year"],
        [],
        ASSESSMENTS,
        ["1", JANUARY, "25/01/2024"],
        ["2", "2024-01-08", "2024-01-25 00:00:00"],
        ["3", "8 January 2024", 45316],
        ["4", "8-Jan-2024", "n/a"],
        ["5", JANUARY, "to follow"],
        ["6", JANUARY, "32/01/2024"],
        ["7", JANUARY, "1900-01-01"],
    ]
    export = read(workbook({"List 4": rows}))
    assert {on for _, event, on in events(export) if event == "assessment_started"} == {"2024-01-08"}
    completed = {child: on for child, event, on in events(export) if event == "assessment_completed"}
    assert completed == {"1": "2024-01-25", "2": "2024-01-25", "3": "2024-01-25"}
    unread = {(kind, row) for kind, row, _ in findings(export) if kind == "unreadable-date"}
    assert unread == {("unreadable-date", row) for row in (8, 9, 10)}


def test_where_a_date_cannot_be_read_nothing_counts_as_not_done(workbook: Make, read: Read) -> None:
    rows = [ASSESSMENTS, ["1", JANUARY, MARCH], ["2", JANUARY, None], ["3", JANUARY, "soon"]]
    export = read(workbook({"List 4": rows}))
    assert "assessment_completed" in covered(export, "1")
    assert "assessment_completed" in covered(export, "2")
    assert "assessment_completed" not in covered(export, "3")


def test_a_column_that_nobody_filled_in_covers_nothing(workbook: Make, read: Read) -> None:
    export = read(workbook({"List 4": [ASSESSMENTS, ["1", JANUARY, None], ["2", JANUARY, None]]}))
    assert covered(export, "1") == set()


def test_what_is_wrong_is_told_by_sheet_row_and_column(workbook: Make, read: Read) -> None:
    rows = [
        ASSESSMENTS,
        ["1", MARCH, JANUARY],
        ["2", None, MARCH],
        ["3", date(2024, 7, 1), None],
        [None, JANUARY, MARCH],
        ["4", JANUARY, MARCH],
        ["4", JANUARY, MARCH],
        ["5", None, None],
        [],
    ]
    export = read(workbook({"List 4": rows, "List 6": []}))
    assert {(kind, row) for kind, row, _ in findings(export)} == {
        ("negative-duration", 2), ("missing-start", 3), ("after-the-date", 4), ("no-child", 5),
        ("duplicate", 7), ("no-date", 8), ("empty", None), ("missing-column", None),
    }  # fmt: skip
    assert (export.rows_in, export.rows_reported, export.rows_refused) == (7, 4, 3)


def test_the_latest_review_alone_cannot_be_told_to_be_the_first(workbook: Make, read: Read) -> None:
    rows = [PLANS, ["1", JANUARY, None, MARCH], ["2", JANUARY, None, None]]
    export = read(workbook({"List 7": rows}))
    assert "cp_review" not in {event for _, event, _ in events(export)}
    assert "cp_review" not in covered(export, "1")
    assert "cp_review" in covered(export, "2")


def test_every_proxy_is_named(workbook: Make, read: Read) -> None:
    export = read(
        workbook({"List 5": [ENQUIRIES, ["1", JANUARY, "No", None]], "List 9": [["Child Unique ID"], ["1"]]})
    )
    assert any("strategy discussion" in proxy for proxy in export.source.proxies)
    assert export.source.unused == ("List 9",)
    assert ("1", "strategy_discussion", "2024-01-08") in events(export)


def test_teams_and_workers_go_with_their_row(workbook: Make, read: Read) -> None:
    rows = [[*ASSESSMENTS, "Allocated Team", "Allocated Worker"], ["1", JANUARY, None, "North", "W1"]]
    export = read(workbook({"List 4": rows}))
    assert export.allocated.rows() == [("1", "List 4:2", "North", "W1")]
    assert export.tables.events["ref"].to_list() == ["assessment List 4:2"]


def test_an_old_workbook_and_a_folder_are_read_alike(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "annex-a"
    folder.mkdir()
    lines = [",".join(ASSESSMENTS), "1001,08/01/2024,20/02/2024", "A-1002,2024-01-09,21/02/2024"]
    (folder / "Annex A List 4.csv").write_text("\n".join(lines), encoding="utf-16")
    (folder / "notes.csv").write_text("not a list\n", encoding="utf-8")
    old = read(Path(__file__).parent / "data" / "annex-a.xls")
    assert events(read(folder)) == events(old)
    assert len(events(old)) == 4


def test_a_workbook_without_lists_is_refused(workbook: Make, read: Read) -> None:
    with pytest.raises(BadInput, match="none of the lists"):
        read(workbook({"Sheet1": [["a", "b"], [1, 2]]}), format_="annex-a")


def test_without_a_date_nothing_is_read(workbook: Make, vocabulary: Vocabulary) -> None:
    with pytest.raises(BadInput, match="--as-at"):
        annex_a.read(workbook({"List 4": [ASSESSMENTS, ["1", JANUARY, MARCH]]}), Request(vocabulary))


def test_inspecting_says_what_is_read_and_what_is_not(workbook: Make, vocabulary: Vocabulary) -> None:
    path = workbook({"List 4": [[*ASSESSMENTS, "Ethnicity"], ["1", JANUARY, MARCH, "x"]]})
    text = inspect_export(path, vocabulary).text()
    recognised, _, rest = text.partition("Not recognised")
    assert "List 4, Continuous Assessment Start Date: assessment started" in recognised
    assert "List 4, Ethnicity" in rest


def test_a_hidden_sheet_is_read_only_where_no_other_holds_its_list(
    tmp_path: Path, read: Read, vocabulary: Vocabulary
) -> None:
    path = tmp_path / "annex-a.xlsx"
    with Workbook(str(path)) as book:
        for name, child, hidden in (("List 4", "1", False), ("List 4 old", "2", True), ("List 3", "3", True)):
            sheet = book.add_worksheet(name)
            headers = ASSESSMENTS[:2] if "4" in name else ["Child Unique ID", "Date of referral"]
            sheet.write_row(0, 0, headers)
            sheet.write_row(1, 0, [child, "2024-01-08"])
            if hidden:
                sheet.hide()
    export = read(path)
    assert {child for child, _, _ in events(export)} == {"1", "3"}
    told = set(export.findings.select("kind", "place").rows())
    assert {("hidden-sheet", "List 4 old"), ("hidden-sheet-read", "List 3")} <= told
    found = inspect_export(path, vocabulary)
    assert found.column_map is not None
    assert "List 4 old" not in found.column_map
    path.with_name("annex-a.columns.yaml").write_text("lists: {4: {sheet: List 4 old}}\n", encoding="utf-8")
    assert {child for child, _, _ in events(read(path))} == {"1", "2", "3"}
    _, _, rest = found.text().partition("Not recognised")
    assert "List 4 old, the whole table, which is hidden" in rest


def test_what_a_list_has_and_nobody_reads_is_named(workbook: Make, read: Read) -> None:
    export = read(workbook({"List 6": [["Child ID", "Case status"], ["1", "a) Looked after child"]]}))
    assert stated(export, "support.in_place") == {"1": "care"}
    assert any("CIN Start Date" in unused for unused in export.source.unused)


def test_one_list_alone_may_be_a_csv_file(tmp_path: Path, read: Read) -> None:
    path = (
        folder_of(tmp_path / "a", "List 4.csv", ",".join(ASSESSMENTS), "1,2024-01-08,2024-03-04")
        / "List 4.csv"
    )
    export = read(path)
    assert (export.source.format, len(events(export))) == ("Annex A", 2)


def folder_of(path: Path, name: str, *lines: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(("above", "found"), [(49, True), (50, False)])
def test_headers_are_looked_for_in_the_first_fifty_rows(
    workbook: Make, read: Read, above: int, found: bool
) -> None:
    path = workbook({"List 4": [*[["-"]] * above, ASSESSMENTS, ["1", JANUARY, "soon"]]})
    if found:
        assert ("unreadable-date", above + 2, ASSESSMENTS[2]) in findings(read(path))
    else:
        with pytest.raises(BadInput, match="none of the lists"):
            read(path)


def test_empty_rows_count_for_nothing_but_keep_their_numbers(workbook: Make, read: Read) -> None:
    rows = [ASSESSMENTS, [], ["1", JANUARY, None], [None, None, None], ["2", "soon", None]]
    export = read(workbook({"List 4": rows}))
    assert export.rows_in == 2
    assert ("unreadable-date", 5, ASSESSMENTS[1]) in findings(export)
    assert export.tables.events["ref"].to_list() == ["assessment List 4:3", "assessment List 4:5"]


def test_rows_of_a_list_that_do_not_fit_are_counted_and_refused(tmp_path: Path, read: Read) -> None:
    lines = [",".join(ASSESSMENTS), "1,2024-01-08,2024-02-20", "2,2024-01-08,,,x"]
    export = read(folder_of(tmp_path / "lists", "list 4.csv", *lines))
    assert (export.rows_in, export.rows_refused) == (2, 1)
    assert ("ragged", 3, None) in findings(export)


def test_a_list_without_its_headers_is_told_and_the_others_are_read(workbook: Make, read: Read) -> None:
    export = read(
        workbook(
            {
                "List 3": [["Child Unique ID", "Date of something"], ["1", JANUARY]],
                "List 4": [ASSESSMENTS[:2], ["1", JANUARY]],
            }
        )
    )
    told = set(export.findings.select("kind", "place", "column").rows())
    assert ("missing-column", "List 3", "Date of referral") in told
    assert ("missing-column", "List 4", ASSESSMENTS[2]) in told
    assert (export.rows_in, export.rows_refused) == (2, 1)
    assert not any("List 3" in proxy or "referral" in proxy for proxy in export.source.proxies)


def test_a_list_with_headers_alone_is_empty_and_covers_nothing(workbook: Make, read: Read) -> None:
    export = read(
        workbook({"List 4": [ASSESSMENTS], "List 3": [["Child ID", "Date of referral"], ["1", JANUARY]]})
    )
    assert ("empty", "List 4") in set(export.findings.select("kind", "place").rows())
    assert export.tables.covers == {}


def test_inspecting_names_the_columns_that_a_list_lacks(workbook: Make, vocabulary: Vocabulary) -> None:
    path = workbook({"List 4": [ASSESSMENTS[:2], ["1", JANUARY]], "Notes": [["Child ID"], ["1"]]})
    _, _, rest = inspect_export(path, vocabulary).text().partition("Not recognised")
    assert f"List 4, {ASSESSMENTS[2]} (no such column)" in rest
    assert "Notes, Child ID" in rest
