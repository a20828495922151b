"""Figures lie on their days; crowded ones are counted and never leave the picture."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from threshold.reports.timeline.drawing import Finish, Lane, Mark, Span
from threshold.reports.timeline.figures import Figures, clusters
from threshold.reports.timeline.legend import MEANINGS
from threshold.reports.timeline.scale import Scale
from threshold.reports.timeline.shapes import width_of_mark

from .making import Bar, clock, interval, lane, marks, run

FIRST = date(2026, 5, 1)
LEFT, WIDTH = 100.0, 310.0


def figures() -> Figures:
    """Ten pixels for each day of May 2026; today is the 25th."""
    return Figures(Scale(FIRST.toordinal(), FIRST.toordinal() + 31), LEFT, WIDTH, date(2026, 5, 25))


def boxes(drawn: str) -> list[tuple[str, float, float]]:
    """Kind, left and width of each rectangle."""
    found = re.findall(r'<rect class="(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    return [(kind, float(left), float(width)) for kind, left, width in found]


def span(first: int | None, last: int, finish: Finish = "day", sure: bool = True) -> Span:
    begun = None if first is None else date(2026, 5, first)
    return Span(begun, date(2026, 5, last), sure, begun is not None, finish)


def test_a_bar_is_as_long_as_its_run() -> None:
    assert boxes(figures().bar(run(span=span(2, 12)), 10)) == [("run", 110, 100)]
    assert boxes(figures().bar(run(span=span(2, 12), current="yes"), 10)) == [("current", 110, 100)]


def test_a_short_run_can_be_seen() -> None:
    years = Figures(Scale(FIRST.toordinal(), FIRST.toordinal() + 4000), LEFT, WIDTH, FIRST)
    [(_, _, width)] = boxes(years.bar(run(span=span(2, 5)), 10))
    assert width == 6


def test_what_is_not_sure_is_dashed_and_marked_at_the_side() -> None:
    drawn = figures().bar(run(span=span(None, 12, sure=False)), 10)
    assert boxes(drawn) == [("unsure", LEFT, 110)]
    assert "?</text>" in drawn
    assert "?</text>" in figures().bar(Bar("Plan"), 10)
    assert "?</text>" not in figures().bar(run(span=span(2, 12)), 10)
    assert figures().bar(Bar("Elsewhere", heading=True), 10) == ""


@pytest.mark.parametrize(("finish", "arrow"), [("goes_on", True), ("day", False), ("next", False)])
def test_what_goes_on_has_an_arrow(finish: Finish, arrow: bool) -> None:
    assert ("<polygon" in figures().bar(run(span=span(2, 12, finish)), 10)) is arrow


def test_ends_differ() -> None:
    drawn = {figures().bar(run(span=span(2, 12, finish)), 10) for finish in ("day", "next", "goes_on")}
    assert len(drawn) == 3


def test_what_belongs_to_a_bar_stands_on_ground_as_long_as_it() -> None:
    busy = run(span=span(2, 12), lanes=(lane("visit", marks("2026-05-05")),))
    assert boxes(figures().stand(busy, 10, 60)) == [("stand", 110, 100)]
    assert figures().stand(run(span=span(2, 12)), 10, 60) == ""


def test_sixty_on_one_day_are_one_mark_with_their_number() -> None:
    drawn = figures().lane(lane("visit", marks(*["2026-05-04"] * 60)), 10)
    assert re.findall(r">(\d+)</text>", drawn) == ["60"]


@pytest.mark.parametrize("days", [1, 3, 30])
def test_crowded_marks_neither_overlap_nor_leave_the_picture(days: int) -> None:
    years = Figures(Scale(FIRST.toordinal(), FIRST.toordinal() + 4000), LEFT, WIDTH, FIRST)
    found = tuple(Mark(FIRST + timedelta(day), "") for day in range(0, 4000, days))
    drawn = years.lane(Lane("visit", found), 10)
    pills = boxes(drawn)
    assert sum(map(int, re.findall(r">(\d+)</text>", drawn))) + drawn.count("<circle") == len(found)
    assert all(left + width <= following for (_, left, width), (_, following, _) in pairwise(pills))
    assert pills[-1][1] + pills[-1][2] <= LEFT + WIDTH + 10


def test_what_is_planned_is_beside_what_took_place_on_a_day_near_it() -> None:
    found = lane("visit", marks("2026-05-25"), marks("2026-05-25", planned=True))
    held, planned = re.findall(r'<circle class="(\w+)" cx="([\d.]+)"', figures().lane(found, 10))
    assert (held[0], planned[0]) == ("full", "hollow")
    assert float(planned[1]) - float(held[1]) > 10


def test_clusters_keep_their_number() -> None:
    assert clusters([]) == []
    assert clusters([10, 50]) == [(10, 1), (50, 1)]
    assert clusters([10, 12]) == [(11, 2)]
    found = clusters([float(place) for place in range(0, 200, 4)])
    assert sum(number for _, number in found) == 50
    for (left, some), (right, more) in pairwise(found):
        assert right - left >= (width_of_mark(some) + width_of_mark(more)) / 2


def test_a_clock_is_drawn_from_its_start_and_past_due_to_today() -> None:
    drawn = figures().clock(clock(interval("overdue", due="2026-05-20")), 10)
    lines = re.findall(r'<line class="(\w+)" x1="([\d.]+)" y1="10.0" x2="([\d.]+)" y2="10.0"', drawn)
    assert lines == [("line", "100.0", "290.0"), ("over", "290.0", "340.0")]
    assert drawn.count("<polygon") == 1


def test_a_clock_that_stopped_has_a_cross_and_one_that_was_kept_a_square() -> None:
    ended = figures().clock(clock(interval("ended", stopped="2026-05-10")), 10)
    kept = figures().clock(clock(interval("met", done="2026-05-10")), 10)
    assert ended.count("<line") == kept.count("<line") + 2
    assert ("<rect" in kept, "<rect" in ended) == (True, False)


def test_a_clock_whose_start_has_no_day_is_marked_at_the_side() -> None:
    drawn = figures().clock(clock(interval("cannot_tell", begun="", due="")), 10)
    assert "?</text>" in drawn
    assert "<line" not in drawn


def test_every_sign_of_the_legend_looks_different() -> None:
    drawn = [figures().sign(sign, 0, 10) for sign in MEANINGS]
    assert all(drawn)
    assert len(set(drawn)) == len(drawn)
