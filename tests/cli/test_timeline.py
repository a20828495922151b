"""`threshold timeline` as its users meet it: one case drawn for a terminal, a page or a picture."""

import io
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest

from threshold.cli.main import main

CASES = Path(__file__).parents[2] / "cases"
PLAN = str(CASES / "national" / "reviews-of-a-plan.yaml")
BACK = str(CASES / "step-up-step-down" / "cin-cp-cin-three-months.yaml")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `threshold timeline` here."""

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        with (
            patch.object(sys, "argv", ["threshold", "timeline", *arguments]),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        ):
            return (main(), *capsys.readouterr())

    return run


def printed(*arguments: str, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "threshold", "timeline", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    return done.stdout


def on_a_terminal(*arguments: str, rows: int, columns: int, encoding: str = "utf-8") -> list[str]:
    """The lines that a terminal of such a size is given."""
    ours, its = pty.openpty()
    # The size is set by the child itself: it is the one whose terminal that is.
    code = (
        "import fcntl, struct, sys, termios; "
        f"fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', {rows}, {columns}, 0, 0)); "
        "from threshold.cli.main import main; sys.exit(main())"
    )
    done = subprocess.Popen(
        [sys.executable, "-c", code, "timeline", *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        stdout=its,
    )
    os.close(its)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert done.wait() == 0
    return shown.decode(encoding).splitlines()


def test_a_case_fits_a_screen_of_eighty_by_twenty_four(run: Run) -> None:
    status, out, err = run(BACK)
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0] == "Timeline of SUSD-71, as at 15 September 2026, policy default"
    assert lines[1] == "Current: Child in need 2 and Child protection (ended)."
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80


def test_every_example_case_can_be_drawn_on_one_screen(run: Run) -> None:
    for path in sorted((CASES / "national").glob("*.yaml"))[::9]:
        status, out, _ = run(str(path), "--policy", "national")
        assert status == 0
        assert out.count("\n") < 24, path


def test_all_shows_every_row(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    entries = "".join(
        f"  - {{on: {year}-0{month}-01, event: {event}}}\n"
        for year in range(2000, 2012)
        for month, event in ((1, "cin_plan_started"), (2, "cin_review"), (3, "cin_plan_ended"))
    )
    case.write_text(f"case: C-1\nas_at: 2026-06-01\ntimeline:\n{entries}")
    short, full = run(str(case))[1], run(str(case), "--all")[1]
    assert "Not shown here: " in short
    assert short.count("\n") < 24
    assert "Not shown here: " not in full
    lines = [line for line in full.splitlines() if "Child in Need review" in line]
    assert sum("●" in line for line in lines) == 12


def test_a_terminal_is_used_as_large_as_it_is() -> None:
    small = on_a_terminal(PLAN, rows=24, columns=80)
    large = on_a_terminal(PLAN, rows=24, columns=140)
    assert max(map(len, small)) <= 80 < max(map(len, large)) <= 140
    assert len(small) < 24
    assert not any("\033" in line for line in small + large)
    # Some terminals do not know how large they are.
    assert on_a_terminal(PLAN, rows=0, columns=0) == small


def test_a_terminal_that_cannot_show_boxes_is_given_ascii() -> None:
    lines = on_a_terminal(PLAN, rows=24, columns=80, encoding="ascii")
    assert any("[====" in line for line in lines)
    assert "┣" in "".join(on_a_terminal(PLAN, rows=24, columns=80))


def test_the_same_case_gives_the_same_bytes() -> None:
    for format_ in ("text", "svg", "html"):
        first, second = (
            printed(PLAN, "--format", format_, PYTHONHASHSEED=seed, PYTHONUTF8="1") for seed in "12"
        )
        assert first == second


def test_formats(run: Run) -> None:
    assert ElementTree.fromstring(run(PLAN, "--format", "svg")[1]).tag.endswith("}svg")
    assert run(PLAN, "--format", "html")[1].startswith("<!DOCTYPE html>")


def test_what_is_written_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    for format_ in ("text", "svg", "html"):
        file = tmp_path / f"timeline.{format_}"
        status, out, err = run(PLAN, "--format", format_, "--out", str(file))
        assert (status, out, err) == (0, "", "")
        assert file.read_text(encoding="utf-8") == run(PLAN, "--format", format_)[1]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_options_mean_what_they_mean_elsewhere(run: Run) -> None:
    out = run(PLAN, "--as-at", "2026-05-01", "--policy", "national")[1]
    assert out.startswith("Timeline of NAT-03, as at 1 May 2026, policy national\n")
    assert "open, due 28 May 2026" in out
    setting = "national.next_review_within=3 months"
    out = " ".join(run(PLAN, "--set", setting)[1].split())
    assert f"policy default with {setting}" in out
    assert "OVERDUE, due 28 Feb 2026" in out


def test_standard_input(run: Run) -> None:
    status, out, _ = run("-", stdin="case: C-1\nas_at: 2026-06-01\n")
    assert status == 0
    assert "The file's timeline is empty." in out


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--format", "txt", 'did you mean "text"'),
        ("--as-at", "14/08/2026", "year-month-day"),
        ("--policy", "nationl", 'did you mean "national"'),
        ("--set", "national.nothing=1", "national.nothing"),
        ("--out", "/no/such/folder/file", "cannot be written"),
    ],
)
def test_an_option_that_cannot_be(run: Run, option: str, value: str, says: str) -> None:
    status, out, err = run(PLAN, option, value)
    assert (status, out) == (2, "")
    assert says in err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("timeline:\n  - {on: 2026-01-01, event: refferal}\n", "line 3, timeline.1.event: "),
        ("timeline:\n  - {on: 2026-01-01, event: referral, of: R-9}\n", "line 3, timeline.1.of: "),
        ("timeline:\n  - {event: referral}\n", "line 3, timeline.1: "),
        ("timeline: [\n", "line "),
    ],
)
def test_a_bad_file_is_told_by_line_and_field(run: Run, tmp_path: Path, text: str, says: str) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(f"case: C-1\n{text}")
    status, out, err = run(str(case))
    assert (status, out) == (2, "")
    assert err.startswith(f"threshold: {case}, {says}")
    assert "R-9" not in err


def test_one_case_at_a_time(run: Run, tmp_path: Path) -> None:
    for arguments in ([str(CASES / "national")], [str(tmp_path / "missing.yaml")]):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("threshold: ")


def test_the_case_file_is_never_written_over(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("case: C-1\nas_at: 2026-08-14\n", encoding="utf-8")
    status, _, said = run(str(case), "--out", str(case))
    assert (status, "is the case file itself" in said) == (2, True)
    assert case.read_text(encoding="utf-8").startswith("case: C-1")
