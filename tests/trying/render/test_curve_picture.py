"""The picture of a curve: a line for each state, told apart without colour."""

import re
from xml.etree import ElementTree

from threshold.trying.model import Curve, Point
from threshold.trying.render.curve_picture import curve_svg

POINTS = (
    Point("1 month", {"permitted": 8, "blocked": 2}),
    Point("2 months", {"permitted": 5, "blocked": 5}, 3, old=True),
    Point("3 months", {}, failed="is out of range"),
    Point("4 months", {"permitted": 1, "blocked": 9}, 4),
)


def curve(points: tuple[Point, ...] = POINTS) -> Curve:
    return Curve("town.wait", "cases", "of-town", "status", 10, points)


def test_each_state_is_a_line_of_its_own_dashes_with_its_name() -> None:
    picture = curve_svg(curve(), "c1")
    told = [*ElementTree.fromstring(picture).itertext()]
    assert {"permitted", "blocked", "2 months (today)"} <= set(told)
    assert re.findall(r'stroke-dasharray="([^"]*)"', picture) == ["", "8 4"]


def test_a_value_that_cannot_be_has_no_point() -> None:
    picture = curve_svg(curve(), "c1")
    assert "3 months" not in picture
    assert all(len(points.split()) == 3 for points in re.findall(r'points="([^"]+)"', picture))


def test_one_value_makes_no_line() -> None:
    assert curve_svg(curve(POINTS[:1]), "c1") == ""
