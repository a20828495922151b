"""Addresses, and what is numbered and none."""

import pytest

from threshold.privacy.addresses import holds_address


@pytest.mark.parametrize(
    "text",
    [
        "14 Acacia Avenue",
        "14 acacia avenue",
        "Flat 3, Elm House",
        "22b High Street",
        "lives at Rose Cottage",
        "7 the crescent",
        "near Larch Road",
        "room 12 of the Bellweather Hostel",
        "plot 9 Fen Drove",
        "19-21 garrick st",
        "7b bramble ct",
        "collected from 5 The Paddocks after",
        "14 kirkgarth",
        "seventy two fosse way",
        "flat 9 dunmore twrs",
        "lot 14 riverside caravan pk",
        "51.50741, -0.12783",
        "///filled.count.soap",
    ],
)
def test_addresses(text: str) -> None:
    assert holds_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "5 days to close",
        "section 47 Family Court",
        "a flat 3 weeks ago",
        "2 open cases close",
        "met at Larch Road Family Centre",
        "1 way street",
        "on the High Street",
        "5 High Court hearings",
        "lives with her aunt",
        "12 Court dates missed",
        "2 siblings close in age",
        "3 croft team workers",
        "unit 4 of the parenting course",
        "section 15, the Scheme of Delegation",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert not holds_address(text)
