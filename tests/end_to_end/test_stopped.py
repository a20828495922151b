"""Ctrl-C while the program writes: one plain line, exit status 130, and no file half written."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.casefiles import Case, read_cases
from threshold.demo import write_demo
from threshold.policy import load_policy

TOLD = "threshold: stopped before the end; every file that it had written is whole\n"

# A process that was started in the background ignores Ctrl-C, and so do those that it starts.
HEEDING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from threshold.cli.main import main
sys.exit(main())
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows stops programs otherwise")


def stopped(folder: Path, begun: Callable[[], bool], *words: str) -> tuple[int, str, str]:
    """The command line in a process of its own, sent what Ctrl-C sends as soon as it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not begun() and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_while_demo_data_is_written(tmp_path: Path) -> None:
    words = ("demo-data", "--children", "20000", "--as", "census", "--out", "census.xml")
    outcome = stopped(tmp_path, lambda: any(tmp_path.glob(".threshold-*")), *words)
    assert outcome == (130, "", TOLD)
    assert list(tmp_path.iterdir()) == []


def test_while_an_audit_writes_case_files(tmp_path: Path) -> None:
    write_demo(tmp_path / "events.csv", children=1_000)
    cases = tmp_path / "cases"
    words = ("audit", "events.csv", "--as-at", "2026-03-31", "--sample", "1", "--cases", "cases")
    outcome = stopped(tmp_path, lambda: any(cases.glob("[!.]*")), *words, "--where", "status=met")
    assert outcome == (130, "", TOLD)
    assert 0 < len(list(cases.iterdir())) < 1_000
    assert all(isinstance(case, Case) for case in read_cases([str(cases)], load_policy().vocabulary))
    assert not list(cases.glob(".*"))
