"""The key that an entry is signed with: named, or from the environment, or lying in one's own data folder."""

import io
import sys
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.cli.signing import own_key
from threshold.register.store import open_register

pytest.importorskip("cryptography")

CASE = Path(__file__).parents[2] / "cases" / "step-up-step-down" / "step-down.yaml"
WHO_DECIDED = ["--by", "Team Manager", "--reference", "TM-07", "--agree", "--policy", "step-up-step-down"]
RECORD = ["record", str(CASE), "--decision", "step_down", *WHO_DECIDED]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def ran(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        capsys.readouterr()
        return (main(), *capsys.readouterr())

    return ran


def signers(tmp_path: Path) -> list[str | None]:
    """Whose each entry is."""
    with open_register(tmp_path / "register.sqlite") as register:
        names = {key.public: key.name for key in register.keyring().keys.values()}
        return [names.get(link.signer or "") for link in register.links()]


def test_an_entry_is_signed_with_the_key_that_is_named_or_set(run, tmp_path, monkeypatch):
    assert run("register", "keys", "add", "TM-07", "--key", tmp_path / "a.pem", "--make")[0] == 0
    status, out, _ = run(*RECORD, "--key", tmp_path / "a.pem")
    assert status == 0
    assert "Signed with the key: " in out
    monkeypatch.setenv("THRESHOLD_KEY", str(tmp_path / "a.pem"))
    assert run(*RECORD)[0] == 0
    monkeypatch.delenv("THRESHOLD_KEY")
    assert run(*RECORD)[0] == 0
    assert signers(tmp_path) == ["TM-07", "TM-07", "TM-07", None]


def test_one_s_own_key_signs_where_the_register_knows_keys_and_nowhere_else(run, tmp_path):
    assert run(*RECORD)[0] == 0
    own_key().parent.mkdir(parents=True, exist_ok=True)
    assert run("register", "keys", "add", "TM-07", "--make")[0] == 0
    assert own_key().is_file()
    assert run(*RECORD)[0] == 0
    assert signers(tmp_path) == [None, "TM-07", "TM-07"]
    (tmp_path / "register.sqlite").unlink()
    assert run(*RECORD)[0] == 0
    assert signers(tmp_path) == [None]


def test_a_key_that_the_register_does_not_know_records_nothing(run, tmp_path):
    assert run("register", "keys", "add", "TM-07", "--key", tmp_path / "a.pem", "--make")[0] == 0
    assert run("register", "keys", "add", "PC", "--key", tmp_path / "b.pem", "--make")[0] == 2
    status, out, err = run(*RECORD, "--key", tmp_path / "b.pem")
    assert (status, out) == (2, "")
    assert "the register does not know this key" in err
    assert "threshold register keys add NAME --public FILE" in err
    assert signers(tmp_path) == ["TM-07"]


def test_a_key_that_is_none_is_told_and_not_repeated(run, tmp_path):
    (tmp_path / "a.pem").write_text("secret")
    status, _, err = run(*RECORD, "--key", tmp_path / "a.pem")
    assert status == 2
    assert "holds no Ed25519 key" in err
    assert "secret" not in err


def test_without_the_library_that_is_told(run, tmp_path, monkeypatch):
    assert run("register", "keys", "add", "TM-07", "--key", tmp_path / "a.pem", "--make")[0] == 0
    monkeypatch.setattr("threshold.register.signing.at_hand", lambda: False)
    monkeypatch.setattr("threshold.register.signatures.at_hand", lambda: False)
    for command in (
        [*RECORD, "--key", tmp_path / "a.pem"],
        ["register", "keys", "revoke", "TM-07", "--reason", "Lost", "--key", tmp_path / "a.pem"],
    ):
        status, out, err = run(*command)
        assert (status, out) == (2, "")
        assert "threshold[sign]" in err
    checkpoint = tmp_path / "c.json"
    monkeypatch.undo()
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    assert run("register", "checkpoint", "--out", checkpoint, "--key", tmp_path / "a.pem")[0] == 0
    monkeypatch.setattr("threshold.register.signing.at_hand", lambda: False)
    monkeypatch.setattr("threshold.register.signatures.at_hand", lambda: False)
    monkeypatch.setattr("threshold.register.checkpoint.at_hand", lambda: False)
    status, out, err = run("register", "verify", "--against", checkpoint)
    assert (status, err) == (2, "")
    assert "could NOT be looked at" in out
    assert "NOT looked at: the checkpoint's signature" in out
    assert "not signed" not in out
    status, out, err = run("register", "keys", "list")
    assert (status, "TM-07" in out) == (2, True)
    assert "could not be looked at" in err
    assert run(*RECORD)[0] == 0
    status, out, _ = run("register", "verify")
    assert status == 2
    assert "whole" not in out
    assert "NOT looked at: the signatures" in out
