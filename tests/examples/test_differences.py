"""What an example expects is compared, what it does not name is not, and each difference is one line."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from threshold.decisions import Decision
from threshold.decisions.model import Brag, Conflict, Document, Level, MissingFact, Note
from threshold.examples.differences import Names, differences
from threshold.examples.expect import Expectation

from ..reports.making import SOURCE, action, check, decided, row, step

LEVEL = Level(3, 3, (), "", "", (), (), None, ())
FLOOR = Level(None, 2, (3,), "", "", (), (), None, ())
CAME = decided(
    status="blocked",
    direction="continue",
    to="high",
    outcome="stay",
    level_of_need=LEVEL,
    brag=Brag("amber", True, "", "", "", ()),
    answered=True,
    withheld=("W-3",),
    checks=(
        check("R", until="2026-08-15"),
        check("S", "met"),
        check("U", until="2026-09-01"),
    ),
    deadlines=(
        row("L", "met", None, interval=1, due="2026-06-01"),
        row("L", "overdue", 4, interval=2, due="2026-08-10"),
        row("OPEN", "cannot_tell", None, due=None),
    ),
    route=(step(1, sent_to="Panel"), step(2)),
    documents=(Document("plan", "absent", SOURCE),),
    actions=(action("R"), action("S", urgent=True)),
    missing=(MissingFact("t.a", "A?", ("R",)),),
    conflicts=(Conflict("X", (), "so"), Conflict("X", (), "so again"), Conflict("Y", (), "so")),
    notes=(Note("T01", "open"), Note("", "beside")),
)


NAMES = Names(
    rules=("R", "S", "U", "L", "OPEN", "M", "STEPS"),
    steps=("W-1", "W-2", "W-3", "W-4"),
    facts=("t.a", "t.b", "t.way", "t.tools", "t.late"),
    worked_out={"t.way": "internal_lead", "t.tools": "a, b", "t.late": "unknown"},
)


def told(expected: dict[str, Any], came: Decision = CAME) -> list[str]:
    return list(differences(Expectation.model_validate(expected), came, NAMES))


def test_what_is_not_named_is_not_compared() -> None:
    (policy, status) = ("policy", "status")
    assert told({policy: "another", status: CAME.status}) == []


@pytest.mark.parametrize("expected", [{}, {"policy": "another"}])
def test_what_expects_nothing_is_no_expectation(expected: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="nothing is expected"):
        told(expected)


@pytest.mark.parametrize(
    ("expected", "other", "difference"),
    [
        ({"status": "blocked"}, {"status": "permitted"}, "status: expected permitted, got blocked"),
        ({"direction": "continue"}, {"direction": "step_up"}, "direction: expected step_up, got continue"),
        ({"to": "high"}, {"to": "low"}, "to: expected low, got high"),
        ({"level": "3"}, {"level": "2"}, "level: expected 2, got 3"),
        ({"at_least": "3"}, {"at_least": "2"}, "at_least: expected 2, got 3"),
        ({"brag": "amber"}, {"brag": "red"}, "brag: expected red, got amber"),
        ({"outcome": "stay"}, {"outcome": "go_up"}, "outcome: expected go_up, got stay"),
        ({"outcome": "stay"}, {"outcome": "none"}, "outcome: expected none, got stay"),
        ({"checks": {"R": "not_met"}}, {"checks": {"R": "met"}}, "check R: expected met, got not_met"),
        (
            {"checks": {"R": "not_met", "S": "met"}},
            {"checks": {"Q": "met"}},
            "check Q: expected met, got no such rule",
        ),
        (
            {"deadlines": {"L": {"state": "overdue", "days": "4"}}},
            {"deadlines": {"L": {"days": "5"}}},
            "deadline L days: expected 5, got 4",
        ),
        (
            {"deadlines": {"L": {"due": "2026-08-10"}}},
            {"deadlines": {"L": {"due": "2026-06-01"}}},
            "deadline L due: expected 2026-06-01, got 2026-08-10",
        ),
        (
            {"deadlines": {"OPEN": {"state": "cannot_tell"}}},
            {"deadlines": {"OPEN": {"due": "2026-08-10"}}},
            "deadline OPEN due: expected 2026-08-10, got None",
        ),
        (
            {"deadlines": {"L": {}}},
            {"deadlines": {"M": {"state": "met"}}},
            "deadline M: expected one, but its clock is not running",
        ),
        (
            {"strengths": {"R": "block"}},
            {"strengths": {"R": "warn"}},
            "strength R: expected warn, got block",
        ),
        ({"says": {"R": "Do"}}, {"says": {"R": "yes"}}, "says R: expected “yes”, got “Do R”"),
        (
            {"who": {"R": {"by": "Anyone", "to": "none"}}},
            {"who": {"R": {"by": "Clerk"}}},
            "who R by: expected Clerk, got Anyone",
        ),
        (
            {"who": {"S": {}}},
            {"who": {"S": {"to": "Panel"}}},
            "who S to: expected Panel, got none",
        ),
        ({"who": {"S": {}}}, {"who": {"U": {"to": "Panel"}}}, "who U: nobody has anything to do"),
        ({"route": ["W-1", "W-2"]}, {"route": ["W-2", "W-1"]}, "route: expected W-2, W-1, got W-1, W-2"),
        ({"route": ["W-1", "W-2"]}, {"route": []}, "route: expected none, got W-1, W-2"),
        ({"withheld": ["W-3"]}, {"withheld": []}, "withheld: expected none, got W-3"),
        ({"answered": "true"}, {"answered": "false"}, "answered: expected false, got true"),
        ({"earliest": "2026-09-01"}, {"earliest": "none"}, "earliest: expected none, got 2026-09-01"),
        (
            {"earliest": "2026-09-01"},
            {"earliest": "2026-08-15"},
            "earliest: expected 2026-08-15, got 2026-09-01",
        ),
        (
            {"steps": {"W-1": {"by": "Social Worker", "to": "Panel"}, "W-2": {"to": "none"}}},
            {"steps": {"W-1": {"by": "Clerk"}}},
            "step W-1 by: expected Clerk, got Social Worker",
        ),
        (
            {"steps": {"W-2": {}}},
            {"steps": {"W-2": {"to": "Panel"}}},
            "step W-2 to: expected Panel, got none",
        ),
        (
            {"steps": {"W-2": {}}},
            {"steps": {"W-4": {"by": "Clerk"}}},
            "step W-4: expected on the route, which is W-1, W-2",
        ),
        (
            {"facts": {"t.way": "internal_lead", "t.tools": ["a", "b"], "t.late": "unknown"}},
            {"facts": {"t.way": "unknown"}},
            "fact t.way: expected unknown, got internal_lead",
        ),
        (
            {"facts": {"t.tools": "a, b"}},
            {"facts": {"t.tools": ["a"]}},
            "fact t.tools: expected a, got a, b",
        ),
        (
            {"documents": {"plan": "absent"}},
            {"documents": {"plan": "attached"}},
            "document plan: expected attached, got absent",
        ),
        (
            {"documents": {"plan": "absent"}},
            {"documents": {"form": "absent"}},
            "document form: expected absent, got not asked for",
        ),
        ({"conflicts": ["Y", "X"]}, {"conflicts": ["X"]}, "conflicts: expected X, got X, Y"),
        ({"conflicts": ["X", "Y", "Y"]}, {"conflicts": []}, "conflicts: expected none, got X, Y"),
        ({"actions": ["R"]}, {"actions": ["R", "U"]}, "actions: expected U, got R, S"),
        ({"urgent": ["S"]}, {"urgent": ["R"]}, "urgent: expected R, got S"),
        ({"missing": ["t.a"]}, {"missing": ["t.b"]}, "missing: expected t.b, got t.a"),
        ({"printed": ["as at 14 August"]}, {"printed": ["16 August"]}, "printed: “16 August” is not there"),
        (
            {"not_printed": ["16 August"]},
            {"not_printed": ["as  at\n14 August"]},
            "not_printed: “as at 14 August” is there, and should not be",
        ),
        ({"not_missing": ["t.b"]}, {"not_missing": ["t.a"]}, "missing: t.a is asked for, and should not be"),
        ({"notes": ["T01"]}, {"notes": ["T02"]}, "notes: expected T02, got T01"),
    ],
)
def test_each_thing_named_is_compared(
    expected: dict[str, Any], other: dict[str, Any], difference: str
) -> None:
    assert told(expected) == []
    assert told(other) == [difference]


def test_nothing_expected_is_not_the_same_as_no_expectation() -> None:
    assert told({"conflicts": []}, decided()) == []
    assert told({"route": []}, decided()) == []
    assert told({"route": ["W-1"]}, decided()) == ["route: expected W-1, got none"]
    assert told({"notes": ["T01"]}, decided()) == ["notes: expected T01, got none"]


def test_a_level_may_be_expected_by_its_name() -> None:
    named, floor = replace(LEVEL, name="Family Help"), replace(FLOOR, name="Early Help")
    assert told({"level": "family help"}, decided(level_of_need=named)) == []
    assert told({"level": "Early Help"}, decided(level_of_need=named)) == [
        "level: expected Early Help, got 3"
    ]
    assert told({"at_least": "Early Help"}, decided(level_of_need=floor)) == []
    assert told({"level": "Early Help"}, decided(level_of_need=floor)) == [
        "level: expected Early Help, got None"
    ]


def test_a_floor_is_no_level() -> None:
    came = decided(level_of_need=FLOOR)
    assert told({"at_least": "2"}, came) == []
    assert told({"level": "2"}, came) == ["level: expected 2, got None"]
    assert told({"level": "2", "brag": "red"}, decided()) == [
        "level: expected 2, got None",
        "brag: expected red, got None",
    ]


def test_every_difference_is_told() -> None:
    assert len(told({"status": "permitted", "to": "low", "checks": {"R": "met"}, "urgent": ["R"]})) == 4


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ({"checks": {"RR": "met"}}, 'check RR: expected met, got no such rule; did you mean "R"?'),
        ({"checks": {"L": "met"}}, "check L: expected met, but that rule is no requirement"),
        ({"strengths": {"RR": "warn"}}, 'strength RR: no such requirement; did you mean "R"?'),
        ({"says": {"RR": "x"}}, 'says RR: no such requirement; did you mean "R"?'),
        ({"who": {"RR": {"by": "Clerk"}}}, 'who RR: no such rule; did you mean "R"?'),
        ({"deadlines": {"OPNE": {}}}, 'deadline OPNE: no such rule; did you mean "OPEN"?'),
        ({"route": ["W-1", "W-2", "W-7"]}, 'route: W-7: no such step; did you mean "W-4"?'),
        ({"withheld": ["W-3", "X"]}, "withheld: X: no such rule or step"),
        ({"steps": {"W-9": {"by": "Clerk"}}}, 'step W-9: no such step; did you mean "W-4"?'),
        ({"actions": ["STEP"]}, 'actions: STEP: no such rule or step; did you mean "STEPS"?'),
        ({"urgent": ["zzz"]}, "urgent: zzz: no such rule or step"),
        ({"missing": ["t.aa"]}, 'missing: t.aa: no such fact; did you mean "t.a"?'),
        ({"not_missing": ["t.aa"]}, 'not_missing: t.aa: no such fact; did you mean "t.a"?'),
        ({"facts": {"t.wya": "x"}}, 'fact t.wya: no such fact is worked out; did you mean "t.way"?'),
        ({"facts": {"t.a": "x"}}, "fact t.a: is told or read off the timeline, not worked out by the rules"),
    ],
)
def test_a_name_that_the_policy_does_not_have_is_said_to_be_none(
    expected: dict[str, Any], difference: str
) -> None:
    assert difference in told(expected)


def test_without_a_request_nothing_is_answered() -> None:
    came = decided(answered=None)
    assert told({"answered": "false"}, came) == ["answered: expected false, got none"]


def test_no_date_told_is_no_earliest_date() -> None:
    assert told({"earliest": "none"}, decided()) == []
    assert told({"earliest": "2026-09-01"}, decided()) == ["earliest: expected 2026-09-01, got none"]


def test_what_is_printed_is_found_across_lines_and_in_the_cells_of_tables() -> None:
    long = "The plan is to be looked at again by everybody who signed it when it was first made"
    came = decided(deadlines=(row("L", title=long),), status="blocked")
    assert told({"printed": [long]}, came) == []
    assert len(told({"not_printed": [long]}, came)) == 1
    # What only --all tells is not on the screen.
    assert len(told({"printed": ["Parameters in force"]}, came)) == 1
