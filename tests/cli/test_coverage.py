"""`threshold policy coverage`: what of a document its pack carries, on the screen and for programs."""

import json
from pathlib import Path

import pytest

from ..coverage.conftest import nothing_remembered, rules, small, written
from .running import Run, running

__all__ = ["nothing_remembered", "rules", "small", "written"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], written: Path) -> Run:
    """Run `threshold policy coverage` in the folder of the pack; its status, and what it printed."""
    return running(written, "policy coverage", monkeypatch, capsys)


def test_what_is_not_carried_is_named(run: Run):
    status, out, err = run("tiny")
    assert (status, err) == (0, "")
    assert "    T-2 (by W): another" in out.splitlines()
    assert "    T-4: a fourth; It is about a rota" in out.splitlines()


def test_json_says_the_same(run: Run):
    status, out, _ = run("tiny", "--format", "json")
    (pack,) = json.loads(out)["packs"]
    assert status == 0
    assert pack["core_not_carried"] == ["T-2"]
    assert pack["share_carried"] == 40.0


def test_too_little_can_fail_a_build(run: Run):
    assert run("tiny", "--min", 0)[0] == 1, "one of the core is not carried"
    assert run("tiny", "--min", 101)[0] == 2
