"""Initials of somebody, and letters that stand for words."""

import pytest

from threshold.privacy.initials import holds_initials


@pytest.mark.parametrize(
    "text",
    [
        "Child J.S. seen",
        "child KO seen",
        "mum (OF) attended",
        "K.O. reports a bruise",
        "Mrs P rang",
        "Mr. B (dad)",
        "P Grimes HV attended",
        "HV: B Larne",
        "TS age 7 from Year 2",
        "JB, Year 9",
        "A.K. (4)",
        "LM is 14 yo",
        "worried about TS yr 3",
        "TS Y4",
        "first name begins with K",
        "surname starts with Mc",
    ],
)
def test_of_somebody(text: str) -> None:
    assert holds_initials(text)


@pytest.mark.parametrize(
    "text",
    [
        "child CP plan ended",
        "KS age 7 expected",
        "TA (Y4) rang",
        "YC aged 12",
        "SW in Year 2 of training",
        "EHCP age 7",
        "MY 4 YO SON",
        "mum (SW present) said",
        "dad (PR) rang",
        "Mrs X and Mr Y",
        "SW and HV attended",
        "first name begins the form",
        "G.P. says so",
        "CHILD KO SEEN",
    ],
)
def test_of_nobody(text: str) -> None:
    assert not holds_initials(text)
