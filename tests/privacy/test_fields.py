"""The name of a field says that it would hold what identifies a child."""

import pytest

from threshold.policy import load_policy
from threshold.privacy import identifying_field


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("name", "a name"),
        ("Surname", "a name"),
        ("firstName", "a name"),
        ("child's name", "a name"),
        ("mother_name", "a name"),
        ("\uff4e\uff41\uff4d\uff45", "a name"),
        ("DOB", "a date of birth"),
        ("childDOB", "a date of birth"),
        ("D.O.B.", "a date of birth"),
        ("date-of-birth", "a date of birth"),
        ("addressLine1", "an address"),
        ("post code", "a postcode"),
        ("currentSchool", "a school"),
        ("NHSNumber", "an NHS number"),
        ("nhs_no", "an NHS number"),
        ("UPN", "a unique pupil number"),
        ("telephone", "a telephone number"),
        ("e-mail", "an e-mail address"),
    ],
)
def test_fields_that_identify(key: str, kind: str) -> None:
    assert identifying_field(key) == kind


@pytest.mark.parametrize(
    "key", ["renamed", "complex", "mobility", "case", "", "42", "upnext", "schooling", "edd"]
)
def test_fields_that_identify_nobody(key: str) -> None:
    assert identifying_field(key) is None


def test_no_fact_and_no_event_is_taken_for_one_that_identifies() -> None:
    vocabulary = load_policy().vocabulary
    words = {word for name in vocabulary.facts for word in name.split(".")} | set(vocabulary.events)
    carried = {key for event in vocabulary.events.values() for key in event.carries}
    assert [word for word in words | carried if identifying_field(word)] == []


@pytest.mark.parametrize(
    "key", ["born_month", "month_of_birth", "Month and year of birth", "birthMonth", "MonthOfBirth"]
)
def test_a_month_of_birth_is_no_date_of_birth(key: str) -> None:
    assert identifying_field(key) is None


@pytest.mark.parametrize(
    "key", ["date of birth (day/month/year)", "day and month of birth", "DOB month", "birthday month"]
)
def test_a_field_that_holds_the_day_as_well_is_one(key: str) -> None:
    assert identifying_field(key) == "a date of birth"
