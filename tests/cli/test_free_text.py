"""A reason from a file or standard input: what a process list shows holds nothing of it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "cases" / "step-up-step-down"
CASE = CASES / "step-down.yaml"
WORDS = ["--policy", "step-up-step-down", "--decision", "continue", "--override", "--by", "Team Manager"]
WORDS = [*WORDS, "--reference", "TM-07", "--format", "json"]


def record(
    folder: Path, *words: str | Path, case: str | Path = CASE, given: str | bytes = ""
) -> tuple[int, str]:
    """The status of `threshold record`, and the reason that was stored or else what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "threshold", "record", case, *WORDS, *words],
        cwd=folder,
        env={**os.environ, "THRESHOLD_REGISTER": str(folder / "register.sqlite")},
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        assert not done.stdout
        return done.returncode, done.stderr.decode()
    return 0, json.loads(done.stdout)["decided"]["reason"]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "why.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Agreed in supervision", "Agreed in supervision"),
        ("Agreed in supervision\n", "Agreed in supervision"),
        ("\ufeffFirst  line \r\n\tsecond line\r\n\r\n", "First line\nsecond line"),
        ("Première raison\n\nand a second", "Première raison\n\nand a second"),
        ("-", "-"),
    ],
)
def test_the_reason_is_what_the_file_holds(tmp_path: Path, text: str, stored: str) -> None:
    assert record(tmp_path, "--reason-file", written(tmp_path, text)) == (0, stored)
    assert record(tmp_path, "--reason-file", "-", given=text) == (0, stored)


def test_the_case_may_come_from_standard_input_beside_it(tmp_path: Path) -> None:
    path = written(tmp_path, "Agreed\n")
    assert record(tmp_path, "--reason-file", path, case="-", given=CASE.read_bytes()) == (0, "Agreed")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_it_may_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = subprocess.Popen(["sh", "-c", 'echo Agreed >"$0"', str(pipe)])
    assert record(tmp_path, "--reason-file", pipe) == (0, "Agreed")
    assert writer.wait(timeout=60) == 0


def test_standard_input_cannot_be_both(tmp_path: Path) -> None:
    status, told = record(tmp_path, "--reason-file", "-", case="-", given=CASE.read_bytes())
    assert (status, told.count("\n")) == (2, 1)
    assert "standard input can give the case or this, not both" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no text"),
        (" \n\n", "holds no text"),
        ("Rang 01706 925555\n", "seems to hold a telephone number"),
        ("a " * 4_000, "is longer than 4000 characters"),
        ("a" * 70_000, "holds more than 64 KB"),
        (b"\xff\xfe\xfd", "text"),
        (b"a\0b", "this is not a text file"),
        (b"caf\xe9", "not UTF-8"),
        ("hidden\u200bspace", "cannot be seen"),
    ],
)
def test_what_cannot_be_a_reason_is_refused_and_not_repeated(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    for status, said in (
        record(tmp_path, "--reason-file", written(tmp_path, text)),
        record(tmp_path, "--reason-file", "-", given=text),
    ):
        assert status == 2
        assert told in said
        assert "925555" not in said
        assert len(said) < 400


@pytest.mark.parametrize(
    ("name", "told"), [("missing.txt", "there is no such file"), (".", "this is a folder")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, told: str) -> None:
    status, said = record(tmp_path, "--reason-file", name)
    assert status == 2
    assert f"{name}, --reason-file: {told}" in said


def test_it_is_given_once(tmp_path: Path) -> None:
    status, said = record(tmp_path, "--reason-file", written(tmp_path, "one"), "--reason", "two")
    assert (status, "give this or --reason, not both" in said) == (2, True)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the system shows no command lines so")
def test_the_list_of_programs_does_not_show_it(tmp_path: Path) -> None:
    environment = {**os.environ, "THRESHOLD_REGISTER": str(tmp_path / "register.sqlite")}
    command = [sys.executable, "-m", "threshold", "record", str(CASE), *WORDS, "--reason-file", "-"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"Agreed in supervision\n")
        process.stdin.flush()
        time.sleep(0.3)  # it waits for the end of what it is given
        assert b"supervision" not in Path(f"/proc/{process.pid}/cmdline").read_bytes()
        assert b"supervision" not in Path(f"/proc/{process.pid}/environ").read_bytes()
        process.stdin.close()
        assert process.wait(timeout=60) == 0
