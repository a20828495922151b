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
{}
from threshold.cli.main import main
sys.exit(main())
"""
# What is written is written over and over, so that however slow the machine, it is stopped in the middle.
ENDLESS_ROWS = """
import polars
def again_and_again(rows, size):
    while True:
        yield rows
polars.DataFrame.iter_slices = again_and_again
"""
ENDLESS_CASES = """
from threshold.audit import case_files
def again_and_again(*given, cases=case_files.cases):
    while True:
        yield from cases(*given)
case_files.cases = again_and_again
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows stops programs otherwise")


def stopped(folder: Path, endless: str, begun: Callable[[], bool], *words: str) -> tuple[int, str, str]:
    """The command line in a process of its own, sent what Ctrl-C sends as soon as it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING.format(endless), *words],
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
    def begun() -> bool:
        return any(aside.stat().st_size for aside in tmp_path.glob(".threshold-*"))

    words = ("demo-data", "--children", "20", "--as", "census", "--out", "census.xml")
    assert stopped(tmp_path, ENDLESS_ROWS, begun, *words) == (130, "", TOLD)
    assert list(tmp_path.iterdir()) == []


def test_while_an_audit_writes_case_files(tmp_path: Path) -> None:
    write_demo(tmp_path / "events.csv", children=50)
    cases = tmp_path / "cases"
    words = ("audit", "events.csv", "--as-at", "2026-03-31", "--sample", "1", "--cases", "cases")
    words = (*words, "--where", "status=met")
    outcome = stopped(tmp_path, ENDLESS_CASES, lambda: any(cases.glob("[!.]*")), *words)
    assert outcome == (130, "", TOLD)
    assert list(cases.iterdir())
    assert all(isinstance(case, Case) for case in read_cases([str(cases)], load_policy().vocabulary))
    assert not list(cases.glob(".*"))
