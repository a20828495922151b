"""Recorded decisions put to two policies, on the day on which each was decided."""

import sys
from pathlib import Path

import pytest
from tests.trying.conftest import Written

from threshold.cli.main import main
from threshold.trying.pair import Pair
from threshold.trying.register import try_register
from threshold.versions import Versions


def test_a_recorded_decision_comes_out_otherwise(
    longer: Versions, case: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, policy = tmp_path / "register.sqlite", str(longer.new.files.path)
    who = ("--by", "team_manager", "--reference", "TM-07", "--reason", "Agreed.")
    words = ["record", str(case()), "--decision", "continue", "--agree", *who]
    monkeypatch.setattr(sys, "argv", ["threshold", *words, "--register", str(register), "--policy", policy])
    assert main() in (0, 1)
    found = try_register(Pair(longer), register)
    assert (found.kind, found.number, found.flipped) == ("register", 1, 1)
    assert "status" in {flip.aspect for flip in found.flips}
    assert found.flips[0].of == "entry 1 (A-1)"
