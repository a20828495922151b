"""The list on a screen: what matters first, everybody there, nothing wider than the screen."""

from collections.abc import Callable

import pytest
from tests.worklist.conftest import AT, NOTHING, contact, engine

from threshold.exports.contacts import Contact
from threshold.worklist.listing import Listing
from threshold.worklist.render.text import as_text, summary

MORNING = [
    contact("MC-1"),
    contact("MC-2", child_protection={**NOTHING, "concern": True}, colour="blue"),
    contact("MC-3", child_protection=None),
    contact("MC-4", child_protection=None, colour="amber"),
    contact("MC-5", child_protection={"concern": False}, colour="red"),
    '{"case": "MC-6", "contact": {"brag": "purple"}}',
    contact("MC-7", consent={"to_support": "refused"}),
]


@pytest.fixture
def text(read: Callable[..., list[Contact]]) -> Callable[..., str]:
    def text(*contacts: object, width: int = 80) -> str:
        listing = Listing(engine("caf-team"), AT)
        rows = listing.whole(read(*contacts))
        return as_text(rows, listing.head(rows), listing.questions(rows), width)

    return text


def test_the_first_line_says_what_there_is_to_do(text: Callable[..., str]) -> None:
    lines = text(*MORNING).splitlines()
    assert " ".join(lines[:2]) == (
        "1 to refer now, 1 that cannot be read, 3 to ask about danger first, 1 to pass on, 1 "
        "not to pass on: 7 contacts in all, none left out."
    )


def test_everybody_is_there_under_what_to_do(text: Callable[..., str]) -> None:
    shown = text(*MORNING)
    places = [
        shown.index(each) for each in ("Refer now (1)", "MC-2", "Cannot be read (1)", "Ask about danger")
    ]
    assert places == sorted(places)
    assert all(f"MC-{number}" in shown for number in (1, 2, 3, 4, 5, 7))
    assert "row 6: contact.brag" in " ".join(shown.split())
    assert "purple" not in shown


def test_what_is_asked_of_all_stands_once_and_in_full_at_the_end(text: Callable[..., str]) -> None:
    shown = " ".join(text(*MORNING).split())
    assert "Ask about danger first (3); of all of them ask: immediate danger, harm suspected" in shown
    assert shown.count("Ask also: concern") == 2
    assert shown.count("Is there an immediate or urgent safeguarding concern?") == 1


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_screen(text: Callable[..., str], width: int) -> None:
    shown = text(*MORNING, width=width)
    words = max(len(word) for word in shown.split())
    assert max(map(len, shown.splitlines())) <= max(width, words + 7)


def test_no_contacts_are_said(text: Callable[..., str]) -> None:
    assert summary([]) == "No contacts: there is nothing to triage."
    assert text().startswith("No contacts: there is nothing to triage.\n")


def test_the_rest_goes_by_colour_whatever_is_to_be_done(text: Callable[..., str]) -> None:
    shown = text(
        contact("MC-1"), contact("MC-2", colour="amber"), contact("MC-3", colour="blue"), MORNING[-1]
    )
    assert "The rest, by colour (4)" in shown
    assert [shown.index(f"MC-{number}") for number in (2, 1, 7, 3)] == sorted(
        shown.index(f"MC-{number}") for number in (1, 2, 3, 7)
    )
    line = next(line for line in shown.splitlines() if "MC-7" in line)
    assert line.endswith("Do not pass on")
