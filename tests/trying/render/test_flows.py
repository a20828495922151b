"""The picture of flows: as much of it moves as moves, and who hears it hears the numbers."""

import re
from xml.etree import ElementTree

from threshold.trying.model import Flow
from threshold.trying.render.flows import flows_svg

FLOWS = (
    Flow("status", "", "blocked", "blocked", 600),
    Flow("status", "", "blocked", "permitted", 200),
    Flow("status", "", "permitted", "permitted", 199),
    Flow("status", "", "permitted", "undetermined", 1),
)


def drawn(flows: tuple[Flow, ...] = FLOWS) -> str:
    return flows_svg(flows, "status <before> and after", "f1")


def test_it_is_sound_and_says_its_numbers() -> None:
    told = " ".join(ElementTree.fromstring(drawn()).itertext())
    for text in ("blocked 800", "permitted 200", "blocked 600", "permitted 399", "undetermined 1"):
        assert text in told
    assert "blocked to permitted: 200" in told


def test_posts_are_as_high_as_what_they_hold_and_one_child_is_still_seen() -> None:
    posts = re.findall(r'<rect x="\d+" y="[\d.]+" width="14" height="([\d.]+)"', drawn())
    blocked, permitted, *_, undetermined = map(float, posts)
    assert blocked / permitted == 4.0 or 3.5 < blocked / permitted < 4.0
    assert undetermined == 3.0


def test_those_who_move_are_drawn_last_and_otherwise() -> None:
    fills = re.findall(r'<path d="[^"]+" fill="([^"]+)"', drawn())
    assert fills == ["#d9d9d9", "#d9d9d9", "url(#f1-moved)", "url(#f1-moved)"]


def test_nothing_without_flows() -> None:
    assert flows_svg((), "nothing", "f1") == ""
