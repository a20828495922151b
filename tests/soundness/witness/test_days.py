"""Days worth trying: on both sides of where a test turns."""

from datetime import date, timedelta

import pytest

from threshold.conditions import Facts, signal
from threshold.conditions import Test as Leaf
from threshold.dates import Duration, add
from threshold.soundness.witness.days import at_noon, days, latest_before

TODAY = date(2026, 8, 14)


@pytest.mark.parametrize("unit", ["days", "working days", "weeks", "months", "years"])
@pytest.mark.parametrize("operator", ["at_least_ago", "more_than_ago", "within_last"])
def test_a_test_comes_out_both_ways(operator, unit: str):
    test = Leaf("f", operator, (Duration(3, unit),))
    tried = days(test, Facts(TODAY, {}))
    assert {signal(test, Facts(TODAY, {"f": day})) for day in tried} == {True, False}
    assert max(tried) <= TODAY
    assert max(days(test, Facts(TODAY, {}), ahead=True)) > TODAY


def test_the_latest_day_before_which_it_is_over():
    for length in (Duration(3, "months"), Duration(45, "working days")):
        day = latest_before(length, TODAY)
        assert add(day, length) <= TODAY < add(day + timedelta(days=1), length)


def test_noon():
    assert at_noon(TODAY).isoformat() == "2026-08-14T12:00:00"
