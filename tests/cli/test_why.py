"""`threshold why` as its users meet it: one screen, one rule, data, and names that are wrong."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from threshold.cli.main import main

CASES = Path(__file__).parents[2] / "cases"
TOO_SOON = str(CASES / "step-up-step-down" / "court-team-closes-too-soon.yaml")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")

    def run(*arguments: str) -> tuple[int, str, str]:
        with patch.object(sys, "argv", ["threshold", "why", *arguments, "--policy", "step-up-step-down"]):
            return (main(), *capsys.readouterr())

    return run


def test_why_blocked_on_one_screen(run: Run) -> None:
    status, out, _ = run(TOO_SOON)
    assert status == 0
    assert len(out.splitlines()) <= 23
    assert "Not met: RBC-5.1-court" in out
    assert "[no] must be so: the Child in Need plan started at least 3 months ago" in out


def test_another_day_and_another_value(run: Run) -> None:
    assert "Not met" not in run(TOO_SOON, "--as-at", "2026-05-01")[1]
    tried = run(TOO_SOON, "--set", "step-up-step-down.cin_minimum_after_court_team=2 months")[1]
    assert "may go ahead" in tried


def test_one_rule_or_fact_and_everything(run: Run) -> None:
    assert "need.level: not known" in run(TOO_SOON, "need.level")[1]
    short, whole = run(TOO_SOON, "RBC-4.1c")[1], run(TOO_SOON, "RBC-4.1c", "--all")[1]
    assert len(whole.splitlines()) > len(short.splitlines())


def test_as_data(run: Run) -> None:
    told = json.loads(run(TOO_SOON, "--format", "json")[1])
    assert (told["schema"], told["status"]) == ("threshold/why/1", "blocked")


def test_a_name_that_is_none(run: Run) -> None:
    status, out, err = run(TOO_SOON, "RBC-5.1-cort")
    assert (status, out) == (2, "")
    assert 'did you mean "RBC-5.1-court"?' in err
