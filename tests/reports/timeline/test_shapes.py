"""Shapes hold what they are given, and nothing from a file becomes markup."""

import re

import pytest

from threshold.output.escaping import markup
from threshold.reports.timeline import shapes

MARKUP = "<b onclick='x'>\"&\x0b"


def test_words_are_no_markup() -> None:
    assert shapes.text(1, 2, MARKUP) == (
        '<text x="1.0" y="2.0">&lt;b onclick=&#x27;x&#x27;&gt;&quot;&amp; </text>'
    )
    assert markup(MARKUP) in shapes.text(1, 2, MARKUP, "bold", "end")


@pytest.mark.parametrize(("number", "planned"), [(1, False), (1, True), (60, False), (60, True)])
def test_what_is_planned_is_hollow_and_several_are_counted(number: int, planned: bool) -> None:
    drawn = shapes.mark(50, 10, number, planned)
    assert ('class="hollow"' in drawn) is planned
    assert (">60</text>" in drawn) is (number > 1)


def test_a_number_has_room_in_its_mark() -> None:
    widths = [shapes.width_of_mark(number) for number in (1, 2, 10, 100)]
    assert widths == sorted(set(widths))
    assert f'width="{widths[2]:.1f}"' in shapes.mark(50, 10, 12, False)


def test_signs_are_told_apart_by_their_form() -> None:
    drawn = [shape(10, 10) for shape in (shapes.diamond, shapes.square, shapes.cross, shapes.undated)]
    assert len({*(re.sub(r"[\d.]+", "", each) for each in drawn)}) == 4
    assert "?" in shapes.undated(10, 10)


def test_colours_of_words_and_shapes_stand_out_in_grey() -> None:
    """Words and outlines at least 7 to 1 against white and against what they stand on."""

    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def fill(name: str) -> str:
        return re.findall(rf"\.{name}{{fill:(#\w+)", shapes.STYLE)[0]

    ink = light("#1a1a1a")
    for ground in ("#fff", fill("stand"), fill("run")):
        assert (light(ground) + 0.05) / (ink + 0.05) > 7
    # Light words on what is filled; and the current bar is told from the others without colour too.
    assert (light(fill("light")) + 0.05) / (light(fill("full")) + 0.05) > 7
    assert (light(fill("run")) + 0.05) / (light(fill("current")) + 0.05) > 3
