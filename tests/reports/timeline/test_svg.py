"""The picture stands alone, says on every row what it shows, and runs and fetches nothing."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from threshold.reports.timeline.drawing import Bar, Span
from threshold.reports.timeline.measure import SMALL, width_of
from threshold.reports.timeline.svg import NARROW, WIDE, Layout, as_svg

from .making import clock, drawing, interval, lane, marks, run

NAMESPACE = "{http://www.w3.org/2000/svg}"
MARKUP = '</svg><script>alert(1)</script>"'


def busy() -> Bar:
    return run(
        current="yes",
        span=Span(date(2026, 4, 1), date(2026, 6, 1), True, True, "goes_on"),
        lanes=(lane("visit", marks("2026-05-05", None), marks("2026-06-20", planned=True)),),
        clocks=(clock(interval("overdue"), label="A visit with a long title " * 4),),
    )


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def drawn_rows(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [each for each in svg.iter(f"{NAMESPACE}g") if each.get("role") == "img"]


def rows(svg: ElementTree.Element) -> list[str]:
    return [each.get("aria-label", "") for each in drawn_rows(svg)]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_every_row_says_what_it_shows(layout: Layout) -> None:
    svg = parsed(as_svg(drawing(busy()), layout))
    assert rows(svg) == [
        "Referral, current: start: 1 Apr 2026; end: 20 May 2026",
        "Referral: visit: 5 May 2026; 1 time on a day not known; planned for 20 Jun 2026",
        f"Referral: deadline: {('A visit with a long title ' * 4)}: from 1 May 2026, due 30 May 2026: "
        "it is overdue [V-1]",
    ]
    # The same words are shown to whoever points at the row.
    assert [each.findtext(f"{NAMESPACE}title") for each in drawn_rows(svg)] == rows(svg)


def test_the_picture_has_a_title_and_a_description() -> None:
    svg = parsed(as_svg(drawing(busy(), current=("Current: Referral.",), notes=("Left out: 1 entry.",))))
    assert svg.findtext(f"{NAMESPACE}title") == "Timeline of C-1"
    described = svg.findtext(f"{NAMESPACE}desc")
    assert described == "as at 1 June 2026, policy default. Current: Referral. Left out: 1 entry."
    ids = {each.get("id") for each in svg if each.get("id")}
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} == ids


def test_alone_it_says_what_a_page_would_say_around_it() -> None:
    found = drawing(busy(), current=("Current: Referral.",), notes=("Left out: 1 entry.",))
    words = {False: "", True: ""}
    for alone in words:
        svg = parsed(as_svg(found, alone=alone))
        words[alone] = " ".join(each.text or "" for each in svg.iter(f"{NAMESPACE}text"))
    for said in ("Timeline of C-1", "Current: Referral.", "Left out: 1 entry."):
        assert said in words[True]
        assert said not in words[False]
    assert "today, 1 Jun 2026" in words[False]


def test_nothing_from_a_file_becomes_markup() -> None:
    bar = run(
        label=MARKUP,
        lanes=(lane(MARKUP, marks("2026-05-05")),),
        clocks=(clock(label=MARKUP),),
        begun=MARKUP,
    )
    text = as_svg(drawing(bar, current=(MARKUP,), notes=(MARKUP + "\x0b",)))
    svg = parsed(text)
    assert {each.tag.removeprefix(NAMESPACE) for each in svg.iter()} <= {
        *("svg", "title", "desc", "style", "g", "rect", "line", "text", "circle", "polygon"),
    }
    assert not re.search(r"href|url\(|<script|<image|\bon\w+=", text)


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_nothing_is_clipped_or_put_on_top_of_other_words(layout: Layout) -> None:
    bars = [
        busy(),
        run(label=f"Referral {'R' * 64}", clocks=tuple(clock(label="T " * 30) for _ in range(40))),
    ]
    svg = parsed(as_svg(drawing(*bars), layout))
    width, height = (float(svg.get(key, "")) for key in ("width", "height"))
    taken: dict[str, list[tuple[float, float]]] = {}
    for each in svg.iter(f"{NAMESPACE}text"):
        if each.get("text-anchor") or each.get("class", "").startswith("count"):
            continue
        left, words = float(each.get("x", "")), each.text or ""
        right = left + width_of(words, SMALL)
        assert left >= 0
        assert right <= width
        assert 0 < float(each.get("y", "")) <= height
        taken.setdefault(each.get("y", ""), []).append((left, right))
    for places in taken.values():
        for (_, right), (following, _) in pairwise(sorted(places)):
            assert right <= following


def test_an_empty_timeline_is_a_small_picture() -> None:
    svg = parsed(as_svg(drawing(notes=("The file's timeline is empty.",))))
    assert float(svg.get("height", "")) < 100
    assert "The file's timeline is empty." in [each.text for each in svg.iter(f"{NAMESPACE}text")]
    assert not rows(svg)
