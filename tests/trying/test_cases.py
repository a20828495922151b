"""Examples and cases put to two policies: which are tried, which are left out, what is never looked at."""

from pathlib import Path

import pytest
from tests.trying.conftest import Made, Written

from threshold.trying.cases import ANOTHER_POLICY, NO_POLICY, UNREADABLE, Cases, try_cases
from threshold.trying.model import Tried
from threshold.trying.pair import Pair
from threshold.versions import Versions


def tried(versions: Versions, *paths: Path, other_policies: bool = False) -> tuple[Tried, ...]:
    cases = Cases(versions, other_policies)
    return try_cases(Pair(versions), cases, [str(path) for path in paths], "of-town")


def test_who_waited_for_four_months_comes_out_differently(longer: Versions, case: Written) -> None:
    case("A-1", ended="2025-11-01")
    folder = case("A-2", ended="2025-01-01").parent
    (found,) = tried(longer, folder)
    assert (found.kind, found.number, found.flipped) == ("cases", 2, 1)
    (status,) = (flip for flip in found.flips if flip.aspect == "status")
    assert (status.of, status.before, status.after, status.together) == (
        *("A-1", "unanswered", "blocked", False),
    )
    assert [change.id for change in status.because] == ["wait"]


def test_what_an_example_expects_is_never_looked_at(longer: Versions, case: Written) -> None:
    path = longer.old.files.path
    wrong = f"expect: {{policy: {path}, status: conflict}}\n"
    (found,) = tried(longer, case("A-1", ended="2025-01-01", more=wrong))
    assert (found.kind, found.number, found.flipped) == ("examples", 1, 0)


def test_examples_of_another_policy_are_left_out_and_counted(longer: Versions, case: Written) -> None:
    other = case("A-1", more="expect: {policy: national, status: permitted}\n")
    (found,) = tried(longer, other)
    assert found.number == 0
    (left,) = found.left_out
    assert (left.why, left.number, left.wanting) == (ANOTHER_POLICY, 1, (("national", 1),))
    (found,) = tried(longer, other, other_policies=True)
    assert (found.number, found.flipped, found.left_out) == (1, 1, ())


@pytest.mark.parametrize("side", ["old", "new"])
def test_an_example_may_name_either_policy(side: str, longer: Versions, case: Written) -> None:
    named = {"old": longer.old, "new": longer.new}[side].files.path
    (found,) = tried(longer, case("A-1", more=f"expect: {{policy: {named}, status: permitted}}\n"))
    assert found.number == 1


def test_a_policy_that_is_not_there_is_said(longer: Versions, case: Written) -> None:
    (found,) = tried(longer, case("A-1", more="expect: {policy: nowhere-at-all, status: permitted}\n"))
    assert [each.why for each in found.left_out] == [NO_POLICY]


def test_what_neither_can_read_is_counted_and_told(longer: Versions, case: Written) -> None:
    cases = Cases(longer)
    (found,) = try_cases(Pair(longer), cases, [str(case("A-1", more="no_such_fact: true\n"))], "it")
    assert (found.number, [each.why for each in found.left_out]) == (0, [UNREADABLE])
    assert len(cases.problems) == 1


def test_what_stays_open_for_want_of_a_fact_is_not_told_as_nobody_flips(
    longer: Versions, case: Written
) -> None:
    path = case("A-1")
    path.write_text(path.read_text().replace("timeline: [{on: 2025-11-01, event: cp_plan_ended}]", ""))
    (found,) = tried(longer, path)
    assert found.flipped == 0
    assert [(each.number, bool(each.wanting)) for each in found.untried] == [(1, True)]
    (reach,) = found.reach
    assert (reach.judged, reach.cannot_tell) == (0, 1)


def test_two_changes_that_need_each_other(policy: Made, case: Written) -> None:
    """Each alone leaves something in the way that blocks; only both let her go."""
    versions = Versions(policy("old", wait="6 months", effect="block"), policy("new"))
    (found,) = tried(versions, case("A-1", consent="refused"))
    (status,) = (flip for flip in found.flips if flip.aspect == "status")
    assert (status.before, status.together) == ("blocked", True)
    assert {change.id for change in status.because} == {"wait", "R2"}
