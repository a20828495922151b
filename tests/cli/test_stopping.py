"""Ended from outside, a program clears away what it was at, says so, and ends with a status of its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.cli.stopping import heeding

TOLD = "threshold: stopped before the end; every file that it had written is whole\n"
# A write that is never done: it says when it has begun, and waits.
WRITING = """
import signal, sys, time
{}
from pathlib import Path
from threshold.output import files
def write_and_wait(path, text, encoding=None, newline=None):
    path.write_bytes(text.encode()[: len(text) // 2])
    print("begun", flush=True)
    while True:  # a signal that comes just before a single long sleep would wait for its end
        time.sleep(0.05)
Path.write_text = write_and_wait
from threshold.cli.main import main
sys.exit(main())
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows stops programs otherwise")

COMMANDS = {
    "policy show": ("policy", "show", "national", "--format", "html", "--out", "there"),
    "policy fmt": ("policy", "fmt", "there.yaml"),
    "ask --write": ("ask", "C-1.yaml", "--write", "--policy", "national"),
}


def stopped(folder: Path, number: int, words: tuple[str, ...], before: str = "") -> tuple[int, str]:
    (folder / "there").write_text("former\n")
    (folder / "there.yaml").write_text("a:    1\n")
    (folder / "C-1.yaml").write_text("case: C-1\nas_at: 2026-08-14\n")
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            WRITING.format(before),
            *words,
            *(("--as-at", "2026-08-15") * ("ask" in words)),
        ],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        assert len(list(folder.glob(".threshold-*"))) == 1
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    return process.returncode, err


def untouched(folder: Path) -> bool:
    texts = [(folder / name).read_text() for name in ("there", "there.yaml", "C-1.yaml")]
    return texts == ["former\n", "a:    1\n", "case: C-1\nas_at: 2026-08-14\n"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=str)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_half_way_through_a_file(tmp_path: Path, words: tuple[str, ...], number: int) -> None:
    heeded = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    status, err = stopped(tmp_path, number, words, heeded)
    assert (status, err.endswith(TOLD)) == (128 + number, True)
    assert untouched(tmp_path)
    assert not list(tmp_path.glob(".threshold-*"))


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_killed_outright_it_leaves_what_the_next_run_clears(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert stopped(tmp_path, signal.SIGKILL, words)[0] == -signal.SIGKILL
    assert untouched(tmp_path)
    (left,) = tmp_path.glob(".threshold-*")
    command = [sys.executable, "-m", "threshold", "policy", "show", "national", "--format", "html"]
    subprocess.run([*command, "--out", "other"], cwd=tmp_path, check=True)
    assert not left.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["C-1.yaml", "other", "there", "there.yaml"]


def test_a_signal_that_is_to_be_ignored_is(tmp_path: Path) -> None:
    """As `nohup` has it."""
    with heeding():
        assert signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL
    kept = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with heeding():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, kept)


def test_afterwards_it_is_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with heeding() as stopping:
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
    assert stopping.status == 130


def test_while_it_clears_away_it_is_not_stopped_again() -> None:
    with heeding() as stopping:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
    assert stopping.status == 143


def test_another_thread_leaves_signals_alone() -> None:
    seen: list[object] = []

    def look() -> None:
        with heeding():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread: Callable[[], None] = look
    other = threading.Thread(target=thread)
    other.start()
    other.join()
    assert seen == [signal.getsignal(signal.SIGTERM)]
