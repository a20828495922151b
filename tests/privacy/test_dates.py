"""Dates are found in every form, and what is numbered like one is not."""

from datetime import date

import pytest

from threshold.privacy.dates import compact_date, dates_in, full_year

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "14/05/2014",
        "14.5.14",
        "14-05-14",
        "2014-05-14",
        "05/14/2014",
        "14 May 2014",
        "14th of May, 2014",
        "May 14, 2014",
        "14May2014",
        "14 May '14",
        "14052014",
        "20140514",
        "14 / 05 / 2014",
        "14 05 2014",
        "the fourteenth of May two thousand and fourteen",
    ],
)
def test_every_form_of_a_day(text: str) -> None:
    assert [found.day for found in dates_in(f"on {text}, so", TODAY)] == [date(2014, 5, 14)]


@pytest.mark.parametrize(
    "text", ["version 1.2.14", "paragraph 4.1.12", "31/02/2014", "45/13/2014", "£1,000,000", "10:30"]
)
def test_what_is_no_day(text: str) -> None:
    assert [found.day for found in dates_in(text, TODAY) if found.day] == []


def test_a_year_of_two_digits_is_not_far_to_come() -> None:
    assert [full_year(two, TODAY) for two in (14, 27, 28, 88)] == [2014, 2027, 1928, 1988]


def test_eight_digits_are_a_day_or_not() -> None:
    assert compact_date("05142014") == compact_date("20140514") == date(2014, 5, 14)
    assert compact_date("99999999") is None
