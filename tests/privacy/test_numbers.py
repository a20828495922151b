"""Numbers that are one person's, and numbers that are nobody's."""

import pytest

from threshold.privacy.numbers import identifying_numbers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("943 476 5919", "an NHS number"),
        ("99 9029 3139", "an NHS number"),
        ("nhs no 1234567890", "an NHS number"),
        ("H801 2000 01001", "a unique pupil number"),
        ("07700.900.123", "a telephone number"),
        ("+48 22 123 45 67", "a telephone number"),
        ("AB 12 34 56 C", "a National Insurance number"),
        ("passport no. 120 938 847", "a number of a passport or licence"),
        ("sort code 20-00-00", "a bank account"),
        ("AB12 CDE", "a vehicle registration"),
        ("Mosaic ID 1234567", "a number of another system"),
        ("nat ins PR665012", "a National Insurance number"),
        ("7700 900 561", "a telephone number"),
        ("44 7700 900 088", "a telephone number"),
        ("ppt A04418823", "a number of a passport or licence"),
        ("passprt is 533401982", "a number of a passport or licence"),
        ("noms A1234BC", "a number of another system"),
    ],
)
def test_kinds_of_number(text: str, kind: str) -> None:
    assert kind in identifying_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "0808 800 5000",
        "10 20 30 40 50",
        "URN 138264",
        "case ref C-0412",
        "2025 2026 15",
        "£1,250.00",
        "ring 0300 500 80 80",
    ],
)
def test_nobodys_numbers(text: str) -> None:
    assert list(identifying_numbers(text)) == []
