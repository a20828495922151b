"""The package against the oracle, over every day of 2000 to 2035 where that is quick enough."""

from datetime import date, datetime, time

import pytest

from threshold.dates import Duration, Unit, add, is_working_day, working_days_between

from . import oracle

EVERY_DAY = oracle.days_from(date(2000, 1, 1), date(2035, 12, 31))
TIMES = [time(0), time(8, 59), time(9), time(12, 34), time(16, 59), time(17), time(23, 30)]


def test_the_oracle_knows_easter() -> None:
    known = [date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2024, 3, 31)]
    assert [oracle.easter(day.year) for day in known] == known


def test_the_same_days_are_working_days() -> None:
    assert [d for d in EVERY_DAY if is_working_day(d) != oracle.is_working_day(d)] == []


@pytest.mark.parametrize("number", [0, 1, 2, 5, 7, 10, 15, 20, 45])
def test_working_days_from_every_day(number: int) -> None:
    length = Duration(number, "working days")
    wrong = [d for d in EVERY_DAY if add(d, length) != oracle.add_working_days(d, number)]
    assert wrong == []


@pytest.mark.parametrize(
    ("number", "unit", "months"),
    [(0, "months", 0), (1, "months", 1), (3, "months", 3), (6, "months", 6), (1, "years", 12)],
)
def test_months_and_years_from_every_day(number: int, unit: Unit, months: int) -> None:
    length = Duration(number, unit)
    wrong = [d for d in EVERY_DAY if add(d, length) != oracle.add_months(d, months)]
    assert wrong == []


@pytest.mark.parametrize("number", [0, 1, 8, 9, 24])
def test_working_hours_from_a_sample(number: int) -> None:
    length = Duration(number, "working hours")
    # 61 shares no factor with 7, so that every time of day meets every day of the week.
    starts = [datetime.combine(day, TIMES[place // 7 % 7]) for place, day in enumerate(EVERY_DAY[::61])]
    wrong = [s for s in starts if add(s, length) != oracle.add_working_hours(s, number)]
    assert wrong == []


def test_working_days_between_counts_each_step() -> None:
    wrong = []
    for place in range(0, len(EVERY_DAY) - 60, 5):
        start, count = EVERY_DAY[place], 0
        for later in EVERY_DAY[place + 1 : place + 60]:
            count += oracle.is_working_day(later)
            if working_days_between(start, later) != count:
                wrong.append((start, later))
    assert wrong == []
