"""Values that somebody tries: how they are written."""

from datetime import date

import pytest

from threshold.policy.trials import Tried, days_of, tried
from threshold.reading import BadInput


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("a.b=3 months", Tried("a.b", "3 months", None)),
        (" a.b = none ", Tried("a.b", "none", None)),
        ("a.b@2027-04-01=3 months", Tried("a.b", "3 months", date(2027, 4, 1))),
        ("a.b=x@y=z", Tried("a.b", "x@y=z", None)),
        ("a.b=", Tried("a.b", "", None)),
    ],
)
def test_a_trial_names_a_parameter_a_value_and_perhaps_a_day(text: str, means: Tried) -> None:
    assert tried(text) == means


@pytest.mark.parametrize("text", ["a.b", "a.b@2027-13-01=1", "a.b@=1", "=1"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        tried(text)


def test_the_days_are_those_that_are_named() -> None:
    assert days_of(["a.b=1", "a.c@2027-04-01=1", "a.d@2027-04-01=2"]) == {date(2027, 4, 1)}
