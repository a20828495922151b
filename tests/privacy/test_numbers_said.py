"""Days and years in words."""

import pytest

from threshold.privacy.numbers_said import day_said, year_said


@pytest.mark.parametrize(
    ("said", "day"), [("first", 1), ("Fourteenth", 14), ("twenty-third", 23), ("thirty first", 31)]
)
def test_days(said: str, day: int) -> None:
    assert day_said(said) == day


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("two thousand", 2000),
        ("two thousand and fourteen", 2014),
        ("twenty fourteen", 2014),
        ("twenty twenty-six", 2026),
        ("nineteen eighty-five", 1985),
    ],
)
def test_years(said: str, year: int) -> None:
    assert year_said(said) == year
