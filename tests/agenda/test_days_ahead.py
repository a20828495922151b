"""The line of time: every day once, weekends and bank holidays marked, each item counted on its day."""

from datetime import date

import pytest

from threshold.agenda.days_ahead import days_ahead

from .making import item, late, untold


def test_each_day_has_its_count_and_what_is_no_working_day_is_marked():
    items = [
        item(due="2026-08-28"),
        item(due="2026-08-28T10:00"),
        item(due="2026-09-01"),
        late(due="2026-08-27"),
    ]
    items.append(untold(due="2026-08-28"))
    lines = list(days_ahead(items, date(2026, 8, 27), date(2026, 9, 2), 80))
    assert lines == [
        "       Thu Fri Sat Sun Mon Tue Wed",
        "Aug    27  28  29* 30* 31*  1   2",
        "due     .   2   .   .   .   1   .",
    ]


@pytest.mark.parametrize("width", [10, 40, 60, 80, 200])
def test_every_day_stands_once_whatever_the_width(width: int):
    lines = list(days_ahead([], date(2026, 8, 1), date(2026, 8, 28), width))
    days = [int(each.rstrip("*")) for line in lines[1::3] for each in line.split()[1:]]
    assert days == list(range(1, 29))
    assert all(len(line) <= width for line in lines)


def test_beyond_the_calendar_only_weekends_are_marked():
    lines = list(days_ahead([], date(2050, 12, 30), date(2051, 1, 3), 80))
    assert lines[1] == "Dec    30  31*  1*  2   3"
