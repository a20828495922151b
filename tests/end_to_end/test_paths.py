"""A policy is one and the same however it is named, and a path is that from the file that holds it."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.policy import load_policy, rules_directory

Ran = tuple[int, str, str]

CASE = """case: C-1
as_at: 2026-06-01
support: {in_place: early_help}
child_protection: {concern: false, harm_suspected: false, immediate_danger: false}
housing: {tenure: rented}
timeline:
  - {on: 2026-05-01, event: referral}
  - {on: 2026-05-02, event: assessment_started}
covers: {referral: 2026-06-01, assessment_started: 2026-06-01, assessment_completed: 2026-06-01}
"""
EXPECT = "expect: {policy: ../policies/ours.yaml, status: advisory}\n"
POLICY = """policy: ours
title: Ours
packs:
  - {pack: national, role: overlay}
  - {pack: ../../guides/our guide, role: lead}
"""
EVENTS = """Person,Step,Date
A,referral,2026-05-01
A,assessment_started,2026-05-02
A,assessment_completed,2026-05-20
"""
MAP = """columns: {child: Person, event: Step, on: Date}
events:
  referral: referral
  assessment_started: assessment_started
  assessment_completed: assessment_completed
covers: {referral: 2026-06-01, assessment_started: 2026-06-01, assessment_completed: 2026-06-01}
"""


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a space in its name that has words of its own, and a pack that lies outside it."""
    monkeypatch.setenv("THRESHOLD_CACHE", "off")
    place = tmp_path / "our town"
    for folder in ("policies", "cases"):
        (place / folder).mkdir(parents=True)
    guide = tmp_path / "guides" / "our guide"
    shutil.copytree(rules_directory() / "continuum-of-need", guide)
    head = guide / "pack.yaml"
    head.write_text(head.read_text().replace("pack: continuum-of-need", "pack: our guide"))
    (place / "policies" / "ours.yaml").write_text(POLICY)
    for name in ("vocabulary.yaml", "tensions.yaml"):
        shutil.copy(rules_directory() / name, place / name)
    with (place / "vocabulary.yaml").open("a") as file:
        file.write(
            '\n  housing:\n    tenure: {type: choice, values: [owned, rented], asks: "Whose is the home?"}\n'
        )
    (place / "cases" / "c.yaml").write_text(CASE + EXPECT)
    (place / "events.csv").write_text(EVENTS)
    (place / "events.columns.yaml").write_text(MAP)
    # Where a policy that is named by a link would look, were it to look beside the link.
    (tmp_path / "elsewhere" / "links").mkdir(parents=True)
    (tmp_path / "elsewhere" / "vocabulary.yaml").write_text("a decoy\n")
    (tmp_path / "elsewhere" / "links" / "a link.yaml").symlink_to(place / "policies" / "ours.yaml")
    (tmp_path / "elsewhere" / "folder").symlink_to(place / "policies")
    return place


# The folder that one stands in, and the policy as it is named from there.
WAYS = {
    "from its own folder": ("our town/policies", "ours.yaml"),
    "with a dot": ("our town/policies", "./ours.yaml"),
    "from the folder of rules": ("our town", "policies/ours.yaml"),
    "from elsewhere": ("guides", "../our town/policies/ours.yaml"),
    "by a link": ("elsewhere/links", "a link.yaml"),
    "through a folder that is a link": ("elsewhere", "folder/ours.yaml"),
}

COMMANDS: dict[str, Callable[[str, Path], tuple[str, ...]]] = {
    "decide": lambda policy, case: ("decide", str(case), "--policy", policy, "--format", "json"),
    "test": lambda policy, case: ("policy", "test", str(case), "--policy", policy, "--format", "json"),
    "show": lambda policy, case: ("policy", "show", "YOR-TIM-2", "--policy", policy),
    "deadlines": lambda policy, case: ("deadlines", str(case), "--policy", policy, "--format", "json"),
    "timeline": lambda policy, case: ("timeline", str(case), "--policy", policy),
    "triage": lambda policy, case: ("triage", str(case), "--policy", policy, "--format", "csv"),
    "audit": lambda policy, case: (
        *("audit", str(case.parent.parent / "events.csv"), "--as-at", "2026-06-01"),
        *("--policy", policy, "--format", "json"),
    ),
    "schema": lambda policy, case: ("policy", "schema", "case", "--policy", policy),
    "ask": lambda policy, case: ("ask", str(case), "--policy", policy, "--format", "json"),
}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(folder: Path, *arguments: str) -> Ran:
        load_policy.cache_clear()  # as it is for another process
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["threshold", *arguments])
        return (main(), *capsys.readouterr())

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_every_way_to_name_a_policy_gives_the_same_answer(town: Path, ran, command: str):
    case = town / "cases" / "c.yaml"
    words = COMMANDS[command]
    status, out, err = ran(town, *words(str(town / "policies" / "ours.yaml"), case))
    assert status == 0, err
    assert out
    for how, (folder, policy) in WAYS.items():
        assert ran(town.parent / folder, *words(policy, case))[:2] == (status, out), how


@pytest.mark.parametrize("how", WAYS)
def test_what_is_recorded_by_it_is_replayed_byte_for_byte(
    town: Path, ran, how: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("THRESHOLD_KEYS", "off")
    folder, policy = WAYS[how]
    register = str(town.parent / "register.db")
    decided = ("--by", "Team Manager", "--reference", "TM-1", "--decision", "step_up", "--override")
    words = ("record", str(town / "cases" / "c.yaml"), "--policy", policy, *decided)
    status, _, err = ran(town.parent / folder, *words, "--reason", "a clear need", "--register", register)
    assert status == 0, err
    status, out, _ = ran(town, "register", "replay", "--register", register)
    assert (status, "byte for byte" in out) == (0, True)
    status, out, _ = ran(
        town.parent / folder, "register", "replay", "--policy", policy, "--register", register
    )
    assert (status, "the same" in out) == (0, True)


@pytest.mark.parametrize("how", WAYS)
def test_a_check_finds_the_same(town: Path, ran, how: str):
    folder, policy = WAYS[how]
    status, out, err = ran(town.parent / folder, "policy", "check", policy)
    assert (status, out.startswith(f"{policy}: sound; 2 packs")) == (0, True), err


@pytest.mark.parametrize(
    ("folder", "case"),
    [
        ("our town/cases", "c.yaml"),
        ("our town/policies", "../cases/c.yaml"),
        ("elsewhere", "../our town/cases"),
    ],
)
def test_the_policy_that_an_example_names_is_looked_for_from_the_example(
    town: Path, ran, folder: str, case: str
):
    status, out, err = ran(town.parent / folder, "policy", "test", case)
    assert (status, out) == (0, "1 passed, 0 failed\n"), err


@pytest.mark.parametrize("how", WAYS)
def test_a_pack_is_found_for_changes_by_the_examples_that_name_its_policy(town: Path, ran, how: str):
    folder, _ = WAYS[how]
    pack, cases = str(town.parent / "guides" / "our guide"), str(town / "cases")
    words = ("policy", "mutate", pack, "--cases", cases, "--sample", "1", "--seed", "1", "--format", "json")
    status, out, err = ran(town.parent / folder, *words)
    assert status == 0, err
    (found,) = json.loads(out)["packs"]
    assert (found["pack"], found["examples"]) == ("our guide", 1)
