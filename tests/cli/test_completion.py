"""`threshold completion`: each shell finishes what is typed, and no name of a file is ever run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import Run, running
from tests.cli.shells import SCRIPTS, completed, offered_by_fish, on_path

from threshold.cli.completion import SHELLS

AT_A_TERMINAL = [
    pytest.param(
        shell, marks=pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")
    )
    for shell in ("bash", "zsh")
]
needs_fish = pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")

# What is typed before Tab, and the words of the line after it.
FINISHED = [
    ("dem", ["demo-data"]),
    ("policy cov", ["policy", "coverage"]),
    ("decide --form", ["decide", "--format"]),
    ("decide --format nd", ["decide", "--format", "ndjson"]),
    ("decide --format=nd", ["decide", "--format=ndjson"]),
    ("decide --fail-on blocked,unan", ["decide", "--fail-on", "blocked,unanswered"]),
    ("decide --fail-on=blocked,unan", ["decide", "--fail-on=blocked,unanswered"]),
    ("decide 'a b.yaml' --format cs", ["decide", "a b.yaml", "--format", "csv"]),
    ("decide a:b=c --format cs", ["decide", "a:b=c", "--format", "csv"]),
    ("audit --edition=b", ["audit", "--edition=board"]),
    ("audit --suppose step_down:early_help --edition b", ["--edition", "board"]),
    ("record x --by educational_p", ["record", "x", "--by", "educational_psychologist"]),
    ("policy schema rul", ["policy", "schema", "rules"]),
    ("decide --policy mosaic", ["decide", "--policy", "mosaic-cin"]),
    ("decide --set national.referral_d", ["--set", "national.referral_decision_within="]),
    ("decide ordin", ["decide", "ordinary.yaml"]),
    ("decide --policy ordin", ["decide", "--policy", "ordinary.yaml"]),
]
HOSTILE = ["$(touch hacked).yaml", "`touch hacked`.yaml", "a'b\"c;touch hacked", "t\ntouch hacked"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return running(tmp_path, "completion", monkeypatch, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "here"
    made.mkdir()
    (made / "ordinary.yaml").touch()
    return made


@pytest.fixture
def path(tmp_path: Path) -> str:
    return on_path(tmp_path / "bin")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed_as_it_stands(run: Run, shell: str):
    status, out, err = run(shell)
    ending = {"powershell": "ps1"}.get(shell, shell)
    assert (status, out, err) == (0, (SCRIPTS / f"threshold.{ending}").read_text(), "")


def test_another_shell_is_refused_with_those_that_there_are(run: Run):
    status, out, err = run("bush")
    assert (status, out) == (2, "")
    assert 'must be one of bash, zsh, fish, powershell; did you mean "bash"?' in err


@pytest.mark.parametrize("shell", AT_A_TERMINAL)
@pytest.mark.parametrize(("typed", "words"), FINISHED)
def test_a_word_is_finished(folder: Path, path: str, shell: str, typed: str, words: list[str]):
    assert completed(shell, folder, path, f"threshold {typed}")[-len(words) :] == words


@pytest.mark.parametrize("shell", AT_A_TERMINAL)
@pytest.mark.parametrize("option", ["decide", "decide --policy"])
@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_file_is_never_run(folder: Path, path: str, shell: str, option: str, name: str):
    (folder / f"zz{name}").touch()
    words = completed(shell, folder, path, f"threshold {option} zz")
    assert words[: len(option.split()) + 1] == ["threshold", *option.split()]
    if "\n" not in name:
        assert words[-1] == f"zz{name}"
    assert not (folder / "hacked").exists()


@needs_fish
@pytest.mark.parametrize(("typed", "words"), FINISHED)
def test_fish_offers_it(folder: Path, path: str, typed: str, words: list[str]):
    assert offered_by_fish(folder, path, f"threshold {typed}") == [words[-1]]


@needs_fish
@pytest.mark.parametrize("name", HOSTILE)
def test_fish_runs_no_name_of_a_file(folder: Path, path: str, name: str):
    (folder / f"zz{name}").touch()
    offered_by_fish(folder, path, "threshold decide zz")
    assert not (folder / "hacked").exists()


@pytest.mark.parametrize("shell", AT_A_TERMINAL)
def test_without_the_program_the_line_stays_as_it_is(folder: Path, shell: str, tmp_path: Path):
    broken = tmp_path / "broken"
    broken.mkdir()
    program = broken / "threshold"
    program.write_text("#!/bin/sh\necho Kestrel >&2\nexit 3\n")
    program.chmod(0o755)
    path = f"{broken}:{tmp_path}/none:/usr/bin:/bin"
    assert completed(shell, folder, path, "threshold demo") == ["threshold", "demo"]


# PowerShell is not at hand here: its script is read, and its protocol tried


def powershell(script: str) -> list[str]:
    return [line.strip() for line in script.splitlines()]


def test_powershell_says_and_reads_what_the_program_does():
    script = (SCRIPTS / "threshold.ps1").read_text()
    for variable in ("_THRESHOLD_COMPLETE ", "_THRESHOLD_COMPLETE_WORDS ", "_THRESHOLD_COMPLETE_CURRENT "):
        assert f"$env:{variable}= " in script
    assert "Remove-Item Env:_THRESHOLD_COMPLETE*" in script
    assert "2>$null" in script
    assert script.count("{") == script.count("}")
    assert script.count("(") == script.count(")")
    # What comes back is put into results, never evaluated.
    assert "Invoke-Expression" not in script
    assert "iex" not in script.casefold().split()


def test_powershell_is_answered_with_a_word_and_its_meaning():
    done = subprocess.run(
        [sys.executable, "-m", "threshold"],
        env={
            **os.environ,
            "_THRESHOLD_COMPLETE": "powershell",
            "_THRESHOLD_COMPLETE_WORDS": "decide\na b.yaml\n--format",
            "_THRESHOLD_COMPLETE_CURRENT": "n",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "words\nndjson\n", "")
