"""Days and how a deadline stands, as people say them."""

from dataclasses import replace
from typing import Any

import pytest

from threshold.decisions.model import Count, Limit, Start
from threshold.reports.days import day, state

from .making import row

TODAY = "2026-08-14"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "not known"),
        ("2026-08-01", "1 Aug 2026"),
        ("2026-08-17T09:30", "17 Aug 2026 09:30"),
    ],
)
def test_a_day(text: str | None, told: str) -> None:
    assert day(text) == told


def test_which_day_of_its_limit_it_is() -> None:
    counted = row(count=Count(2, 5, "working days", TODAY))
    assert state(counted) == f"{state(row())}, working day 2 of 5"


UNTOLD = Start("assessment.counted_from", None)
SECOND = Count(2, 5, "days", TODAY)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"days": 1}, "due 17 Aug 2026, 1 day left"),
        ({"days": 3, "count": SECOND}, "due 17 Aug 2026, 3 days left, day 2 of 5"),
        ({"days": 0}, "due today, 17 Aug 2026"),
        ({"days": 0, "count": Count(5, 5, "days", TODAY)}, "due today, 17 Aug 2026, day 5 of 5"),
        # Hours that are nearly over are not over.
        (
            {"days": 0, "unit": "hours", "due": "2026-08-17T09:30"},
            "due 17 Aug 2026 09:30, less than an hour left",
        ),
        ({"state": "met", "met_on": "2026-08-13"}, "met 13 Aug 2026"),
        ({"state": "met", "met_on": "2026-08-13", "count": SECOND}, "met 13 Aug 2026, day 2 of 5"),
        (
            {"state": "late", "days": 2, "met_on": "2026-08-19"},
            "late by 2 days: done 19 Aug 2026, due 17 Aug 2026",
        ),
        ({"state": "overdue", "days": 1}, "OVERDUE by 1 day, due 17 Aug 2026"),
        (
            {"state": "overdue", "days": 4, "count": Count(9, 5, "days", TODAY)},
            "OVERDUE by 4 days, due 17 Aug 2026",  # the ninth of five days tells nobody anything
        ),
        (
            {"state": "missed", "days": 5, "stopped_on": "2026-08-22"},
            "MISSED by 5 days: due 17 Aug 2026, stopped 22 Aug 2026",
        ),
        (
            {"state": "late", "days": 2, "met_on": "2026-08-19", "starts": UNTOLD},
            "late by at least 2 days: done 19 Aug 2026, due 17 Aug 2026 at the latest",
        ),
        (
            {"state": "overdue", "days": 1, "starts": UNTOLD},
            "OVERDUE by at least 1 day, due 17 Aug 2026 at the latest",
        ),
        (
            {"state": "missed", "days": 5, "stopped_on": "2026-08-22", "starts": UNTOLD},
            "MISSED by at least 5 days: due 17 Aug 2026 at the latest, stopped 22 Aug 2026",
        ),
        ({"state": "early", "met_on": "2026-08-01"}, "EARLY: done 1 Aug 2026, before it started"),
        ({"state": "ended", "stopped_on": "2026-08-13"}, "ended 13 Aug 2026, before it was due"),
        ({"state": "ended"}, "ended, before it was due"),
        ({"state": "paused", "stopped_on": TODAY}, "paused since 14 Aug 2026"),
        ({"state": "no_limit", "days": 3}, "3 days so far; no limit is set"),
        (
            {"state": "no_limit", "days": 3, "stopped_on": "2026-08-15"},
            "3 days until 15 Aug 2026; no limit is set",
        ),
        ({"state": "no_limit", "days": 3, "met_on": "2026-08-15"}, "took 3 days; no limit is set"),
    ],
)
def test_how_a_deadline_stands(parts: dict[str, Any], told: str) -> None:
    assert state(row(**{"days": None, **parts})) == told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        # Where it is not known whether it began, no more can be told.
        (
            {"starts": Start("t.day", None), "missing": ("visit.first",)},
            "cannot tell: the day it counts from is not known",
        ),
        ({"due": None, "missing": ("caf.started", "t.day")}, "cannot tell when it is due"),
        ({"due": None, "limit": Limit(5, "days")}, "cannot tell when it is due"),
    ],
)
def test_why_nobody_can_tell_how_it_stands(parts: dict[str, Any], told: str) -> None:
    assert state(row("L", "cannot_tell", None, **parts)) == told


def test_when_it_is_due_is_told_even_where_nobody_knows_whether_it_was_done() -> None:
    made = row("L", "cannot_tell", None)
    assert state(made) == "due 17 Aug 2026; cannot tell whether it was done"
    done = replace(made, met_on="2026-08-13")
    assert state(done) == "cannot tell whether in time: done 13 Aug 2026, due 17 Aug 2026"
    assert state(replace(done, due=None)) == "cannot tell whether in time: done 13 Aug 2026"
