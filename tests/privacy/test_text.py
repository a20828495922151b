"""What identifies a child is recognised, and nothing else is taken for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.privacy import identifying_field, identifying_reference, identifying_text
from threshold.policy import load_policy


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


@pytest.mark.parametrize("key", ["renamed", "complex", "mobility", "case", "", "42", "upnext", "schooling"])
def test_fields_that_identify_nobody(key: str) -> None:
    assert identifying_field(key) is None


def test_no_fact_and_no_event_is_taken_for_one_that_identifies() -> None:
    vocabulary = load_policy().vocabulary
    words = {word for name in vocabulary.facts for word in name.split(".")} | set(vocabulary.events)
    carried = {key for event in vocabulary.events.values() for key in event.carries}
    assert [word for word in words | carried if identifying_field(word)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("943 476 5919", "an NHS number"),
        ("no 943-476-5919.", "an NHS number"),
        ("A123456789012", "a unique pupil number"),
        ("x_a12345678901z", "a unique pupil number"),
        ("SW1A 1AA", "a postcode"),
        ("near n1 9gu", "a postcode"),
        ("020 7946 0018", "a telephone number"),
        ("(0161) 496 0018", "a telephone number"),
        ("+44 (0)20 7946 0018", "a telephone number"),
        ("00447700900123", "a telephone number"),
        ("07700-900-123", "a telephone number"),
        ("ada@kestrel.example", "an e-mail address"),
        ("dob 3/5/10", "a date of birth"),
        ("Date of birth: 3 May", "a date of birth"),
        ("14/08/2010", "a date of birth"),
        ("14.8.2010", "a date of birth"),
        ("2010-08-14", "a date of birth"),
    ],
)
def test_text_that_identifies(text: str, kind: str) -> None:
    assert kind in list(identifying_text(text))
    assert kind in list(identifying_text(f"some words ({text}) and more"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Level 4, section 47, 15 of 45 working days",
        "943 476 5918",
        "1234567890",
        "agreed with the manager at 10:30",
        "version 2.0.28 of 2024",
        "plan 3/4 done",
        "C-0412 and F-118",
        "Step 12 B",
        "a@b",
        "£1,000,000.00",
    ],
)
def test_text_that_identifies_nobody(text: str) -> None:
    assert list(identifying_text(text)) == []


@given(st.integers(0, 999_999_999))
def test_nhs_numbers_are_known_by_their_check_digit(number: int) -> None:
    digits = f"{number:09}"
    check = -sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    taken = [last for last in range(10) if "an NHS number" in identifying_text(f"x {digits}{last}")]
    assert taken == ([] if check == 10 else [check])


@pytest.mark.parametrize("reference", ["C-14082010", "14082010", "20100814x", "F20100814"])
def test_dates_without_separators_in_references(reference: str) -> None:
    assert list(identifying_reference(reference)) == ["a date of birth"]


@pytest.mark.parametrize("reference", ["C-0412", "20109914", "99999999", "201008141", "2010-8", "LA/118.2"])
def test_references_that_identify_nobody(reference: str) -> None:
    assert list(identifying_reference(reference)) == []


@pytest.mark.parametrize("piece", ["a", "0", "a.", "1 ", "@", "a@", "(", "born ", "+44 0"])
def test_long_text_is_looked_through_quickly(piece: str) -> None:
    begun = time.perf_counter()
    list(identifying_text(piece * 10_000))
    assert time.perf_counter() - begun < 2
