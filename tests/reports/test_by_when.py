"""By when something has to be done: the most pressing first, each date once, and nothing that is over."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import DeadlineRow, Departure, Limit, Start
from threshold.reports.by_when import by_when, running
from threshold.semantics.closed_lists import DeadlineState

from .conftest import PACKS, decisions
from .making import SOURCE, decided, row

PRESSING = ("overdue", "missed", "pending")


def lines(*rows: DeadlineRow) -> list[str]:
    return [line.text for line in by_when(decided(deadlines=rows), everything=False)[0]]


def table(rows: Sequence[DeadlineRow]) -> list[tuple[str, ...]]:
    told, made = by_when(decided(deadlines=tuple(rows)), everything=True)
    assert [*told] == []
    return [*made.rows] if made else []


def test_a_line_says_what_how_it_stands_and_whence() -> None:
    assert lines(row(days=1)) == ["Deadline L: due 17 Aug 2026, 1 day left [T-1]"]
    second = row("L", "overdue", 4, interval=2, departs=(Departure("t.wait", "5 days", "7 days"),))
    assert lines(second) == [
        "Deadline L (2): OVERDUE by 4 days, due 17 Aug 2026; 5 days here, 7 days in the document [T-1]"
    ]
    assert lines(row(interval=1)) == lines(row())


def test_the_most_pressing_comes_first() -> None:
    states = ["ended", "met", "no_limit", "late", "early", "paused", "cannot_tell", "pending", "overdue"]
    rows = [row(state, state, stopped_on="2026-08-14", met_on="2026-08-14") for state in states]
    rows += [row("SOON", due="2026-08-16"), row("missed", "missed", stopped_on="2026-08-14")]
    told = [re.sub(r"Deadline (\w+):.*", r"\1", line) for line in lines(*rows)]
    # What ended in time is not told; of two that are due, the earlier is first.
    assert told == ["missed", "overdue", "SOON", *reversed(states[1:8])]


# How soon each gives way: what can still be done never does.
GIVES_WAY = {
    "missed": 0,
    "overdue": 0,
    "pending": 0,
    "cannot_tell": 0,
    "paused": 4,
    "early": 5,
    "late": 5,
    "no_limit": 8,
    "met": 8,
}


@pytest.mark.parametrize("state", get_args(DeadlineState))
def test_what_is_over_gives_way_to_what_somebody_can_still_do(state: str) -> None:
    made = decided(deadlines=(row("L", state, stopped_on="2026-08-14", met_on="2026-08-14"),))
    ways = [line.gives_way for line in by_when(made, everything=False)[0]]
    assert ways == ([GIVES_WAY[state]] if state in GIVES_WAY else [])


def test_of_what_nobody_can_tell_only_what_has_a_date_stays() -> None:
    made = decided(deadlines=(row("L", "cannot_tell", due=None, missing=("t.day",)),))
    assert [line.gives_way for line in by_when(made, everything=False)[0]] == [8]


@pytest.mark.parametrize("pack", PACKS)
def test_no_date_that_presses_is_without_its_line(pack: str) -> None:
    for decision in decisions(pack):
        told = [line for line in by_when(decision, everything=False)[0] if not line.gives_way]
        for each in running(decision):
            if each.state in PRESSING or (each.state == "cannot_tell" and each.due):
                found = [line for line in told if set(each.source.clauses) <= clauses_of(line.text)]
                assert found, f"{decision.case}: {each.title}"


def clauses_of(line: str) -> set[str]:
    return set(line.rpartition("[")[2].rstrip("]").split(", "))


# Which of them are told


def test_of_a_repeating_deadline_only_the_current_interval_is_shown() -> None:
    rows = [
        row("L", "cannot_tell", None, interval=1, due="2026-06-01"),
        row("L", "overdue", 4, interval=2, due="2026-07-01"),
        row("L", interval=3, due="2026-08-17"),
        row("OTHER", interval=1, due="2026-08-18"),
        row("ONCE", due="2026-08-19"),
    ]
    assert lines(*rows) == [
        "Deadline L (3): due 17 Aug 2026, 3 days left [T-1]",
        "Deadline OTHER: due 18 Aug 2026, 3 days left [T-1]",
        "Deadline ONCE: due 19 Aug 2026, 3 days left [T-1]",
    ]
    assert [cells[0] for cells in table(rows)] == [
        "Deadline L",
        "Deadline L (2)",
        "Deadline L (3)",
        "Deadline OTHER",
        "Deadline ONCE",
    ]


def test_the_current_interval_is_the_latest_of_those_shown() -> None:
    """One that is not certain to apply takes no other's place."""
    rows = (row(interval=1, due="2026-08-15"), row(interval=2, certain=False))
    assert lines(*rows) == ["Deadline L: due 15 Aug 2026, 3 days left [T-1]"]


def test_an_earlier_interval_that_was_missed_is_shown_beside_the_current_one() -> None:
    missed = row("L", "missed", 2, interval=1, stopped_on="2026-08-19")
    assert [line.partition(":")[0] for line in lines(missed, row(interval=2))] == [
        "Deadline L",
        "Deadline L (2)",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        {"relevant": False},
        {"certain": False},
        # What ended in time needs nothing; of what ended nobody knows from when it ran.
        {"state": "ended"},
        {"starts": Start("t.day", None), "stopped_on": "2026-08-01"},
        # What begins today has not taken any time.
        {"state": "no_limit", "days": 0},
    ],
    ids=str,
)
def test_a_deadline_that_may_not_run_is_shown_only_with_all(hidden: dict[str, Any]) -> None:
    assert lines(row("RUNS"), row(**hidden)) == lines(row("RUNS"))
    assert [each.rule for each in running(decided(deadlines=(row("RUNS"), row(**hidden))))] == ["RUNS"]
    assert len(table([row("RUNS"), row(**hidden)])) == 2
    assert lines(row(**hidden)) == []


def test_a_start_that_is_not_known_is_told_unless_the_same_clock_is_known_to_run() -> None:
    unknown = row("L", "cannot_tell", None, starts=Start("t.day", None), due=None)
    told = "Deadline L: cannot tell: its start is not known [T-1]"
    assert lines(unknown, row("OTHER")) == ["Deadline OTHER: due 17 Aug 2026, 3 days left [T-1]", told]
    assert lines(unknown, row("L")) == ["Deadline L: due 17 Aug 2026, 3 days left [T-1]"]
    assert len(table([unknown, row("L")])) == 2


STATUTE = replace(SOURCE, clauses=("T-2", "T-1"))


def test_a_local_limit_that_comes_to_the_same_is_told_with_the_statutory_one() -> None:
    """Once, under the local name, with the clauses of both."""
    statutory = row("STATUTE", source=STATUTE)
    assert lines(statutory, row(beside="STATUTE")) == [
        "Deadline L: due 17 Aug 2026, 3 days left [T-1, T-2]",
    ]
    assert len(table([statutory, row(beside="STATUTE")])) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"due": "2026-08-18"},
        {"days": 4},
        {"state": "overdue"},
        {"met_on": "2026-08-14", "state": "met"},
        {"certain": False},
    ],
    ids=str,
)
def test_limits_that_come_apart_are_told_apart(other: dict[str, Any]) -> None:
    told = lines(row("STATUTE", **other, source=STATUTE), row(beside="STATUTE"))
    assert "Deadline L: due 17 Aug 2026, 3 days left [T-1]" in told
    assert len(told) == (1 if "certain" in other else 2)


# All of them, as a table


def test_the_table_has_every_deadline_with_its_limit() -> None:
    local = (Departure("t.wait", "5 days", "7 days"),)
    made = decided(
        deadlines=(
            row(days=1),
            row("ONE", limit=Limit(1, "working days"), departs=local),
            row("OPEN", "no_limit", 3, limit=None, due=None),
            row("UNKNOWN", "cannot_tell", None, starts=Start("t.day", None), due=None),
        )
    )
    _, told = by_when(made, everything=True)
    assert told is not None
    assert told.headings == ("What", "Limit", "From", "Due", "State", "Source")
    assert [*told.rows] == [
        ("Deadline L", "5 days", "12 Aug 2026", "17 Aug 2026", "due 17 Aug 2026, 1 day left", "[T-1]"),
        (
            "Deadline ONE; 5 days here, 7 days in the document",
            "1 working day",
            "12 Aug 2026",
            "17 Aug 2026",
            "due 17 Aug 2026, 3 days left",
            "[T-1]",
        ),
        ("Deadline OPEN", "none", "12 Aug 2026", "none", "3 days so far; no limit is set", "[T-1]"),
        (
            "Deadline UNKNOWN",
            "5 days",
            "not known",
            "not known",
            "cannot tell: its start is not known",
            "[T-1]",
        ),
    ]
    assert by_when(decided(), everything=True) == ((), None)


def test_every_deadline_of_an_example_is_in_the_table() -> None:
    made: list[Decision] = decisions(PACKS[0])
    assert any(decision.deadlines for decision in made)
    for decision in made:
        assert len(table(decision.deadlines)) == len(decision.deadlines)
