"""Every help ends with examples: they are typed as they stand there, they fit, and they work."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.cli.shells import on_path

from threshold.cli.completion import SHELLS
from threshold.cli.examples import at_the_end, in_short, parted
from threshold.cli.main import app

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "national" / "referral-without-consent.yaml"
WIDTH = 80
EXAMPLES = re.compile(r"^  Examples:\n((?:    .*\n)+)\Z", re.MULTILINE)

# They ask somebody, go on until they are stopped, take minutes, need another shell, or name a call or a key
# that is not there.
NOT_RUN = (
    "threshold ask case.yaml --write",
    "threshold completion powershell",
    "threshold consult --adviser",
    "threshold consult --resume",
    "threshold consult follow-up",
    "threshold consult forget",
    "threshold consult show",
    "threshold policy coverage",
    "threshold policy mutate",
    "threshold record",
    "threshold register erase",
    "threshold serve",
)


def walk(command: Any, words: str) -> Iterator[tuple[str, Any]]:
    """Every command by all its words."""
    yield words, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, f"{words} {name}")


ALL = dict(walk(typer.main.get_command(app), "threshold"))


def help_of(words: str) -> str:
    """What `--help` says after a command, at 80 columns."""
    command = ALL[words]
    made = command.make_context(words, ["--help"], resilient_parsing=True, terminal_width=WIDTH)
    return f"{command.get_help(made)}\n"


def shown(words: str) -> list[tuple[str, str]]:
    """The examples of a command: each line to type, and what it does."""
    found = EXAMPLES.search(help_of(words))
    assert found, f"the help of `{words}` ends with no examples"
    lines = found[1].splitlines()
    typed, means = lines[::2], lines[1::2]
    assert len(typed) == len(means)
    assert all(re.match(r" {4}\S", line) for line in typed)
    assert all(re.match(r" {6}\S", line) for line in means)
    return [(line.strip(), said.strip()) for line, said in zip(typed, means, strict=True)]


def as_arguments(typed: str) -> list[str]:
    """The words for the program, without what the shell does with what it prints."""
    words = shlex.split(typed)
    ends = [number for number, word in enumerate(words) if word in (">", ">>", "|")]
    return words[: min(ends, default=len(words))]


@pytest.mark.parametrize("words", ALL)
def test_a_help_ends_with_one_to_three_examples_of_its_command(words: str):
    examples = shown(words)
    most = len(SHELLS) if words == "threshold completion" else 3
    assert 1 <= len(examples) <= most
    assert len(set(examples)) == len(examples)
    for typed, means in examples:
        assert f"{typed} ".startswith(f"{words} "), "an example of another command"
        assert not means[0].isupper()
        assert not means.endswith(".")


@pytest.mark.parametrize("words", ALL)
def test_a_help_fits_80_columns(words: str):
    too_long = [line for line in help_of(words).splitlines() if len(line) > WIDTH]
    assert not too_long


@pytest.mark.parametrize("typed", [typed for words in ALL for typed, _ in shown(words)])
def test_an_example_is_understood(typed: str):
    program, *arguments = as_arguments(typed)
    assert program == "threshold"
    command, name = ALL["threshold"], "threshold"
    while arguments and arguments[0] in getattr(command, "commands", {}):
        name = arguments.pop(0)
        command = command.commands[name]
    made = command.make_context(name, arguments)
    if hasattr(command, "commands"):  # no word is left that would be a command
        assert not made.args


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the files that examples name."""
    folder = tmp_path_factory.mktemp("desk")
    home = folder / "home"
    (home / ".config" / "fish" / "completions").mkdir(parents=True)
    shutil.copy(CASE, folder / "case.yaml")
    (folder / "cases").mkdir()
    shutil.copy(CASE, folder / "cases")
    shutil.copy(ROOT / "cases" / "caf-team" / "advice-caf-closed.yaml", folder / "cases")
    shutil.copytree(ROOT / "rules" / "caf-team", folder / "our-pack")
    pack = folder / "our-pack" / "pack.yaml"
    pack.write_text(
        pack.read_text(encoding="utf-8").replace("pack: caf-team", "pack: our-pack"), encoding="utf-8"
    )
    shutil.copy(ROOT / "rules" / "policies" / "national.yaml", folder / "our-policy.yaml")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "THRESHOLD_"))}
    environment = {**ours, "HOME": str(home), "PATH": on_path(folder / "bin")}

    def run(*words: str) -> None:
        subprocess.run([sys.executable, "-m", "threshold", *words], cwd=folder, env=environment, check=True)

    signs = ROOT / "rules" / "template" / "our-town" / "indicators.csv"
    shutil.copy(signs, folder / "signs.csv")
    for name in ("contacts.csv", "contacts.columns.yaml"):
        shutil.copy(ROOT / "docs" / "morning" / name, folder)
    run("triage", "contacts.csv", "--cases", "contacts.ndjson", "--out", "list.txt")
    run("demo-data", "--out", "export.csv", "--children", "20")
    given = ("--decision", "step_up", "--by", "Team Manager", "--reference", "TM-07", "--override")
    run("record", "case.yaml", *given, "--reason", "Told so by the school")
    run("register", "checkpoint", "--out", "checkpoint.json")
    run("register", "keys", "add", "TM-08", "--make", "--key", "their-key", "--register", "theirs.sqlite")
    return folder, environment


# Each once, although a group of commands may show what one of them shows.
RUN = dict.fromkeys(typed for words in ALL for typed, _ in shown(words) if not typed.startswith(NOT_RUN))


@pytest.mark.slow
def test_the_examples_run(desk: tuple[Path, dict[str, str]]):
    folder, environment = desk
    failed = []
    for typed in RUN:
        done = subprocess.run(
            typed,
            shell=True,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            failed.append((typed, done.returncode, done.stderr))
    assert not failed, "\n".join(map(str, failed))


def test_what_is_not_run_is_an_example():
    for start in NOT_RUN:
        assert any(typed.startswith(start) for words in ALL for typed, _ in shown(words)), start


# How they get there


def test_a_docstring_is_parted_at_its_examples():
    assert parted("Says so.\n\n    Examples:\n      threshold a\n        means b\n    ") == (
        "Says so.",
        "  threshold a\n    means b",
    )
    assert parted("Says so.") == ("Says so.", "")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Says so.", "Says so"),
        ("Says so: and more.", "Says so"),
        ("Says so; and\nmore.", "Says so"),
        ("Says a\nlot, at 10:30 in v1.2. And more.", "Says a lot, at 10:30 in v1.2"),
    ],
)
def test_a_list_of_commands_shows_the_first_words(text: str, short: str):
    assert in_short(text) == short


def test_a_command_of_another_app_gets_its_examples_too():
    other, group = typer.Typer(), typer.Typer(help="A group.")

    @other.command()
    def said() -> None:
        """Say so.

        Examples:
          threshold said
            say it
        """

    @group.callback(invoke_without_command=True)
    def above() -> None:
        """A group.

        Examples:
          threshold above
            list them
        """

    @group.command()
    def below() -> None:
        """Say nothing."""

    other.add_typer(group, name="above")
    at_the_end(other)
    found = typer.main.get_command(other)
    inner = found.commands  # type: ignore[attr-defined]
    assert (inner["said"].help, inner["said"].epilog) == (
        "Say so.",
        "\b\nExamples:\n  threshold said\n    say it",
    )
    assert (inner["above"].help, inner["above"].epilog) == (
        "A group.",
        "\b\nExamples:\n  threshold above\n    list them",
    )
    assert inner["above"].commands["below"].epilog is None


def test_lists_of_commands_are_not_cut_off():
    for words in ALL:
        for line in help_of(words).splitlines():
            assert not re.search(r"[a-z]\.\.\.$", line), words
