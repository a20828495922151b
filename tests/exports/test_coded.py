"""References of which only a whole column tells that they are initials, names cut short or days of birth."""

import polars as pl
import pytest

from threshold.exports.coded import are_days, eight_figures, names_in_code
from threshold.exports.identifying import identifying

FIRST = ["Oliver", "Amelia", "Noah", "Isla", "Jack", "Ava", "Leo", "Ivy", "Harry", "Lily", "Mia"]
LAST = ["Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Davies", "Patel", "Wright", "Khan"]
PEOPLE = [(FIRST[number % 11], LAST[number % 10], number) for number in range(60)]


def kinds(references: list[str]) -> set[str]:
    return {kind for kind, _, _ in identifying(pl.Series(references))}


@pytest.mark.parametrize(
    "written",
    [
        [f"{first}{last}{number:02}".lower() for first, last, number in PEOPLE],
        [f"{last}{first}-{number}".upper() for first, last, number in PEOPLE],
        [f"{last[:5]}{first[:2]}{number % 12 + 8:02}".upper() for first, last, number in PEOPLE],
        [f"{last}{first[0]}{number}" for first, last, number in PEOPLE],
        [f"{first[0]}.{last[0]}.{number}" for first, last, number in PEOPLE],
        [f"{first[0].lower()}.{last[0].lower()}" for first, last, _ in PEOPLE],
    ],
)
def test_names_in_disguise(written: list[str]) -> None:
    assert kinds(written) == {"a name"}


@pytest.mark.parametrize(
    "written",
    [
        [f"2019{number:04}" for number in range(101, 161)],
        [f"2019{number:04}" for number in range(101, 132)],  # each of which might be a day
        [f"C-2024{number:04}" for number in range(1201, 1232)],
        [f"{year}{number:04}" for year in (2018, 2019, 2020) for number in range(95, 140)],
        [f"CASEREF{number:03}" for number in range(60)],
        [f"SMITHOL{number:03}" for number in range(60)],
        [f"A.B.{number:04}" for number in range(60)],
        [f"LL{number:08}" for number in range(0, 2000, 31)],
    ],
)
def test_honest_ones(written: list[str]) -> None:
    assert kinds(written) == set()


@pytest.mark.parametrize("form", ["{0}{1:02}{2:02}", "{2:02}{1:02}{0}", "X-{0}{1:02}{2:02}"])
def test_days_of_birth(form: str) -> None:
    days = [form.format(2008 + number % 12, number % 12 + 1, number % 28 + 1) for number in range(60)]
    assert kinds(days) == {"a date of birth"}


def test_eight_figures() -> None:
    assert eight_figures("C-20190101") == "20190101"
    assert eight_figures("20190101-20190102") == eight_figures("201901011") == ""
    assert not are_days([])
    assert not names_in_code([])
