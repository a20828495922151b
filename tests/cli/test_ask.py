"""`threshold ask` as its users meet it: a list to read, and a talk at a terminal or through a pipe."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from tests.cli.terminal import Terminal

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
    assert first.startswith(" 1. Is there an immediate or urgent safeguarding concern?")
    assert "[WT-s47-threshold" in f"{first} {place}"
    assert "    in the file: child_protection.immediate_danger" in out.splitlines()[:4]
    assert max(map(len, out.splitlines())) <= 80


def test_json_says_how_much_each_is_worth(run: Run) -> None:
    status, out, _ = run(UNKNOWN, "--format", "json")
    assert status == 0
    first, second, third, *_ = json.loads(out)
    assert [each["fact"].partition(".")[2] for each in (first, second, third)] == [
        "immediate_danger",
        "harm_suspected",
        "concern",
    ]
    assert first["protection"] is True
    assert 0 < first["rules_out"] < first["outcomes"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "closing-with-concern",
            "Nothing more needs to be asked: no answer would change status, direction or",
        ),
        (
            "closing-no-caf-on-child-in-need",
            "This policy has no rule on it: no answer to any question would change",
        ),
        (
            "not-in-need-consent-of-the-child-alone",
            "Nothing that can be asked settles it: the case file contradicts itself.",
        ),
    ],
)
def test_where_there_is_nothing_to_ask_it_says_why(run: Run, name: str, says: str) -> None:
    status, out, _ = run(str(CASES / "step-up-step-down" / f"{name}.yaml"))
    assert status == 0
    assert says in out
    assert out.startswith(says) is (name != "closing-with-concern")


def test_a_danger_that_stands_comes_before_every_question(run: Run) -> None:
    out = run(str(CASES / "step-up-step-down" / "closing-with-concern.yaml"))[1]
    first, _, rest = out.partition("\n\n")
    assert first.startswith("Tell the child's social worker and their manager now")
    assert "NOW. Whoever has the concern: Call 999" in " ".join(first.split())
    assert "999" not in rest


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
    assert out.startswith("Immediate danger: call 999, then refer to social care now. Close: not now\n")
    assert "What is being asked for" in err
    assert list(yaml.safe_load(Path("C-1.yaml").read_text())["child_protection"].values()) == [True]
    told = " ".join(err.partition("Danger comes first")[2].split())
    assert "NOW. Whoever has the concern: Call 999" in told
    assert told.endswith("What was answered is saved in C-1.yaml. Run this again to go on.")


def test_the_decision_has_the_room_that_there_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    out = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin="close\nyes\n")[1]
    assert 40 < max(map(len, out.splitlines())) <= 50


RUBBISH = [
    b"",
    b"rubbish",
    b"\xff\xfe",
    b"\x1b[A",
    b"no\x00",
    b"\x07",
    "\N{SLIGHTLY SMILING FACE}".encode(),
    b"9" * 5000,
    b"x" * 1_000_000,
]


@pytest.mark.parametrize("after", [b"", b"close\n", b"close\nno\n"], ids=["first", "second", "third"])
@pytest.mark.parametrize("text", RUBBISH, ids=lambda text: repr(text[:10]))
def test_bytes_that_are_no_answer(run: Run, text: bytes, after: bytes) -> None:
    """Whatever comes, and wherever the input ends, what was answered is kept and nothing else."""
    status, out, err = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin=after + text)
    assert (status, "Traceback" in err) == (0, False)
    assert "\x1b" not in err
    assert "rubbish" not in out + err
    assert len(err) < 4000
    assert err.count("  It ") == (1 if text else 0)
    if Path("C-1.yaml").exists():
        written = yaml.safe_load(Path("C-1.yaml").read_text())
        assert written.get("request") == ({"direction": "close"} if after else None)
        assert list(written.get("child_protection", {}).values()) == ([False] if b"no" in after else [])


def test_a_file_of_another_day_is_refused_where_nobody_can_be_asked(run: Run) -> None:
    text = "case: C-1\nas_at: 2026-08-14\nchild_protection: {concern: false}\n"
    Path("C-1.yaml").write_text(text)
    status, out, err = run("--write", "C-1.yaml", stdin="1\nno\n")
    assert (status, out) == (2, "")
    assert err.startswith("threshold: C-1.yaml: holds 1 answer as at Friday 14 August 2026, not of today;")
    assert "--as-at 2026-08-14 goes on with it as at its own day" in err
    assert Path("C-1.yaml").read_text() == text
    status, out, err = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin="q\n")
    assert (status, Path("C-1.yaml").read_text()) == (0, text)
    assert "C-1, as at Friday 14 August 2026: 1 answer so far." in err


def test_every_question_fits_forty_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    status, _, err = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin="close\n?\nno\n?\n?\n")
    assert status == 0
    assert max(map(len, err.splitlines())) < 40


def test_the_decision_is_that_of_decide(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("--write", "C-1.yaml", "--as-at", "2026-08-14", stdin="close\nno\nno\nno\n")
    with patch.object(sys, "argv", ["threshold", "decide", "C-1.yaml", *POLICY]):
        assert main() == 0
    assert out == capsys.readouterr().out


# At a terminal


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Terminal]:
    """Start it at a terminal of 80 columns in an empty folder, for a case of 14 August 2026."""

    def start(*arguments: str, **environment: str) -> Terminal:
        given = {"TERM": "xterm", "NO_COLOR": "", "COLUMNS": "80", "LINES": "24", "HOME": str(tmp_path)}
        given["THRESHOLD_CACHE"] = "off"  # nothing but the case file is to be written
        what = arguments or ("--write", "C-1.yaml", "--as-at", "2026-08-14")
        return Terminal(tmp_path, "ask", *what, *POLICY, **(given | environment))

    return start


def answers(folder: Path) -> dict[str, dict[str, object]]:
    written = yaml.safe_load((folder / "C-1.yaml").read_text())
    return {key: value for key, value in written.items() if isinstance(value, dict)}


def test_at_a_terminal_from_nothing_to_a_decision(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start()
    terminal.wait_for("What is being asked for")
    terminal.type("close\n")
    terminal.wait_for("Question 2;")
    terminal.type("2\n")
    terminal.wait_for("Question 3;")
    # Killed between two answers, it leaves a whole file.
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    path = tmp_path / "C-1.yaml"
    assert list(answers(tmp_path)["child_protection"].values()) == [False]
    assert [each.name for each in tmp_path.iterdir()] == ["C-1.yaml"]

    # Taken up again on another day, it asks whose day it is of, and goes on where it was.
    path.write_text("# told by telephone\n" + path.read_text())
    terminal = start("--write", "C-1.yaml")
    shown = terminal.wait_for("Answer: ")
    assert "C-1, as at Friday 14 August 2026: 2 answers so far." in " ".join(shown.split())
    terminal.type("1\n")
    terminal.wait_for("Question 1;")
    terminal.type("yes\n")
    terminal.wait_for("Danger comes first: the questions stop here.")
    decided = terminal.wait_for("Advice only")
    assert "\x1b[31mRefer to social care now" in decided
    assert "NOW. Whoever has the concern: Call 999" in terminal.wait_for("Run this again to go on.")
    assert terminal.end() == 0
    assert path.read_text().startswith("# told by telephone\ncase: C-1\n")


def test_ctrl_c_while_a_prompt_waits(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start()
    terminal.wait_for("What is being asked for")
    terminal.type("close\n")
    terminal.wait_for("Question 2;")
    terminal.wait_for("Answer: ")
    terminal.type("half an ans")
    terminal.wait_for("half an ans")
    terminal.interrupt()
    shown = terminal.wait_for("every file that it had written is whole")
    assert "Stopped. What was answered is saved in C-1.yaml." in shown
    assert "Traceback" not in shown
    assert "Advice only" not in shown
    assert terminal.end() == 130
    assert answers(tmp_path) == {"request": {"direction": "close"}}


def test_ctrl_d_ends_politely(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start()
    terminal.wait_for("What is being asked for")
    terminal.type("close\n")
    terminal.wait_for("Question 2;")
    terminal.wait_for("Answer: ")
    terminal.type("\x04")
    assert "Stopped. What was answered is saved in C-1.yaml." in terminal.wait_for("Advice only")
    assert terminal.end() == 0
    assert answers(tmp_path) == {"request": {"direction": "close"}}


LEFT, RIGHT, UP, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[H", "\x1b[F", "\x1b[3~"


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_line_can_be_edited(start: Callable[..., Terminal], tmp_path: Path, term: str) -> None:
    terminal = start(TERM=term)
    terminal.wait_for("Answer: ")
    terminal.type(f"xlosz{LEFT}{RIGHT}\x7fe{HOME}{DELETE}c{END}\n")
    terminal.wait_for("Question 2;")
    assert answers(tmp_path) == {"request": {"direction": "close"}}
    terminal.wait_for("Answer: ")
    # What was typed before in this conversation can be had again; nothing does it without Enter.
    terminal.type(f"{UP}\n")
    terminal.wait_for("It is none of the answers.")
    terminal.type("q\n")
    terminal.wait_for("Advice only")
    assert terminal.end() == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["C-1.yaml"]


def test_nothing_is_offered_from_another_case_or_of_the_folder(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    for name in ("amy-1.yaml", ".python_history"):
        (tmp_path / name).write_text("amy-1\n")
    # Some people have the tab key complete what they type; by itself it offers the files of the folder.
    (tmp_path / "keys").write_text('"\\t": complete\n')
    terminal = start(INPUTRC=str(tmp_path / "keys"))
    terminal.wait_for("Answer: ")
    terminal.type(f"{UP}\ta\t\t\n")
    shown = terminal.wait_for("It is")
    assert "amy" not in shown
    terminal.type("q\n")
    assert terminal.end() == 0


def test_the_output_elsewhere_holds_the_decision_alone(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start(output="out.txt")
    terminal.wait_for("Answer: ")
    terminal.type(f"lose{HOME}c\n")
    terminal.wait_for("Question 2;")
    terminal.type("q\n")
    assert terminal.end() == 0
    assert "\x1b" not in (tmp_path / "out.txt").read_text()
    assert "\nC-1, as at 14 August 2026" in (tmp_path / "out.txt").read_text()


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_there_is_none(start: Callable[..., Terminal], environment: dict[str, str]) -> None:
    terminal = start(**environment)
    shown = terminal.wait_for("Answer: ")
    terminal.type("close\n")
    shown += terminal.wait_for("Answer: ")
    terminal.type("1\n")
    shown += terminal.wait_for("Run this again to go on.")
    assert terminal.end() == 0
    assert not re.search(r"\x1b\[[0-9;]*m", shown)
    assert "\r" not in shown


def test_the_terminal_is_as_narrow_as_it_is(start: Callable[..., Terminal]) -> None:
    terminal = start(COLUMNS="40", NO_COLOR="1")
    shown = terminal.wait_for("Answer: ")
    terminal.type("close\n")
    shown += terminal.wait_for("Answer: ")
    terminal.type("yes\n")
    shown += terminal.wait_for("Run this again to go on.")
    assert max(map(len, shown.splitlines())) <= 40
    assert terminal.end() == 0


def test_nobody_at_the_other_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "threshold", "ask", "--write", "C-1.yaml", *POLICY]
    done = subprocess.run(
        command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Nothing was written." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_readline_lines_are_read_as_they_are(tmp_path: Path, start: Callable[..., Terminal]) -> None:
    (tmp_path / "readline.py").write_text("raise ImportError\n")
    terminal = start(PYTHONPATH=os.pathsep.join((str(tmp_path), *sys.path)))
    terminal.wait_for("Answer: ")
    terminal.type("close\n")
    terminal.wait_for("Answer: ")
    terminal.type(f"no{LEFT}\n")
    terminal.wait_for("It holds keys or signs that are no text.")
    terminal.interrupt()
    terminal.wait_for("every file that it had written is whole")
    assert terminal.end() == 130
