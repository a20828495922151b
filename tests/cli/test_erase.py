"""`threshold register erase`: asked first, signed, and told with who and why."""

import io
import os
import sys
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.register.store import open_register

pytest.importorskip("cryptography")

CASE = Path(__file__).parents[2] / "cases" / "step-up-step-down" / "step-down.yaml"
WHO_DECIDED = ["--by", "Team Manager", "--reference", "TM-07", "--agree", "--policy", "step-up-step-down"]
RECORD = ["record", str(CASE), "--decision", "step_down", *WHO_DECIDED]
WHO = ["--by", "Team Manager", "--reference", "TM-07", "--reason", "The time for keeping it is over"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def ran(*arguments: object, answer: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO() if answer is None else Terminal(answer))
        capsys.readouterr()
        return (main(), *capsys.readouterr())

    return ran


@pytest.fixture
def key(run, tmp_path) -> Path:
    assert run(*RECORD)[0] == 0
    assert run(*RECORD)[0] == 0
    assert run("register", "keys", "add", "TM-07", "--key", tmp_path / "key.pem", "--make")[0] == 0
    return tmp_path / "key.pem"


def held(tmp_path: Path) -> list[int]:
    with open_register(tmp_path / "register.sqlite") as register:
        return [link.number for link in register.links() if register.holds(link.number)]


def test_a_case_is_erased_and_the_register_stays_whole(run, key, tmp_path):
    status, out, err = run("register", "erase", "SUSD-44", *WHO, "--key", key, "--yes")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Erased what entries 1 and 2 held. Who had it done, and why: entries 4 and 5.",
        "Copies of the register, what was exported, and backups still hold it: erase it there too.",
    ]
    assert held(tmp_path) == [3, 4, 5]
    assert b"SUSD-44" not in (tmp_path / "register.sqlite").read_bytes()
    status, out, _ = run("register", "verify")
    assert status == 0
    assert "Lawfully erased, with the chain whole: 1 to 2" in out
    out = run("register", "show", "4")[1]
    assert "Erased: what entry 1 held" in out
    assert "By: Team Manager (TM-07)" in out
    assert "Reason: The time for keeping it is over" in out
    assert (
        "2 erased, not counted" in run("register", "stats")[1]
        or "no decisions" in run("register", "stats")[1]
    )


def test_a_person_at_the_terminal_is_asked_first(run, key, tmp_path):
    status, out, err = run("register", "erase", "1", *WHO, "--key", key, answer="no\n")
    assert (status, out) == (0, "Nothing was erased.\n")
    assert "Erase what entry 1 held, for good? (yes or no)" in err
    assert held(tmp_path) == [1, 2, 3]
    assert run("register", "erase", "1", *WHO, "--key", key, answer="yes\n")[0] == 0
    assert held(tmp_path) == [2, 3, 4]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["1", *WHO, "--key", "KEY"], "--yes"),
        (["1", *WHO, "--yes"], "must be signed; name your key with --key"),
        (["1", "--yes", "--key", "KEY"], "--reason or --reason-file: is missing"),
        (
            ["1", *WHO[:4], "--reason", "Call 07700 900123", "--yes", "--key", "KEY"],
            "--reason: seems to hold",
        ),
        (["1", "--by", "Nobody", *WHO[2:], "--yes", "--key", "KEY"], "--by"),
        (["3", *WHO, "--yes", "--key", "KEY"], "about an erasure or a key"),
        (["C-9", *WHO, "--yes", "--key", "KEY"], "no case and no entry"),
    ],
)
def test_nothing_is_erased_where_something_is_wrong(run, key, tmp_path, arguments, told):
    status, out, err = run("register", "erase", *(key if each == "KEY" else each for each in arguments))
    assert (status, out) == (2, "")
    assert told in err
    assert "900123" not in err
    assert held(tmp_path) == [1, 2, 3]


def test_the_reason_may_come_from_a_file(run, key, tmp_path):
    (tmp_path / "why.txt").write_text("Kept long enough\n")
    arguments = [*WHO[:4], "--reason-file", tmp_path / "why.txt", "--key", key, "--yes"]
    assert run("register", "erase", "2", *arguments)[0] == 0
    assert "Reason: Kept long enough" in run("register", "show", "4")[1]


SPELT = ["SUSD-44 is over", "susd44, over", "S U S D 4 4", "as to SUSD_44."]


@pytest.mark.parametrize("reason", SPELT)
@pytest.mark.parametrize("reference", ["SUSD-44", "1"])
def test_an_erasure_does_not_name_what_it_erases(run, key, tmp_path, reason, reference):
    arguments = [*WHO[:4], "--reason", reason, "--key", key, "--yes"]
    status, out, err = run("register", "erase", reference, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("threshold: --reason: names a case or family of this register")
    assert "44" not in err
    assert held(tmp_path) == [1, 2, 3]


def test_an_erasure_does_not_name_any_other_case_nor_as_whoever_decided(run, key, tmp_path):
    assert run("register", "erase", "1", *WHO, "--key", key, "--yes")[0] == 0
    who = ["--by", "Team Manager", "--reference", "susd-44", "--reason", "As SUSD-44"]
    status, _, err = run("register", "erase", "2", *who, "--key", key, "--yes")
    assert status == 2
    assert [line.split(": ")[1] for line in err.splitlines()] == ["--reference", "--reason"]
    assert held(tmp_path) == [2, 3, 4]


def test_nothing_said_of_a_key_names_a_case(run, key, tmp_path):
    run("register", "keys", "add", "x", "--key", tmp_path / "two.pem", "--make")
    more = ["--public", tmp_path / "two.pem.pub", "--key", key]
    status, _, err = run("register", "keys", "add", "susd 44 PC", *more)
    assert status == 2
    assert "threshold: the name of the key: names a case or family of this register" in err
    assert run("register", "keys", "add", "front desk PC", *more)[0] == 0
    revoke = ["register", "keys", "revoke", "front desk PC", "--key", key, "--reason"]
    status, _, err = run(*revoke, "It was for SUSD.44")
    assert status == 2
    assert "--reason: names a case or family" in err
    assert run(*revoke, "It was sold")[0] == 0


def test_entries_that_go_on_naming_what_is_erased_are_told_before_it_is(run, key, tmp_path):
    other = CASE.with_name("after-cp-two-months-thirty-days.yaml")
    why = ["--override", "--reason", "As with susd 44"]
    record = ["record", other, "--decision", "step_down", *WHO_DECIDED[:4], *WHO_DECIDED[5:], *why]
    assert run(*record)[0] == 0
    told = (
        "threshold: named in a reason or case file of entry 4, which stays as it is unless you erase that "
        "too, by its number\n"
    )
    status, _, err = run("register", "erase", "SUSD-44", *WHO, "--key", key)
    assert status == 2
    assert err.startswith(told)
    assert held(tmp_path) == [1, 2, 3, 4]
    status, _, err = run("register", "erase", "1", *WHO, "--key", key, answer="no\n")
    assert status == 0
    assert err.splitlines()[0] == "threshold: of the same case or call, and not erased: entry 2"
    assert told in err
    status, out, err = run("register", "erase", "SUSD-44", *WHO, "--key", key, "--yes")
    assert (status, err) == (1, told)
    assert "Erased what entries 1 and 2 held." in out
    assert held(tmp_path) == [3, 4, 5, 6]


def test_a_message_names_nothing_that_nobody_typed(run, key):
    nothing = "the register holds no case and no entry of this name; `threshold register list` lists them\n"
    for arguments in (["erase", "C-9", *WHO, "--key", key, "--yes"], ["show", "C-9"], ["list", "C-9"]):
        status, _, err = run("register", *arguments)
        assert (status, err) == (2, f"threshold: {nothing}")
    status, _, err = run("register", "list", "SUSD-44", "C-9")
    assert err == f"threshold: reference 2 of 2: {nothing}"
    assert "REF" not in run("register", "erase", "3", *WHO, "--key", key, "--yes")[2]
    for arguments in (["add", "Jane!"], ["revoke", "front desk PC", "--reason", "It was sold"]):
        status, _, err = run("register", "keys", *arguments, "--key", key)
        assert status == 2
        assert "NAME" not in err.replace("keys add NAME", "")


@pytest.mark.parametrize(
    "arguments",
    [
        [*RECORD, "--reason"],
        ["register", "erase", "1", *WHO[:4], "--yes", "--key", "KEY", "--reason"],
        ["register", "keys", "revoke", "TM-07", "--key", "KEY", "--reason"],
    ],
    ids=["record", "erase", "revoke"],
)
def test_a_reason_in_bytes_that_are_no_text_is_refused(run, key, tmp_path, arguments):
    given = os.fsdecode(b"a\xffb")
    status, out, err = run(*(key if each == "KEY" else each for each in arguments), given)
    assert (status, out) == (2, "")
    assert err == (
        "threshold: --reason: holds bytes that are no text in UTF-8; type it anew, or give it in a file "
        "(--reason-file)\n"
    )
    assert held(tmp_path) == [1, 2, 3]


def test_other_words_in_such_bytes_are_refused_too(run, key, tmp_path):
    given = os.fsdecode(b"a\xffb")
    for arguments in (
        [*RECORD[:3], given, *RECORD[4:]],
        [*RECORD, "--by", given],
        [*RECORD, "--reference", given],
        ["register", "keys", "add", given, "--key", key],
        ["register", "keys", "revoke", given, "--reason", "It was sold", "--key", key],
        ["register", "erase", given, *WHO, "--yes", "--key", key],
        ["register", "erase", "1", "--by", given, *WHO[2:], "--yes", "--key", key],
        ["register", "erase", "1", *WHO, "--reference", given, "--yes", "--key", key],
        ["register", "show", given],
    ):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "internal error" not in err
    assert held(tmp_path) == [1, 2, 3]
