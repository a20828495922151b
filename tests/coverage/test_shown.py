"""What examples expect of rules: a state that none expects is missing."""

from pathlib import Path

from threshold.coverage.shown import RuleShown, rules_shown
from threshold.examples import Expectation
from threshold.policy.packs import read_pack


def shown(folder: Path, *expected: dict[str, object]) -> dict[str, RuleShown]:
    made = [Expectation.model_validate(each) for each in expected]
    return {each.rule: each for each in rules_shown(read_pack(folder / "tiny"), made)}


def test_what_nobody_expects_is_missing(written: Path) -> None:
    found = shown(written, {"status": "blocked"})
    assert {rule: each.missing for rule, each in found.items()} == {
        "R": ("met", "not_met", "undetermined"),
        "L": ("met", "pending", "overdue"),
        "W-1": ("expected",),
    }


def test_each_state_that_some_example_expects_is_shown(written: Path) -> None:
    found = shown(
        written,
        {"checks": {"R": "met"}, "deadlines": {"L": {"state": "overdue"}}, "route": ["W-1"]},
        {"checks": {"R": "not_met"}, "deadlines": {"L": {"due": "2026-08-17"}}},
    )
    assert {rule: each.missing for rule, each in found.items()} == {
        "R": ("undetermined",),
        "L": ("met", "pending"),
        "W-1": (),
    }


def test_of_a_rule_that_is_silent_before_its_day_nothing_is_wanted(written: Path) -> None:
    clauses = written / "tiny" / "clauses.yaml"
    clauses.write_text(
        clauses.read_text().replace("T-2: another", "T-2: {place: it, standing: not_yet_in_force}")
    )
    assert sorted(shown(written, {"status": "blocked"})) == ["L", "R"]


def test_of_a_deadline_without_a_limit_nothing_more_is_wanted(written: Path) -> None:
    assert shown(written, {"deadlines": {"L": {"state": "no_limit"}}})["L"].missing == ()


def test_a_row_may_be_asked_for_where_it_waits_or_is_refused(written: Path) -> None:
    for expected in ({"withheld": ["W-1"]}, {"steps": {"W-1": {"by": "Worker"}}}, {"checks": {"W-1": "met"}}):
        assert shown(written, expected)["W-1"].missing == ()
