"""A curve as a table and on a screen."""

import pytest
from tests.trying.render.test_curve_picture import POINTS, curve

from threshold.trying.model import Point
from threshold.trying.render.curve import curve_lines, curve_table, turning


def test_each_value_is_a_row_and_today_is_marked() -> None:
    table = curve_table(curve())
    assert table.headings == ("value", "permitted", "blocked", "turn here")
    assert table.rows == (
        ("1 month", "8", "2", ""),
        ("2 months (today)", "5", "5", "3"),
        ("3 months", "", "", "cannot be"),
        ("4 months", "1", "9", "4"),
    )


@pytest.mark.parametrize(
    ("points", "told"),
    [(POINTS, "It turns at 2 months (3), 4 months (4)"), (POINTS[:1], "It turns nowhere")],
)
def test_where_it_turns(points: tuple[Point, ...], told: str) -> None:
    assert turning(curve(points)).startswith(told)


def test_why_a_value_cannot_be_is_said() -> None:
    assert "  3 months cannot be: is out of range" in curve_lines(curve(), 80)


def test_a_table_fits_the_screen_though_its_headings_do_not() -> None:
    states = ("late", "overdue", "met", "not applicable", "pending", "cannot tell")
    points = (Point("7 working days", dict.fromkeys(states, 1_000)), Point("8 working days", {}, 5))
    lines = [*curve_lines(curve(points), 80)]
    assert max(map(len, lines)) <= 80
    assert any("applicable" in line and "not" not in line for line in lines)
