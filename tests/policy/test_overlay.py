"""What no policy changes: the overlay's values, its place, and what is done first for a child in danger."""

import shutil
from pathlib import Path

import pytest

from threshold.policy import load_policy, rules_directory
from threshold.policy.overlay import OVERLAYS
from threshold.reading import BadInput, Problem
from threshold.soundness import remarks
from threshold.soundness.finding import Unexamined
from threshold.soundness.run import examine

from ..semantics.conftest import SAFETY
from ..soundness.making import problems
from .making import TODAY, load, only, requirements

NUMBER = "n: {type: number, means: N, values: [{from: 2020-01-01, is: 3, because: %s}], presets: %s}\n"
PRESET = "{other: {is: 4, because: %s}}"


def own(folder: Path, more: str = "", uses: str = "[{pack: national, role: overlay}]") -> str:
    path = folder / "ours.yaml"
    path.write_text(f"policy: ours\ntitle: Ours\npacks: {uses}\n{more}")
    return str(path)


def wrong(path: str) -> Problem:
    with pytest.raises(BadInput) as caught:
        load_policy(path).at(TODAY)
    (problem,) = caught.value.problems
    return problem


def test_a_policy_sets_no_value_of_the_overlay(tmp_path: Path):
    problem = wrong(
        own(tmp_path, "set:\n  national.assessment_within: {is: 60 working days, because: Our wish}\n")
    )
    assert (problem.file, problem.line) == (str(tmp_path / "ours.yaml"), 5)
    assert problem.field == "set.national.assessment_within"
    assert "none changes them" in problem.message
    assert "`beside:`" in problem.message
    assert "--set national.assessment_within=" in problem.message
    assert "60" not in str(problem)


def test_a_policy_takes_no_preset_of_an_overlay_and_any_of_another_pack(small):
    small.pack("safe", SAFETY + "requirements:\n", "")
    small.pack("safe", SAFETY, NUMBER % ("S-1", PRESET % "S-1"))
    small.tiny(requirements("R"), NUMBER % ("T-1", PRESET % "T-1"))
    small.policy = "presets: {safe.n: other}\n"
    assert only(small).field == "presets.safe.n"
    small.policy = "presets: {tiny.n: other}\nset: {tiny.n: {is: 5, because: ours}}\n"
    assert load(small).pack("tiny").parameters["n"].shown == "5"


def test_a_trial_may_and_says_so():
    files = load_policy("national")
    policy = files.at(files.change_dates[-1], ("national.assessment_within=60 working days",))
    value = policy.pack("national").parameters["assessment_within"]
    assert (value.shown, value.set_by, value.because) == ("60 working days", "trial", "tried with --set")


def test_only_an_overlay_says_what_is_done_first(small):
    small.tiny(SAFETY.replace("S-1", "T-1").replace("SAFE-2", "MINE"))
    problem = only(small)
    assert problem.field == "MINE"
    assert "said by the overlay" in problem.message
    small.uses = "[{pack: tiny, role: lead}]"
    assert "said by the overlay" in only(small).message


@pytest.mark.parametrize("role", ["lead", "compare"])
def test_the_statutory_overlay_is_used_as_nothing_else(tmp_path: Path, role: str):
    problem = wrong(own(tmp_path, uses=f"[{{pack: national, role: {role}}}]"))
    assert "`role: overlay`" in problem.message


def changed_copy(folder: Path) -> Path:
    copy = folder / "national"
    shutil.copytree(rules_directory() / "national", copy)
    text = (copy / "parameters.yaml").read_text()
    (copy / "parameters.yaml").write_text(text.replace("is: 45 working days", "is: 60 working days"))
    return copy


def test_a_folder_beside_a_policy_does_not_take_the_place_of_the_overlay(tmp_path: Path):
    changed_copy(tmp_path)
    problem = wrong(own(tmp_path))
    assert "would take the place of the overlay" in problem.message
    assert "another name" in problem.message
    by_path = own(tmp_path, uses="[{pack: ./national, role: overlay}]")
    assert "would take the place" in wrong(by_path).message


def test_a_copy_that_says_the_same_may_lie_there(tmp_path: Path):
    shutil.copytree(rules_directory() / "national", tmp_path / "national")
    files = load_policy(own(tmp_path))
    assert files.at(files.change_dates[-1]).warnings == ()


def test_in_a_whole_folder_of_rules_of_its_own_another_overlay_is_told(tmp_path: Path):
    shutil.copytree(rules_directory(), tmp_path / "rules")
    path = str(tmp_path / "rules" / "policies" / "national.yaml")
    changed_copy(tmp_path / "other")
    shutil.rmtree(tmp_path / "rules" / "national")
    shutil.copytree(tmp_path / "other" / "national", tmp_path / "rules" / "national")
    files = load_policy(path)
    (told,) = files.at(files.change_dates[-1]).warnings
    assert "The overlay national is not the one that comes with the program" in told


def test_a_copy_under_another_name_stands_beside_it_or_is_told(tmp_path: Path):
    copy = changed_copy(tmp_path).rename(tmp_path / "ours")
    head = (copy / "pack.yaml").read_text()
    (copy / "pack.yaml").write_text(head.replace("pack: national", "pack: ours"))
    both = own(tmp_path, uses="[{pack: national, role: overlay}, {pack: ours, role: overlay}]")
    assert "two rules have this id" in wrong(both).message
    (tmp_path / "alone").mkdir()
    shutil.copytree(copy, tmp_path / "alone" / "ours")
    alone = load_policy(own(tmp_path / "alone", uses="[{pack: ours, role: overlay}]"))
    assert any("no overlay that comes with the program" in told for told in remarks(alone))
    assert not any("no overlay" in told for told in remarks(load_policy("national")))


def test_the_overlays_are_the_packs_that_come_along_and_say_what_is_done_first():
    found = {
        pack.name
        for pack in load_policy().at(load_policy().change_dates[-1]).packs
        if pack.role == "overlay" or pack.safety
    }
    assert found == set(OVERLAYS)


def test_what_cannot_be_compared_is_told_once_as_not_looked_at_and_is_no_finding():
    files = load_policy("step-up-step-down")
    (told,) = (each for each in examine(files) if isinstance(each, Unexamined))
    assert (told.code, "WT-conference" in told.what) == ("looser-than-statute", True)
    assert not [*remarks(files)]
    assert not any("WT-conference" in problem.message for problem in problems(files))
