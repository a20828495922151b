"""What a timeline says in words, in short and in full."""

from datetime import date, datetime

import pytest

from threshold.reports.timeline import words
from threshold.reports.timeline.drawing import Bar, Current, Finish, Mark, Span
from threshold.semantics.closed_lists import DeadlineState

from .making import clock, interval, lane, marks, run


def test_days_and_times() -> None:
    assert words.day_words(date(2026, 5, 1)) == "1 May 2026"
    assert words.day_words(datetime(2026, 5, 1, 9, 5)) == "1 May 2026 09:05"
    assert words.day_words(None) == "day not known"


@pytest.mark.parametrize(
    ("starts", "finish", "said"),
    [
        (True, "day", "1 Apr 2026 to 20 May 2026"),
        (True, "goes_on", "1 Apr 2026, goes on"),
        (True, "next", "1 Apr 2026, no end"),
        (True, "unclear", "1 Apr 2026 to ?"),
        (False, "day", "? to 20 May 2026"),
        (False, "goes_on", "?, goes on"),
        (False, "unclear", "seen 1 Apr 2026"),
    ],
)
def test_a_bar_in_short(starts: bool, finish: Finish, said: str) -> None:
    span = Span(date(2026, 4, 1), date(2026, 5, 20), True, starts, finish)
    assert words.bar_brief(run(span=span)) == said


def test_a_bar_of_which_no_day_is_known_and_a_heading() -> None:
    assert words.bar_brief(Bar("Plan")) == "no day is known"
    assert words.bar_brief(Bar("Elsewhere", heading=True)) == ""
    assert words.bar_full(Bar("Elsewhere", heading=True)) == "Elsewhere"


@pytest.mark.parametrize(
    ("current", "title", "said"),
    [
        ("no", "Referral", "Referral: start"),
        ("yes", "Referral (current)", "Referral, current: start"),
        ("cannot_tell", "Referral (may be the current one)", "Referral, may be the current one: start"),
    ],
)
def test_which_is_current_is_said(current: Current, title: str, said: str) -> None:
    found = run(current=current)
    assert words.titled(found) == title
    assert words.bar_full(found) == f"{said}: 1 Apr 2026; end: 20 May 2026"


DATED, UNDATED = marks("2026-05-01", "2026-05-01", "2026-05-20"), marks(None)
PLANNED = marks("2026-06-20", planned=True)


@pytest.mark.parametrize(
    ("found", "brief"),
    [
        ([DATED[:1]], "1 May 2026"),
        ([DATED], "3, last 20 May 2026"),
        ([UNDATED], "day not known"),
        ([PLANNED], "planned 20 Jun 2026"),
        ([UNDATED, UNDATED], "2 undated"),
        ([DATED, PLANNED, UNDATED], "3 held, 1 planned, 1 undated"),
    ],
)
def test_a_lane_in_short(found: list[tuple[Mark, ...]], brief: str) -> None:
    assert words.lane_brief(lane("visit", *found)) == brief


def test_a_lane_in_full() -> None:
    said = words.lane_full(lane("visit", DATED, PLANNED, UNDATED))
    assert said == (
        "visit: 1 May 2026 (2 times); 20 May 2026; 1 time on a day not known; planned for 20 Jun 2026"
    )


@pytest.mark.parametrize(
    ("state", "days", "brief"),
    [
        ("overdue", {}, "OVERDUE, due 30 May 2026"),
        ("pending", {}, "open, due 30 May 2026"),
        ("early", {"due": "", "done": "2026-04-20"}, "EARLY, 20 Apr 2026"),
        ("paused", {"due": "", "stopped": "2026-05-20"}, "paused, 20 May 2026"),
        ("no_limit", {"due": ""}, "no limit is set"),
    ],
)
def test_a_clock_in_short(state: DeadlineState, days: dict[str, str], brief: str) -> None:
    assert words.clock_brief(clock(interval("met"), interval(state, **days))) == brief


def test_a_clock_in_full() -> None:
    before = [interval("met"), interval("late"), interval("met")]
    said = words.clock_full(clock(*before, interval("overdue")))
    assert said == "from 1 May 2026, due 30 May 2026: it is overdue; before that: 2 met and 1 late"
    assert words.clock_full(clock(interval("no_limit", due=""))) == "from 1 May 2026: it is no_limit"
    assert words.clock_full(clock(interval("cannot_tell", begun="", due=""))).startswith(
        "from a day not known:"
    )


def test_nothing_is_said_of_a_clock_that_may_not_apply() -> None:
    found = clock(interval("cannot_tell"), certain=False)
    assert words.clock_brief(found) == "may apply, due 30 May 2026"
    assert words.clock_full(found).endswith("due 30 May 2026: it is not known whether this applies")
    assert words.stands(found.intervals[0], True) == "it is cannot_tell"
