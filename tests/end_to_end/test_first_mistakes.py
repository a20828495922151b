"""Mistakes of somebody's first days: each message names what to do next, and repeats nothing given."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from threshold.cli.main import app, main
from threshold.cli.options import READERS
from threshold.exports import FORMATS as READERS_THERE

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "national" / "referral-without-consent.yaml"
SECRET = "Kestrel"  # given in many places, told in none
WHO = ("--by", "Team Manager", "--reference", "TM-07")

# What is typed, and what the message names to do next.
MISTAKES = [
    # a command or an option that there is not
    ("decid case.yaml", "Did you mean 'decide'?"),
    ("policy shwo", "Did you mean 'show'?"),
    ("verify", "Did you mean 'threshold register verify'?"),
    ("check", "Did you mean 'threshold policy check'?"),
    (f"{SECRET}", "try `threshold --help`"),
    ("policy list", "try `threshold policy --help`"),
    ("decide case.yaml --polcy default", "Possible options: --policy"),
    (f"register list --{'x' * 20}", "try `threshold register list --help`"),
    ("decide", "try `threshold decide --help`"),
    ("policy show a b", "try `threshold policy show --help`"),
    ("demo-data", "Missing option '--out'"),
    # a value that there is not
    (f"decide case.yaml --format {SECRET}", "must be one of text, json, ndjson, csv, markdown"),
    ("decide case.yaml --fail-on block", 'did you mean "blocked"?'),
    (f"decide case.yaml --as-at {SECRET}", "such as 2026-08-14"),
    ("decide case.yaml --policy defalt", 'did you mean "default"?; known are '),
    (f"decide case.yaml --policy {SECRET}", "known are caf-team, "),
    (
        "decide case.yaml --set cin_minimum_after_cp=3",
        'did you mean "step-up-step-down.cin_minimum_after_cp"?',
    ),
    ("decide case.yaml --set x.y=3", "`threshold policy show` lists them"),
    (f"decide case.yaml --set {SECRET}", "is written pack.parameter=value"),
    (f"audit export.csv --from {SECRET}", "must be one of annex-a, census, ssd, events"),
    ("audit export.csv --suppose down", 'did you mean "step_down"?'),
    (f"audit export.csv --period {SECRET}", "2025-04-01..2026-03-31"),
    ("audit export.csv --where status=overdue", "give --cases too"),
    (f"audit export.csv --results {SECRET}", "must end in .parquet or .csv"),
    ("policy schema cases", 'did you mean "case"?'),
    ("policy show Kestrl", "`threshold policy show` lists what there is"),
    ("policy mutate nothing", "known are caf-team, "),
    ("completion cmd", "must be one of bash, zsh, fish, powershell"),
    (f"timeline case.yaml --format {SECRET}", "must be one of text, html, svg"),
    # a file that is not there, or is another
    ("decide nothing.yaml", "`threshold ask FILE --write` asks, and makes one"),
    ("timeline nothing.yaml", "`threshold ask FILE --write` asks, and makes one"),
    ("decide policy.yaml", "`threshold policy check` reads it, and --policy decides by it"),
    ("decide pack/parameters.yaml", "`threshold policy check` reads it, with the policy that it belongs to"),
    ("decide map.yaml", "`threshold audit EXPORT --map FILE` reads it"),
    ("decide export.csv", "`threshold triage` reads tables of contacts, and `threshold audit` exports"),
    ("decide empty", "holds no case files (.yaml, .yml, .json, .ndjson, .jsonl)"),
    ("decide unknown.yaml", "known are about, age, as_at, "),
    ("decide broken.yaml", "check the colons"),
    ("decide case.yaml --policy case.yaml", "`threshold decide` decides it, by the policy of --policy"),
    ("policy check case.yaml", "`threshold decide` decides it, by the policy of --policy"),
    ("audit", "--events needs none"),
    ("audit nothing.csv", "`threshold demo-data --out demo.csv`"),
    ("audit export.csv", "give --as-at"),
    ("audit export.csv --as-at 2026-03-31", "--inspect writes a first one"),
    ("audit export.csv --as-at 2026-03-31 --map nothing.yaml", "--inspect with --map writes a first one"),
    ("audit case.yaml", "name one with --from: annex-a"),
    ("pseudonymise export.csv --out new.csv --key nokey", "--make-key makes one"),
    # a register that is not there, or holds something else
    ("register list --register none.sqlite", "`threshold record` and `threshold consult` make one"),
    ("register verify --register none.sqlite", "`threshold record` and `threshold consult` make one"),
    ("register show C-1", "`threshold register list` lists them"),
    ("register verify --against case.yaml", "`threshold register checkpoint --out FILE` writes one"),
    ("register verify --key key.pem", "give --against too"),
    (
        f"register keys revoke TM-07 --reason {SECRET}",
        "`threshold register keys add NAME --key KEYFILE --make`",
    ),
    ("consult show 7KQ4", "`threshold consult list --all` lists the calls"),
    ("consult follow-up 7KQ4 --done it --adviser TM-07", "`threshold consult list --all` lists the calls"),
    ("consult export", "--day or --from"),
    ("policy new caf-team", "give another (`--from` copies it)"),
    ("policy new pack", "means something else here"),
    ("policy new ../ours", "run the command in the folder where it is to lie"),
    ("policy new ours --from caf-taem", 'did you mean "caf-team"'),
    ("policy new ours --indicators map.yaml", "save the table as .csv or .xlsx"),
    ("policy new ours --indicators export.csv", "export.csv"),
    ("policy new ours --levels A,B,C", "give it with --indicators"),
    ("record case.yaml", "give a made-up reference for the person, such as TM-07"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has on the first day: a case, a policy, a pack, an export, and files with slips."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copy(CASE, folder / "case.yaml")
    shutil.copy(ROOT / "rules" / "policies" / "national.yaml", folder / "policy.yaml")
    shutil.copytree(ROOT / "rules" / "caf-team", folder / "pack")
    (folder / "empty").mkdir()
    (folder / "map.yaml").write_text("columns: {}\n")
    (folder / "unknown.yaml").write_text(f"case: C-1\nsomewhat: {SECRET}\n")
    (folder / "broken.yaml").write_text(f"case: {SECRET}\n  b: [\n")
    (folder / "export.csv").write_text(f"child_reference,when,what\n1,2026-01-01,{SECRET}\n")
    return folder


@pytest.fixture
def told(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("THRESHOLD_REGISTER", "register.sqlite")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))

    def told(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *words])
        return main(), capsys.readouterr().err

    if not (folder / "register.sqlite").exists():
        given = ("--decision", "step_up", *WHO, "--override", "--reason", "Told so by the school", "--quiet")
        assert told("record", "case.yaml", *given)[0] == 0
    return told


def commands(command: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    yield path, {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(typer.main.get_command(app), "threshold"))


@pytest.mark.parametrize(("typed", "named"), MISTAKES, ids=[typed for typed, _ in MISTAKES])
def test_a_message_names_what_to_do_next(told: Any, typed: str, named: str):
    status, err = told(*typed.split())
    assert status == 2
    assert named in err
    assert SECRET not in err
    assert all(line.startswith("threshold: ") for line in err.splitlines())
    for command in re.findall(r"[`'](threshold[^`']*)[`']", err):
        assert_there_is(command)


def assert_there_is(command: str):
    """A command that a message names is one, with its options."""
    words = command.split()
    name = " ".join(words[: next(n for n in (4, 3, 2, 1) if " ".join(words[:n]) in COMMANDS)])
    options = {word for word in words if word.startswith("--")} - {"--help"}
    assert len(words) == 1 or name != "threshold" or "--help" in words, command
    assert options <= COMMANDS[name], command


def test_there_are_enough_of_them():
    assert len(MISTAKES) >= 40
    assert len({typed for typed, _ in MISTAKES}) == len(MISTAKES)


def test_a_register_that_was_altered_says_what_to_do(told: Any, folder: Path):
    import sqlite3

    altered = folder / "altered.sqlite"
    shutil.copy(folder / "register.sqlite", altered)
    with sqlite3.connect(altered) as register:
        for (name,) in register.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            register.execute(f'drop trigger "{name}"')
        register.execute("delete from content")
    status, err = told("register", "verify", "--register", str(altered))
    assert status == 1
    assert (
        "change nothing in it, put a copy aside, and see `When something is wrong` in docs/register.md" in err
    )
    assert "\n## When something is wrong\n" in (ROOT / "docs" / "register.md").read_text(encoding="utf-8")


def test_nothing_that_a_terminal_obeys_gets_out(told: Any):
    hostile = "\x1b[2J\u202e"
    for words in (
        [f"dec{hostile}"],
        ["decide", f"--{hostile}"],
        ["decide", f"{hostile}.yaml"],
        ["decide", "case.yaml", "--policy", hostile],
        ["policy", "show", hostile],
        ["policy", "mutate", hostile],
        ["audit", hostile],
        ["register", "show", hostile],
    ):
        status, err = told(*words)
        assert status == 2
        assert "\x1b" not in err
        assert "\u202e" not in err


def test_the_kinds_of_export_that_are_offered_are_those_that_are_read():
    assert tuple(READERS_THERE) == READERS
