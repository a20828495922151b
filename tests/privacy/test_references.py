"""What identifies a child in a reference, which has no words around it."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.privacy import identifying_reference
from threshold.privacy.references import _by_patterns

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("reference", ["C-14082010", "14082010", "20100814x", "F20100814"])
def test_dates_without_separators_in_references(reference: str) -> None:
    assert list(identifying_reference(reference)) == ["a date of birth"]


@pytest.mark.parametrize("reference", ["C-0412", "20109914", "99999999", "201008141", "2010-8", "LA/118.2"])
def test_references_that_identify_nobody(reference: str) -> None:
    assert list(identifying_reference(reference)) == []


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("JS140514", "a date of birth"),
        ("js-140514", "a date of birth"),
        ("140514-JS", "a date of birth"),
        ("Sarah.Smith", "a name"),
        ("SMITH-J", "a name"),
        ("RubyMaddocks-02", "a name"),
        ("943-476-5919", "an NHS number"),
        ("NHS9434765919", "an NHS number"),
        ("A801200001001", "a unique pupil number"),
        ("SW1A-1AA", "a postcode"),
        ("2014-05-14/2", "a date of birth"),
    ],
)
def test_references_that_identify(reference: str, kind: str) -> None:
    assert kind in identifying_reference(reference, TODAY)


@pytest.mark.parametrize(
    "reference", ["TM-07", "C-100234", "CIN140526", "RED-02", "amber.3", "MASH-2026-118"]
)
def test_references_as_they_are_made_up(reference: str) -> None:
    assert list(identifying_reference(reference, TODAY)) == []


STARTS = [
    "",
    "sc",
    "SC",
    "ph",
    "pp",
    "cad",
    "crb",
    "log",
    "lcs",
    "u",
    "JS",
    "MC",
    "Jo",
    "nhs",
    "upn",
    "id",
    "tel",
]


@given(
    st.one_of(st.sampled_from(STARTS), st.text(string.ascii_letters, max_size=3)),
    st.sampled_from(["", *"-./_"]),
    st.text(string.digits, min_size=6, max_size=7),
)
def test_letters_and_figures_are_told_as_by_all_patterns(letters: str, sign: str, figures: str) -> None:
    text = letters + sign + figures
    assert list(identifying_reference(text, TODAY)) == list(_by_patterns(text, TODAY))
