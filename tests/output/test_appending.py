"""A file that is appended to: nothing is lost, interleaved or made by accident."""

import os
import stat
import subprocess
import threading
from multiprocessing import get_context
from pathlib import Path

import pytest

from threshold.output.appending import appending


def test_what_is_appended_comes_after_what_is_there(tmp_path):
    path = tmp_path / "log"
    for text in (b"one\n", b"two\n"):
        with appending(path) as append:
            append(text)
    assert path.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_rights_that_a_team_has_set_stay(tmp_path):
    path = tmp_path / "log"
    path.touch()
    path.chmod(0o660)
    with appending(path) as append:
        append(b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_while_one_program_appends_another_waits_and_then_says_so(tmp_path):
    path = tmp_path / "log"
    with appending(path) as append:
        append(b"first\n")
        with pytest.raises(TimeoutError, match="another program"), appending(path, wait=0.05) as other:
            other(b"never\n")
        waiting = threading.Thread(target=_append, args=(path, b"second\n"))
        waiting.start()
        append(b"still first\n")
    waiting.join(10)
    assert path.read_bytes() == b"first\nstill first\nsecond\n"


def _append(path: Path, text: bytes) -> None:
    with appending(path) as append:
        append(text)


def _many(path: Path, who: int) -> None:
    for number in range(20):
        with appending(path) as append:
            append(f"{who} {number} ".encode())
            append(b"end\n")


def test_many_programs_lose_and_mix_nothing(tmp_path):
    path = tmp_path / "log"
    workers = [get_context("fork").Process(target=_many, args=(path, who)) for who in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    expected = sorted(f"{who} {number} end" for who in range(4) for number in range(20))
    assert sorted(path.read_text().splitlines()) == expected


def test_a_pipe_a_folder_and_a_missing_folder_are_no_places(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place in ("pipe", ".", "missing/log"):
        with pytest.raises(OSError), appending(tmp_path / place):  # noqa: PT011
            pass


def test_a_file_that_may_only_be_appended_to_will_do(tmp_path):
    path = tmp_path / "log"
    path.touch()
    if subprocess.run(["chattr", "+a", str(path)], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to let a file only be appended to")
    try:
        _append(path, b"one\n")
        _append(path, b"two\n")
        with pytest.raises(OSError, match="not permitted"):
            path.write_bytes(b"")
        assert path.read_bytes() == b"one\ntwo\n"
    finally:
        subprocess.run(["chattr", "-a", str(path)], check=True)
