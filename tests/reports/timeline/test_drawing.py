"""Of a drawing: every day in it, and how far its clocks ran."""

from datetime import date

import pytest

from threshold.reports.timeline.drawing import Drawing
from threshold.semantics.closed_lists import DeadlineState

from .making import TODAY, clock, drawing, interval, lane, marks, run


def test_every_day_is_on_the_scale() -> None:
    late = interval("late", begun="2025-03-01", due="2025-04-01", done="2027-05-01")
    missed = interval("missed", stopped="2028-01-01")
    found = drawing(run(lanes=(lane("visit", marks("2024-02-03", None)),), clocks=(clock(late, missed),)))
    assert set(found.days()) == {
        TODAY,
        *map(date.fromisoformat, ("2026-04-01", "2026-05-20", "2024-02-03")),
        *map(date.fromisoformat, ("2025-03-01", "2025-04-01", "2027-05-01")),
        *map(date.fromisoformat, ("2026-05-01", "2026-05-30", "2028-01-01")),
    }
    assert [*Drawing("Timeline", "", TODAY, bars=()).days()] == [TODAY]


@pytest.mark.parametrize(
    ("state", "days", "until"),
    [
        ("pending", {"due": "2026-06-20"}, "2026-06-20"),
        ("overdue", {}, "2026-05-30"),
        ("met", {"done": "2026-05-10"}, "2026-05-10"),
        ("late", {"done": "2026-05-31"}, "2026-05-30"),
        ("ended", {"stopped": "2026-05-12"}, "2026-05-12"),
        ("missed", {"stopped": "2026-05-31"}, "2026-05-30"),
        ("early", {"done": "2026-04-12"}, "2026-05-01"),
        ("no_limit", {"due": ""}, "2026-06-01"),
        # What was done before it began did not stop it.
        ("cannot_tell", {"done": "2026-04-12"}, "2026-05-30"),
        ("no_limit", {"begun": "2026-06-20", "due": ""}, "2026-06-20"),
    ],
)
def test_how_far_a_clock_ran(state: DeadlineState, days: dict[str, str], until: str) -> None:
    assert interval(state, **days).until(TODAY) == date.fromisoformat(until)


def test_a_clock_whose_start_has_no_day_ran_nowhere() -> None:
    assert interval("cannot_tell", begun="").until(TODAY) is None


def test_when_it_was_due_matters_least_where_it_was_kept() -> None:
    kept = interval("met", due="2026-05-05", done="2026-05-04")
    late = interval("late", due="2026-05-10", done="2026-05-11")
    assert [day.day for day in clock(kept, late, interval()).dues()] == [10, 30]
    assert [day.day for day in clock(late, kept).dues()] == [10, 5]
