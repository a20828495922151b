"""`threshold policy try`: who comes out differently, told in every format, with a status for scripts."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.policy import load_policy
from threshold.policy.packs import read_pack

Run = Callable[..., tuple[int, str, str]]
CASE = """case: A-1
as_at: 2026-03-10
request: {direction: step_down, to: early_help, made: 2026-03-10}
child_protection: {concern: false}
timeline: [{on: 2025-11-01, event: cp_plan_ended}]
"""
WAIT = "step-up-step-down.cin_minimum_after_cp=6 months"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(CASE)

    def run(*words: str) -> tuple[int, str, str]:
        load_policy.cache_clear()
        read_pack.cache_clear()
        monkeypatch.setattr(sys, "argv", ["threshold", "policy", "try", *words])
        status = main()
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_the_headline_is_the_first_line(run: Run) -> None:
    status, out, _ = run("default", "case.yaml", "--set", WAIT)
    assert status == 1
    assert out.splitlines()[0] == "1 of 1 case comes out differently"
    assert "By cin_minimum_after_cp (step-up-step-down) alone: 1" in out


def test_values_alone_need_no_name_of_a_policy(run: Run) -> None:
    assert run("case.yaml", "--set", WAIT)[:2] == run("default", "case.yaml", "--set", WAIT)[:2]


def test_a_policy_against_itself_flips_nobody(run: Run) -> None:
    status, out, _ = run("default", "case.yaml", "--against", "default")
    assert status == 0
    assert out.startswith("Nothing that decides a case differs between the two policies\n")


def test_it_may_exit_with_zero(run: Run) -> None:
    assert run("default", "case.yaml", "--set", WAIT, "--exit-zero")[0] == 0


def test_what_to_hold_it_against_has_to_be_known(run: Run) -> None:
    status, out, err = run("default", "case.yaml")
    assert (status, out) == (2, "")
    assert "--against: default was never released" in err


def test_a_case_that_neither_policy_can_read_is_told(run: Run) -> None:
    Path("case.yaml").write_text(CASE + "no_such_fact: true\n")
    status, out, err = run("default", "case.yaml", "--set", WAIT)
    assert status == 2
    assert "1 case: neither policy can read them" in out
    assert "case.yaml, line 6" in err


def test_every_format(run: Run) -> None:
    data = json.loads(run("default", "case.yaml", "--set", WAIT, "--format", "json")[1])
    assert (data["schema"], data["flipped"]) == ("threshold/trial/1", 1)
    assert run("default", "case.yaml", "--set", WAIT, "--format", "markdown")[1].startswith("# 1 of 1 case")
    assert run("default", "case.yaml", "--set", WAIT, "--format", "html")[1].startswith("<!DOCTYPE html>")
    assert "must be one of text, json" in run("default", "--set", WAIT, "--format", "pdf")[2]


def test_a_file_is_written_and_nothing_that_is_read_is_written_over(run: Run) -> None:
    page = ("--format", "html", "--out")
    status, out, err = run("default", "case.yaml", "--set", WAIT, *page, "trial.html")
    assert (status, out.splitlines()[0]) == (1, "1 of 1 case comes out differently")
    assert Path("trial.html").read_text().startswith("<!DOCTYPE html>")
    assert "wrote trial.html" in err
    status, _, err = run("default", "case.yaml", "--set", WAIT, *page, "case.yaml")
    assert status == 2
    assert Path("case.yaml").read_text() == CASE
