"""Which columns hold dates of what: by their headers, by their cells, and never what is due or planned."""

from datetime import date

import polars as pl
import pytest

from threshold.exports.rows.date_headers import find_date_columns
from threshold.vocabulary import Vocabulary

ON = ["02/01/2024", "31-Jan-24", None]


@pytest.mark.parametrize(
    ("header", "event"),
    [
        ("Date of referral", "referral"),
        ("Referral Received Date", "referral"),
        ("Decision on referral date", "referral_decision"),
        ("C&F Assessment Start", "assessment_started"),
        ("Single Assessment - Date Authorised", "assessment_completed"),
        ("Child and Family Assessment End Date", "assessment_completed"),
        ("CIN Plan Closure Date", "cin_plan_ended"),
        ("Child in Need Plan Start", "cin_plan_started"),
        ("1st CIN Review", "cin_review"),
        ("CIN Review 12 Date", "cin_review"),
        ("Section 47 start", "section_47_started"),
        ("Strategy Discussion Date", "strategy_discussion"),
        ("ICPC Date", "cp_conference"),
        ("Initial Child Protection Conference Date", "cp_conference"),
        ("Date of CP Plan End", "cp_plan_ended"),
        ("RCPC 2", "cp_review"),
        ("Core Group 1", "core_group"),
        ("First core group", "core_group"),
        ("CINPlanStartDate", "cin_plan_started"),
        ("CiN Review", "cin_review"),
        ("referral_date", "referral"),
        ("S.47 enquiry end", "section_47_ended"),
        ("Date referred", "referral"),
    ],
)
def test_a_header_says_of_what_its_dates_are(vocabulary: Vocabulary, header: str, event: str) -> None:
    assert find_date_columns(pl.DataFrame({header: ON}), vocabulary).of_events == {event: (header,)}


@pytest.mark.parametrize(
    "header",
    [
        "Review due",
        "Next CIN review",
        "Planned assessment start",
        "Latest CIN review",
        "Assessment target date",
        "Seen on",
    ],
)
def test_what_is_due_next_or_the_latest_is_not_taken_for_what_was_done(
    vocabulary: Vocabulary, header: str
) -> None:
    found = find_date_columns(pl.DataFrame({header: ON}), vocabulary)
    assert (found.of_events, found.unknown) == ({}, (header,))


def test_a_birthday_is_not_even_asked_about(vocabulary: Vocabulary) -> None:
    found = find_date_columns(pl.DataFrame({"Date of birth": ON, "DOB": ON}), vocabulary)
    assert (found.of_events, found.unknown) == ({}, ())


@pytest.mark.parametrize(
    ("cells", "held"),
    [
        (["45000", "45001", None], True),
        (["Yes", "No", "Yes"], False),
        ([None, None, None], True),
        (["2024-01-02", "2024-01-03", "soon"], False),
        ([date(2024, 1, 2), None, None], True),
    ],
)
def test_a_header_alone_is_not_enough_where_the_cells_hold_something_else(
    vocabulary: Vocabulary, cells: list[object], held: bool
) -> None:
    found = find_date_columns(pl.DataFrame({"Referral": cells}), vocabulary)
    assert bool(found.of_events) is held


def test_numbers_and_blank_columns_are_dates_only_where_the_header_says_so(vocabulary: Vocabulary) -> None:
    rows = pl.DataFrame(
        {"Case number": ["45000", "45001"], "Empty": pl.Series([None, None], dtype=pl.String)}
    )
    found = find_date_columns(rows, vocabulary)
    assert (found.of_events, found.unknown) == ({}, ())


def test_the_name_of_the_table_says_what_a_short_header_is_about(vocabulary: Vocabulary) -> None:
    rows = pl.DataFrame({"Start": ON, "Date closed": ON, "Referral date": ON})
    found = find_date_columns(rows, vocabulary, "CIN plans")
    assert found.of_events == {
        "cin_plan_started": ("Start",),
        "cin_plan_ended": ("Date closed",),
        "referral": ("Referral date",),
    }
