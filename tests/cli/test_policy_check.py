"""`threshold policy check`: the verdict, what its codes mean, and cases that show what was found."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.cli.main import main

Run = Callable[..., tuple[int, str, str]]
LEVEL = """
definitions:
  - id: EARLY
    title: Early help
    carries: [O-1]
    fact: need.level
    hit: most_serious
    rows: [{when: {need.emerging: true}, is: 2}]
    otherwise: 1
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "policy", *map(str, arguments)])
        return (main(), *capsys.readouterr())

    return run


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A policy in which a child in danger can be told to be at a low level."""
    pack = tmp_path / "ours"
    (pack / "rules").mkdir(parents=True)
    (pack / "rules" / "all.yaml").write_text(LEVEL)
    (pack / "pack.yaml").write_text(
        "pack: ours\ntitle: Ours\nsource: {document: D, publisher: P, date: 2026-01, clauses: O}\n"
        "clauses: {O-1: one place}\n"
    )
    path = tmp_path / "ours.yaml"
    path.write_text(
        "policy: ours\ntitle: Ours\npacks: [{pack: national, role: overlay}, {pack: ours, role: lead}]\n"
    )
    return path


def test_a_finding_says_what_it_would_do_and_how_to_see_it(run: Run, ours: Path):
    status, out, _ = run("check", ours)
    assert status == 1, out
    assert ": 1 finding; " in out.splitlines()[0]
    told = " ".join(out.split())
    assert "may be told to be below level 4. (level-without-protection)" in told
    assert "--witness FOLDER" in told


def test_a_case_is_written_that_shows_it_and_is_an_example(run: Run, ours: Path, tmp_path: Path):
    shown = tmp_path / "shown"
    status, _, err = run("check", ours, "--witness", shown)
    assert status == 1
    (path,) = shown.iterdir()
    assert f"{path}: shows it" in err
    assert run("test", shown)[0] == 0


def test_json_and_sound(run: Run, ours: Path):
    status, out, _ = run("check", "national", ours, "--format", "json")
    assert status == 1
    sound, found = json.loads(out)["policies"]
    assert (sound["sound"], found["sound"]) == (True, False)


def test_a_code_is_explained(run: Run):
    status, out, _ = run("check", "--explain", "silence-decides")
    assert status == 0
    assert out.startswith("silence-decides: ")
    assert "How far it looks:" in out
    assert "script-no-outcome" in run("check", "--explain", "list")[1]
    status, _, err = run("check", "--explain", "silence")
    assert status == 2
    assert "there is no such code" in err


def test_a_policy_that_cannot_be_used(run: Run, tmp_path: Path):
    assert run("check", tmp_path / "none.yaml", "--format", "json")[0] == 2
