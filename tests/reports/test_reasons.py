"""Why a decision is as it is: what decides, once; what contradicts itself; what is wrong beside; the need."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import HIDDEN, Brag, Conflict, Departure, Judgement, Level, Note
from threshold.reports.reasons import contradictions, deciding, goes_ahead, need, warned, warnings, why
from threshold.reports.section import Line

from .making import check, decided, row

DEPARTS = (Departure("tiny.wait", "4 months", "3 months"),)
HERE = "; 4 months here, 3 months in the document"
ASKED: dict[str, Any] = {"request": object()}  # whatever it is that was asked for


def texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def reasons(decision: Decision, everything: bool = False) -> list[str]:
    return texts(why(decision, everything))


# What decides


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
    assert [each.rule for each in deciding(made)] == told
    assert deciding(made, everything=True) == list(checks)
    assert len(reasons(made)) == len(told)
    assert len(reasons(made, everything=True)) == len(checks)


def test_no_ground_is_told_where_nothing_was_asked_for() -> None:
    checks = (check("G", "undetermined", effect="ground"), check("R"))
    assert [each.rule for each in deciding(decided(status="advisory", checks=checks))] == ["R"]
    assert [each.rule for each in deciding(decided(status="undetermined", checks=checks, **ASKED))] == [
        "G",
        "R",
    ]


def test_a_ground_that_does_not_hold_is_left_out_where_another_of_its_pack_may() -> None:
    no, open_ = check("G", effect="ground"), check("H", "undetermined", effect="ground")
    both = decided(status="undetermined", checks=(no, open_), **ASKED)
    assert [each.rule for each in deciding(both)] == ["H"]
    alone = decided(status="undetermined", checks=(no,), **ASKED)
    assert [each.rule for each in deciding(alone)] == ["G"]
    elsewhere = replace(open_, source=replace(open_.source, pack="other"))
    apart = decided(status="undetermined", checks=(no, elsewhere), **ASKED)
    assert [each.rule for each in deciding(apart)] == ["G", "H"]
    assert len(deciding(both, everything=True)) == 2


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
def test_nothing_travels_that_is_refused_or_open(status: str, goes: bool) -> None:
    assert goes_ahead(decided(status=status)) is goes


def test_what_the_headline_or_a_check_says_is_not_said_again() -> None:
    made = decided(
        status="blocked",
        headline="Do R before you step up: it is late",
        because=("it is late", "Do R because of that", "it is far"),
        checks=(check("R"),),
    )
    assert reasons(made) == ["it is far", "not met: Rule R [T-1]"]


def test_what_is_told_with_everything_is_not_said_again_where_its_warning_or_note_says_it() -> None:
    warns = check("W", effect="warn", decides=False)
    made = decided(checks=(warns, check("N", effect="note")), notes=(Note("", "Do N [T-1]"),))
    assert reasons(made, everything=True) == ["not met: Rule W [T-1]", "not met: Rule N [T-1]"]
    assert reasons(replace(made, notes=()), everything=True)[1] == "not met: Rule N. Do N [T-1]"


def test_what_nobody_can_tell_is_not_a_reason_beside_its_check() -> None:
    made = decided(
        status="undetermined", because=("Cannot tell: Rule R [T-1]",), checks=(check("R", "undetermined"),)
    )
    assert reasons(made) == ["cannot tell: Rule R [T-1]"]


def test_a_check_says_what_differs_from_the_document() -> None:
    assert reasons(decided(status="blocked", checks=(check("R", departs=DEPARTS),))) == [
        f"not met: Rule R. Do R{HERE} [T-1]"
    ]


def test_what_fails_stays_longest_and_the_first_of_all_until_the_end() -> None:
    checks = (check("A"), check("B"), check("C", "undetermined"), check("D", "met"))
    made = decided(status="permitted", because=("it is far",), checks=checks)
    assert [line.gives_way for line in why(made, everything=False)] == [2, 1, 3, 5, 8]
    # What nobody can tell has its question besides.
    open_ = decided(status="undetermined", checks=checks[2:])
    assert [line.gives_way for line in why(open_, everything=False)] == [5]


def test_why_a_child_has_to_be_protected_never_gives_way() -> None:
    made = decided(direction="safeguarding_now", because=("Harm is suspected [T-1]", "And seen [T-1]"))
    assert [line.gives_way for line in why(made, everything=False)] == [0, 0]


def test_a_contradiction_says_why_and_gives_way_last() -> None:
    """It cites the clauses of its rule; one that every policy holds cites none."""
    clauses = (("T-1", "T-2"), ())
    made = decided(conflicts=tuple(Conflict("C", ("t.a", "t.b"), "Never both", each) for each in clauses))
    assert [*contradictions(made)] == [Line("Never both [T-1, T-2]", 1), Line("Never both", 1)]
    for name in ("child_protection.concern", "child_protection.enquiry_open"):
        dangerous = replace(made, conflicts=(Conflict("C", ("t.a", name), "Never both"),))
        assert [line.gives_way for line in contradictions(dangerous)] == [0]


# What is wrong beside what decides


WARNS: dict[str, Any] = {"effect": "warn", "decides": False}


@pytest.mark.parametrize(
    ("parts", "so"),
    [
        (WARNS, True),
        ({"effect": "block", "decides": False}, True),
        ({"effect": "condition", "decides": False}, True),
        ({"effect": "note", "decides": False}, False),
        ({"effect": "block"}, False),
        ({**WARNS, "relevant": False}, False),
        ({**WARNS, "status": "met"}, False),
        ({**WARNS, "status": "undetermined"}, False),
        # A rule that has words for what nobody knows is heard.
        ({**WARNS, "status": "undetermined", "says": "Nobody knows of R"}, True),
        ({"effect": "block", "decides": False, "status": "undetermined", "says": "Nobody knows"}, False),
    ],
    ids=str,
)
def test_what_is_not_met_and_does_not_decide_is_a_warning(parts: dict[str, Any], so: bool) -> None:
    made = check("R", **parts)
    assert warned(made) is so
    assert texts(warnings(decided(checks=(made,)))) == ([f"{made.says} [T-1]"] if so else [])


@pytest.mark.parametrize(
    ("headline", "gives_way"),
    [("May go ahead; 2 warnings below", [3, 0, 3]), ("Not now. Do R", [3, 3, 3])],
)
def test_where_the_headline_promises_a_warning_below_one_stays(headline: str, gives_way: list[int]) -> None:
    open_ = check("O", status="undetermined", says="Nobody knows of O", **WARNS)
    made = decided(headline=headline, checks=(open_, check("A", **WARNS), check("B", **WARNS)))
    assert [line.gives_way for line in warnings(made)] == gives_way


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({"t.a": "false", "t.b": "true"}, ""),  # as the sentence says already
        ({"t.a": "false", "t.text": HIDDEN}, " (t a: no)"),
        ({"t.a": "true", "t.day": "2026-08-01"}, " (t a: yes; t day: 1 August 2026)"),
    ],
)
def test_a_warning_says_what_was_seen_where_that_tells_more(facts: dict[str, str], seen: str) -> None:
    made = decided(checks=(check("R", facts_used=facts, departs=DEPARTS, **WARNS),))
    assert [*warnings(made)] == [Line(f"Do R{seen}{HERE} [T-1]", 3)]


def test_a_warning_that_the_first_line_says_is_named_by_its_title() -> None:
    """Its values and its clause are told in any case; with everything its own words are, too."""
    made = decided(headline="Not now. Do R", checks=(check("R", facts_used={"t.n": "3"}, **WARNS),))
    assert texts(warnings(made)) == ["not met: Rule R (t n: 3) [T-1]"]
    assert texts(warnings(made, everything=True)) == ["Do R (t n: 3) [T-1]"]


@pytest.mark.parametrize(
    ("parts", "so"),
    [
        ({"state": "overdue", "says": "Not done"}, True),
        ({"state": "late", "says": "Not done"}, True),
        ({"state": "pending", "says": ""}, False),
        ({"state": "overdue", "says": "Not done", "relevant": False}, False),
        ({"state": "overdue", "says": "Not done", "certain": False}, False),
    ],
)
def test_a_missed_date_is_among_the_warnings_only_with_everything(parts: dict[str, Any], so: bool) -> None:
    made = decided(deadlines=(row("L", **parts),))
    assert texts(warnings(made)) == []  # its line says so already
    assert texts(warnings(made, everything=True)) == (["Not done [T-1]"] if so else [])


# Need

LEVEL = Level(3, 3, (), "Targeted", "A plan", ("Missing school",), ("need.complex",), None, ("T-1",))
BRAG = Brag("amber", True, "Soon", "Team Manager", "5 days", ("T-1: one place",))


def needs(everything: bool = False, **parts: Any) -> list[str]:
    return texts(need(decided(**parts), everything))


def test_a_settled_level_says_what_shows_it_and_who_judged_it() -> None:
    judged = replace(LEVEL, judged=Judgement("3", "Social Worker", "seen"))
    assert needs(level_of_need=judged) == [
        "Level of need: 3, Targeted [T-1]",
        "Response: A plan",
        "Shown by: Missing school",
        "Judged to be 3 by the Social Worker: seen",
    ]
    assert needs(True, level_of_need=LEVEL)[-1] == "Not asked or not known: complex"
    ways = [line.gives_way for line in need(decided(level_of_need=judged), everything=True)]
    assert ways == [1, 6, 6, 2, 7]


def test_a_floor_says_what_is_not_ruled_out_and_what_would_tell() -> None:
    told = needs(level_of_need=replace(LEVEL, level=None, at_least=2, not_ruled_out=(3, 4)))
    assert told[0] == "Level of need: at least 2, Targeted; 3, 4 not ruled out [T-1]"
    assert told[-1] == "Not asked or not known: complex"


def test_a_level_that_nothing_is_known_of_is_not_told() -> None:
    assert needs(level_of_need=replace(LEVEL, level=None, at_least=None, indicators=())) == []
    assert needs() == []


@pytest.mark.parametrize(
    ("brag", "line"),
    [
        (BRAG, "BRAG amber: Soon; goes to Team Manager; respond within 5 days (T-1)"),
        (
            replace(BRAG, respond_within="none required", goes_to=""),
            "BRAG amber: Soon; no response is required (T-1)",
        ),
        (
            replace(BRAG, meaning="", respond_within="", goes_to=""),
            "BRAG amber: no meaning is written down (T-1)",
        ),
        (
            replace(BRAG, meaning="", defined=False, respond_within="", goes_to=""),
            "BRAG amber: the policy gives this colour no meaning (T-1)",
        ),
    ],
)
def test_a_colour_says_what_it_means_and_how_soon(brag: Brag, line: str) -> None:
    assert [*need(decided(brag=brag), everything=False)] == [Line(line, 1)]


@pytest.mark.parametrize(
    ("parts", "goes"),
    [
        ({}, True),
        ({"status": "conditional"}, True),
        ({"from_": "early_help"}, True),
        # What is refused or open goes nowhere.
        ({"status": "blocked"}, False),
        ({"status": "undetermined"}, False),
        # A child in danger goes to social care, and one with a social worker is there.
        ({"direction": "safeguarding_now"}, False),
        ({"from_": "child_in_need"}, False),
        ({"from_": "child_protection"}, False),
        ({"from_": "care"}, False),
    ],
    ids=str,
)
def test_where_a_colour_goes_is_said_only_where_the_contact_may_go_there(
    parts: dict[str, Any], goes: bool
) -> None:
    (line,) = need(decided(brag=BRAG, **parts), everything=False)
    assert ("; goes to Team Manager" in line.text) is goes
    assert line.text.endswith("; respond within 5 days (T-1)")
