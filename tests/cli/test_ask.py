"""`threshold ask` as its users meet it: a list to read, and a talk at a terminal or through a pipe."""

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml

from threshold.cli.main import main

CASES = Path(__file__).parents[2] / "cases"
UNKNOWN = str(CASES / "step-up-step-down" / "protection-unknown.yaml")
POLICY = ["--policy", "step-up-step-down"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `threshold ask` here, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with (
            patch.object(sys, "argv", ["threshold", "ask", *arguments, *POLICY]),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))),
        ):
            return (main(), *capsys.readouterr())

    return run


# A list to read


def test_a_list_of_questions(run: Run) -> None:
    status, out, err = run(UNKNOWN)
    assert (status, err) == (0, "")
    first, place, *_ = out.splitlines()
    assert first.startswith(" 1. Is there a child protection concern? [SAFE-first")
    assert place == "    in the file: child_protection.concern"
    assert max(map(len, out.splitlines())) <= 100


def test_json_says_how_much_each_is_worth(run: Run) -> None:
    status, out, _ = run(UNKNOWN, "--format", "json")
    assert status == 0
    first = json.loads(out)[0]
    assert first["fact"] == "child_protection.concern"
    assert first["protection"] is True
    assert 0 < first["rules_out"] < first["outcomes"]


@pytest.mark.parametrize("name", ["closing-no-caf-on-child-in-need", "closing-with-concern"])
def test_nothing_more_to_ask(run: Run, name: str) -> None:
    status, out, _ = run(str(CASES / "step-up-step-down" / f"{name}.yaml"))
    assert status == 0
    assert out == "Nothing more needs to be asked: no answer would change status, direction or route.\n"


def test_from_standard_input(run: Run) -> None:
    assert run("-", stdin=Path(UNKNOWN).read_text())[:2] == run(UNKNOWN)[:2]


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        ("- case: A\n- case: B\n", "holds more than one case"),
        ("case: A\n---\ncase: B\n", "holds more than one case"),
        ('{"case": "A"}\n{"case": "B"}\n', "holds more than one case"),
        ("", "the file is empty"),
        ("case: A\nname: Joan\n", "a name identifies a child"),
    ],
)
def test_one_case_at_a_time(run: Run, stdin: str, says: str) -> None:
    status, out, err = run("-", stdin=stdin)
    assert (status, out) == (2, "")
    assert says in err
    assert "Joan" not in err


# Filling a file in


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.yaml", "- case: A\n- case: B\n", "holds more than one case"),
        ("a.yaml", "- case: A\n", "holds more than one case"),
        ("a.yaml", "case: A\n---\ncase: B\n", "holds more than one case"),
        ("a.json", '[{"case": "A"}, {"case": "B"}]', "holds more than one case"),
        ("a.ndjson", '{"case": "A"}\n', "ending in .yaml"),
        ("a.yaml", "case: A\nname: Joan\n", "a name identifies a child"),
        ("a.yaml", "case: A\nabout: born 01/02/2019\n", "seems to hold a date of birth"),
    ],
)
def test_a_file_that_is_not_filled_in(run: Run, name: str, text: str, says: str) -> None:
    Path(name).write_text(text)
    status, out, err = run("--write", name, stdin="no\nno\n")
    assert (status, out) == (2, "")
    assert says in err
    assert all(line.startswith("threshold: ") for line in err.splitlines())
    assert Path(name).read_text() == text


@pytest.mark.parametrize("place", ["-", "missing/C-1.yaml", "Joan Smith.yaml"])
def test_a_place_that_cannot_be_filled_in(run: Run, place: str) -> None:
    status, out, err = run("--write", place, stdin="close\n")
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert "threshold: " in err


def test_through_a_pipe_from_nothing_to_a_decision(run: Run) -> None:
    status, out, err = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin="close\nyes\n")
    assert status == 0
    assert out.startswith("Refer to social care now: it is said that there is a concern. Close: not now\n")
    assert "What is being asked for" in err
    assert yaml.safe_load(Path("C-1.yaml").read_text())["child_protection"] == {"concern": True}


def test_the_decision_has_the_room_that_there_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    out = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin="close\nyes\n")[1]
    assert 40 < max(map(len, out.splitlines())) <= 50


def test_bytes_that_are_no_text(run: Run) -> None:
    status, _, err = run(
        "--write", "C-1.yaml", "--as-at", "2026-08-14", stdin=b"\xff\xfe\nclose\n\x1b[A\nno\nq\n"
    )
    assert status == 0
    assert err.count("It must be") == 2
    assert "\x1b" not in err
    assert yaml.safe_load(Path("C-1.yaml").read_text())["child_protection"] == {"concern": False}


# At a terminal


class Terminal:
    """`threshold ask --write` at a pseudo-terminal."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.screen = ""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            # Whoever is started in the background ignores Ctrl-C, and so do those that it starts.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.chdir(folder)
            os.environ.update(environment)
            os.execv(sys.executable, [sys.executable, "-m", "threshold", "ask", *arguments, *POLICY])

    def wait_for(self, text: str, seconds: float = 60) -> str:
        """Everything shown up to and with this text, from where the last one ended."""
        end = time.monotonic() + seconds
        while text not in self.screen:
            assert time.monotonic() < end, self.screen
            if not self._read():
                raise AssertionError(f"ended without {text!r}: {self.screen}")
        before, _, self.screen = self.screen.partition(text)
        return before + text

    def wait_until_it_listens(self, seconds: float = 60) -> None:
        """All of the question being shown, nothing but the next key makes the program go on.

        A Ctrl-C that comes just before that is noted by Python, but not acted on until a line is typed.
        """
        end = time.monotonic() + seconds
        while not self._sleeps():
            assert time.monotonic() < end, self.screen
            time.sleep(0.01)

    def _sleeps(self) -> bool:
        process = Path("/proc", str(self.pid), "stat")
        if process.exists():
            return process.read_text().rpartition(")")[2].split()[0] == "S"
        command = ["ps", "-o", "state=", "-p", str(self.pid)]
        state = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return state.strip()[:1] in ("S", "I")

    def _read(self) -> bool:
        if not select.select([self.handle], [], [], 1)[0]:
            return True
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # the other end is closed
            return False
        self.screen += data.decode().replace("\r\n", "\n")
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def end(self) -> int:
        """The exit status, everything shown being read; negative for a signal."""
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_at_a_terminal_from_nothing_to_a_decision(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "--write", "C-1.yaml", "--as-at", "2026-08-14", TERM="xterm", NO_COLOR="")
    terminal.wait_for("What is being asked for")
    terminal.type("close\n")
    terminal.wait_for("Is there a child protection concern?")
    terminal.type("no\n")
    terminal.wait_for("that matter)")
    # Killed between two answers, it leaves a whole file.
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    path = tmp_path / "C-1.yaml"
    assert yaml.safe_load(path.read_text())["child_protection"] == {"concern": False}
    assert [each.name for each in tmp_path.iterdir()] == ["C-1.yaml"]

    # Taken up again, it goes on where it was; Ctrl-C ends it politely.
    path.write_text("# told by telephone\n" + path.read_text())
    terminal = Terminal(tmp_path, "--write", "C-1.yaml", TERM="xterm", NO_COLOR="")
    shown = terminal.wait_for("significant harm?")
    assert "child protection concern?" not in shown
    terminal.type("\n")
    terminal.wait_for("urgent safeguarding concern?")
    terminal.type("yes\n")
    # Danger contradicts that there is no concern, so other answers still matter; they are skipped.
    terminal.wait_for("that matter)")
    terminal.type("\n" * 20)
    terminal.wait_for("Nothing more needs to be asked but what was skipped.")
    decided = terminal.wait_for("Advice only")
    assert "\x1b[31mImmediate danger: call 999, then refer to social care now" in decided
    assert terminal.end() == 0
    assert path.read_text().startswith("# told by telephone\ncase: C-1\n")


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_end_politely(tmp_path: Path, key: str) -> None:
    terminal = Terminal(tmp_path, "--write", "C-1.yaml", "--as-at", "2026-08-14")
    terminal.wait_for("What is being asked for")
    terminal.type("close\n")
    terminal.wait_for("Is there a child protection concern? (yes or no) ")
    terminal.wait_until_it_listens()
    terminal.type(key)
    shown = terminal.wait_for("Advice only")
    assert "Stopped. What was answered is saved in C-1.yaml." in shown
    assert "Traceback" not in shown
    assert terminal.end() == 0
    assert yaml.safe_load((tmp_path / "C-1.yaml").read_text())["request"] == {"direction": "close"}


def test_nobody_at_the_other_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "threshold", "ask", "--write", "C-1.yaml", *POLICY]
    done = subprocess.run(
        command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Nothing was written." in done.stderr
    assert list(tmp_path.iterdir()) == []
