"""Reading and writing lengths of time."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.dates import Duration, Unit, parse_duration

UNITS = st.sampled_from(get_args(Unit))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("7 working days", 7, "working days"),
        ("1 working day", 1, "working days"),
        ("1 month", 1, "months"),
        ("1 months", 1, "months"),
        ("3 month", 3, "months"),
        ("1 week", 1, "weeks"),
        ("0 days", 0, "days"),
        ("24 hours", 24, "hours"),
        ("4 working hours", 4, "working hours"),
        ("100 years", 100, "years"),
        ("  10   working  days ", 10, "working days"),
    ],
)
def test_a_length_is_read(text: str, number: int, unit: Unit) -> None:
    assert parse_duration(text) == Duration(number, unit)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-1 months", "cannot be negative"),
        ("1.5 days", "whole number"),
        ("1,000 days", "whole number"),
        ("+3 days", "whole number"),
        ("2-3 days", "whole number"),
        ("7days", "a space and a unit"),
        ("three days", "in figures"),
        ("٣ days", "in figures"),
        ("months", "in figures"),
        ("", "in figures"),
        ("3", "needs a unit"),
        ("7 workdays", 'Did you mean "working days"?'),
        ("1 wek", 'Did you mean "week"?'),
        ("3 MONTHS", 'Did you mean "months"?'),
        ("3 fortnights", "The units are: hours, working hours, days"),
        ("101 years", "more than a hundred years"),
        ("1201 months", "more than a hundred years"),
        ("36526 days", "more than a hundred years"),
        ("9" * 6000 + " hours", "more than a hundred years"),
    ],
)
def test_what_is_no_length_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the message is checked below
        parse_duration(text)
    assert says in str(refusal.value)


def test_a_refusal_does_not_repeat_what_was_written() -> None:
    with pytest.raises(ValueError, match="unit of time") as refusal:
        parse_duration("7231 smiths")
    assert "smith" not in str(refusal.value)
    assert "7231" not in str(refusal.value)


def test_nothing_close_means_no_suggestion() -> None:
    with pytest.raises(ValueError, match=r"not known\. The units"):
        parse_duration("3 fortnights")


@pytest.mark.parametrize("unit", get_args(Unit))
def test_a_negative_length_cannot_be_made(unit: Unit) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        Duration(-1, unit)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (Duration(7, "working days"), "7 working days"),
        (Duration(1, "working days"), "1 working day"),
        (Duration(1, "months"), "1 month"),
        (Duration(0, "hours"), "0 hours"),
    ],
)
def test_a_length_is_written(length: Duration, text: str) -> None:
    assert str(length) == text


@given(st.integers(0, 100), UNITS)
def test_what_is_written_reads_back(number: int, unit: Unit) -> None:
    assert parse_duration(str(Duration(number, unit))) == Duration(number, unit)


def test_lengths_have_no_order() -> None:
    with pytest.raises(TypeError):
        _ = Duration(1, "days") < Duration(2, "days")  # type: ignore[operator]
