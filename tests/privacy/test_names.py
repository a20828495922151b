"""Names where what is written is sure to be one."""

import pytest

from threshold.privacy.names import identifying_names, name_in_reference


@pytest.mark.parametrize(
    "text",
    [
        "child called Zebedee",
        "mum is Sarah Smith",
        "Mr Jones",
        "Mr and Mrs Okonjo",
        "Sarah's mother",
        "n\u00e9e Kowalska",
        "spoke to Adaora",
        "Grace's mum",
        "nana pat has them",
        "MADDOCKS, Ruby",
        "re: Lily-Mae Thornbury",
        "the Thornbury family",
        "Zebedee, aged 7",
        "spoke to kayleighs mum",
        "known as 'Jaydn'",
        "J. Thornbury said so",
        "allegation agst Mr P Grimwade",
        "Wenna Tregear",
        "Corbin excluded 5 days",
        "Ottoline's SW",
    ],
)
def test_names(text: str) -> None:
    assert "a name" in identifying_names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Social Care told the EH Senior",
        "Mum told Police",
        "Amber goes on to Assessment",
        "mum is Polish",
        "Sarah's Law",
        "Marie Curie supported her",
        "Fraser competent",
        "mr and mrs not to be used",
        "Will review in May",
        "Child A's mother",
        "St John Ambulance attended",
        "Mum is Happy with plan and Dad Agrees",
        "Hope House",
        "mother Christian",
        "baby Massage course",
        "spoke to Sandwell, no trace",
        "dad Absent",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert list(identifying_names(text)) == []


def test_initials_are_named_as_such() -> None:
    assert list(identifying_names("initials J.S.")) == ["initials"]


def test_names_in_references() -> None:
    assert name_in_reference("maddocks_ruby")
    assert not name_in_reference("RUBY-01")
