"""Headers in other words: taken where they say the same, and never for what is not meant."""

import pytest

from threshold.exports.formats.headers import match_headers, words_of
from threshold.exports.formats.specification import specification, wanted_headers

SPEC = specification("annex-a.yaml")


def placed(number: int, *columns: str) -> dict[str, str]:
    """What each of the columns is taken for in a list."""
    found = match_headers(wanted_headers(SPEC.lists[number], SPEC), columns).columns
    return {column: key for key, column in found.items() if not key.endswith("_without_day")}


@pytest.mark.parametrize(
    ("number", "header", "key"),
    [
        (3, "Referral date", "referral"),
        (3, "Date of Referral (dd/mm/yyyy)", "referral"),
        (3, "date_of_referral", "referral"),
        (3, "Dates of referrals", "referral"),
        (4, "Assessment - start date", "assessment_started"),
        (4, "Date continuous assessment started", "assessment_started"),
        (4, "C&F Assessment Start Date", "assessment_started"),
        (4, "Assessment Authorised Date", "assessment_completed"),
        (4, "Date of Authorization", "assessment_completed"),
        (4, "Continuous Assessment Date of Authorisaton", "assessment_completed"),
        (4, "Continuous Assesment Start Date", "assessment_started"),
        (5, "S47 Start Date", "section_47_started"),
        (5, "Date of ICPC", "cp_conference"),
        (5, "Initial CP Conference (date)", "cp_conference"),
        (5, "ICPC deemed unnecessary (Y/N)", "child_protection.conference_needed"),
        (5, "Was an Initial CP Conference deemed unnecessary? Y/N", "child_protection.conference_needed"),
        (6, "CASE-STATUS", "support.in_place"),
        (7, "CPP start date", "cp_plan_started"),
        (7, "Child Protection Plan: End Date", "cp_plan_ended"),
        (7, "Date of the latest review conference (if any)", "cp_review"),
        (7, "Child's Unique ID", "child"),
        (7, "Unique Child Reference Number", "child"),
        (7, "Social Worker", "worker"),
    ],
)
def test_other_words_that_say_the_same(number: int, header: str, key: str) -> None:
    assert placed(number, header) == {header: key}


@pytest.mark.parametrize(
    ("number", "header"),
    [
        (3, "Referral"),
        (3, "Referral Source"),
        (3, "Number of Referrals in Last 12 Months"),
        (3, "Date of previous referral"),
        (3, "Referral closed date"),
        (4, "Assessment due date"),
        (4, "Assessment target date"),
        (4, "Date child seen during assessment"),
        (4, "Date of birth"),
        (5, "ICPC target date"),
        (5, "ICPC"),
        (5, "Was an ICPC required?"),
        (5, "Date of review child protection conference"),
        (5, "Number of ICPCs in the last 12 months"),
        (7, "Date of the Last Statutory Visit"),
        (7, "Child protection plan"),
        (7, "CIN plan start date"),
        (7, "Previous child protection plan end date"),
        (7, "Date of next review conference"),
        (3, "Child's name"),
        (3, "Child"),
        (3, "UPN"),
        (3, "NHS number"),
        (3, "Individual adopter identifier"),
        (3, "Family identifier"),
    ],
)
def test_words_that_say_something_else_are_left(number: int, header: str) -> None:
    assert placed(number, header) == {}


def test_the_usual_header_comes_before_one_in_other_words() -> None:
    assert placed(3, "Referral date", "Date of referral") == {"Date of referral": "referral"}


def test_of_two_columns_that_could_be_meant_none_is_taken() -> None:
    found = match_headers({"referral": ["Date of referral"]}, ["Referral date", "Referral - date"])
    assert found.columns == {}
    assert found.unclear == {"referral": ("Referral date", "Referral - date")}


def test_one_column_is_not_taken_for_two_things() -> None:
    found = match_headers({"one": ["Start date"], "other": ["Date begun"]}, ["Date started"])
    assert found.columns == {}
    assert set(found.unclear) == {"one", "other"}


def test_two_readings_of_one_column_share_it() -> None:
    names = ["Deemed unnecessary", "Not needed"]
    found = match_headers({"needed": names, "ended": list(names)}, ["Not required?"])
    assert found.columns == {"needed": "Not required?", "ended": "Not required?"}


def test_what_was_taken_in_other_words_is_told() -> None:
    found = match_headers({"referral": ["Date of referral"], "team": ["Team"]}, ["Referral date", "TEAM"])
    assert found.reworded == {"referral": "Date of referral"}


def test_strictly_only_the_same_words_count() -> None:
    found = match_headers({"referral": ["Date of referral"]}, ["Referral date"], loosely=False)
    assert found.columns == {}


def test_a_slip_of_the_pen_makes_no_other_known_word() -> None:
    assert words_of("Start date") != words_of("Star date")
    assert placed(7, "Child Protection Plan Last Date") == {}
    # In a short word every letter counts.
    assert placed(7, "CP plan stard date") == {}


def test_no_two_things_of_a_list_are_looked_for_under_the_same_words() -> None:
    for group in SPEC.lists.values():
        wanted = {
            key: names
            for key, names in wanted_headers(group, SPEC).items()
            if not key.endswith("_without_day")
        }
        said = {key: {words_of(name) for name in names} for key, names in wanted.items()}
        for key, words in said.items():
            others = [each for other, each in said.items() if other != key]
            assert not words & frozenset().union(*others), (group.title, key)
