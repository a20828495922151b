"""National returns as tables: every row once where it is used and once where it is not, and what is told."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import ASSESSMENTS, JANUARY, MARCH, Read, Sheets, events, findings, stated

from threshold.exports import inspect_export
from threshold.exports.formats import returns
from threshold.exports.formats.specification import find, specification
from threshold.vocabulary import Vocabulary

Make = Callable[[Sheets], Path]
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
REFERRALS = ["Child Unique ID", "Date of referral"]


def test_sheets_named_by_what_they_hold_are_read(workbook: Make, read: Read) -> None:
    path = workbook(
        {
            "Contacts": [["Child Unique ID", "Date of Contact"], ["1", JANUARY]],
            "Referrals": [REFERRALS, ["1", JANUARY]],
            "Assessments": [ASSESSMENTS, ["1", JANUARY, MARCH]],
            "Front page": [["Annex A of a made-up authority"]],
        }
    )
    export = read(path)
    assert {event for _, event, _ in events(export)} == {
        "referral",
        "assessment_started",
        "assessment_completed",
    }
    assert set(export.source.unused) == {"Contacts", "Front page"}
    assert (export.rows_in, export.rows_refused) == (2, 0)


def test_a_header_in_other_words_is_told(workbook: Make, read: Read) -> None:
    export = read(workbook({"List 3": [["Child Unique ID", "Referral - Date"], ["1", JANUARY]]}))
    assert ("1", "referral", "2024-01-08") in events(export)
    assert ("other-words", None, "Referral - Date: Date of referral") in findings(export)


def test_of_two_columns_that_could_be_meant_none_is_read(workbook: Make, read: Read) -> None:
    rows = [[*ASSESSMENTS[:2], "Date authorised", "Authorised (date)"], ["1", JANUARY, MARCH, JANUARY]]
    export = read(workbook({"List 4": rows}))
    assert {event for _, event, _ in events(export)} == {"assessment_started"}
    assert ("unclear-column", None, ASSESSMENTS[2]) in findings(export)
    assert not export.tables.covers


def test_a_label_that_is_not_known_is_told_as_such_and_the_row_lacks_no_date(
    workbook: Make, read: Read
) -> None:
    rows = [["Child Unique ID", "Case status"], ["1", "CIN"], ["2", "Closed episode"], ["3", None]]
    export = read(workbook({"List 6": rows}))
    assert stated(export, "support.in_place") == {"1": "child_in_need"}
    told = {("other-label", 3, "Case status"), ("nothing-read", 4, None)}
    assert findings(export) == told | {("missing-column", None, "CIN Closure Date")}
    assert (export.rows_in, export.rows_refused) == (3, 2)
    assert export.children == 3


def test_the_same_rows_in_a_second_sheet_count_once(workbook: Make, read: Read) -> None:
    rows = [["1", JANUARY, MARCH], ["2", JANUARY, None]]
    path = workbook(
        {
            "List 4": [ASSESSMENTS, *rows],
            "List 4 (2)": [ASSESSMENTS, rows[1], ["3", JANUARY, MARCH], ["3", JANUARY, MARCH]],
        }
    )
    export = read(path)
    assert len(events(export)) == export.tables.events.height == 5
    told = set(export.findings.filter(export.findings["kind"] == "duplicate").select("place", "row").rows())
    assert told == {("List 4 (2)", 2), ("List 4 (2)", 4)}
    assert (export.rows_in, export.rows_refused) == (5, 2)


def test_inspecting_tells_the_table_the_columns_and_what_each_was_taken_for(
    workbook: Make, vocabulary: Vocabulary
) -> None:
    path = workbook({"Referrals": [["Child Unique ID", "Referral Date", "Ethnicity"], ["1", JANUARY, "x"]]})
    recognised, _, rest = inspect_export(path, vocabulary).text().partition("Not recognised")
    assert "Referrals, the whole table: referrals (3)" in recognised
    assert "Referrals, Referral Date: referral (taken for: Date of referral)" in recognised
    assert "Referrals, Ethnicity" in rest


@pytest.mark.parametrize("height", [1, 3])
def test_a_sheet_that_is_named_and_has_other_headers_is_told(workbook: Make, read: Read, height: int) -> None:
    rows = [["Child Unique ID", "Date of something"], *[[str(n), JANUARY] for n in range(height)]]
    export = read(workbook({"Referrals": rows, "List 4": [ASSESSMENTS, ["1", JANUARY, MARCH]]}))
    assert "Referrals" in export.source.unused
    assert export.rows_in == 1


@pytest.mark.parametrize(
    ("ends", "covers"), [([None, None], []), ([None, "2024-02-08"], ["cp_conference"]), ([], [])]
)
def test_one_date_is_enough_for_a_column_to_be_filled_in(
    vocabulary: Vocabulary, ends: list[str | None], covers: list[str]
) -> None:
    group = specification("annex-a.yaml").lists[5]
    rows = pl.DataFrame(
        {"Child ID": ["1"] * len(ends), ENQUIRIES[1]: [None] * len(ends), ENQUIRIES[3]: ends},
        schema_overrides={ENQUIRIES[1]: pl.String, ENQUIRIES[3]: pl.String},
    )
    located = find(group, rows.columns, specification("annex-a.yaml"), vocabulary)
    assert located is not None
    assert list(returns.covered(group, located, rows)) == covers


def test_what_is_taken_to_be_on_the_same_day_is_covered_with_it(vocabulary: Vocabulary) -> None:
    group = specification("census.yaml").groups["Section47"]
    rows = pl.DataFrame({"child": ["1"], "S47ActualStartDate": ["2024-01-08"]})
    located = find(group, rows.columns, specification("census.yaml"), vocabulary)
    assert located is not None
    assert list(returns.covered(group, located, rows)) == ["section_47_started", "strategy_discussion"]


def test_each_column_that_is_read_is_said_to_be_read_as_something(vocabulary: Vocabulary) -> None:
    group = specification("annex-a.yaml").lists[7]
    located = find(group, [*PLANS, "Allocated Team"], specification("annex-a.yaml"), vocabulary)
    assert located is not None
    assert returns.taken_for(located) == {
        PLANS[0]: "the child's reference",
        PLANS[1]: "child protection plan started",
        PLANS[2]: "child protection plan ended",
        PLANS[3]: "the latest child protection review",
        "Allocated Team": "the team",
    }


def test_the_rows_of_a_list_whose_columns_are_not_found_are_counted_and_told(
    workbook: Make, read: Read
) -> None:
    lost = [["Child Unique ID", "Day it came"], ["1", JANUARY], ["2", JANUARY]]
    export = read(workbook({"List 3": lost, "List 4": [ASSESSMENTS, ["1", JANUARY, MARCH]]}))
    told = export.findings.filter(pl.col("place") == "List 3").select("kind", "column", "count").rows()
    assert told == [("missing-column", "Date of referral", 1), ("unread-rows", None, 2)]
    assert (export.rows_in, export.rows_reported, export.rows_refused) == (3, 1, 2)
    assert export.unused == {"unread-rows": 2}
    assert export.children == 2


def test_without_the_child_s_column_that_is_what_is_missing(workbook: Make, read: Read) -> None:
    lost = [["Whose", "Date of referral"], ["1", JANUARY]]
    export = read(workbook({"List 3": lost, "List 4": [ASSESSMENTS, ["1", JANUARY, MARCH]]}))
    assert ("missing-column", None, "Child Unique ID") in findings(export)
    assert (export.rows_in, export.rows_refused) == (2, 1)


@pytest.mark.parametrize(
    ("second", "is_covered"),
    [
        ([ASSESSMENTS[:2], ["2", JANUARY]], False),
        ([["Child Unique ID", "Begun", "Over"], ["2", JANUARY, MARCH]], False),
        ([ASSESSMENTS, ["2", JANUARY, None]], True),
        ([ASSESSMENTS[:2]], True),
    ],
)
def test_a_second_sheet_that_lacks_a_date_takes_the_cover_away(
    workbook: Make, read: Read, second: list[list[object]], is_covered: bool
) -> None:
    first = [ASSESSMENTS, ["1", JANUARY, MARCH]]
    export = read(workbook({"List 4": first, "List 4 (North)": second}))
    assert ("assessment_completed" in export.tables.covers) is is_covered
    assert (("lacks-cover", None, "assessment_completed") in findings(export)) is not is_covered
