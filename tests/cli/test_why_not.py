"""`threshold why-not` as its users meet it: a day, what to do, and statuses that there are not."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from threshold.cli.main import main
from threshold.cli.why_not import ANSWERS
from threshold.semantics.closed_lists import STATUSES

CASES = Path(__file__).parents[2] / "cases" / "step-up-step-down"
TOO_SOON = str(CASES / "court-team-closes-too-soon.yaml")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        with patch.object(sys, "argv", ["threshold", "why-not", *arguments, "--policy", "step-up-step-down"]):
            return (main(), *capsys.readouterr())

    return run


def test_every_status_there_is() -> None:
    assert ANSWERS == STATUSES


def test_from_a_day(run: Run) -> None:
    status, out, _ = run(TOO_SOON, "permitted")
    assert status == 0
    assert "  1. Permitted from 1 May 2026\n" in out


def test_as_data(run: Run) -> None:
    told = json.loads(run(TOO_SOON, "permitted", "--format", "json")[1])
    assert told["suggestions"][0]["on"] == "2026-05-01"


def test_it_is_so_already(run: Run) -> None:
    assert "It is blocked already." in run(TOO_SOON, "blocked")[1]


def test_a_status_that_is_none(run: Run) -> None:
    status, _, err = run(TOO_SOON, "permited")
    assert status == 2
    assert 'did you mean "permitted"?' in err
