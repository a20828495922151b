"""Workbooks of older kinds that would swell are found by a process that may take little memory."""

import shutil
import sys
from pathlib import Path

import pytest
from tests.exports.conftest import Read

from threshold.exports.files import trial
from threshold.exports.files.trial import check_by_trial
from threshold.reading import BadInput

# Thirty sheets, each with two cells: at its first place, and at its last.
FAR_APART = Path(__file__).parent / "data" / "far-apart.xls"
HONEST = Path(__file__).parents[1] / "formats" / "data" / "annex-a.xls"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process takes")


def test_a_small_workbook_that_would_swell_is_not_opened(tmp_path: Path, read: Read) -> None:
    path = shutil.copy(FAR_APART, tmp_path / "report.xls")
    with pytest.raises(BadInput, match="would swell"):
        read(path)


def test_one_that_takes_for_ever_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_OPEN", trial._OPEN.replace("    import fastexcel", "    while True: pass"))
    monkeypatch.setattr(trial, "most_seconds", lambda size: 1)
    with pytest.raises(BadInput, match="would swell"):
        check_by_trial(HONEST, HONEST.name)


def test_an_honest_one_and_one_that_is_damaged_pass(tmp_path: Path) -> None:
    check_by_trial(HONEST, HONEST.name)
    damaged = tmp_path / "report.xls"
    damaged.write_bytes(HONEST.read_bytes()[:5_000])
    check_by_trial(damaged, damaged.name)
