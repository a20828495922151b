"""The column map of a national return: what it may say, what it changes, and the first that is drafted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.conftest import JANUARY, MARCH, Read, Sheets, WriteMap, covered, events, findings, stated

from threshold.exports import inspect_export
from threshold.exports.formats.national_map import NationalMap, read_national_map
from threshold.exports.formats.specification import specification
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

SPEC = specification("annex-a.yaml")
Make = Callable[[Sheets], Path]
OWN = [["Pupil", "Begun", "Signed"], ["1", JANUARY, MARCH], ["2", JANUARY, None]]
MAP = """
lists:
  4:
    sheet: Our work
    child: Pupil
    assessment_started: Begun
    assessment_completed: Signed
"""


def test_headers_that_nobody_could_guess_are_read_by_the_map(
    workbook: Make, read: Read, column_map: WriteMap
) -> None:
    path = workbook({"Our work": OWN})
    with pytest.raises(BadInput, match="none of the lists"):
        read(path, format_="annex-a")
    export = read(path, format_="annex-a", column_map=column_map(MAP))
    assert events(export) == {
        ("1", "assessment_started", "2024-01-08"),
        ("1", "assessment_completed", "2024-03-04"),
        ("2", "assessment_started", "2024-01-08"),
    }
    assert "assessment_completed" in covered(export, "2")


def test_a_map_beside_the_export_needs_not_be_named(workbook: Make, read: Read) -> None:
    path = workbook({"Our work": OWN})
    path.with_name("annex-a.columns.yaml").write_text(MAP, encoding="utf-8")
    assert len(events(read(path, format_="annex-a"))) == 3


def test_several_sheets_of_one_list_have_a_map_each(workbook: Make, read: Read, column_map: WriteMap) -> None:
    path = workbook({"North": OWN, "South": [["No.", "From"], ["3", JANUARY]]})
    text = """
lists:
  4:
    - {sheet: North, child: Pupil, assessment_started: Begun}
    - {sheet: South, child: No., assessment_started: From}
"""
    export = read(path, format_="annex-a", column_map=column_map(text))
    assert {child for child, _, _ in events(export)} == {"1", "2", "3"}


def test_what_is_not_to_be_read_is_not(workbook: Make, read: Read, column_map: WriteMap) -> None:
    path = workbook(
        {"List 4": [["Child ID", "Assessment start date", "Date of Authorisation"], ["1", JANUARY, MARCH]]}
    )
    export = read(path, column_map=column_map("lists: {4: {assessment_completed: ~}}"))
    assert {event for _, event, _ in events(export)} == {"assessment_started"}
    assert covered(export, "1") == set()


def test_a_column_that_the_map_names_and_the_sheet_lacks_is_told(
    workbook: Make, read: Read, column_map: WriteMap
) -> None:
    path = workbook({"List 4": [["Child ID", "Assessment start date"], ["1", JANUARY]]})
    export = read(path, column_map=column_map("lists: {4: {assessment_completed: Signed off}}"))
    assert ("missing-column", None, "Signed off") in findings(export)


def test_a_sheet_that_the_map_names_and_the_export_lacks_is_told(
    workbook: Make, read: Read, column_map: WriteMap
) -> None:
    path = workbook({"List 4": [["Child ID", "Assessment start date"], ["1", JANUARY]]})
    text = "lists: {4: [{sheet: LIST 4, child: Child ID}, {sheet: List 4 b, child: Child ID}]}"
    export = read(path, column_map=column_map(text))
    told = set(export.findings.select("kind", "place").rows())
    assert ("missing-sheet", "List 4 b") in told
    assert ("missing-sheet", "LIST 4") not in told


def test_labels_and_cover_and_the_order_of_dates_can_be_said(
    workbook: Make, read: Read, column_map: WriteMap
) -> None:
    path = workbook(
        {
            "List 6": [["Child ID", "Case status"], ["1", "CWD"], ["2", "CIN"], ["3", "Short breaks"]],
            "List 3": [["Child ID", "Date of referral"], ["1", "03/04/2024"]],
        }
    )
    text = """
lists:
  6: {support.in_place: {column: Case status, values: {CWD: child_in_need}}}
covers: {referral: as_at}
written: month first
"""
    export = read(path, column_map=column_map(text))
    assert stated(export, "support.in_place") == {"1": "child_in_need", "2": "child_in_need"}
    assert ("1", "referral", "2024-03-04") in events(export)
    assert "referral" in covered(export, "1")
    assert ("other-label", 4, "Case status") in findings(export)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lists: {44: {child: A}}", "no such list is read"),
        ("lists: {4: {assessment_startd: A}}", "assessment_started"),
        ("lists: {6: {support.in_place: {column: A, values: {CWD: cin}}}}", "no value of support.in_place"),
        ("lists: {4: {child: A}}\ncovers: {refferal: as_at}", "no such event is declared"),
        ("lists: {4: {child: A}}\ncovers: {referral: soon}", "as_at"),
        ("columns: {child: A, event: B, on: C}", "lists"),
        ("lists: {4: 7}", "must be"),
        ("lists: {4: {child: NHS number}}", "the system itself gives"),
        ("- 1", "must be"),
    ],
)
def test_what_a_map_may_not_say_is_told(
    column_map: WriteMap, vocabulary: Vocabulary, text: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        read_national_map(column_map(text), SPEC, vocabulary)


def test_a_map_that_is_there_is_kept_with_all_that_it_says(
    workbook: Make, read: Read, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    plans = [["Child ID", "CP plan start date"], ["1", JANUARY]]
    path = workbook({"Our work": OWN, "List 4": OWN, "CP Plans": plans, "List 7": plans})
    text = """
lists:  # ours
  "4":
    sheet: Our work  # of the whole county
    child: Pupil
    assessment_started: Begun
  7: {sheet: 'CP Plans', child: Child ID}
covers: {cp_plan_started: as_at}
"""
    map_ = column_map(text)
    found = inspect_export(path, vocabulary, "annex-a", map_)
    assert found.kept
    assert found.column_map is not None
    for said in ("# ours", "# of the whole county", "'CP Plans'", "covers: {cp_plan_started: as_at}"):
        assert said in found.column_map
    kept = read_national_map(column_map(found.column_map), SPEC, vocabulary)
    assert kept.sheets() == ["Our work", "CP Plans", "List 7"]
    # And once more there is nothing new.
    assert inspect_export(path, vocabulary, "annex-a", map_).column_map == found.column_map


def test_without_a_map_nothing_is_said() -> None:
    silent = NationalMap()
    assert silent.key_of("List 4") is None
    assert not silent.of("4", "List 4").columns


def test_the_first_map_reads_as_the_export_was_read(
    workbook: Make, read: Read, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    rows = [
        ["Child ID", "Assessment start date", "Date of Authorisation", "Notes: x"],
        ["1", JANUARY, MARCH, "y"],
    ]
    path = workbook({"Assessments": rows, "List 7": [["Child ID", "CP plan start date"], ["1", JANUARY]]})
    drafted = inspect_export(path, vocabulary, "annex-a").column_map
    assert drafted is not None
    assert "Notes: x" in drafted
    assert "# cp_plan_ended:" in drafted
    map_ = column_map(drafted)
    kept = read_national_map(map_, SPEC, vocabulary)
    assert kept.of("4", "Assessments").columns["assessment_completed"] == "Date of Authorisation"
    assert events(read(path, format_="annex-a", column_map=map_)) == events(read(path, format_="annex-a"))
