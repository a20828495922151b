"""Headers and words of lists of contacts, and what is guessed from them."""

import pytest

from threshold.exports.contacts.guesses import (
    guessed_child,
    guessed_facts,
    guessed_time,
    guessed_values,
    questions_about_danger,
)
from threshold.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("BRAG", "contact.brag"),
        ("contact.brag", "contact.brag"),
        ("CPConcern", "child_protection.concern"),
        ("cp_concern", "child_protection.concern"),
        ("ImmediateDanger", "child_protection.immediate_danger"),
        ("Immediate danger?", "child_protection.immediate_danger"),
        ("AllocatedSW", "contact.allocated_social_worker"),
        ("DA", "contact.domestic_abuse"),
        ("ConsentShare", "consent.to_share"),
        ("NeedsEH", "contact.needs_early_help"),
        ("Age", "child.age"),
        ("Month of birth", "child.born_month"),
        ("Date of birth", None),
        ("Narrative", None),
    ],
)
def test_a_header_is_taken_for_a_fact(header: str, fact: str | None, vocabulary: Vocabulary) -> None:
    assert guessed_facts([header], vocabulary) == ({fact: header} if fact else {})


def test_what_identifies_a_child_is_taken_for_nothing(vocabulary: Vocabulary) -> None:
    assert guessed_child(["NHS number", "Child name"]) is None
    assert guessed_facts(["Date of birth"], vocabulary) == {}


def test_the_likeliest_reference_is_taken() -> None:
    assert guessed_child(["Case ID", "ContactID"]) == "ContactID"


def test_every_guess_is_of_a_fact_and_a_value_that_there_are(vocabulary: Vocabulary) -> None:
    for name in ("contact.brag", "consent.to_share"):
        fact = vocabulary.facts[name]
        assert set(guessed_values(fact).values()) <= set(fact.type.values)
    assert guessed_values(vocabulary.facts["consent.to_share"])["not asked"] == "not_asked"
    # No may be a no, or that nobody asked: somebody has to say.
    assert "no" not in guessed_values(vocabulary.facts["consent.to_share"])
    assert len(questions_about_danger(vocabulary)) == 3
    assert guessed_time("contact.received", ["Date", "TimeReceived"]) == "TimeReceived"
