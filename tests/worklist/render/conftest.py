"""Rows as they may come."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.worklist.conftest import AT, NOTHING, contact, engine

from threshold.exports.contacts import Contact
from threshold.worklist.listing import Listing
from threshold.worklist.model import Response, Row

__all__ = ["HOSTILE", "Told", "row"]

Told = tuple[list[Row], list[str], list[tuple[str, str]]]

# Markup, what a spreadsheet would run, what a terminal obeys, a line of its own.
HOSTILE = "=1+1<script>alert('x')</script>\" & <b>\x1b[2J\nnew line"
MORNING = [
    contact("MC-1"),
    contact("MC-2", "blue", child_protection={**NOTHING, "concern": True}),
    contact("MC-3", child_protection=None),
    contact("MC-4", "amber", child_protection=None),
    contact("MC-5", "red", child_protection={"concern": False}),
    '{"case": "MC-6", "contact": {"brag": "purple"}}',
    contact("MC-7", consent={"to_support": "refused"}),
    contact("MC-8", "amber", contact={"brag": "amber", "received": "2026-11-27T08:00"}),
    contact("mc-1", support={"in_place": "child_in_need"}),
]


def row(**told: Any) -> Row:
    """A row of which everything is there, but for what the test says otherwise."""
    answer = Response("OUR-3", "2026-11-30T10:00", "2 hours", "pending", 60, "1 h left")
    made: dict[str, Any] = {
        "act": "find_out",
        "reference": "MC-1",
        "place": "contacts.csv",
        "row": 2,
        "rank": 1,
        "colour": "red",
        "level": 3,
        "status": "undetermined",
        "direction": "continue",
        "from_": "child_in_need",
        "to": "The MASH",
        "received": "2026-11-30",
        "as_at": "2026-11-30T09:00",
        "response": answer,
        "do": ("Send the form (by the MASH)",),
        "why": ("One reason [OUR-1]", "Another [OUR-2]"),
        "missing": ("support.in_place", "consent.to_support"),
        "ask": "What support is in place?",
        "conflicts": ("It cannot be both",),
        "duplicates": ("the same reference: row 7",),
        "problems": ("contact.received: is no date",),
        "since": "new",
        **told,
    }
    return Row(**made)


@pytest.fixture
def morning(read: Callable[..., list[Contact]], ours: str) -> Told:
    """The rows of a morning, with what is said once of all of them."""
    listing = Listing(engine(ours), AT)
    rows = listing.whole(read(*MORNING))
    return rows, listing.head(rows), listing.questions(rows)
