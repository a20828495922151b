"""A check as a line, its values and comparisons as people say them."""

from dataclasses import replace
from typing import Any

import pytest

from threshold.decisions.model import HIDDEN, Citation, Comparison, Departure
from threshold.reports.check_lines import check_line, cited, cites, departures, what_was_seen

from .making import check


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({}, ""),
        ({"caf.open": "true"}, " (CAF open: yes)"),
        ({"caf.open": "false", "t.day": "2026-08-01"}, " (CAF open: no; t day: 1 August 2026)"),
        ({"t.day": None, "t.colour": "light_red"}, " (t day: none recorded; t colour: light red)"),
        ({"need.level": "3 (Family Help)"}, " (need level: 3 (Family Help))"),
        ({"t.text": HIDDEN}, ""),
        ({"request.direction": "close", "proposed.to": "care"}, ""),
        ({"t.list": ""}, " (t list: none)"),
        (
            {"counted.visit": "true", "counted_days.visit": "unknown, 2026-01-05, 2026-08-01"},
            " (visit on record: 5 January 2026, 1 August 2026 and 1 day not known)",
        ),
        ({"counted.visit": "true", "counted_days.visit": ""}, " (visit on record: none)"),
    ],
)
def test_the_values_seen(facts: dict[str, str | None], seen: str) -> None:
    assert what_was_seen(check("R", facts_used=facts)) == seen


def test_a_citation_says_whether_its_clauses_are_in_force() -> None:
    plain, doubted = (
        Citation("tiny", "Tiny", ("T-1",)),
        Citation("new", "New", ("N-1", "N-2"), "", "not_confirmed"),
    )
    known = Citation("new", "New", ("N-3",), "", "in_force")
    assert cited(plain) == "[T-1]"
    assert cited(doubted) == "[N-1, N-2] (not confirmed to be in force)"
    assert cited(known) == "[N-3] (in force)"
    assert cites([plain, doubted]) == "[T-1, N-1, N-2] (N-1, N-2 not confirmed to be in force)"
    assert cites([doubted, known, plain]) == (
        "[N-1, N-2, N-3, T-1] (N-1, N-2 not confirmed to be in force; N-3 in force)"
    )


def test_both_sides_are_said_once() -> None:
    compared = Comparison(
        "t.sought", "2026-08-03", 0, "on or before", "request.made", "", "2026-08-01", False
    )
    facts = {"t.sought": "2026-08-03", "request.made": "2026-08-01"}
    told = what_was_seen(check("R", facts_used=facts, compared=(compared,)))
    assert told == " (t sought: 3 August 2026, not on or before request made (1 August 2026))"
    other = replace(compared, test="is")
    told = what_was_seen(check("R", facts_used=facts, compared=(other,)))
    assert told == " (t sought: 3 August 2026, other than request made (1 August 2026))"
    same = replace(other, holds=True)
    told = what_was_seen(check("R", facts_used=facts, compared=(same,)))
    assert told == " (t sought: 3 August 2026, the same as request made (1 August 2026))"
    moved = replace(compared, plus="2 days", holds=True, against="2026-08-03")
    told = what_was_seen(check("R", facts_used=facts, compared=(moved,)))
    assert told == " (t sought: 3 August 2026, on or before 2 days after request made (3 August 2026))"


@pytest.mark.parametrize(
    ("test", "against", "words"),
    [
        ("at least ago", "3 months", "not at least 3 months ago"),
        ("more than ago", "15 working days", "not more than 15 working days ago"),
        ("within last", "2 weeks", "not within the last 2 weeks"),
    ],
)
def test_a_length_of_time_is_said_as_one(test: str, against: str, words: str) -> None:
    compared = Comparison("t.day", "2026-08-03", 0, test, "", "", against, False)
    told = what_was_seen(check("R", facts_used={"t.day": "2026-08-03"}, compared=(compared,)))
    assert told == f" (t day: 3 August 2026, {words})"


def test_what_is_missing_of_a_list() -> None:
    compared = Comparison("t.list", "a", 0, "includes all", "", "", "plan_smart, b", False)
    assert what_was_seen(check("R", facts_used={"t.list": "a"}, compared=(compared,))) == (
        " (missing: plan SMART and b)"
    )


def test_departures_say_both_values() -> None:
    local = (Departure("p.wait", "4 months", "3 months"), Departure("p.list", "", "needs_reduced, other"))
    assert departures(local) == (
        "; 4 months here, 3 months in the document; none here, needs reduced and other in the document"
    )
    assert departures(()) == ""


@pytest.mark.parametrize(
    ("status", "headline", "line"),
    [
        ("met", "", "met: Rule R [T-1]"),
        ("not_applicable", "", "does not apply: Rule R [T-1]"),
        ("not_met", "", "not met: Rule R. Do R [T-1]"),
        ("not_met", "Not now. Do R", "not met: Rule R [T-1]"),
        ("not_met", "Not now. do R", "not met: Rule R. Do R [T-1]"),
        ("undetermined", "", "cannot tell: Rule R [T-1]"),
    ],
)
def test_a_line(status: str, headline: str, line: str) -> None:
    assert check_line(check("R", status), headline) == line


def test_a_line_names_its_clauses() -> None:
    source = check("R").source
    assert cited(replace(source, clauses=("A-1", "A-2"))) == "[A-1, A-2]"


@pytest.mark.parametrize(
    ("status", "told", "of_others"),
    [
        ("met", "because: Rule G (CAF open: no) [T-1]", "met"),
        ("not_met", "not so: Rule G. Do G (CAF open: no) [T-1]", "not met"),
        ("undetermined", "cannot tell: Rule G [T-1]", "cannot tell"),
        ("not_applicable", "does not apply: Rule G [T-1]", "does not apply"),
    ],
)
def test_a_ground_is_told_as_a_reason(status: str, told: str, of_others: str) -> None:
    ground = check("G", status, effect="ground", part=None, facts_used={"caf.open": "false"})
    assert check_line(ground, "") == told
    rest = told.partition(":")[2]
    if status == "met":  # what is met beside the answer needs no values
        rest = " Rule G [T-1]"
    assert check_line(replace(ground, effect="block"), "") == f"{of_others}:{rest}"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {"says": "Wait for TAC", "until": "2026-09-01"},
            "not met: Rule R. Wait for TAC; not before 1 September 2026 [T-1]",
        ),
        ({"says": "Rule R"}, "not met: Rule R [T-1]"),
        ({"says": "not here"}, "not met: Rule R. Not here [T-1]"),
        # It does not apply yet, and from when it will is known.
        (
            {"status": "not_applicable", "applies_from": "2026-09-01"},
            "does not apply yet, from 1 September 2026: Rule R [T-1]",
        ),
        (
            {"status": "undetermined", "says": "Nobody knows of R", "question": "R?"},
            "cannot tell: Rule R. Nobody knows of R [T-1]",
        ),
        # The question of a fact is asked for in a section of its own.
        ({"status": "undetermined", "says": "", "question": "R?"}, "cannot tell: Rule R [T-1]"),
        (
            {"departs": (Departure("p.wait", "4 months", "3 months"),)},
            "not met: Rule R. Do R; 4 months here, 3 months in the document [T-1]",
        ),
        # What was met needs no values.
        ({"status": "met", "facts_used": {"caf.open": "true"}}, "met: Rule R [T-1]"),
    ],
)
def test_a_line_says_what_to_do_until_when_and_what_differs(parts: dict[str, Any], line: str) -> None:
    assert check_line(check("R", **parts), "") == line


def test_what_stands_on_the_other_side_is_not_told_again() -> None:
    compared = Comparison("t.day", "2026-08-01", 3, "before", "t.ahead", "", "2026-07-01", False)
    facts = {"t.day": "2026-08-01", "t.ahead": "2026-07-01", "t.a": "true", "t.text": HIDDEN}
    assert what_was_seen(check("R", facts_used=facts, compared=(compared,))) == (
        " (t day: 1 August 2026, less 3 days in between, not before t ahead (1 July 2026); t a: yes)"
    )


def test_each_clause_of_several_places_is_named_once() -> None:
    source = check("R").source
    several = [replace(source, clauses=names) for names in (("A-2", "A-1"), ("A-1", "B"), ("A-2",))]
    assert cites(several) == "[A-2, A-1, B]"
    assert cites([source]) == cited(source) == "[T-1]"


def test_what_the_first_line_begins_with_a_capital_is_not_said_again() -> None:
    made = check("R", says="not available here")
    assert check_line(made, "Not now. Not available here") == "not met: Rule R [T-1]"
    assert check_line(made, "Not now") == "not met: Rule R. Not available here [T-1]"
