"""By when something has to be done: the most pressing first, each date once, and nothing that is over."""

import re
from dataclasses import replace
from typing import Any, get_args

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import DeadlineRow, Departure, Limit, Start
from threshold.reports.by_when import by_when, running
from threshold.reports.days import state
from threshold.reports.section import Line
from threshold.semantics.closed_lists import DeadlineState

from .conftest import PACKS, decisions
from .making import SOURCE, check, decided, row

PRESSING = ("overdue", "missed", "pending")


def lines(*rows: DeadlineRow) -> list[str]:
    return [line.text for line in by_when(decided(deadlines=rows))]


def everything(*rows: DeadlineRow) -> list[str]:
    return [line.text for line in by_when(decided(deadlines=rows), everything=True)]


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
    ways = [line.gives_way for line in by_when(made)]
    assert ways == ([GIVES_WAY[state]] if state in GIVES_WAY else [])


def test_of_what_nobody_can_tell_only_what_has_a_date_stays() -> None:
    made = decided(deadlines=(row("L", "cannot_tell", due=None, missing=("t.day",)),))
    assert [line.gives_way for line in by_when(made)] == [7]


@pytest.mark.parametrize("pack", PACKS)
def test_no_date_that_presses_is_without_its_line(pack: str) -> None:
    for decision in decisions(pack):
        told = [line for line in by_when(decision) if not line.gives_way]
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
    assert [line.partition(":")[0] for line in everything(*rows)] == [
        "Deadline L (2)",  # the most pressing first
        "Deadline L (3)",
        "Deadline OTHER",
        "Deadline ONCE",
        "Deadline L",
    ]


def test_the_current_interval_is_the_latest_of_those_shown() -> None:
    """One that is not certain to apply takes no other's place."""
    rows = (row(interval=1, due="2026-08-15"), row(interval=2, certain=False))
    assert lines(*rows) == [
        "Deadline L: due 15 Aug 2026, 3 days left [T-1]",
        "Deadline L (2): due 17 Aug 2026, if it applies [T-1]",
    ]


@pytest.mark.parametrize(
    "over", [{"due": "2026-08-13"}, {"met_on": "2026-08-13"}, {"due": None}, {"relevant": False}], ids=str
)
def test_of_what_may_apply_only_dates_to_come_are_told(over: dict[str, Any]) -> None:
    assert lines(row(certain=False)) == ["Deadline L: due 17 Aug 2026, if it applies [T-1]"]
    assert lines(row(certain=False, **over)) == []


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
        # What ended in time needs nothing; of what ended nobody knows from when it ran.
        {"state": "ended"},
        {"state": "cannot_tell", "starts": Start("t.day", None), "stopped_on": "2026-08-01"},
        # What begins today has not taken any time.
        {"state": "no_limit", "days": 0},
    ],
    ids=str,
)
def test_a_deadline_that_may_not_run_is_shown_only_with_all(hidden: dict[str, Any]) -> None:
    assert lines(row("RUNS"), row(**hidden)) == lines(row("RUNS"))
    assert [each.rule for each in running(decided(deadlines=(row("RUNS"), row(**hidden))))] == ["RUNS"]
    assert len(everything(row("RUNS"), row(**hidden))) == 2
    assert lines(row(**hidden)) == []


def test_a_start_that_is_not_known_is_told_unless_the_same_clock_is_known_to_run() -> None:
    unknown = row("L", "cannot_tell", None, starts=Start("t.day", None), due=None)
    told = "Deadline L: cannot tell: the day it counts from is not known [T-1]"
    assert lines(unknown, row("OTHER")) == ["Deadline OTHER: due 17 Aug 2026, 3 days left [T-1]", told]
    assert lines(unknown, row("L")) == ["Deadline L: due 17 Aug 2026, 3 days left [T-1]"]
    assert len(everything(unknown, row("L"))) == 2


@pytest.mark.parametrize("state", ["late", "overdue", "missed"])
def test_what_is_late_whenever_it_began_is_told_though_it_is_over(state: str) -> None:
    """Also beside the same clock from another start: neither stands for the other."""
    late = row("L", state, 4, starts=Start("t.day", None), met_on="2026-08-14", stopped_on="2026-08-14")
    assert len(lines(late)) == 1
    assert "by at least 4 days" in lines(late)[0]
    assert len(lines(late, row("L"))) == 2


STATUTE = replace(SOURCE, clauses=("T-2", "T-1"))


def test_a_local_limit_that_comes_to_the_same_is_told_with_the_statutory_one() -> None:
    """Once, under the local name, with the clauses of both."""
    statutory = row("STATUTE", source=STATUTE)
    assert lines(statutory, row(beside="STATUTE")) == [
        "Deadline L: due 17 Aug 2026, 3 days left [T-1, T-2]",
    ]
    assert len(everything(statutory, row(beside="STATUTE"))) == 1


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
    assert len(told) == 2


# What would settle it


OPEN: dict[str, Any] = {"state": "cannot_tell", "days": None, "starts": Start("t.day", None), "due": None}
UNTOLD = "cannot tell: the day it counts from is not known"


def test_where_nobody_can_tell_the_line_ends_with_what_to_ask() -> None:
    done = row("L", "cannot_tell", None, question="Was it done?")
    assert lines(done) == [
        "Deadline L: due 17 Aug 2026; cannot tell whether it was done. Was it done? [T-1]",
    ]
    assert lines(row("L", **OPEN, question="When did it start?")) == [
        f"Deadline L: {UNTOLD}. When did it start? [T-1]"
    ]


def test_what_settles_several_is_asked_once_beside_the_most_pressing() -> None:
    rows = (
        row("A", **OPEN, question="When did it start?"),
        row("B", **OPEN, question="When did it start? Where?"),
        row("C", **{**OPEN, "due": "2026-08-17"}, question="When did it start?"),
    )
    told = [
        f"Deadline C: {UNTOLD}. When did it start? [T-1]",
        f"Deadline A: {UNTOLD} [T-1]",
        f"Deadline B: {UNTOLD}. Where? [T-1]",
    ]
    assert lines(*rows) == told
    assert everything(*rows) == [line.replace(UNTOLD, f"{UNTOLD}; 5 days") for line in told]


def test_what_is_asked_elsewhere_on_the_screen_is_not_asked_beside_a_date() -> None:
    made = decided(deadlines=(row("A", **OPEN, question="When? Where?"),))
    assert [line.text for line in by_when(made, asked=("Who? When?",))] == [
        f"Deadline A: {UNTOLD}. Where? [T-1]"
    ]
    assert [line.text for line in by_when(made, asked=("When?", "Where?"))] == [f"Deadline A: {UNTOLD} [T-1]"]


def test_where_the_policy_sets_no_time_no_answer_would_settle_it_and_none_is_asked_for() -> None:
    """The time to answer a contact hangs on its colour, and this policy gives that colour none."""
    (made,) = (each for each in decisions("caf-team") if each.case == "CAF-01")
    assert "First response to the contact: cannot tell when it is due [BAR-4.2]" in [
        line.text for line in by_when(made)
    ]


# What does not apply yet


def test_what_does_not_apply_yet_says_from_when() -> None:
    later = check("R", "not_applicable", applies_from="2026-09-01")
    made = decided(checks=(later, check("Q", "not_applicable")), deadlines=(row(),))
    assert [*by_when(made)] == [
        Line("Deadline L: due 17 Aug 2026, 3 days left [T-1]", 0),
        Line("Rule R: from 1 Sep 2026 [T-1]", 6),
    ]


# All of them


def test_everything_has_every_deadline_with_its_limit_and_what_it_counts_from() -> None:
    local = (Departure("t.wait", "5 days", "7 days"),)
    assert everything(
        row(days=1),
        row("ONE", limit=Limit(1, "working days"), departs=local, due="2026-08-18"),
        row("OPEN", "no_limit", 3, limit=None, due=None),
        row("UNKNOWN", **OPEN, question="When did it start?"),
    ) == [
        "Deadline L: due 17 Aug 2026, 1 day left; 5 days from 12 Aug 2026 [T-1]",
        "Deadline ONE: due 18 Aug 2026, 3 days left; 1 working day from 12 Aug 2026"
        "; 5 days here, 7 days in the document [T-1]",
        f"Deadline UNKNOWN: {UNTOLD}; 5 days. When did it start? [T-1]",
        "Deadline OPEN: 3 days so far; no limit is set; from 12 Aug 2026 [T-1]",
    ]
    assert everything() == []


def test_a_limit_in_working_hours_says_when_those_are() -> None:
    limit = Limit(4, "working hours", "mash: 08:30 to 17:00, Monday to Friday")
    (line,) = everything(row(days=1, unit="working hours", limit=limit))
    assert "1 working hour left; 4 working hours (mash: 08:30 to 17:00, Monday to Friday) from" in line


@pytest.mark.parametrize("pack", PACKS)
def test_every_deadline_of_an_example_is_there_with_everything(pack: str) -> None:
    """A local limit that comes to the same as the statutory one is told with it."""
    made: list[Decision] = decisions(pack)
    assert any(decision.deadlines for decision in made)
    for decision in made:
        told = [line.text for line in by_when(decision, everything=True)]
        rules = {each.rule for each in decision.deadlines}
        together = sum(each.beside in rules for each in decision.deadlines)
        later = sum(bool(each.applies_from) for each in decision.checks)
        number = len(decision.deadlines) + later
        assert number - together <= len(told) <= number, decision.case
        for each in decision.deadlines:
            assert any(state(each) in line for line in told), decision.case
