"""Timelines for tests: of a case file under the policy that comes along, or put together by hand."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy
from threshold.reports.timeline import drawn
from threshold.reports.timeline.drawing import Bar, ClockRow, Drawing, Interval, Lane, Mark, Span
from threshold.reports.timeline.words import day_words
from threshold.semantics.closed_lists import DeadlineState

TODAY = date(2026, 6, 1)


@cache
def engine(policy: str = "default") -> Engine:
    return Engine(load_policy(policy), using=evaluators()[:1])


def timeline_of(folder: Path, *entries: str, more: str = "", policy: str = "default") -> Drawing:
    """The drawing of a case file with these entries (`{on: .., event: ..}`), as at 1 June 2026."""
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries) or "  []\n"
    (folder / "case.yaml").write_text(f"case: C-1\nas_at: {TODAY}\n{more}timeline:\n{lines}")
    return drawn(engine(policy).findings(case_in(folder, policy)))


def case_in(folder: Path, policy: str = "default") -> Case:
    """The case of the file that `timeline_of` wrote."""
    [case] = read_cases([str(folder / "case.yaml")], engine(policy).policy.vocabulary)
    assert isinstance(case, Case), case
    return case


def bar(name: str, drawing: Drawing) -> Bar:
    """The one bar of this name."""
    [found] = [each for each in drawing.bars if each.label == name]
    return found


def lanes(of: Bar) -> dict[str, list[str]]:
    """What stands on a bar: each kind, and on which days."""
    return {lane.label: [mark.when for mark in lane.marks] for lane in of.lanes}


def marks(*days: str | None, planned: bool = False) -> tuple[Mark, ...]:
    """Marks on days written as `2026-05-20`; None is a day that nobody knows."""
    dates = [None if day is None else date.fromisoformat(day) for day in days]
    return tuple(Mark(day, day_words(day), planned) for day in dates)


def interval(state: DeadlineState = "pending", **days: str) -> Interval:
    """A time that a clock ran, from 1 May to 30 May unless other days are given ("" for none)."""
    given = {"begun": "2026-05-01", "due": "2026-05-30", "done": "", "stopped": "", **days}
    begun, due, done, stopped = (
        date.fromisoformat(given[key]) if given[key] else None for key in ("begun", "due", "done", "stopped")
    )
    return Interval(state, begun, due, done, stopped, day_words(begun), day_words(due), f"it is {state}")


def clock(*intervals: Interval, **parts: Any) -> ClockRow:
    return ClockRow(parts.pop("label", "Visit"), "[V-1]", intervals or (interval(),), **parts)


def run(first: str = "2026-04-01", last: str = "2026-05-20", **parts: Any) -> Bar:
    """A run from one day to another."""
    span = Span(date.fromisoformat(first), date.fromisoformat(last), sure=True, starts=True, finish="day")
    made: dict[str, Any] = {"label": "Referral", "span": span, "begun": "1 Apr 2026", "ended": "20 May 2026"}
    return Bar(**{**made, **parts})


def lane(label: str, *found: tuple[Mark, ...]) -> Lane:
    return Lane(label, tuple(mark for each in found for mark in each))


def drawing(*bars: Bar, **parts: Any) -> Drawing:
    return Drawing("Timeline of C-1", "as at 1 June 2026, policy default", TODAY, bars, **parts)
