"""A call is of the day that it was in England, in summer an hour ahead of UTC."""

from datetime import date

import pytest

from threshold.register.calls.days import day_of, local, moment_of


@pytest.mark.parametrize(
    ("written", "day", "clock"),
    [
        ("2026-11-30T23:59:59Z", date(2026, 11, 30), "23:59"),
        ("2026-06-30T22:59:59Z", date(2026, 6, 30), "23:59"),
        ("2026-06-30T23:00:00Z", date(2026, 7, 1), "00:00"),
        ("2026-03-29T00:59:59Z", date(2026, 3, 29), "00:59"),
        ("2026-03-29T01:00:00Z", date(2026, 3, 29), "02:00"),
        ("2026-10-25T01:00:00Z", date(2026, 10, 25), "01:00"),
    ],
)
def test_a_moment_is_of_a_day_in_england(written, day, clock):
    assert day_of(moment_of(written)) == day
    assert f"{local(moment_of(written)):%H:%M}" == clock
