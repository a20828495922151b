"""A deadline of the small policy, cases on which its clock runs, and how it is told."""

from datetime import timedelta
from typing import Any

from threshold.batch import Results

from .by_hand import AS_AT, in_order

DAY = timedelta(1)
COVERED = {"visit": AS_AT}
LIMITS = """
limits:
  type: table
  key: t.colour
  columns: {within: duration}
  means: How long for each colour
  values: [{from: 2020-01-01, is: {red: {within: 2 days}, amber: {within: none}}, because: T-1}]
"""


def rule(within: str = "7 days", *more: str, starts: str = "t.day", met_by: str = "fact: visit.first") -> str:
    lines = [
        "id: L",
        "title: The visit",
        "carries: [T-1]",
        f"starts: {{fact: {starts}}}",
        f"within: {within}",
        f"met_by: {{{met_by}}}",
        "late: Done late",
        "overdue: Not done",
        *more,
    ]
    return "deadlines:\n  - " + "\n    ".join(lines) + "\n"


def repeated(*more: str, starts: str = "t.day", within: str = "4 weeks") -> str:
    return rule(within, "repeats: from_last", *more, starts=starts, met_by="event: visit")


def case(start: str = "", *visits: str, more: str = "") -> str:
    """A clock that starts on a day of 2026 and visits on others, each `month-day`."""
    entries = ", ".join(f"{{on: 2026-{day}, event: visit}}" for day in visits)
    day = f"day: 2026-{start}" if start else ""
    return f"t: {{{day}{', ' if day and more else ''}{more}}}\ntimeline: [{entries}]"


def told(results: Results, *columns: str) -> list[Any]:
    return in_order(results.table(rules=["L"]), *columns)
