"""What is to be asked: each question once, danger first; what all lack is said of all."""

from tests.worklist.conftest import Rows, contact, engine

from threshold.worklist.asked import asked, asked_of_all, short

OPEN = {"concern": False}


def test_names_are_short() -> None:
    assert short("child_protection.harm_suspected") == "harm suspected"
    assert short("contact.needs_early_help") == "needs early help"
    assert short("support.in_place") == "support in place"


def test_each_question_once_danger_first(rows: Rows) -> None:
    found = rows(
        contact(consent={"to_share": "given"}),
        contact(consent={"to_share": "given"}, referral=None),
        contact(child_protection=OPEN),
    )
    told = asked(found, engine("caf-team").policy.vocabulary)
    assert [name for name, _ in told[:2]] == ["harm suspected", "immediate danger"]
    assert told[2:] == [
        ("consent to support", "Has the family consented to the support?"),
        (
            "referral suggests child in need",
            "Does the information suggest that the child is in need of services?",
        ),
    ]


def test_what_all_lack_is_said_of_all_where_they_are_several(rows: Rows) -> None:
    both, one = contact(child_protection=None), contact(child_protection={"immediate_danger": False})
    found = rows(both, both, one)
    assert asked_of_all(found) == ("child_protection.harm_suspected", "child_protection.concern")
    assert asked_of_all(found[:2]) == ()
    assert asked_of_all([*found, *rows(contact())]) == ()
