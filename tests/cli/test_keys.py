"""`threshold register keys`: made, added, listed and revoked, each word of it printed."""

import io
import json
import sqlite3
import sys
from contextlib import closing

import pytest

from threshold.cli.main import main
from threshold.register.keys import made_key

pytest.importorskip("cryptography")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def ran(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "register", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        capsys.readouterr()
        return (main(), *capsys.readouterr())

    return ran


def test_a_first_key_is_made_and_another_added_and_revoked(run, tmp_path):
    mine, other = tmp_path / "mine.pem", tmp_path / "pc.pem"
    status, out, err = run("keys", "add", "TM-07", "--key", mine, "--make")
    assert (status, err) == (0, "")
    assert f"Made the key {mine}, and its public half {mine}.pub" in out
    assert "Added the key of TM-07: " in out
    assert mine.stat().st_mode & 0o777 == 0o600
    status, out, _ = run("keys", "add", "front desk PC", "--public", other, "--make", "--key", mine)
    assert status == 0
    assert other.stat().st_mode & 0o777 == 0o600
    status, out, _ = run("keys", "revoke", "front desk PC", "--reason", "Stolen", "--key", mine)
    assert (status, out.split(":")[0]) == (0, "Revoked the key of front desk PC")
    assert [line.split("  ")[0] for line in run("keys", "list")[1].splitlines()] == [
        "Whose",
        "TM-07",
        "front desk PC",
    ]
    first, second = json.loads(run("keys", "list", "--format", "json")[1])
    assert (first["name"], first["added"], first["revoked"]) == ("TM-07", 1, None)
    assert (second["revoked"], second["reason"]) == (3, "Stolen")
    assert run("verify", "--signed")[0] == 0
    assert "Key added: TM-07" in run("show", "1")[1]
    assert "Reason: Stolen" in run("show", "3")[1]
    assert "no decisions" in run("stats")[1]


def test_another_s_public_half_is_added_by_one_whose_key_is_known(run, tmp_path):
    mine, hers = tmp_path / "mine.pem", tmp_path / "hers.pem"
    run("keys", "add", "TM-07", "--key", mine, "--make")
    status, _, err = run("keys", "add", "TM-08", "--key", hers, "--make")
    assert status == 2
    assert f"{hers}: this key was made, with its public half {hers}.pub" in err
    assert "threshold register keys add NAME --public FILE" in err
    assert run("keys", "add", "TM-08", "--public", f"{hers}.pub", "--key", mine)[0] == 0
    (tmp_path / "why.txt").write_text("Left")
    assert run("keys", "revoke", "TM-07", "--reason-file", tmp_path / "why.txt", "--key", hers)[0] == 0


def test_a_key_is_never_made_over_another_file(run, tmp_path):
    (tmp_path / "key.pem").write_text("mine")
    status, out, err = run("keys", "add", "TM-07", "--key", tmp_path / "key.pem", "--make")
    assert (status, out) == (2, "")
    assert "a file of this name already" in err
    assert (tmp_path / "key.pem").read_text() == "mine"
    assert not (tmp_path / "register.sqlite").exists()


def test_where_there_is_no_key_it_is_told_how_to_make_one(run, tmp_path):
    status, out, err = run("keys", "add", "TM-07")
    assert (status, out) == (2, "")
    assert "threshold register keys add NAME --key KEYFILE --make" in err
    run("keys", "add", "TM-07", "--key", tmp_path / "mine.pem", "--make")
    status, out, err = run("keys", "revoke", "TM-07", "--reason", "Lost")
    assert (status, out) == (2, "")
    assert "must be signed" in err


def test_a_register_without_keys_says_so(run, tmp_path):
    run("keys", "add", "TM-07", "--key", tmp_path / "nowhere.pem")
    assert "there is no register here" in run("keys", "list")[2] or "knows no keys" in run("keys", "list")[1]
    assert "add" in run("keys")[1]


def test_a_name_that_identifies_is_refused_and_not_repeated(run, tmp_path):
    status, _, err = run("keys", "add", "07700 900123", "--key", tmp_path / "k.pem", "--make")
    assert status == 2
    assert "the name of the key" in err
    assert "900123" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_not_listed_since_its_entry_was_altered_is_told(run, tmp_path):
    mine = tmp_path / "mine.pem"
    assert run("keys", "add", "TM-07", "--key", mine, "--make")[0] == 0
    more = ["--public", tmp_path / "pc.pem", "--make", "--key", mine]
    assert run("keys", "add", "front desk PC", *more)[0] == 0
    with closing(sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)) as database:
        database.execute("DROP TRIGGER content_is_kept")
        database.execute("DELETE FROM content WHERE number = 2")
    status, out, err = run("keys", "list")
    assert status == 1
    assert "front desk PC" not in out
    assert err == (
        "threshold: entry 2: what it says about a key is not to be relied on, and has no effect; "
        "`threshold register verify` says more\n"
    )


def test_what_is_wrong_with_a_name_is_not_said_of_the_key_that_signs(run, tmp_path):
    mine = tmp_path / "mine.pem"
    run("keys", "add", "TM-07", "--key", mine, "--make")
    made_key(tmp_path / "b.pem")
    status, _, err = run("keys", "add", "tm-07", "--key", mine, "--public", tmp_path / "b.pem.pub")
    assert status == 2
    assert "another key has this name" in err
    assert "--key" not in err


def test_a_key_that_was_made_and_not_added_is_told(run, tmp_path):
    run("keys", "add", "TM-07", "--key", tmp_path / "mine.pem", "--make")
    status, out, err = run("keys", "add", "TM-08", "--key", tmp_path / "other.pem", "--make")
    assert (status, out) == (2, "")
    assert "this key was made, with its public half" in err
    assert "but it was not added" in err
