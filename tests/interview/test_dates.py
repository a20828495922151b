"""Dates are understood day before month, or refused in words that say why and repeat nothing."""

from datetime import date, datetime

import pytest

from threshold.interview.dates import in_words, moment_understood, understood

TODAY = date(2026, 11, 29)
MAY = date(2026, 5, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/05/2026", MAY),
        ("11.5.2026", MAY),
        ("11-5-2026", MAY),
        ("11 May 2026", MAY),
        ("11 MAY 2026", MAY),
        ("11th of May, 2026", MAY),
        ("Monday 11 May 2026", MAY),
        ("mon 11 may", MAY),
        ("11 May", MAY),
        ("2026-05-11", MAY),
        ("12/11/2026", date(2026, 11, 12)),
        ("11/05/26", MAY),
        ("11.5.26", MAY),
        ("11 May 26", MAY),
        ("Monday 11th May 26", MAY),
        ("31/12/06", date(2006, 12, 31)),
        ("1 Sept", date(2026, 9, 1)),
        ("3 December", date(2025, 12, 3)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 28)),
        ("29 Nov", TODAY),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_understood(text: str, day: date) -> None:
    assert understood(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/13/2026", "month above 12.*the day comes first"),
        ("05/31/2026", "month above 12"),
        ("31/06/2026", "June 2026 has 30 days"),
        ("31 June", "June has 30 days"),
        ("29 February 2025", "February 2025 has 28 days"),
        ("29 Feb", "year with it"),
        ("0/5/2026", "May 2026 has 31 days"),
        ("11/05/62", "year in full"),
        ("11 May 99", "year in full"),
        ("11/05/6", "year in full"),
        ("11/05/026", "year in full"),
        ("31/6/26", "June 2026 has 30 days"),
        ("2026/05/11", "the day first"),
        ("May 11 2026", "must be a date"),
        ("11 Mai 2026", "must be a date"),
        ("Tuesday 11 May 2026", "Monday 11 May 2026 is that day"),
        ("tomorrow week", "must be a date"),
        ("11/05.2026", "must be a date"),
        ("99999999999", "must be a date"),
        ("11/05/0000", "not a day in the calendar"),
        ("11/05/9999", "outside the years"),
        ("11/05/2026 14:30", "must be a date"),
    ],
)
def test_what_is_no_day_is_told_in_plain_words(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        understood(text, TODAY)
    assert text not in str(refused.value)


def test_a_day_to_come_takes_the_next_year() -> None:
    assert understood("3 December", TODAY, ahead=True) == date(2026, 12, 3)
    assert understood("11 May", TODAY, ahead=True) == date(2027, 5, 11)
    assert understood("5/1/27", TODAY, ahead=True) == date(2027, 1, 5)


def test_a_day_that_may_be_on_either_side_is_never_guessed() -> None:
    assert understood("11 May", date(2026, 6, 1), either=True) == MAY
    with pytest.raises(ValueError, match="type the year"):
        understood("3 December", TODAY, either=True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("11/05/2026 14:30", datetime(2026, 5, 11, 14, 30)),
        ("11 May 2026 at 2.30pm", datetime(2026, 5, 11, 14, 30)),
        ("11 May 9am", datetime(2026, 5, 11, 9)),
        ("today 12:05 am", datetime(2026, 11, 29, 0, 5)),
        ("yesterday, 12pm", datetime(2026, 11, 28, 12)),
        ("2026-05-11T09:30", datetime(2026, 5, 11, 9, 30)),
        ("2026-05-11 09:30", datetime(2026, 5, 11, 9, 30)),
        ("11 May 2026", MAY),
    ],
)
def test_a_moment_is_understood(text: str, moment: date) -> None:
    assert moment_understood(text, TODAY) == moment


@pytest.mark.parametrize("text", ["today 25:00", "today 13pm", "today 9:75", "today 0am"])
def test_a_time_that_no_clock_shows(text: str) -> None:
    with pytest.raises(ValueError, match="time of day such as"):
        moment_understood(text, TODAY)


def test_what_was_understood_is_told_in_words() -> None:
    assert in_words(MAY) == "Monday 11 May 2026"
    assert in_words(datetime(2026, 5, 11, 9, 5)) == "Monday 11 May 2026 at 09:05"


# 29 November 2026 is a Sunday.
@pytest.mark.parametrize(
    ("text", "ahead", "day"),
    [
        ("tomorrow", True, date(2026, 11, 30)),
        ("Friday", True, date(2026, 12, 4)),
        ("fri.", True, date(2026, 12, 4)),
        ("Thurs", True, date(2026, 12, 3)),
        ("Saturday", True, date(2026, 12, 5)),
        ("Monday", True, date(2026, 11, 30)),
        ("Friday", False, date(2026, 11, 27)),
        ("Monday", False, date(2026, 11, 23)),
    ],
)
def test_a_day_of_the_week_is_the_nearest_on_the_side_that_is_meant(
    text: str, ahead: bool, day: date
) -> None:
    assert understood(text, TODAY, ahead=ahead) == day


@pytest.mark.parametrize(
    ("text", "ahead", "either"),
    [("Sunday", True, False), ("Sunday", False, False), ("Friday", False, True)],
)
def test_a_day_of_the_week_that_may_be_two_days_is_never_guessed(
    text: str, ahead: bool, either: bool
) -> None:
    with pytest.raises(ValueError, match="could be more than one day; type the date"):
        understood(text, TODAY, ahead=ahead, either=either)


@pytest.mark.parametrize("text", ["next Friday", "Friday week", "Friday next", "fortnight"])
def test_what_people_take_differently_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="must be a date"):
        understood(text, TODAY, ahead=True)
