"""Memory is limited; a command that needs more, is stopped or is killed ends with a sentence."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.end_to_end.test_bad_input import run

from threshold.cli import memory

pytest.importorskip("polars")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process takes")

AUDIT = ("audit", "report.csv", "--as-at", "2024-06-01", "--out", "-")
# What the program prints at such a place shows how far it has come.
SLOW = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from threshold.cli import audit
def slowly(path):
    open("begun", "w").close()
    time.sleep(30)
audit._given = slowly
from threshold.cli.main import main
sys.exit(main())
"""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def report(rows: int) -> None:
    line = "C-{0},referral,2024-01-02,a team of which the name is long and comes again {0}\n"
    Path("report.csv").write_text("child_id,event,date,team\n" + "".join(map(line.format, range(rows))))


def threshold(*words: str, code: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    program = ["-c", code] if code else ["-m", "threshold"]
    return subprocess.run(
        [sys.executable, *program, *words],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


def test_an_honest_export_passes() -> None:
    report(100)
    done = threshold(*AUDIT)
    assert "memory" not in done.stderr
    assert "100 read" in done.stdout


def test_more_than_is_allowed_ends_in_a_sentence() -> None:
    report(400_000)
    done = threshold(*AUDIT, THRESHOLD_MEMORY="256MB")
    assert done.returncode == 2
    assert done.stderr.startswith("threshold: this needs more memory than the 256 MB that it may take here")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("size", ["8", "1 TB", "0MB", "255MB", "-1GB", "lots"])
def test_a_size_that_is_none(size: str) -> None:
    done = threshold("policy", "list", THRESHOLD_MEMORY=size)
    assert done.returncode == 2
    assert done.stderr.startswith("threshold: THRESHOLD_MEMORY: must be a size such as 8GB")


@pytest.mark.parametrize("size", ["8GB", " 900 mb ", "1.5GB", "none", ""])
def test_a_size(size: str) -> None:
    assert threshold("policy", "check", "national", THRESHOLD_MEMORY=size).returncode == 0


def test_what_is_allowed_is_less_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(memory.VARIABLE, raising=False)
    found = memory.allowed()
    assert found is not None
    assert found <= memory.PART * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@pytest.mark.parametrize("how", ["os.abort()", "os.kill(os.getpid(), 9)", "os.kill(os.getpid(), 11)"])
def test_a_library_that_ends_the_process(how: str) -> None:
    code = f"""
import os, sys
from threshold.cli import audit
def end(path):
    os.write(2, b"memory allocation of 99 bytes failed, stack backtrace")
    {how}
audit._given = end
from threshold.cli.main import main
sys.exit(main())
"""
    done = threshold(*AUDIT, code=code)
    assert done.returncode == 2
    assert done.stderr == f"threshold: {memory.BROKE_DOWN}\n"


@pytest.mark.parametrize("error", ["MemoryError", "OSError"])
def test_a_library_that_holds_on_to_its_threads(error: str) -> None:
    """Once it is said what is wrong, nothing of it is waited for."""
    code = f"""
import sys, threading
from threshold.cli import audit
def hang(path):
    threading.Thread(target=threading.Event().wait).start()
    raise {error}
audit._given = hang
from threshold.cli.main import main
sys.exit(main())
"""
    done = threshold(*AUDIT, code=code)
    assert done.returncode == 2
    assert done.stderr.startswith("threshold: ")


def test_pseudonyms_that_need_more_than_is_allowed_end_in_a_sentence() -> None:
    report(300_000)
    words = ("pseudonymise", "report.csv", "--out", "new.csv", "--key", "key", "--make-key")
    done = threshold(*words, THRESHOLD_MEMORY="256MB")
    assert done.returncode == 2
    *_, last = done.stderr.splitlines()
    assert last.startswith("threshold: this needs more memory than the 256 MB")
    assert "panicked" not in done.stderr
    assert not Path("new.csv").exists()


def test_a_library_that_panics(monkeypatch: pytest.MonkeyPatch) -> None:
    report(1)
    panic = type("PanicException", (BaseException,), {})

    def panics(path: Path) -> Path:
        raise panic("what a child is called")

    monkeypatch.setattr("threshold.cli.audit._given", panics)
    outcome = run(*AUDIT)
    assert (outcome.status, outcome.err) == (2, f"threshold: {memory.BROKE_DOWN}\n")


def test_a_command_of_python_alone() -> None:
    code = """
import sys
from threshold.cli import options
import threshold.policy
threshold.policy.load_policy = lambda name: bytearray(300 * 1024**2)
from threshold.cli.main import main
sys.exit(main())
"""
    done = threshold("policy", "check", "national", code=code, THRESHOLD_MEMORY="256MB")
    assert done.returncode == 2
    assert done.stderr.startswith("threshold: this needs more memory than the 256 MB")


@contextmanager
def begun() -> Iterator["subprocess.Popen[str]"]:
    """An audit that has begun and will take long, in a group of its own as a shell starts it."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, *AUDIT],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 30
    while not Path("begun").exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def gone(group: int) -> bool:
    """Whether every process of a group ends before long."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_ctrl_c_that_reaches_only_the_one_that_watches() -> None:
    with begun() as process:
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told == "threshold: stopped before the end; every file that it had written is whole\n"
    assert gone(process.pid)


def test_a_program_that_is_asked_to_end() -> None:
    with begun() as process:
        process.terminate()
        process.communicate(timeout=120)
    assert process.returncode == 128 + signal.SIGTERM
    assert gone(process.pid)


def test_nothing_is_left_of_one_that_was_killed() -> None:
    with begun() as process:
        process.kill()
        process.communicate(timeout=120)
    assert gone(process.pid)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", [("policy", "check"), AUDIT])
def test_a_full_standard_output(words: tuple[str, ...]) -> None:
    report(10)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "threshold", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("threshold: standard output cannot be written (No space left on device)")
    assert done.stderr.count("\n") == 1


def test_it_is_a_sentence_whatever_the_limit() -> None:
    assert "more memory than there is;" in memory.needs_more(None)
