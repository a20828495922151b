"""Which list of Annex A a sheet is: by number, by name, by headers; where they differ, by what it has."""

import pytest

from threshold.exports.formats.lists import list_named, list_of
from threshold.exports.formats.specification import specification

SPEC = specification("annex-a.yaml")
REFERRALS = ["Child Unique ID", "Date of referral", "Referral NFA?"]
ASSESSMENTS = ["Child Unique ID", "Assessment start date", "Assessment authorisation date"]
PLANS = ["Child ID", "CP plan start date", "CP plan end date"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Referrals", 3),
        ("Referrals 2024-25", 3),
        ("3. Referrals", 3),
        ("Assessments", 4),
        ("Early Help Assessments", 2),
        ("Sec47 and ICPC", 5),
        ("S47 & ICPCs", 5),
        ("Children in Need", 6),
        ("CIN", 6),
        ("Child Protection", 7),
        ("CP Plans", 7),
        ("Contacts", None),
        ("Sheet1", None),
        ("Care Leavers", None),
        ("Notes on referring", None),
    ],
)
def test_names_that_say_what_a_sheet_holds(name: str, number: int | None) -> None:
    assert list_named(name, SPEC.lists) == number


def test_a_number_comes_first_whatever_else_is_there() -> None:
    assert list_of("List 5 Referrals", REFERRALS, SPEC) == 5
    assert list_of("list_03", ["a"], SPEC) == 3
    assert list_of("List 11", REFERRALS, SPEC) == 11


def test_a_name_counts_where_the_headers_bear_it_out() -> None:
    assert list_of("Referrals", REFERRALS, SPEC) == 3
    assert list_of("Referrals", ["Team", "How many"], SPEC) is None
    assert list_of("Referrals", ASSESSMENTS, SPEC) == 4


def test_without_a_name_two_columns_of_a_list_are_needed() -> None:
    assert list_of("Sheet2", PLANS, SPEC) == 7
    assert list_of("Sheet2", PLANS[:2], SPEC) is None
    assert list_of("Sheet2", PLANS[1:], SPEC) is None
    # One is enough in its own words, where no other list has it.
    assert list_of("Sheet2", REFERRALS[:2], SPEC) == 3
    assert list_of("Sheet2", ["Child Unique ID", "Referral date"], SPEC) is None


def test_what_could_be_either_of_two_lists_is_neither() -> None:
    both = ["Child Unique ID", "Assessment start date", "Assessment completion date"]
    assert list_of("Sheet2", both, SPEC) is None
    assert list_of("Early help", both, SPEC) == 2
    assert list_of("Assessments", both, SPEC) == 4
