"""One line of text: bars with their ends, marks on their bar, clocks."""

from datetime import date

import pytest

from threshold.reports.timeline.canvas import Canvas
from threshold.reports.timeline.drawing import Finish, Span
from threshold.reports.timeline.glyphs import PLAIN
from threshold.reports.timeline.scale import Scale
from threshold.semantics.closed_lists import DeadlineState

from .making import clock, interval, lane, marks

FIRST = date(2026, 5, 1)


def canvas() -> Canvas:
    """A cell for each day of May 2026; today is the 25th."""
    start = FIRST.toordinal()
    return Canvas(Scale(start, start + 31), 31, PLAIN, date(2026, 5, 25))


def span(
    first: int | None, last: int, sure: bool = True, starts: bool = True, finish: Finish = "day"
) -> Span:
    begun = None if first is None else date(2026, 5, first)
    return Span(begun, date(2026, 5, last), sure, starts, finish)


def test_an_empty_line_has_today() -> None:
    assert str(canvas()) == f"{' ' * 24}:{' ' * 6}"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (span(3, 8), "  [====]"),
        (span(3, 25, finish="goes_on"), "  [=====================>"),
        (span(3, 8, finish="next"), "  [====/"),
        (span(3, 8, sure=False, finish="unclear"), "  [~~~~~"),
        (span(None, 8, sure=False, starts=False), "~~~~~~~]"),
        (span(3, 3), "  #"),
        (span(25, 25, finish="goes_on"), "                        >"),
        (span(3, 5, sure=False, starts=False, finish="unclear"), "  ~~~"),
    ],
)
def test_a_bar_has_its_ends(found: Span, expected: str) -> None:
    drawn = str(canvas().bar(found))
    assert drawn[: len(expected)] == expected
    assert not drawn[len(expected) :].replace(":", "").strip()


def test_marks_stand_on_their_bar() -> None:
    found = lane("visit", marks("2026-05-04", None, "2026-05-10"), marks("2026-05-28", planned=True))
    assert str(canvas().lane(found, span(3, 8))) == "  .*.... *              :  o   "
    assert str(canvas().lane(found, None)) == "   *     *              :  o   "


@pytest.mark.parametrize(("number", "shown"), [(1, "*"), (2, "2"), (9, "9"), (10, "+"), (60, "+")])
def test_several_in_one_place_are_counted(number: int, shown: str) -> None:
    assert str(canvas().lane(lane("visit", marks(*["2026-05-04"] * number)), None))[3] == shown


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        ("pending", {"due": "2026-05-28"}, "|--------------------------D   "),
        ("met", {"due": "2026-05-09", "done": "2026-05-05"}, "|---X   D               :      "),
        ("met", {"due": "2026-05-05", "done": "2026-05-05"}, "|---X                   :      "),
        ("late", {"due": "2026-05-05", "done": "2026-05-08"}, "|---D++X                :      "),
        ("overdue", {"due": "2026-05-20"}, "|------------------D+++++      "),
        ("missed", {"due": "2026-05-05", "stopped": "2026-05-08"}, "|---D++x                :      "),
        ("ended", {"due": "2026-05-08", "stopped": "2026-05-05"}, "|---x  D                :      "),
        ("paused", {"due": "", "stopped": "2026-05-05"}, "|---x                   :      "),
        ("no_limit", {"due": ""}, "|------------------------      "),
        (
            "early",
            {"begun": "2026-05-08", "due": "", "done": "2026-05-05"},
            "    X  |                :      ",
        ),
        ("cannot_tell", {"begun": "", "due": ""}, "                        :      "),
    ],
)
def test_a_clock(state: DeadlineState, days: dict[str, str], expected: str) -> None:
    assert str(canvas().clock(clock(interval(state, **days)))) == expected


def test_a_clock_that_ran_several_times() -> None:
    kept = interval("met", due="2026-05-09", done="2026-05-06")
    late = interval("late", begun="2026-05-06", due="2026-05-10", done="2026-05-13")
    last = interval("overdue", begun="2026-05-13", due="2026-05-20")
    assert str(canvas().clock(clock(kept, late, last))) == "|----X---D++X------D+++++      "


def test_days_beyond_the_scale_stay_on_the_line() -> None:
    assert canvas().column(date(2020, 1, 1)) == 0
    assert canvas().column(date(2030, 1, 1)) == 30
