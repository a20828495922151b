"""Postcodes, e-mail, accounts and addresses of the internet."""

import pytest

from threshold.privacy.places import identifying_places


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SW1A-1AA", "a postcode"),
        ("n19gu", "a postcode"),
        ("NE4~7RT", "a postcode"),
        ("OL8.3KE", "a postcode"),
        ("name (at) domain dot org", "an e-mail address"),
        ("jo at gmail.com", "an e-mail address"),
        ("@kayz_x09", "a social media account"),
        ("https://www.facebook.com/someone", "a link to somebody's page or record"),
        ("shadowfox#4471", "a social media account"),
        ("81.2.69.142", "an address of the internet"),
    ],
)
def test_kinds_of_place(text: str, kind: str) -> None:
    assert kind in identifying_places(text)


@pytest.mark.parametrize(
    "text",
    [
        "Y8 2nd half term",
        "S47 2nd enquiry",
        "L4 2yr old",
        "meeting @ home",
        "look at gov.uk guidance",
        "1.2.3.4",
        "S47 : 2nd strategy meeting",
        "M 14 : 5 visits",
    ],
)
def test_what_is_no_place_of_anybody(text: str) -> None:
    assert list(identifying_places(text)) == []
