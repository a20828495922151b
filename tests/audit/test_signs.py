"""An export that tells domains and some signs is judged as far as that goes."""

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.cli.main import main

from ..policy.own import LEVELS, SIGNS, Own

RULES = (
    "requirements:\n  - {id: O-8, title: Not absent, carries: [O-1], bears_on: [compliance], "
    "block: [{must: {ours_signs.o_3_1: false}, else: Absent}]}\n"
)
EVENTS = """Person ID,Step,Date,Learning,Home,Absent
C-1,Referral,01/05/2026,N,N,
C-2,Referral,01/05/2026,N,,Y
C-3,Referral,01/05/2026,,N,
C-4,Referral,01/05/2026,Y,N,N
C-5,Referral,01/05/2026,Y,N,
"""
COLUMNS = """columns: {child: Person ID, event: Step, on: Date}
events: {Referral: referral}
facts:
  ours_domains.learning: {column: Learning, values: {Y: true, N: false}}
  ours_domains.home: {column: Home, values: {Y: true, N: false}}
  ours_signs.o_3_1: {column: Absent, values: {Y: true, N: false}}
covers: {referral: as_at}
written: day first
"""


def test_domains_and_some_signs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Own(tmp_path / "own")
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS, rules=RULES)
    own.files()
    export = tmp_path / "export"
    export.mkdir()
    (export / "events.csv").write_text(EVENTS)
    (export / "columns.yaml").write_text(COLUMNS)
    policy = str(own.folder / "ours.yaml")
    told = ["--policy", policy, "--as-at", "2026-06-01", "--format", "json", "--out", "-", "--exit-zero"]
    monkeypatch.setattr(sys, "argv", ["threshold", "audit", str(export), *told])
    assert main() == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    (counted,) = (each["counts"] for each in rules if each["rule"] == "O-8")
    # A no to the domain, and one to the sign; the sign, beside a no to the domain; of two nobody knows.
    found = {state: counted[state] for state in ("met", "not_met", "cannot_tell")}
    assert found == {"met": 2, "not_met": 1, "cannot_tell": 2}
