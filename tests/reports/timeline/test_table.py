"""The table says the same as the picture: every run, event and deadline, in its order."""

from threshold.reports.timeline.drawing import Bar, Lane, Mark
from threshold.reports.timeline.table import table_of

from .making import clock, drawing, interval, lane, marks, run


def test_every_run_event_and_time_of_a_clock_has_a_row() -> None:
    kept = interval("met", done="2026-05-04")
    inner = run(label="Plan", level=1, current="yes", clocks=(clock(kept, interval("overdue")),))
    outer = run(lanes=(lane("visit", marks("2026-05-05", None), marks("2026-06-20", planned=True)),))
    assert table_of(drawing(outer, inner)).rows == (
        ("Referral", "run", "1 Apr 2026", "20 May 2026", "", ""),
        ("visit", "event", "5 May 2026", "", "took place", "Referral"),
        ("visit", "event", "day not known", "", "took place", "Referral"),
        ("visit", "event", "20 Jun 2026", "", "planned", "Referral"),
        ("Plan", "run", "1 Apr 2026", "20 May 2026", "current", "Referral"),
        ("Visit [V-1]", "deadline", "1 May 2026", "30 May 2026", "it is met", "Plan"),
        ("Visit [V-1]", "deadline", "1 May 2026", "30 May 2026", "it is overdue", "Plan"),
    )


def test_what_is_the_same_several_times_is_counted() -> None:
    outer = run(lanes=(lane("visit", marks(*["2026-05-05"] * 60, "2026-05-06")),))
    assert [row[0] for row in table_of(drawing(outer)).rows] == ["Referral", "visit, 60 times", "visit"]


def test_what_else_belongs_on_an_event_is_told() -> None:
    mark = Mark(None, "day not known", says="T-1; agreed: yes", also="Plan 2")
    [_, row] = table_of(drawing(run(lanes=(Lane("talk", (mark,)),)))).rows
    assert (row[0], row[-1]) == ("talk (T-1; agreed: yes)", "Referral; also Plan 2")


def test_a_heading_is_no_run() -> None:
    loose = Bar("Elsewhere", heading=True, lanes=(lane("talk", marks("2026-05-05")),))
    assert table_of(drawing(loose)).rows == (("talk", "event", "5 May 2026", "", "took place", "Elsewhere"),)


def test_a_run_that_may_be_current_and_a_clock_that_may_apply() -> None:
    bar = run(current="cannot_tell", clocks=(clock(interval("cannot_tell"), certain=False),))
    first, second = table_of(drawing(bar)).rows
    assert first[4] == "may be the current one"
    assert second[4] == "it is not known whether this applies"
