"""`--mirror`: written after each entry, compared before; nothing is lost where it cannot be."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.register.keys import made_key

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
    """And the exit status is that of what is done, though not all is well: nobody shall record it again."""
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    mirror = tmp_path / "mirror.ndjson"
    places = ["--register", str(tmp_path / "register.sqlite"), "--mirror", str(mirror)]
    with Path("/dev/full").open("wb", buffering=0) as full:
        command = [sys.executable, "-m", "threshold", *RECORD, *places]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"entry 1 was recorded, but standard output cannot be written" in done.stderr
    assert b"Do not do it again" in done.stderr
    assert len(mirror.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([*RECORD], "entry 4 was recorded, but"),
        ([*RECORD, "--format", "json"], "entry 4 was recorded, but"),
        (["register", "erase", "SUSD-44", "--by", "Team Manager", "--reference", "TM-07", "--reason", "Kept",
          "--yes"], "what entries 2 and 3 held was erased; who had it done, and why: entries 4 and 5, but"),
        (["register", "keys", "add", "TM-08", "--public", "b.pem.pub"],
         "the key of TM-08 was added, by entry 4, but"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("reader", ["full", "gone"])
def test_what_is_done_is_said_to_be_where_nothing_can_be_printed(run, tmp_path, command, told, reader):
    run("register", "keys", "add", "TM-07", "--key", str(tmp_path / "a.pem"), "--make")
    made_key(tmp_path / "b.pem")
    for _ in range(2):
        run(*RECORD, "--key", str(tmp_path / "a.pem"))
    if reader == "full":
        output = os.open("/dev/full", os.O_WRONLY)
    else:
        there, output = os.pipe()
        os.close(there)
    words = [sys.executable, "-m", "threshold", *command, "--key", str(tmp_path / "a.pem")]
    done = subprocess.run(words, stdout=output, stderr=subprocess.PIPE, check=False, cwd=tmp_path, text=True)
    os.close(output)
    assert (done.returncode, done.stderr.count("threshold: ")) == (1, 1)
    assert told in done.stderr
    assert entries(run) in (4, 5)


def test_of_what_one_command_recorded_there_is_nothing_to_tell(run, tmp_path):
    """Only of entries that others made, or that were recorded without the mirror."""
    key, mirror = ["--key", str(tmp_path / "a.pem")], ["--mirror", str(tmp_path / "m.ndjson")]
    run("register", "keys", "add", "TM-07", *key, "--make", *mirror)
    erase = [
        "register",
        "erase",
        "SUSD-44",
        "--by",
        "Team Manager",
        "--reference",
        "TM-07",
        "--reason",
        "Kept",
    ]
    for _ in range(2):
        run(*RECORD, *key, *mirror)
    status, _, err = run(*erase, "--yes", *key, *mirror)
    assert (status, err) == (0, "")
    for _ in range(2):
        run(*RECORD, *key)
    assert "entries 6 to 9 are in the mirror now" in run(*erase, "--yes", *key, *mirror)[2]


def test_an_empty_mirror_is_one_that_the_next_entry_begins(run, tmp_path):
    mirror = tmp_path / "m.ndjson"
    mirror.touch()
    run(*RECORD)
    status, out, err = run("register", "verify", "--mirror", str(mirror))
    assert (status, "docs/register.md" in err) == (1, True)
    assert "the mirror has no entries" in out
    run(*RECORD, "--mirror", str(mirror))
    assert run("register", "verify", "--mirror", str(mirror))[0] == 0


def test_verify_says_where_a_mirror_cannot_be_read(run, tmp_path):
    run(*RECORD)
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing", ".", "pipe"):
        status, out, err = run("register", "verify", "--mirror", str(tmp_path / name))
        assert (status, out) == (2, "")
        assert "the mirror cannot be read" in err


def test_a_line_that_is_not_in_the_mirror_any_more_is_told_and_recording_goes_on(run, tmp_path):
    mirror = tmp_path / "mirror.ndjson"
    for _ in range(4):
        assert run(*RECORD, "--mirror", str(mirror))[0] == 0
    lines = mirror.read_text().splitlines(keepends=True)
    for place, entry in ((2, 2), (1, 1)):
        left = [*lines[:place], *lines[place + 1 :]]
        mirror.write_text("".join(left))
        before = entries(run)
        status, out, err = run(*RECORD, "--mirror", str(mirror))
        assert status == 1
        assert out.startswith("Recorded.")
        assert err.splitlines()[0].startswith(
            f"threshold: {mirror}: the line of entry {entry} is not in the "
        )
        assert entries(run) == before + 1
    spoilt = [*lines[:2], "x" + lines[2][1:], *lines[3:]]
    mirror.write_text("".join(spoilt))
    status, _, err = run(*RECORD, "--mirror", str(mirror))
    assert status == 1
    assert "the line of entry 2 is not in the mirror any more, or cannot be read" in err


@pytest.mark.parametrize("statement", ["DROP TRIGGER link_stays", "DROP INDEX erasing", "CREATE TABLE x (y)"])
def test_guards_that_were_taken_off_are_told_and_recording_goes_on(run, tmp_path, statement):
    assert run(*RECORD)[0] == 0
    with closing(sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)) as database:
        database.execute(statement)
    for more in ([], ["--mirror", str(tmp_path / "mirror.ndjson")]):
        before = entries(run)
        status, out, err = run(*RECORD, *more)
        assert (status, out.startswith("Recorded.")) == (1, True)
        assert (
            "the triggers that let the register only grow, were changed; this is recorded all the same" in err
        )
        assert entries(run) == before + 1


def test_those_who_record_at_the_same_time_are_told_of_no_fault(run, tmp_path):
    mirror = tmp_path / "mirror.ndjson"
    assert run(*RECORD, "--mirror", str(mirror))[0] == 0
    assert run(*RECORD)[0] == 0  # somebody else, who has not come to the mirror yet
    status, _, err = run(*RECORD, "--mirror", str(mirror))
    assert (status, err) == (
        0,
        f"threshold: {mirror}: entries 2 to 3 are in the mirror now, as the register has them: others "
        "recorded at the same time, or earlier entries had not been written there yet\n",
    )
