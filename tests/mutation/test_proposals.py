"""A case to be filled in holds what tells a change apart, says what that is, and does not pass yet."""

from datetime import date
from pathlib import Path

from threshold.casefiles import Case, Entry, Override, read_cases
from threshold.examples import run_examples
from threshold.mutation.changes import Change
from threshold.mutation.proposals import write_proposals
from threshold.mutation.trial import Outcome
from threshold.policy import load_policy, rules_directory

CHANGE = Change("number", "deadline", "R-1", "", "5 → 6", "/away/rules.yaml", 7, (), None)
CASE = Case(
    "C-1",
    {"need.ongoing_support": True, "support.in_place": "early_help"},
    (Entry(date(2026, 3, 2), "cin_meeting", "planned"),),
    {"cin_meeting": date(2026, 3, 1)},
    {"need.level": Override(3, "Social Worker", "seen")},
    as_at=date(2026, 3, 1),
)


def test_it_is_the_case_and_nothing_is_expected_yet(tmp_path: Path) -> None:
    outcome = Outcome(CHANGE, "survived", case=CASE, policy="default")
    (path,) = write_proposals([outcome, Outcome(CHANGE, "survived")], tmp_path / "new")
    assert path.name == "R-1-1.yaml"
    assert path.read_text().startswith("# /away/rules.yaml:7: R-1: number: 5 → 6\n# No example notices")
    (read,) = read_cases([str(path)], load_policy().vocabulary)
    assert isinstance(read, Case)
    assert (read.given, read.timeline, read.covers, read.as_at) == (
        CASE.given,
        CASE.timeline,
        CASE.covers,
        CASE.as_at,
    )
    assert read.overrides == CASE.overrides
    (result,) = run_examples([str(path)])
    assert not result.passed


def test_a_policy_that_does_not_come_with_the_program_is_named_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "default.yaml").write_text("policy: default\ntitle: Ours\npacks: []\n")
    outcome = Outcome(CHANGE, "survived", case=CASE, policy="default", policy_file=tmp_path / "default.yaml")
    (path,) = write_proposals([outcome], tmp_path / "new")
    assert path.read_text().endswith("expect:\n  policy: ../default.yaml\n")


def test_one_that_comes_with_it_is_named_by_its_name(tmp_path: Path) -> None:
    shipped = rules_directory() / "policies" / "default.yaml"
    outcome = Outcome(CHANGE, "survived", case=CASE, policy="default", policy_file=shipped)
    (path,) = write_proposals([outcome], tmp_path / "new")
    assert path.read_text().endswith("expect:\n  policy: default\n")
