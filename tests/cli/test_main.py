"""The command line as a whole: its help, its exit statuses, and what it says when something goes wrong."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import threshold
from threshold.cli import main as module
from threshold.cli.main import STOPPED, main
from threshold.engine import Disagreement, evaluators
from threshold.reading import BadInput, Problem

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *arguments])
        return (main(), *capsys.readouterr())

    return run


def test_version_names_the_evaluators(run: Run) -> None:
    status, out, err = run("--version")
    assert (status, err) == (0, "")
    assert out.startswith("threshold ")
    for evaluator in evaluators():
        assert evaluator.name in out


MISSING = 'sys.modules["durable_rules_engine"] = None'


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (MISSING, "it is not installed; the extra threshold[durable] brings it, and needs a C compiler"),
        (f"{MISSING}; sys.version_info = (3, 14)", "it has not been shown to work with Python 3.14 or newer"),
        ("sys.path.insert(0, sys.argv.pop())", "it is installed, but does not load in this Python"),
    ],
)
def test_version_says_when_the_second_evaluator_is_missing_and_why(
    tmp_path: Path, given: str, told: str
) -> None:
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('undefined symbol')\n")
    script = f"import sys; from threshold.cli.main import main; {given}; sys.exit(main())"
    command = [sys.executable, "-c", script, "--version", *([tmp_path] if "argv" in given else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"threshold {threshold.__version__} (evaluators: python)",
        f"The second evaluator, durable-rules, is missing: {told}.",
    ]


def test_without_a_command_the_help(run: Run) -> None:
    status, out, _ = run()
    assert status == 0
    for command in ("decide", "ask", "policy"):
        assert f"\n  {command} " in out


# How it ends


def ended(monkeypatch: pytest.MonkeyPatch, how: object) -> Callable[[], int]:
    """The program, some command of which returns or raises this."""

    def app(standalone_mode: bool) -> object:
        assert not standalone_mode
        if isinstance(how, BaseException):
            raise how
        return how

    monkeypatch.setattr(module, "app", app)
    monkeypatch.delenv("THRESHOLD_DEBUG", raising=False)
    return main


@pytest.mark.parametrize(("returned", "status"), [(0, 0), (1, 1), (2, 2), (None, 0), ("text", 0)])
def test_what_a_command_returns_is_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], returned: object, status: int
) -> None:
    assert ended(monkeypatch, returned)() == status
    assert capsys.readouterr() == ("", "")


def abort(cause: BaseException | None) -> typer.Abort:
    made = typer.Abort()
    made.__cause__ = cause
    return made


@pytest.mark.parametrize("how", [KeyboardInterrupt(), STOPPED, abort(KeyboardInterrupt())], ids=repr)
def test_ctrl_c_is_told_as_such_however_it_comes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: object
) -> None:
    assert ended(monkeypatch, how)() == STOPPED == 130
    said = "threshold: stopped before the end; every file that it had written is whole\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        (typer.Exit(0), 0, ""),
        (typer.Exit(3), 3, ""),
        (abort(None), 2, "threshold: stopped; nothing was changed by this command\n"),
        (
            BadInput(Problem("is wrong", "case.yaml", 3), Problem("is odd", field="--as-at")),
            2,
            "threshold: case.yaml, line 3: is wrong\nthreshold: --as-at: is odd\n",
        ),
        (Disagreement("R-1"), 2, f"threshold: {Disagreement('R-1')}\n"),
        (
            ValueError("Ann Example, 2014-05-01"),
            2,
            "threshold: internal error (ValueError): the command stopped before its end; do not rely on what "
            "it printed, and look what it did before you repeat it. THRESHOLD_DEBUG=1 shows more\n",
        ),
    ],
    ids=lambda part: type(part).__name__,
)
def test_what_went_wrong_is_told_in_plain_lines_and_nothing_of_the_case(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: BaseException,
    status: int,
    said: str,
) -> None:
    assert ended(monkeypatch, how)() == status
    assert capsys.readouterr() == ("", said)


def test_whoever_develops_it_sees_the_error_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    program = ended(monkeypatch, ZeroDivisionError("seen"))
    monkeypatch.setenv("THRESHOLD_DEBUG", "1")
    with pytest.raises(ZeroDivisionError, match="seen"):
        program()


@pytest.mark.parametrize("words", [("decide",), ("decid", "x.yaml"), ("policy", "--no-such")])
def test_a_command_line_that_is_none_points_to_the_help(run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert err.startswith("threshold: ")
    assert re.search(r" \(try `threshold( [a-z]+)? --help`\)\n$", err)
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    status, out, err = run("decide", str(tmp_path / "none.yaml"))
    assert (status, out) == (2, "")
    assert "there is no such file" in err


def test_a_clock_that_gives_no_date_is_told_before_anything_is_done(monkeypatch, capsys):
    class Clock:
        @staticmethod
        def today():
            raise ValueError("year 11476 is out of range")

    monkeypatch.setattr("threshold.cli.main.date", Clock)
    monkeypatch.setattr(sys, "argv", ["threshold", "decide", "case.yaml"])
    assert main() == 2
    assert capsys.readouterr() == (
        "",
        "threshold: this computer's clock gives no date that there is; put it right\n",
    )
