"""Disguises are taken off: what a reader sees is what is looked at."""

import pytest

from threshold.privacy.disguises import spelt_out, undisguised


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("9\u200b43\u00ad4", "9434"),
        ("\uff19\uff14", "94"),
        ("\u0669\u0664", "94"),
        ("\u0405\u0430r\u0430h", "Sarah"),
        ("a\u2013b\u2019c", "a-b'c"),
        ("9\u20e3 4\ufe0f\u20e3", "9 4"),
        ("plain", "plain"),
        ("a&#64;b.org", "a@b.org"),
        ("07700%20900", "07700 900"),
        ("9\u20609\U000e00209\x7f", "999"),
    ],
)
def test_what_is_disguised_is_read_as_it_is_seen(written: str, seen: str) -> None:
    assert undisguised(written) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("nine four three four seven six five", "9434765"),
        ("double seven one two three four five", "7712345"),
        ("O77OO 9OO123", "07700 900123"),
        ("S m i t h", "Smith"),
        ("D O B 0 1 0 7 2 0 1 3", "DOB 01072013"),
        ("mail dot org", "mail.org"),
        ("01632 nine six zero 229", "01632960229"),
        ("oh double seven double oh, nine hundred, one", "077009001"),
        ("S-h-e-l-l-y R-u-d-d", "Shelly Rudd"),
        ("2 . 7 . 2 0 1 5", "2.7.2015"),
        ("DOB160514", "DOB 160514"),
        ("C.I.N. plan", "C.I.N. plan"),
        ("one two three children", "one two three children"),
        ("a dot on the chart", "a dot on the chart"),
    ],
)
def test_what_is_spelt_out_is_put_together(written: str, seen: str) -> None:
    assert spelt_out(written) == seen
