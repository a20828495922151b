"""What could stand where somebody presses Tab; whatever is wrong, nobody is disturbed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from threshold.cli.completing import ASKED, CURRENT, WORDS, answer, offers
from threshold.cli.main import app, main
from threshold.cli.offers import FILE

COMMAND = typer.main.get_command(app)


def offered(line: str) -> list[str]:
    """What is offered for the last word of a line."""
    return [each.value for each in offers(COMMAND, line.split(" "))]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("d", ["deadlines", "decide", "demo-data"]),
        ("policy co", ["coverage"]),
        ("register keys ", ["list", "add", "revoke"]),
        ("nope ", []),
        ("policy nope ", []),
        ("decide --po", ["--policy"]),
        ("decide x.yaml --po", ["--policy"]),
        ("decide --policy default --po", []),
        ("decide --set a.b=1 --se", ["--set"]),  # which may be given again
        ("record x.yaml --a", ["--again", "--agree", "--as-at"]),
        ("record x.yaml --ov", ["--override"]),
        ("decide --he", ["--help"]),
        ("-", ["--version", "--help"]),
        ("decide --format j", ["json"]),
        ("decide --format=j", ["--format=json"]),
        ("decide --format json", []),  # nothing is left to finish
        ("decide --all=j", []),
        ("decide --nope=j", []),
        ("decide --nope j", [""]),
        ("decide --as-at ", []),
        ("decide -- --form", [""]),
        ("decide --format 'j", ["json"]),
        ('decide --format "j', ["json"]),
        ("policy schema case ", []),
        ("consult --adviser TM-07 follow", ["follow-up"]),
        ("consult --format ", ["text", "json"]),
        ("consult list --format ", ["text", "json"]),
    ],
)
def test_what_is_offered(line: str, words: list[str]):
    assert sorted(offered(line)) == sorted(words)


@pytest.mark.parametrize(
    "line", ["decide ", "decide a.yaml ", "audit ", "audit --map ", "register verify --register "]
)
def test_files_are_left_to_the_shell(line: str):
    assert list(offers(COMMAND, line.split(" "))) == [FILE]


def test_every_command_and_option_is_offered():
    def walk(command: object, words: list[str]) -> None:
        inner = getattr(command, "commands", {})
        options = {each.value for each in offers(COMMAND, [*words, "-"])}
        names = {
            name
            for each in command.params  # type: ignore[attr-defined]
            if each.param_type_name == "option"
            for name in (*each.opts, *each.secondary_opts)
        }
        assert options == {*names, "--help"}
        if inner:
            assert {each.value for each in offers(COMMAND, [*words, ""])} == set(inner)
        for name, each in inner.items():
            walk(each, [*words, name])

    walk(COMMAND, [])


def asked(shell: str, current: str, *words: str) -> dict[str, str]:
    return {ASKED: shell, CURRENT: current, WORDS: "\n".join(words)}


@pytest.mark.parametrize(
    ("current", "words", "answered"),
    [
        ("j", ["decide", "--format", "="], "words\njson\n"),
        ("", ["audit", "--edition", "="], "words\nteam\nboard\n"),
        ("b", ["audit", "--suppose", "step_down", ":", "early_help", "--edition"], "words\nboard\n"),
        ("n", ["decide", "--set", "a.b", "=", "3", "--format"], "words\nndjson\n"),
        ("--edition=b", ["audit"], "words\n--edition=board\n"),  # where bash is told not to part words there
        ("", ["decide"], "files\n"),
    ],
)
def test_bash_parts_words_at_signs_of_equality(
    capsys: pytest.CaptureFixture[str], current: str, words: list[str], answered: str
):
    assert answer(COMMAND, asked("bash", current, *words)) == 0
    assert capsys.readouterr() == (answered, "")


def test_other_shells_do_not(capsys: pytest.CaptureFixture[str]):
    assert answer(COMMAND, asked("fish", "--format=j", "decide")) == 0
    assert capsys.readouterr() == ("words\n--format=json\n", "")


def test_each_word_stands_with_what_it_means(capsys: pytest.CaptureFixture[str]):
    answer(COMMAND, asked("zsh", "", ""))
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading == "words"
    assert "decide Decide one or more cases" in lines
    assert all(re.fullmatch(r"[a-z-]+ [A-Z].+[^.]", line) for line in lines)


def test_no_name_that_a_shell_could_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "policies").mkdir()
    for name in ("$(touch x)", "a b", "`x`", "good"):
        (tmp_path / "policies" / f"{name}.yaml").touch()
    monkeypatch.setattr("threshold.policy.places.rules_directory", lambda: tmp_path)
    answer(COMMAND, asked("bash", "", "decide", "--policy"))
    assert capsys.readouterr().out == "files\ngood\n"


# Whatever is wrong


@pytest.mark.parametrize(
    "why", [OSError("Kestrel"), ValueError("Kestrel"), KeyboardInterrupt(), RecursionError()]
)
def test_nothing_is_said_where_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], why: BaseException
):
    def broken() -> list[str]:
        raise why

    monkeypatch.setattr("threshold.policy.policy_names", broken)
    assert answer(COMMAND, asked("bash", "", "decide", "--policy")) == 0
    assert capsys.readouterr() == ("", "")


def test_nothing_is_said_where_the_rules_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("threshold.policy.places.rules_directory", lambda: tmp_path / "none")
    monkeypatch.setattr("threshold.policy.rules_directory", lambda: tmp_path / "none")
    for words in (["decide", "--policy"], ["decide", "--set"], ["policy", "mutate"]):
        assert answer(COMMAND, asked("zsh", "", *words)) == 0
        assert capsys.readouterr().err == ""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "threshold", "decide", "nothing.yaml"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "environment",
    [
        {ASKED: "bash"},
        {ASKED: ""},
        {ASKED: "nope", WORDS: "decide", CURRENT: "--po"},
        {ASKED: "zsh", WORDS: "decide\n--as-at\n9999", CURRENT: "--\x1b[31m"},
        {ASKED: "zsh", WORDS: "--version", CURRENT: ""},
        {ASKED: "zsh", WORDS: "decide\n--policy\n/dev/full", CURRENT: "--set"},
        {ASKED: "zsh", WORDS: "x" * 100_000, CURRENT: ""},
        {ASKED: "zsh", WORDS: "decide\n--set", CURRENT: "", "THRESHOLD_MEMORY": "nonsense"},
    ],
)
def test_no_command_runs_and_no_message_comes(tmp_path: Path, environment: dict[str, str]):
    done = run(tmp_path, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.partition("\n")[0] in ("words", "files")
    assert "\x1b" not in done.stdout


def test_what_is_slow_to_load_is_not_loaded(tmp_path: Path):
    script = (
        "import sys; from threshold.cli.main import main; main(); "
        "print(sorted({'polars', 'pydantic', 'threshold.engine'} & set(sys.modules)), file=sys.stderr)"
    )
    for words in (
        "",
        "audit\n--from",
        "audit\n--edition",
        "decide\n--fail-on",
        "decide\n--policy",
        "policy\nschema",
    ):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            env={**os.environ, ASKED: "fish", WORDS: words, CURRENT: ""},
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout.count("\n") > 2, done.stderr) == (True, "[]\n"), words


def test_without_being_asked_the_program_does_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "argv", ["threshold", "completion"])
    assert main() == 2
    assert "Missing argument 'SHELL'" in capsys.readouterr().err
