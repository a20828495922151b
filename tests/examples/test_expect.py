"""What an example expects is compared, what it does not name is not, and each difference is one line."""

from typing import Any

import pytest
from pydantic import ValidationError

from threshold.decisions import Decision
from threshold.decisions.model import Brag, Conflict, Document, Level, MissingFact, Note
from threshold.examples.expect import Expectation, differences

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
    checks=(check("R"), check("S", "met")),
    deadlines=(
        row("L", "met", None, interval=1, due="2026-06-01"),
        row("L", "overdue", 4, interval=2, due="2026-08-10"),
        row("OPEN", "cannot_tell", None, due=None),
    ),
    route=(step(1), step(2)),
    documents=(Document("plan", "absent", SOURCE),),
    actions=(action("R"), action("S", urgent=True)),
    missing=(MissingFact("t.a", "A?", ("R",)),),
    conflicts=(Conflict("X", (), "so"), Conflict("X", (), "so again"), Conflict("Y", (), "so")),
    notes=(Note("T01", "open"), Note("", "beside")),
)


def told(expected: dict[str, Any], came: Decision = CAME) -> list[str]:
    return list(differences(Expectation.model_validate(expected), came))


def test_what_is_not_named_is_not_compared() -> None:
    assert told({}) == []
    assert told({"policy": "another"}) == []


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
        ({"route": ["W-1", "W-2"]}, {"route": ["W-2", "W-1"]}, "route: expected W-2, W-1, got W-1, W-2"),
        ({"route": ["W-1", "W-2"]}, {"route": []}, "route: expected none, got W-1, W-2"),
        (
            {"documents": {"plan": "absent"}},
            {"documents": {"plan": "attached"}},
            "document plan: expected attached, got absent",
        ),
        (
            {"documents": {}},
            {"documents": {"form": "absent"}},
            "document form: expected absent, got not asked for",
        ),
        ({"conflicts": ["Y", "X"]}, {"conflicts": ["X"]}, "conflicts: expected X, got X, Y"),
        ({"conflicts": ["X", "Y", "Y"]}, {"conflicts": []}, "conflicts: expected none, got X, Y"),
        ({"actions": ["R"]}, {"actions": ["R", "Q"]}, "actions: expected Q, got R, S"),
        ({"urgent": ["S"]}, {"urgent": ["R"]}, "urgent: expected R, got S"),
        ({"missing": ["t.a"]}, {"missing": ["t.b"]}, "missing: expected t.b, got t.a"),
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


@pytest.mark.parametrize("text", [{"statuss": "blocked"}, {"deadlines": {"L": {"dew": "x"}}}])
def test_what_is_not_known_cannot_be_expected(text: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Expectation.model_validate(text)
