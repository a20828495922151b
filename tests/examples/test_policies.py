"""Policies by what examples call them: found from their files, loaded once, with what is tried on them."""

import shutil
from pathlib import Path

import pytest

from threshold.casefiles import STDIN
from threshold.examples.policies import Policies, Unusable, WrongTrial, policy_path
from threshold.policy import rules_directory

SHIPPED = rules_directory() / "policies"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A folder of cases with a policy of their own; only its place is looked at for its example files."""
    (tmp_path / "a").mkdir()
    shutil.copy(SHIPPED / "national.yaml", tmp_path / "ours.yaml")
    return tmp_path


def test_a_path_leads_from_the_file_and_a_name_to_what_comes_along(
    cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = cases / "ours.yaml"
    assert policy_path("ours.yaml", str(cases / "c.yaml")) == ours
    assert policy_path("../ours.yaml", str(cases / "a" / "c.yaml")).resolve() == ours
    assert policy_path(str(ours), str(cases / "a" / "c.yaml")) == ours
    assert policy_path("national", str(cases / "c.yaml")) == SHIPPED / "national.yaml"
    assert policy_path(None, str(cases / "c.yaml")) == SHIPPED / "default.yaml"
    monkeypatch.chdir(cases)
    assert policy_path("ours.yaml", STDIN).resolve() == ours


def test_the_same_policy_is_held_once_however_it_is_reached(cases: Path) -> None:
    policies = Policies()
    held = policies.named("ours.yaml", str(cases / "c.yaml"))
    assert policies.named("../ours.yaml", str(cases / "a" / "c.yaml")) is held
    assert policies.named("national", str(cases / "c.yaml")) is policies.named(
        "national", str(cases / "a" / "c.yaml")
    )


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("natoinal", 'did you mean "national"'),
        ("gone.yaml", "there is no such policy file; it is looked for at"),
    ],
)
def test_one_that_is_not_there_is_told_by_the_file_that_names_it(
    cases: Path, reference: str, told: str
) -> None:
    with pytest.raises(Unusable) as refused:
        Policies().named(reference, str(cases / "c.yaml"))
    (problem,) = refused.value.problems
    assert str(problem).startswith(f"{cases / 'c.yaml'}, expect.policy: ")
    assert told in problem.message


def test_each_is_tried_with_the_values_that_it_has_a_parameter_for(cases: Path) -> None:
    trial = ("national.conference_within=3 working days", "caf-team.no_such=1")
    policies = Policies(trial)
    assert list(policies.untried()) == []  # no policy has been asked for yet
    held = policies.named("national", str(cases / "c.yaml"))
    assert (held.engine.trial, held.lacks) == (trial[:1], ())
    (problem,) = policies.untried()
    assert 'no parameter "caf-team.no_such"' in problem.message
    lacking = Policies(trial[1:]).named("national", str(cases / "c.yaml"))
    assert (lacking.engine.trial, lacking.lacks) == ((), ("caf-team.no_such",))


def test_a_value_that_no_policy_could_take_is_no_fault_of_one(cases: Path) -> None:
    with pytest.raises(WrongTrial):
        Policies(("national.conference_within=soon",)).named("national", str(cases / "c.yaml"))
