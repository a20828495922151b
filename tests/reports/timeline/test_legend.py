"""The legend explains every sign that is used, and no other."""

from datetime import date

import pytest

from threshold.reports.timeline.drawing import Bar, Span
from threshold.reports.timeline.legend import is_over, signs
from threshold.semantics.closed_lists import DeadlineState

from .making import clock, drawing, interval, lane, marks, run


def used(*bars: Bar) -> list[str]:
    return [sign for sign, _ in signs(drawing(*bars))]


def test_of_nothing_only_today_is_explained() -> None:
    assert used() == used(Bar("Elsewhere", heading=True)) == ["today"]


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        (run(), ["run"]),
        (Bar("Plan"), ["undated"]),
        (run(span=Span(date(2026, 5, 1), date(2026, 6, 1), True, True, "goes_on")), ["run", "goes_on"]),
        (run(span=Span(date(2026, 5, 1), date(2026, 6, 1), True, True, "next")), ["run", "next"]),
        (run(span=Span(None, date(2026, 6, 1), False, False, "day")), ["unsure", "undated"]),
        (run(span=Span(date(2026, 5, 1), date(2026, 6, 1), False, True, "unclear")), ["unsure", "undated"]),
        (run(lanes=(lane("visit", marks("2026-05-01")),)), ["run", "held"]),
        (
            run(lanes=(lane("visit", marks("2026-06-30", planned=True), marks(None)),)),
            ["run", "planned", "undated"],
        ),
        (run(clocks=(clock(),)), ["run", "clock", "due"]),
        (run(clocks=(clock(interval("late", done="2026-05-31")),)), ["run", "clock", "due", "done", "over"]),
        (run(clocks=(clock(interval("ended", stopped="2026-05-09")),)), ["run", "clock", "due", "stopped"]),
        (run(clocks=(clock(interval("cannot_tell", begun="", due="")),)), ["run", "undated"]),
    ],
)
def test_what_is_used_is_explained(bar: Bar, expected: list[str]) -> None:
    assert used(bar) == [*expected, "today"]


@pytest.mark.parametrize("state", ["late", "overdue", "missed", "met", "pending", "ended"])
def test_what_is_past_due(state: DeadlineState) -> None:
    assert is_over(interval(state)) is (state in ("late", "overdue", "missed"))
