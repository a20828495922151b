"""A register that an earlier version filled, with decisions of version 1: all of it reads as it did then.

`version_1/register.sqlite` was made by the program as it was before grounds, and `version_1/printed.txt` is
what that program printed of it.
"""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.register.store import open_register

from ..semantics.conftest import Small, rules_folder

HERE = Path(__file__).with_name("version_1")
SHOWN = re.compile(
    r"^\$ threshold register ([^\n]+)\n(.*?)^\[exit (\d)\]\n", re.MULTILINE | re.DOTALL
).findall((HERE / "printed.txt").read_text(encoding="utf-8"))

# What the rules of then ask, as they would be written today, and one ground.
TODAY = """
grounds:
  - id: T-right
    title: All is well
    carries: [T-1]
    for: {direction: step_down}
    when: {t.day: {before: 2026-02-01}}
    else: The day is too late
requirements:
  - id: T-plan
    title: At least {wait} after the plan
    carries: [T-1]
    bears_on: [step_down]
    applies: {proposed.direction: step_down}
    block: [{must: {t.day: {at_least_ago: $wait}}, else: It is too soon}]
  - id: T-papers
    title: The papers are there
    carries: [T-1]
    bears_on: [step_down]
    applies: {proposed.direction: step_down}
    condition: [{papers: [form], else: The form is missing}]
deadlines:
  - {id: T-visit, title: The first visit, carries: [T-1], starts: {fact: t.day}, within: 7 days,
     met_by: {fact: visit.first}, late: Late, overdue: Late}
routes:
  - id: T-way
    carries: [T-1]
    bears_on: [step_down]
    when: {proposed.direction: step_down}
    by: SW
    steps: [{T-way1: Write, to: Team Manager}, {T-way2: Send}]
"""
WAIT = "wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 months, because: T-1}]}"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return Path(shutil.copy(HERE / "register.sqlite", tmp_path / "register.sqlite"))


@pytest.fixture
def run(register, monkeypatch, capsys):
    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("THRESHOLD_REGISTER", str(register))
        monkeypatch.setattr(sys, "argv", ["threshold", "register", *arguments])
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return ran


@pytest.fixture
def small(tmp_path: Path) -> Small:
    (tmp_path / "rules").mkdir()
    return Small(rules_folder(tmp_path / "rules")).tiny(TODAY, WAIT)


def test_it_holds_decisions_of_version_1(register):
    with open_register(register) as opened:
        decisions = [json.loads(opened.content(number).recommendation) for number in range(1, 5)]
    assert {each["schema"] for each in decisions} == {"threshold/decision/1"}
    assert [each["status"] for each in decisions] == ["permitted", "blocked", "advisory", "undetermined"]


@pytest.mark.parametrize(("command", "printed", "status"), SHOWN, ids=[shown[0] for shown in SHOWN])
def test_what_was_printed_of_it_is_printed_to_the_byte(run, command: str, printed: str, status: str):
    assert run(*command.split()) == (int(status), printed, "")


def test_it_is_brought_up_to_date_once_and_then_reading_changes_nothing(run, register):
    assert run("verify")[0] == 0
    brought = register.read_bytes()
    assert brought != (HERE / "register.sqlite").read_bytes()
    for command, _, _ in SHOWN:
        run(*command.split())
    run("replay")
    assert register.read_bytes() == brought


def test_its_rules_are_not_decided_anew_and_that_is_told(run):
    status, out, err = run("replay", "2")
    assert (status, err) == (2, "")
    assert out.splitlines() == [
        "Entry 2 (C-2): not decided anew",
        "    its rules are in the older language, of before grounds, and are not decided anew; with --policy "
        "the case is put to rules of today",
        "1 replayed: 1 not decided anew",
    ]
    told = json.loads(run("replay", "--format", "json")[1])
    assert [(each["number"], each["outcome"], each["differences"]) for each in told] == [
        (number, "older", []) for number in range(1, 5)
    ]


def test_under_another_policy_it_is_decided_anew_and_compared_by_what_both_can_say(run, small):
    status, out, _ = run("replay", "--policy", str(small.write()))
    assert status == 0
    # The new ground, what is withheld and the way cut short are no differences: then nothing could say so.
    assert out.splitlines() == [
        "Entry 1 (C-1): the same in meaning",
        "Entry 2 (C-2): the same in meaning",
        "Entry 3 (C-3): the same in meaning",
        "Entry 4 (C-1): the same in meaning",
        "4 replayed: 4 the same in meaning",
    ]


def test_under_another_policy_a_difference_is_told(run, small):
    small.tiny(TODAY, WAIT.replace("3 months", "4 months"))
    status, out, _ = run("replay", "1", "--policy", str(small.write()))
    assert status == 1
    assert "    status: permitted -> blocked" in out.splitlines()
    assert "    rule T-plan: met -> not_met" in out.splitlines()
    assert "T-right" not in out


def test_a_ground_that_was_a_rule_then_is_compared_with_it(run, small):
    small.tiny(TODAY.replace("id: T-plan\n", "id: T-other\n").replace("id: T-right\n", "id: T-plan\n"), WAIT)
    out = run("replay", "1", "--policy", str(small.write()))[1]
    assert out.splitlines() == [
        "Entry 1 (C-1): DIFFERS",
        "    rule T-other: not there -> met",
        "1 replayed: 1 differs",
    ]
