"""`--mirror`: written after each entry, compared before; nothing is lost where it cannot be."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.cli.main import main

CASE = str(Path(__file__).parents[2] / "cases" / "step-up-step-down" / "step-down.yaml")
RECORD = ["record", CASE, "--decision", "step_down", "--by", "Team Manager", "--reference", "TM-07",
          "--agree", "--policy", "step-up-step-down"]  # fmt: skip
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Run:
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.delenv("THRESHOLD_MIRROR", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *arguments])
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return ran


def entries(run: Run) -> int:
    return len(json.loads(run("register", "list", "--format", "json")[1]))


def test_a_line_is_written_for_each_entry_and_verify_compares(run, tmp_path, monkeypatch):
    mirror = tmp_path / "mirror.ndjson"
    status, out, err = run(*RECORD, "--mirror", str(mirror))
    assert (status, err) == (0, "")
    assert out.startswith("Recorded.")
    monkeypatch.setenv("THRESHOLD_MIRROR", str(mirror))
    assert run(*RECORD)[0] == 0
    numbers = [json.loads(line).get("number") for line in mirror.read_text().splitlines()]
    assert numbers == [None, 1, 2]
    status, out, err = run("register", "verify")
    assert (status, err) == (0, "")
    assert "The mirror has 2 entries, as they are here." in out
    told = json.loads(run("register", "verify", "--format", "json")[1])
    assert told["mirror"] == {"entries": 2}
    assert "the register and the mirror alike" in told["not_shown"][0]


def test_where_it_cannot_be_written_the_entry_is_recorded_and_that_is_told(run, tmp_path):
    mirror = tmp_path / "missing" / "mirror.ndjson"
    status, out, err = run(*RECORD, "--mirror", str(mirror))
    assert status == 1
    assert out.startswith("Recorded.")
    assert "recorded is in the register, but not in the mirror" in err
    assert entries(run) == 1
    mirror.parent.mkdir()
    status, _, err = run(*RECORD, "--mirror", str(mirror))
    assert status == 0
    assert "the mirror was begun with entries 1 to 2" in err
    assert run("register", "verify", "--mirror", str(mirror))[0] == 0


def test_where_the_two_do_not_agree_nothing_is_recorded(run, tmp_path):
    mirror = tmp_path / "mirror.ndjson"
    run(*RECORD, "--mirror", str(mirror))
    register = tmp_path / "register.sqlite"
    old = register.read_bytes()
    run(*RECORD, "--mirror", str(mirror))
    register.write_bytes(old)
    status, out, err = run(*RECORD, "--mirror", str(mirror))
    assert (status, out) == (2, "")
    assert "knows of 2 entries and the register of 1" in err
    assert "nothing was recorded" in err
    assert entries(run) == 1
    status, out, _ = run("register", "verify", "--mirror", str(mirror))
    assert status == 1
    assert "entry 2 was cut off: the mirror has more than the register" in out
    status, out, err = run(
        "register", "checkpoint", "--out", str(tmp_path / "c.json"), "--mirror", str(mirror)
    )
    assert (status, out) == (2, "")
    assert "no checkpoint is made" in err
    assert not (tmp_path / "c.json").exists()


def test_it_is_written_also_where_nothing_can_be_printed(tmp_path):
    """And the exit status says that something is wrong."""
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    mirror = tmp_path / "mirror.ndjson"
    places = ["--register", str(tmp_path / "register.sqlite"), "--mirror", str(mirror)]
    with Path("/dev/full").open("wb", buffering=0) as full:
        command = [sys.executable, "-m", "threshold", *RECORD, *places]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert len(mirror.read_text().splitlines()) == 2


def test_verify_says_where_a_mirror_cannot_be_read(run, tmp_path):
    run(*RECORD)
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing", ".", "pipe"):
        status, out, err = run("register", "verify", "--mirror", str(tmp_path / name))
        assert (status, out) == (2, "")
        assert "the mirror cannot be read" in err
