"""Days lie where they belong, and as many are named as there is room for."""

from datetime import date, timedelta

import pytest

from threshold.reports.timeline.scale import scale_of

DAY = date(2026, 5, 20)


def labels(first: str, last: str, room: float) -> list[str]:
    return [
        tick.label for tick in scale_of([date.fromisoformat(first), date.fromisoformat(last)]).ticks(room)
    ]


def test_days_lie_evenly_between_the_margins() -> None:
    scale = scale_of([DAY, DAY + timedelta(100)])
    places = [scale.at(DAY + timedelta(days)) for days in (0, 50, 100)]
    assert 0 < places[0] < 0.05
    assert 0.95 < places[2] < 1
    assert places[1] == pytest.approx(0.5)


def test_a_single_day_is_in_the_middle_of_a_week() -> None:
    scale = scale_of([DAY])
    assert scale.at(DAY) == pytest.approx(0.5)
    assert scale.last - scale.first == 7


@pytest.mark.parametrize(
    ("first", "last", "room", "expected"),
    [
        (
            "2026-05-18",
            "2026-05-20",
            80,
            ["16 May 2026", "17 May", "18 May", "19 May", "20 May", "21 May", "22 May"],
        ),
        # Weeks begin on Mondays.
        ("2026-05-20", "2026-06-10", 40, ["25 May 2026", "1 Jun", "8 Jun"]),
        ("2025-12-30", "2026-01-10", 60, ["30 Dec 2025", "1 Jan 2026", "3 Jan", "5 Jan", "7 Jan", "9 Jan"]),
        ("2025-11-20", "2026-03-10", 50, ["Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026"]),
        ("2025-02-01", "2026-06-10", 25, ["Jul 2025", "Jan 2026"]),
        ("2016-02-01", "2026-06-10", 40, ["2016", "2018", "2020", "2022", "2024", "2026"]),
    ],
)
def test_days_are_named_by_the_calendar(first: str, last: str, room: float, expected: list[str]) -> None:
    assert labels(first, last, room) == expected


def test_names_never_need_more_room_than_there_is() -> None:
    for days in (0, 1, 9, 30, 100, 400, 3_000, 30_000):
        for room in (10, 26, 60, 100):
            found = scale_of([DAY - timedelta(days), DAY]).ticks(room)
            assert sum(6 if len(tick.label) == 4 else 9 for tick in found) <= room + 9


def test_what_has_no_room_at_all_is_not_named() -> None:
    assert scale_of([date(1900, 1, 1), date(2100, 1, 1)]).ticks(3) == []


def test_a_scale_ends_with_the_calendar() -> None:
    for day in (date.min, date.max):
        scale = scale_of([day])
        assert 0 <= scale.at(day) <= 1
        assert scale.ticks(60)
