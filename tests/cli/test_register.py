"""`threshold register`: every command over one register, with its formats and exit statuses."""

import csv
import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.running import running
from tests.register.conftest import empty

from threshold.cli.main import main

CASES = Path(__file__).parents[2] / "cases" / "step-up-step-down"
WHO = ["--by", "Team Manager", "--reference", "TM-07", "--policy", "step-up-step-down"]
WHY = ["--override", "--reason", "The panel asked for it"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a register with an agreement and an override."""
    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        for case, how in (("step-down", ["--agree"]), ("after-cp-two-months-thirty-days", WHY)):
            arguments = ["record", str(CASES / f"{case}.yaml"), "--decision", "step_down", *WHO, *how]
            patch.setattr(sys, "argv", ["threshold", *arguments, "--register", str(path)])
            patch.setattr(sys, "stdin", io.StringIO())
            assert main() == 0
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, recorded: bytes) -> Path:
    path = tmp_path / "register.sqlite"
    path.write_bytes(recorded)
    return path


@pytest.fixture
def run(path, monkeypatch, capsys):
    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("THRESHOLD_REGISTER", str(path))
        monkeypatch.setattr(sys, "argv", ["threshold", "register", *arguments])
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return ran


def alter(path: Path) -> None:
    """Change what the second entry says, behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'content_stays'").fetchone()
        database.execute("DROP TRIGGER content_stays")
        database.execute("UPDATE content SET summary = replace(summary, 'The panel', 'I') WHERE number = 2")
        database.execute(sql)


def test_list(run):
    status, out, _ = run("list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == ["Entry", "1", "2"]
    assert [each["override"] for each in json.loads(run("list", "--format", "json")[1])] == ["no", "yes"]
    rows = list(csv.DictReader(io.StringIO(run("list", "SUSD-44", "--format", "csv")[1])))
    assert [(each["case"], each["decision"]) for each in rows] == [("SUSD-44", "step_down")]


def test_show(run):
    status, out, _ = run("show", "2")
    assert status == 0
    assert "Reason: The panel asked for it" in out
    (data,) = json.loads(run("show", "SUSD-44", "--format", "json")[1])
    assert data["recommendation"]["case"] == "SUSD-44"
    status, _, err = run("show", "C-99")
    assert status == 2
    assert "no case and no entry" in err


def test_verify(run, path):
    status, out, _ = run("verify")
    assert status == 0
    assert "2 entries looked at: whole and unaltered" in out
    alter(path)
    status, out, _ = run("verify")
    assert status == 1
    assert "entry 2: what it holds was altered" in out
    (fault,) = json.loads(run("verify", "--format", "json")[1])["faults"]
    assert fault["entry"] == 2


def test_checkpoint(run, path, tmp_path):
    out_file = tmp_path / "checkpoint.json"
    status, out, _ = run("checkpoint", "--out", str(out_file))
    assert status == 0
    assert out.splitlines()[0] == "Not signed: whoever can write this file can forge it."
    assert "Checkpoint of 2 entries." in out
    assert out_file.stat().st_mode & 0o777 == 0o600
    assert run("verify", "--against", str(out_file))[0] == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        names = ("content_is_kept", "link_is_kept")
        kept = [
            database.execute(f"SELECT sql FROM sqlite_master WHERE name = '{n}'").fetchone()[0] for n in names
        ]
        for name in names:
            database.execute(f"DROP TRIGGER {name}")
        for table in ("content", "chain"):
            database.execute(f"DELETE FROM {table} WHERE number = 2")
        for sql in kept:
            database.execute(sql)
    assert run("verify")[0] == 0
    status, out, _ = run("verify", "--against", str(out_file))
    assert status == 1
    assert out.splitlines()[0] == "The checkpoint is NOT SIGNED: whoever can write its file can forge it."
    assert "entry 2 was cut off" in out


def test_a_key_is_for_a_checkpoint(run, tmp_path):
    status, _, err = run("verify", "--key", str(tmp_path / "key.pem"))
    assert status == 2
    assert "--against" in err


def test_replay(run):
    status, out, _ = run("replay")
    assert status == 0
    assert "2 replayed: 2 the same" in out
    status, out, _ = run("replay", "SUSD-44", "--policy", "default")
    assert status == 1
    assert "status: permitted -> undetermined" in out
    replayed = json.loads(run("replay", "--format", "json")[1])
    assert [each["outcome"] for each in replayed] == ["same", "same"]


def test_export(run, tmp_path):
    lines = run("export")[1].splitlines()
    assert [json.loads(line)["entry"] for line in lines] == [1, 2]
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv")[1])))
    assert rows[1]["reason"] == "The panel asked for it"
    for format_ in ("markdown", "html"):
        out_file = tmp_path / f"history.{format_}"
        assert run("export", "SUSD-44", "--format", format_, "--out", str(out_file))[0] == 0
        assert "SUSD-44" in out_file.read_text()
        assert out_file.stat().st_mode & 0o777 == 0o600
        status, _, err = run("export", "--format", format_)
        assert status == 2
        assert "name it" in err


def test_a_file_that_cannot_be_written_is_told(run, tmp_path):
    status, _, err = run("export", "--out", str(tmp_path / "nowhere" / "out.ndjson"))
    assert status == 2
    assert "cannot be written" in err


@pytest.mark.parametrize("command", ["export", "stats", "checkpoint"])
def test_the_register_is_never_written_over(run, path, command):
    before = path.read_bytes()
    status, out, err = run(command, "--out", str(path))
    assert (status, out) == (2, "")
    assert "is the register, and would be lost" in err
    assert path.read_bytes() == before


def test_stats(run):
    assert "1 of 2 overridden (50%)" in run("stats")[1]
    assert json.loads(run("stats", "--format", "json")[1])["all"]["overridden"] == 1
    page = run("stats", "--format", "html")[1]
    assert "<svg" in page
    assert "<table" in page


def test_where_there_is_no_register_that_is_told(run, path):
    path.unlink()
    for command in (["list"], ["verify"], ["replay"], ["stats"], ["export"], ["show", "C-1"]):
        status, out, err = run(*command)
        assert (status, out) == (2, "")
        assert "there is no register here" in err


def test_a_damaged_register_is_told_by_every_command(run, path):
    path.write_bytes(path.read_bytes()[:9000])
    for command in (["list"], ["verify"], ["replay"], ["stats"], ["export"], ["show", "C-1"]):
        status, out, err = run(*command)
        assert (status, out) == (2, "")
        assert "damaged" in err


READERS = [
    *(["show", "2", "--format", format_] for format_ in ("text", "json", "markdown", "html")),
    *(["export", "--format", format_] for format_ in ("ndjson", "csv")),
    *(["export", "2", "--format", format_] for format_ in ("ndjson", "csv", "markdown", "html")),
    ["replay"],
    ["replay", "2", "--format", "json"],
]
LISTS = [
    *(["list", "--format", format_] for format_ in ("text", "json", "csv")),
    *(["stats", "--format", format_] for format_ in ("text", "json", "html")),
]


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_what_is_not_as_recorded_is_not_given_out(run, path, tmp_path, arguments):
    assert run(*arguments)[0] == 0
    alter(path)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "entry 2: is not as it was recorded" in err
    if arguments[0] == "export":
        assert run(*arguments, "--out", str(tmp_path / "out"))[0] == 2
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_what_is_not_as_recorded_is_marked_among_many_and_not_counted(run, path, arguments):
    before = run(*arguments)[1]
    alter(path)
    status, out, err = run(*arguments)
    assert status == 1
    assert err.splitlines() == [
        "threshold: entry 2: is not as it was recorded",
        "threshold: `threshold register verify` says more",
    ]
    assert "continue" not in out
    assert "I asked for it" not in out
    if arguments[0] == "list":
        assert "SUSD-44" in out
        assert out.count("SUSD-") < before.count("SUSD-")
        assert out.count("not as recorded") + out.count("not_as_recorded") == 1
    else:
        assert "1 NOT as recorded, not counted" in out or json.loads(out)["not_as_recorded"] == 1
        assert "1 of 1 " in out or "0 of 1 " in out or json.loads(out)["all"]["decisions"] == 1


def test_other_entries_are_read_by_their_numbers_and_a_case_only_where_it_can_be_told(run, path):
    alter(path)
    assert run("show", "1")[0] == 0
    for arguments in (["show", "SUSD-44"], ["list", "SUSD-44"], ["show", "C-99"]):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "entry 2: is not as it was recorded, and nobody can tell which case it is of" in err


def test_a_register_without_entries_is_not_called_whole(tmp_path, monkeypatch, capsys):
    """A slip in its name, or a file that was put in its place, must not pass for a whole one every night."""
    empty(tmp_path / "register.sqlite")
    run = running(tmp_path, "register verify --register register.sqlite", monkeypatch, capsys)
    status, out, err = run()
    assert (status, err) == (2, "")
    assert "nothing was ever recorded here, or this is another file" in " ".join(out.split())
    assert "whole" not in out
    assert json.loads(run("--format", "json")[1])["not_checked"]
