"""What is shown of a decision: what to do, why and by when, in order, and only as much as helps."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import (
    HIDDEN,
    Brag,
    Comparison,
    Conflict,
    Count,
    DeadlineRow,
    Departure,
    Document,
    Judgement,
    Level,
    Limit,
    MissingFact,
    Note,
    ParameterUsed,
    Start,
)
from threshold.reports.sections import FEW, MANY, Section, facts_line, sections

from .conftest import PACKS, clauses, decisions
from .making import SOURCE, STAMP, action, check, decided, row, step

ORDER = [
    "Why",
    "Need",
    "Warnings",
    "Notes",
    "By when",
    "To do",
    "Papers",
    "Next steps",
    "What comes first",
    "Not known: ask",
    "Contradictions",
    "Left open by the sources",
]
# What these say comes from a rule, so every line of them names a clause of some pack.
CITED = ("Why", "Warnings", "To do", "Papers", "Next steps", "What comes first")
CITATION = re.compile(r"\[([^\]]+)\]$")
# Said about the policy or the list itself, not by a rule.
UNCITED = (
    "No rule of this policy says",
    "The policy's maps do not cover",
    "This action is not among those of this step",
)
MORE = re.compile(r"and \d+ more; ")


@pytest.mark.parametrize("pack", PACKS)
def test_the_sections_stand_in_order(pack: str) -> None:
    for decision in decisions(pack):
        titles = [section.title for section in sections(decision)]
        assert titles == [title for title in ORDER if title in titles]


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_is_said_twice(pack: str) -> None:
    for decision in decisions(pack):
        lines = [line for section in sections(decision) for line in section.lines]
        assert len(lines) == len(set(lines)), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_every_line_that_states_a_rule_names_its_clause(pack: str) -> None:
    for decision in decisions(pack):
        for section in sections(decision):
            for line in section.lines if section.title in CITED else ():
                if MORE.match(line) or line.startswith(UNCITED):
                    continue
                cited = CITATION.search(line)
                assert cited, f"{decision.case}: {line}"
                assert set(cited[1].split(", ")) <= clauses(pack), f"{decision.case}: {line}"
            for cells in section.table.rows if section.table else ():
                assert CITATION.search(cells[-1]), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_no_codes_but_clauses(pack: str) -> None:
    """No name of a fact, status or parameter as the program writes it reaches a reader."""
    for decision in decisions(pack):
        for section in sections(decision):
            for line in section.lines:
                said = CITATION.sub("", line)
                assert "_" not in said, f"{decision.case}: {line}"
                assert not re.search(r"\b(true|false|null)\b", said), f"{decision.case}: {line}"


@pytest.mark.parametrize("pack", PACKS)
def test_where_a_child_is_in_danger_only_that_is_asked_for(pack: str) -> None:
    for decision in decisions(pack):
        asks = [each for each in sections(decision) if each.title == "Not known: ask"]
        if decision.recommendation.direction == "safeguarding_now" and decision.status == "blocked":
            assert asks == []


# One decision at a time


def part(decision: Decision, title: str, everything: bool = False) -> Section | None:
    found = {section.title: section for section in sections(decision, everything)}
    return found.get(title)


def lines(decision: Decision, title: str, everything: bool = False) -> list[str]:
    section = part(decision, title, everything)
    return list(section.lines) if section else []


def shown(rows: Sequence[DeadlineRow], everything: bool = False) -> list[tuple[str, ...]]:
    """The rows of the table of deadlines, without the columns that do not change here."""
    section = part(decided(deadlines=tuple(rows)), "By when", everything)
    return [cells[:1] + cells[3:5] for cells in section.table.rows] if section and section.table else []


def test_what_there_is_nothing_of_has_no_section() -> None:
    assert sections(decided()) == []
    assert [section.title for section in sections(decided(), everything=True)] == ["Policy"]


def test_the_line_about_the_case_names_date_policy_and_trial() -> None:
    assert facts_line(decided()) == "C-1, as at 14 August 2026, policy p"
    trial = decided(policy=replace(STAMP, trial=("tiny.a=1", "tiny.b=2")), as_at="2026-08-14T09:30")
    assert facts_line(trial) == "C-1, as at 14 August 2026 at 09:30, policy p with tiny.a=1, tiny.b=2"


# Why


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("blocked", ["BLOCKS", "CONDITION"]),
        ("undetermined", ["BLOCKS", "OPEN", "CONDITION"]),
        ("conflict", ["BLOCKS", "OPEN", "CONDITION"]),
        ("permitted", ["MET", "BLOCKS", "OPEN", "CONDITION"]),
        ("conditional", ["BLOCKS", "OPEN", "CONDITION"]),
        ("advisory", ["BLOCKS", "OPEN", "CONDITION"]),
    ],
)
def test_only_the_checks_that_made_the_status_are_told(status: str, told: list[str]) -> None:
    checks = (
        check("MET", "met"),
        check("ELSEWHERE", "not_applicable"),
        check("BLOCKS", "not_met"),
        check("OPEN", "undetermined"),
        check("CONDITION", "not_met", effect="condition"),
        check("WEIGHTLESS", "not_met", decides=False),
    )
    made = decided(status=status, checks=checks)
    named = [each.rule for each in checks for line in lines(made, "Why") if f"Rule {each.rule}" in line]
    assert named == told
    everything = lines(made, "Why", everything=True)
    assert len(everything) == len(checks)


def test_a_check_says_its_mark_what_to_do_what_settled_it_and_until_when() -> None:
    facts = {
        "need.complex": "true",
        "t.day": "2026-08-01",
        "visit.latest": None,
        "caf.records_kept_in": "",
        "request.to": "high",
        "proposed.to": "high",
    }
    made = check("R", says="Wait for TAC", until="2026-09-01", facts_used=facts)
    (line,) = lines(decided(status="blocked", checks=(made,)), "Why")
    assert line == (
        "not met: Rule R. Wait for TAC (need complex: yes; t day: 1 August 2026; "
        "visit latest: none recorded; CAF records kept in: none); not before 1 September 2026 [T-1]"
    )
    (met,) = lines(decided(checks=(check("R", "met", facts_used=facts),)), "Why")
    assert met == "met: Rule R [T-1]"


@pytest.mark.parametrize(
    ("compared", "told"),
    [
        (
            Comparison("t.day", "2026-08-01", 0, "on or before", "request.made", "", "2026-07-01", False),
            "t day: 1 August 2026, not on or before request made (1 July 2026)",
        ),
        (
            Comparison("t.day", "2026-08-01", 0, "after", "t.ahead", "2 days", "2026-08-03", True),
            "t day: 1 August 2026, after 2 days after t ahead (3 August 2026)",
        ),
        (
            Comparison("t.day", "2026-08-01", 0, "at least ago", "", "", "3 months", False),
            "t day: 1 August 2026, not at least 3 months ago",
        ),
        (
            Comparison("t.day", "2026-08-01", 0, "more than ago", "", "", "3 months", False),
            "t day: 1 August 2026, not more than 3 months ago",
        ),
        (
            Comparison("t.day", "2026-08-01", 0, "within last", "", "", "3 days", True),
            "t day: 1 August 2026, within the last 3 days",
        ),
        (
            Comparison("t.day", "form", 0, "includes all", "", "", "plan, child_letter", False),
            "missing: plan and child letter",
        ),
    ],
)
def test_where_two_things_were_compared_both_sides_are_told(compared: Comparison, told: str) -> None:
    made = check("R", facts_used={"t.day": "2026-08-01", "request.made": "2026-07-01"}, compared=(compared,))
    (line,) = lines(decided(status="blocked", checks=(made,)), "Why")
    assert line == f"not met: Rule R. Do R ({told}) [T-1]"


DEPARTS = (Departure("tiny.wait", "4 months", "3 months"), Departure("tiny.by", "team_manager", "none"))
HERE = "; 4 months here, 3 months in the document; team manager here, none in the document"


def test_where_a_policy_departs_from_its_document_each_line_says_so() -> None:
    (line,) = lines(decided(status="blocked", checks=(check("R", departs=DEPARTS),)), "Why")
    assert line == f"not met: Rule R. Do R{HERE} [T-1]"
    warns = check("R", effect="warn", decides=False, departs=DEPARTS)
    assert lines(decided(checks=(warns,)), "Warnings") == [f"Do R{HERE} [T-1]"]
    (way,) = lines(decided(route=(step(1, departs=DEPARTS),)), "Next steps")
    assert way == f"1. Social Worker: Write{HERE} [T-1]"


def test_what_nobody_knows_is_said_in_the_rules_own_words() -> None:
    unknown = check("R", "undetermined", says="Nobody knows of R", question="R?")
    (line,) = lines(decided(status="undetermined", checks=(unknown,)), "Why")
    assert line == "cannot tell: Rule R. Nobody knows of R [T-1]"
    # The question of a fact is asked for in a section of its own.
    (line,) = lines(decided(status="undetermined", checks=(replace(unknown, says=""),)), "Why")
    assert line == "cannot tell: Rule R [T-1]"


def test_a_warning_of_which_nobody_knows_is_said_only_in_the_rules_own_words() -> None:
    warns = {"effect": "warn", "decides": False}
    told = check("R", "undetermined", says="Nobody knows of R", **warns)
    assert lines(decided(checks=(told,)), "Warnings") == ["Nobody knows of R [T-1]"]
    assert lines(decided(checks=(replace(told, says=""),)), "Warnings") == []


def test_what_the_headline_has_said_is_not_said_again() -> None:
    made = decided(
        status="blocked",
        headline="Do R before you step up: it is late",
        because=("it is late", "Do R because of that", "it is far"),
        checks=(check("R"),),
    )
    assert lines(made, "Why") == ["it is far", "not met: Rule R [T-1]"]


@pytest.mark.parametrize("number", [MANY, MANY + 1, MANY + 3])
def test_of_many_checks_the_first_are_told_and_the_others_counted(number: int) -> None:
    checks = tuple(check(f"R{n}") for n in range(number))
    made = decided(status="blocked", checks=checks)
    told = lines(made, "Why")
    more = [f"and {number - MANY} more; --all shows every check"] if number > MANY else []
    assert told[MANY:] == more
    assert len(lines(made, "Why", everything=True)) == number


def test_a_warning_is_told_apart_where_it_has_something_to_say() -> None:
    warns = {"effect": "warn", "decides": False}
    checks = (
        check("R", **warns),
        check("MET", "met", **warns),
        check("ELSEWHERE", relevant=False, **warns),
        check("BLOCKS"),
    )
    assert lines(decided(checks=checks), "Warnings") == ["Do R [T-1]"]


@pytest.mark.parametrize(
    ("parts", "warned"),
    [
        ({"effect": "block", "decides": False}, True),
        ({"effect": "condition", "decides": False}, True),
        ({"effect": "note", "decides": False}, False),
        ({"effect": "warn", "decides": False, "status": "undetermined"}, False),
        ({"effect": "block"}, False),
    ],
)
def test_what_is_not_met_and_does_not_decide_is_a_warning(parts: dict[str, Any], warned: bool) -> None:
    assert lines(decided(checks=(check("R", **parts),)), "Warnings") == (["Do R [T-1]"] if warned else [])


def test_a_warning_says_what_was_seen() -> None:
    seen = check("R", effect="warn", decides=False, facts_used={"t.a": "false", "t.text": HIDDEN})
    assert lines(decided(checks=(seen,)), "Warnings") == ["Do R (t a: no) [T-1]"]


@pytest.mark.parametrize(
    ("parts", "warned"),
    [
        ({"state": "overdue", "says": "Not done"}, True),
        ({"state": "late", "says": "Not done"}, True),
        ({"state": "pending", "says": ""}, False),
        ({"state": "overdue", "says": "Not done", "relevant": False}, False),
        ({"state": "overdue", "says": "Not done", "certain": False}, False),
    ],
)
def test_a_missed_date_is_among_the_warnings(parts: dict[str, Any], warned: bool) -> None:
    made = decided(deadlines=(row("L", **parts),))
    assert lines(made, "Warnings") == (["Not done [T-1]"] if warned else [])


def test_of_missed_intervals_only_the_last_is_warned_of() -> None:
    rows = (
        row("L", "overdue", 4, interval=1, due="2026-07-01", says="Not done"),
        row("L", interval=2, due="2026-08-17"),
    )
    assert lines(decided(deadlines=rows), "Warnings") == []


def test_what_stands_on_the_other_side_is_not_told_again() -> None:
    compared = Comparison("t.day", "2026-08-01", 0, "before", "t.ahead", "", "2026-07-01", False)
    facts = {"t.day": "2026-08-01", "t.ahead": "2026-07-01", "t.a": "true", "t.text": HIDDEN}
    made = check("R", facts_used=facts, compared=(compared,))
    (line,) = lines(decided(status="blocked", checks=(made,)), "Why")
    assert (
        line
        == "not met: Rule R. Do R (t day: 1 August 2026, not before t ahead (1 July 2026); t a: yes) [T-1]"
    )


# By when


def test_of_a_repeating_deadline_only_the_current_interval_is_shown() -> None:
    rows = [
        row("L", "cannot_tell", None, interval=1, due="2026-06-01"),
        row("L", "overdue", 4, interval=2, due="2026-07-01"),
        row("L", interval=3, due="2026-08-17"),
        row("OTHER", interval=1, due="2026-08-18"),
        row("ONCE", due="2026-08-19"),
    ]
    current = [
        ("Deadline L (3)", "17 Aug 2026", "3 days left"),
        ("Deadline OTHER (1)", "18 Aug 2026", "3 days left"),
        ("Deadline ONCE", "19 Aug 2026", "3 days left"),
    ]
    assert shown(rows) == current
    assert shown(rows, everything=True) == [
        ("Deadline L (1)", "1 Jun 2026", "cannot tell: no date in the file"),
        ("Deadline L (2)", "1 Jul 2026", "OVERDUE by 4 days"),
        *current,
    ]


def test_the_current_interval_is_the_latest_of_those_shown() -> None:
    """One that is not certain to apply takes no other's place."""
    rows = [row(interval=1, due="2026-08-15"), row(interval=2, certain=False)]
    assert [cells[0] for cells in shown(rows)] == ["Deadline L (1)"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"relevant": False},
        {"certain": False},
        # What ended in time needs nothing; of what ended nobody knows from when it ran.
        {"state": "ended"},
        {"starts": Start("t.day", None), "stopped_on": "2026-08-01"},
    ],
    ids=str,
)
def test_a_deadline_that_may_not_run_is_shown_only_with_all(hidden: dict[str, object]) -> None:
    assert shown([row("RUNS"), row(**hidden)]) == shown([row("RUNS")])
    assert len(shown([row("RUNS"), row(**hidden)], everything=True)) == 2
    assert shown([row(**hidden)]) == []


def test_a_start_that_is_not_known_is_told_unless_the_same_clock_is_known_to_run() -> None:
    unknown = row("L", "cannot_tell", None, starts=Start("t.day", None), due=None)
    told = ("Deadline L", "not known", "cannot tell: its start is not known")
    assert shown([unknown, row("OTHER")]) == [told, ("Deadline OTHER", "17 Aug 2026", "3 days left")]
    assert shown([unknown, row("L")]) == [("Deadline L", "17 Aug 2026", "3 days left")]
    assert len(shown([unknown, row("L")], everything=True)) == 2


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"state": "missed", "days": 5, "stopped_on": "2026-08-22"}, "MISSED by 5 days, up to 22 Aug 2026"),
        ({"state": "early", "met_on": "2026-08-01"}, "EARLY: done 1 Aug 2026, before it started"),
        ({"state": "paused", "stopped_on": "2026-08-14"}, "paused since 14 Aug 2026"),
        (
            {"state": "overdue", "days": 1, "count": Count(6, 5, "days", "2026-08-14")},
            "OVERDUE by 1 day",
        ),
        ({"state": "pending", "days": 0, "count": Count(5, 5, "days", "2026-08-14")}, "due now, day 5 of 5"),
        (
            {"state": "met", "met_on": "2026-08-14", "count": Count(2, 5, "days", "2026-08-14")},
            "met 14 Aug 2026, day 2 of 5",
        ),
        (
            {"state": "late", "days": 1, "met_on": "2026-08-18", "count": Count(6, 5, "days", "2026-08-14")},
            "late by 1 day, on 18 Aug 2026",
        ),
    ],
)
def test_how_a_clock_stands(parts: dict[str, Any], told: str) -> None:
    assert [cells[-1] for cells in shown([row(**{"days": None, **parts})])] == [told]


def test_an_earlier_interval_that_was_missed_is_shown_beside_the_current_one() -> None:
    rows = [row("L", "missed", 2, interval=1, stopped_on="2026-08-19"), row(interval=2)]
    assert [cells[0] for cells in shown(rows)] == ["Deadline L (1)", "Deadline L (2)"]


@pytest.mark.parametrize(
    ("made", "cells"),
    [
        (row(days=1), ("17 Aug 2026", "1 day left")),
        (row(days=0), ("17 Aug 2026", "due now")),
        (row(state="met", days=None, met_on="2026-08-13"), ("17 Aug 2026", "met 13 Aug 2026")),
        (row(state="late", days=2, met_on="2026-08-19"), ("17 Aug 2026", "late by 2 days, on 19 Aug 2026")),
        (row(state="overdue", days=1), ("17 Aug 2026", "OVERDUE by 1 day")),
        (row(state="cannot_tell", days=None), ("17 Aug 2026", "cannot tell: no date in the file")),
        (row(due=None), ("not known", "3 days left")),
        (row(due="2026-08-17T09:30"), ("17 Aug 2026 09:30", "3 days left")),
        (row(state="no_limit", limit=None, due=None), ("none", "3 days so far; no limit is set")),
        (
            row(state="no_limit", limit=None, due=None, met_on="2026-08-15"),
            ("none", "took 3 days; no limit is set"),
        ),
    ],
)
def test_a_deadline_says_how_it_stands(made: DeadlineRow, cells: tuple[str, ...]) -> None:
    assert shown([made]) == [("Deadline L", *cells)]


def test_a_limit_is_counted_in_its_unit() -> None:
    section = part(decided(deadlines=(row(), row("ONE", limit=Limit(1, "working days")))), "By when")
    assert section is not None
    assert section.table is not None
    assert section.table.headings == ("What", "Limit", "From", "Due", "State", "Source")
    assert [cells[1:3] for cells in section.table.rows] == [
        ("5 days", "12 Aug 2026"),
        ("1 working day", "12 Aug 2026"),
    ]


# What to do and which way


def test_an_action_says_who_does_it_for_whom_and_whether_it_cannot_or_has_to_wait() -> None:
    made = decided(
        actions=(
            action("S", urgent=True, by="", to="Team Manager"),
            action("R"),
            action("Q", afterwards=True),
        )
    )
    assert lines(made, "To do") == [
        "URGENT. Do S (to: Team Manager) [T-1]",
        "Anyone: Do R [T-1]",
        "Afterwards. Anyone: Do Q [T-1]",
    ]


def test_a_paper_says_whether_it_is_there() -> None:
    papers = tuple(Document(state, state, SOURCE) for state in ("attached", "absent", "unknown"))
    assert lines(decided(documents=papers), "Papers") == [
        "attached: attached [T-1]",
        "absent: MISSING [T-1]",
        "unknown: not known [T-1]",
    ]


def test_a_step_says_who_takes_it_where_it_goes_and_what_is_not_certain() -> None:
    made = decided(
        route=(
            step(1, step="Start", sent_to="Team Manager", via="email", says="at once", done="2026-08-01"),
            step(2, added_by="", sent_to="self"),
            step(3, sent_to="none", certain=False),
            step(4, available=False, says="it is closed"),
        )
    )
    assert lines(made, "Next steps") == [
        "1. Social Worker: Write (Start), sent to Team Manager by email; at once; done 1 Aug 2026 [T-1]",
        "2. Write, kept by the same worker [T-1]",
        "3. Social Worker: Write; not certain that it applies [T-1]",
        "4. Write: not available; it is closed [T-1]",
    ]


@pytest.mark.parametrize(
    ("status", "goes"),
    [
        ("permitted", True),
        ("conditional", True),
        ("advisory", True),
        ("blocked", False),
        ("undetermined", False),
        ("conflict", False),
    ],
)
def test_the_way_is_shown_where_something_may_travel(status: str, goes: bool) -> None:
    asks = MissingFact("t.who", "Who?", ("route",))
    made = decided(status=status, route=(step(1),), missing=(asks,))
    # What was asked for is withheld elsewhere; what is left of the way comes first.
    assert bool(lines(made, "Next steps")) is goes
    assert bool(lines(made, "What comes first")) is not goes
    assert bool(lines(made, "Not known: ask")) is goes
    assert lines(made, "Not known: ask", everything=True) == ["Who?"]


# What is not known


def test_a_question_stands_once_with_the_first_rules_that_it_settles() -> None:
    missing = (
        MissingFact("t.a", "A?", ("R1", "need.level")),
        MissingFact("t.b", "B?", ("need.level",)),
        MissingFact("visit.first", "A?", ("R2", "R1", "R3", "R4")),
    )
    assert lines(decided(missing=missing), "Not known: ask") == ["A? [R1, R2, R3]", "B?"]


def test_where_a_child_has_to_be_protected_nothing_else_is_asked_but_the_way() -> None:
    missing = (MissingFact("t.a", "A?", ("R",)), MissingFact("t.who", "Who?", ("route",)))
    made = decided(direction="safeguarding_now", missing=missing)
    assert lines(made, "Not known: ask") == ["Who?"]
    assert lines(made, "Not known: ask", everything=True) == ["A? [R]", "Who?"]
    assert lines(replace(made, status="blocked"), "Not known: ask") == []


@pytest.mark.parametrize("number", [MANY, MANY + 1])
def test_of_many_questions_the_first_are_shown_and_the_others_counted(number: int) -> None:
    made = decided(missing=tuple(MissingFact(f"t.{n}", f"Question {n}?", ("R",)) for n in range(number)))
    more = [f"and {number - MANY} more; `threshold ask` puts them in order"] if number > MANY else []
    assert lines(made, "Not known: ask")[MANY:] == more
    assert len(lines(made, "Not known: ask", everything=True)) == number


def test_a_contradiction_says_why() -> None:
    made = decided(conflicts=(Conflict("C", ("t.a", "t.b"), "Never both"),))
    assert lines(made, "Contradictions") == ["Never both [C]"]


# What is left open


@pytest.mark.parametrize("number", [FEW, FEW + 1])
def test_of_many_open_ends_the_first_are_shown(number: int) -> None:
    open_ends = (Note(f"T{n:02}", f"Open {n}", "R") for n in range(number))
    made = decided(
        status="blocked", checks=(check("R"),), notes=(*open_ends, Note("", "Another would refuse"))
    )
    told = lines(made, "Left open by the sources")
    assert told == [f"Open {n} [T{n:02}, at R]" for n in range(FEW)]
    assert len(lines(made, "Left open by the sources", everything=True)) == number
    for everything in (False, True):
        assert lines(made, "Notes", everything) == ["Another would refuse"]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"status": "blocked", "checks": (check("R"),)}, True),
        ({"status": "permitted", "checks": (check("R", "met"),)}, True),
        # Of what is not on the screen, no open end is either.
        ({"status": "blocked", "checks": (check("R", "met"),)}, False),
        ({"status": "blocked", "checks": (check("R", decides=False, relevant=False),)}, False),
        ({"status": "blocked", "checks": (check("R", decides=False),)}, True),  # it is among the warnings
        ({"checks": (check("R", effect="warn", decides=False),)}, True),
        ({"checks": (check("R", "met", effect="warn", decides=False),)}, False),
        ({"actions": (action("R"),)}, True),
        ({"deadlines": (row("R"),)}, True),
        ({"deadlines": (row("R", certain=False),)}, False),
        ({"deadlines": (row("R", relevant=False),)}, False),
        ({"deadlines": (row("R", "ended"),)}, False),
        ({"deadlines": (row("R", starts=Start("t.day", None)),)}, True),
        ({"route": (step(1, id="R"),)}, True),
        ({"status": "blocked", "route": (step(1, id="R"),)}, True),
        ({}, False),
    ],
)
def test_an_open_end_is_shown_beside_the_line_that_it_belongs_to(parts: dict[str, Any], shown: bool) -> None:
    made = decided(**parts, notes=(Note("T01", "Who decides", "R"), Note("T02", "Elsewhere", "Q")))
    told = lines(made, "Left open by the sources")
    assert told == (["Who decides [T01, at R]"] if shown else [])
    everything = lines(made, "Left open by the sources", everything=True)
    assert everything == ["Who decides [T01, at R]", "Elsewhere [T02, at Q]"]


STATUTE = replace(SOURCE, edition="2023; that of 2026 has not been checked")
LOCAL = {"status": "blocked", "checks": (check("R"),)}
EDITION = f"Edition of the statutory lines: {STATUTE.edition}"


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"status": "blocked", "checks": (check("R", source=STATUTE), check("Q", source=STATUTE))}, True),
        ({"deadlines": (row("R", source=STATUTE),)}, True),
        ({"actions": (action("R", source=STATUTE),)}, True),
        ({"route": (step(1, id="R", source=STATUTE),)}, True),
        # Of lines that are not on the screen nothing is told.
        ({"deadlines": (row("R", certain=False, source=STATUTE),)}, False),
        ({"checks": (check("R", decides=False, relevant=False, source=STATUTE),)}, False),
        (LOCAL, False),
    ],
)
def test_the_edition_is_told_once_where_a_statutory_line_is_shown(parts: dict[str, Any], shown: bool) -> None:
    made = decided(**parts, notes=(Note("T01", "Who decides", "R"),))
    told = lines(made, "Left open by the sources")
    assert (told[-1:] == [EDITION]) is shown
    assert told.count(EDITION) == shown
    everything = lines(made, "Left open by the sources", everything=True)
    assert (everything[-1] == EDITION) is (parts != LOCAL)


def test_an_open_end_that_is_a_reason_already_is_not_told_twice() -> None:
    made = decided(because=("so it is",), notes=(Note("T01", "so it is"), Note("T02", "")))
    assert lines(made, "Left open by the sources") == []


def test_everything_tells_the_parameters_and_the_policy() -> None:
    used = (
        ParameterUsed("tiny.a", "3 days", "2026-01-01", "so", "pack"),
        ParameterUsed("tiny.b", "4", None, "tried", "trial"),
    )
    made = decided(parameters=used)
    assert lines(made, "Parameters in force") == []
    assert lines(made, "Parameters in force", everything=True) == [
        "tiny.a = 3 days since 1 Jan 2026 (so)",
        "tiny.b = 4, set by the trial (tried)",
    ]
    assert lines(made, "Policy", everything=True) == [
        "Small, version 1.0, digest 0123456789ab",
        "tiny (lead), document: 2020-01",
    ]


# Need

LEVEL = Level(3, 3, (), "Targeted", "A plan", ("Missing school",), ("need.complex",), None, ("T-1",))
BRAG = Brag("amber", True, "Soon", "Team Manager", "5 days", ("T-1: one place",))


def test_a_settled_level_says_what_shows_it_and_who_judged_it() -> None:
    judged = replace(LEVEL, judged=Judgement("3", "Social Worker", "seen"))
    assert lines(decided(level_of_need=judged), "Need") == [
        "Level of need: 3, Targeted [T-1]",
        "Response: A plan",
        "Shown by: Missing school",
        "Judged to be 3 by the Social Worker: seen",
    ]
    assert (
        lines(decided(level_of_need=LEVEL), "Need", everything=True)[-1] == "Not asked or not known: complex"
    )


def test_a_floor_says_what_is_not_ruled_out_and_what_would_tell() -> None:
    floor = replace(LEVEL, level=None, at_least=2, not_ruled_out=(3, 4))
    told = lines(decided(level_of_need=floor), "Need")
    assert told[0] == "Level of need: at least 2, Targeted; 3, 4 not ruled out [T-1]"
    assert told[-1] == "Not asked or not known: complex"


def test_a_level_that_nothing_is_known_of_is_not_told() -> None:
    nothing = replace(LEVEL, level=None, at_least=None, indicators=())
    assert lines(decided(level_of_need=nothing), "Need") == []


@pytest.mark.parametrize(
    ("brag", "line"),
    [
        (BRAG, "BRAG amber: Soon; goes to Team Manager; respond within 5 days [T-1]"),
        (
            replace(BRAG, respond_within="none required", goes_to=""),
            "BRAG amber: Soon; no response is required [T-1]",
        ),
        (
            replace(BRAG, meaning="", respond_within="", goes_to=""),
            "BRAG amber: no meaning is written down [T-1]",
        ),
        (
            replace(BRAG, meaning="", defined=False, respond_within="", goes_to=""),
            "BRAG amber: the policy gives this colour no meaning [T-1]",
        ),
    ],
)
def test_a_colour_says_what_it_means_and_how_soon(brag: Brag, line: str) -> None:
    assert lines(decided(brag=brag), "Need") == [line]
