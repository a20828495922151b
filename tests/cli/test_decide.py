"""`threshold decide` as its users meet it: one screen a case, the same bytes, honest exit statuses."""

import csv
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from threshold.cli.main import main
from threshold.policy import rules_directory

CASES = Path(__file__).parents[2] / "cases"
EARLY = str(CASES / "step-up-step-down" / "after-cp-two-months-thirty-days.yaml")
DOWN = str(CASES / "step-up-step-down" / "step-down-after-reassessment.yaml")
UP = str(CASES / "step-up-step-down" / "step-up-planned.yaml")
CONCERN = str(CASES / "national" / "no-step-down-with-a-concern.yaml")
POLICY = ["--policy", "step-up-step-down"]
YAML = "case: C-1\nas_at: 2026-08-14\nchild_protection: {concern: true}\n"
JSON = '{"case": "C-1", "as_at": "2026-08-14", "child_protection": {"concern": true}}'

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `threshold decide` here."""

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        with (
            patch.object(sys, "argv", ["threshold", "decide", *arguments]),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        ):
            return (main(), *capsys.readouterr())

    return run


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "threshold", "decide", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


# Options


def test_as_at_beats_the_file(run: Run) -> None:
    _, out, _ = run(EARLY, *POLICY)
    assert "Status: blocked" in out
    _, out, _ = run(EARLY, *POLICY, "--as-at", "2026-08-15")
    assert ", as at 15 August 2026, " in out
    assert "Status: permitted" in out


def test_set_tries_another_value_and_says_so(run: Run) -> None:
    setting = "step-up-step-down.cin_minimum_after_cp=4 months"
    _, out, _ = run(EARLY, *POLICY, "--set", setting)
    assert "the earliest date is 15 September 2026" in " ".join(out.split())
    assert f"policy step-up-step-down with {setting}. " in " ".join(out.split())


NOES = "child_protection: {concern: false, harm_suspected: false, immediate_danger: false}\n"
DOWN_TO_UNIVERSAL = "request: {direction: step_down, to: universal}\n"
FOUND = {
    "child_protection: {concern: true}\n": {"advisory", "safeguarding_now"},
    # A concern refuses it, whatever rules there are on it.
    DOWN_TO_UNIVERSAL + "child_protection: {concern: true}\n": {"blocked", "safeguarding_now"},
    # The national pack has no rule on a step down.
    DOWN_TO_UNIVERSAL + NOES + "support: {in_place: early_help}\n": {"undetermined", "unanswered"},
    DOWN_TO_UNIVERSAL + NOES: {"undetermined", "unanswered", "protection_unknown"},
    DOWN_TO_UNIVERSAL: {"undetermined", "unanswered", "protection_unknown"},
    "": {"advisory", "protection_unknown"},
    NOES: {"advisory"},
}
NAMES = ("permitted", "conditional", "blocked", "undetermined", "conflict", "advisory")
NAMES += ("safeguarding_now", "unanswered", "protection_unknown")


@pytest.mark.parametrize("name", NAMES)
def test_fail_on(run: Run, name: str) -> None:
    for text, found in FOUND.items():
        stdin = f"case: C-1\nas_at: 2026-08-14\n{text}"
        status, out, err = run("-", "--policy", "national", "--fail-on", name, stdin=stdin)
        assert (status, err) == (int(name in found), ""), (text, out)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], 0),
        (["--fail-on", ""], 2),
        (["--fail-on", "blocked,"], 2),
        (["--fail-on", "conflict, safeguarding_now"], 1),
        (["--fail-on", "safeguarding_now", "--fail-on", "conflict"], 1),
        (["--fail-on", "conflict,blocked", "--fail-on", "unanswered"], 0),
    ],
)
def test_several_things_to_fail_on(run: Run, options: list[str], expected: int) -> None:
    assert run("-", *options, stdin=YAML)[0] == expected


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--format", "txt", 'did you mean "text"'),
        ("--fail-on", "bloked", 'did you mean "blocked"'),
        ("--fail-on", "blocked,protection_unkown", 'did you mean "protection_unknown"'),
        ("--fail-on", "unansered", 'did you mean "unanswered"'),
        ("--fail-on", "danger", "safeguarding_now, unanswered, protection_unknown"),
        ("--as-at", "14/08/2026", "year-month-day"),
        ("--policy", "nationl", 'did you mean "national"'),
        ("--set", "national.nothing=1", "national.nothing"),
    ],
)
def test_an_option_that_cannot_be(run: Run, option: str, value: str, says: str) -> None:
    status, out, err = run(EARLY, option, value)
    assert (status, out) == (2, "")
    assert says in err


def test_all_tells_everything(run: Run) -> None:
    short, full = run(UP, *POLICY)[1], run(UP, *POLICY, "--all")[1]
    assert " ".join(short.split()).endswith("--all shows everything.")
    assert len(short.splitlines()) < 24 < len(full.splitlines())
    assert "--all" not in full
    for heading in ("Parameters in force", "Policy"):
        assert heading in full.splitlines()
        assert heading not in short.splitlines()


def test_a_screen_is_as_wide_and_as_high_as_it_is_said_to_be(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    narrow = run(UP, *POLICY)[1].splitlines()
    monkeypatch.setenv("LINES", "200")
    high = run(UP, *POLICY)[1].splitlines()
    assert max(map(len, narrow)) <= 60
    assert len(narrow) < 24 < len(high)
    assert high[-1] == "Advice only: a person decides."
    # Between two decisions there is a line across the screen; no case has one within.
    several = run(UP, EARLY, DOWN, *POLICY)[1].splitlines()
    assert several.count("-" * 60) == 2
    # What goes into a record is the same wherever it was made.
    markdown = run(UP, *POLICY, "--format", "markdown")[1]
    monkeypatch.undo()
    assert run(UP, *POLICY, "--format", "markdown")[1] == markdown


def test_json_is_a_list_and_ndjson_a_line_each(run: Run) -> None:
    listed = json.loads(run(EARLY, CONCERN, "--format", "json")[1])
    lines = [json.loads(line) for line in run(EARLY, CONCERN, "--format", "ndjson")[1].splitlines()]
    assert listed == lines
    assert [decision["case"] for decision in listed] == ["SUSD-63", "NAT-05"]


def test_csv_has_a_row_for_each_below_its_headings(run: Run) -> None:
    status, out, err = run(EARLY, CONCERN, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    decisions = json.loads(run(EARLY, CONCERN, "--format", "json")[1])
    assert (status, err) == (0, "")
    assert [(row["case"], row["status"], row["direction"]) for row in rows] == [
        (each["case"], each["status"], each["recommendation"]["direction"]) for each in decisions
    ]
    # Headings stand there even where nothing could be decided.
    assert run("-", "--format", "csv", stdin="[]")[1] == out.partition("\n")[0] + "\n"


# Standard input


@pytest.mark.parametrize("stdin", [YAML, JSON, f"[{JSON}]", f"- {JSON}\n"])
def test_standard_input(run: Run, stdin: str) -> None:
    status, out, err = run("-", "--format", "ndjson", stdin=stdin)
    assert (status, err) == (0, "")
    assert json.loads(out)["recommendation"]["direction"] == "safeguarding_now"


def test_several_cases_a_line_each_on_standard_input(run: Run) -> None:
    status, out, _ = run("-", "--format", "ndjson", stdin=f"{JSON}\n{JSON.replace('C-1', 'C-2')}\n")
    assert status == 0
    assert [json.loads(line)["case"] for line in out.splitlines()] == ["C-1", "C-2"]


def test_one_bad_case_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("case: C-2\nconsent: {to_share: perhaps}\n")
    status, out, err = run(EARLY, str(bad), CONCERN, "--format", "ndjson")
    assert status == 2
    assert [json.loads(line)["case"] for line in out.splitlines()] == ["SUSD-63", "NAT-05"]
    assert f"threshold: {bad}, line 2, consent.to_share: must be one of" in err
    assert "threshold: 1 case or file was not decided\n" in err
    assert "perhaps" not in err


def test_what_could_not_be_decided_outweighs_findings(run: Run, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.yaml")
    assert run(EARLY, missing, *POLICY, "--fail-on", "blocked")[0] == 2


def test_what_is_no_case_is_passed_over_in_a_folder_with_a_word(run: Run, tmp_path: Path) -> None:
    shutil.copy(CONCERN, tmp_path / "a.yaml")
    policy = shutil.copy(rules_directory() / "policies" / "national.yaml", tmp_path / "b.yaml")
    status, out, err = run(str(tmp_path), "--format", "ndjson")
    assert (status, out.count("\n")) == (0, 1)
    assert err == f"threshold: {policy}: passed over: no case; it seems to be a policy\n"
    status, out, err = run(CONCERN, str(policy), "--format", "ndjson")
    assert (status, out.count("\n")) == (2, 1)
    assert f"threshold: {policy}: this is no case; it seems to be a policy; `threshold policy check`" in err


def test_a_case_is_read_with_the_vocabulary_of_the_policy_that_decides(run: Run, tmp_path: Path) -> None:
    rules = shutil.copytree(rules_directory(), tmp_path / "rules")
    with (rules / "vocabulary.yaml").open("a") as file:
        file.write('\n  housing:\n    damp: {type: boolean, asks: "Is the home damp?"}\n')
    policy = str(rules / "policies" / "national.yaml")
    case = f"{YAML}housing: {{damp: true}}\nexpect: {{policy: national}}\n"
    assert run("-", "--policy", policy, stdin=case)[0] == 0
    assert run("-", "--policy", "national", stdin=case)[0] == 2


# The same bytes


def test_the_same_bytes_whatever_the_process(tmp_path: Path) -> None:
    """Another order of hashing, no cache, a new cache, an old cache, and without the second evaluator.

    The rules are a copy with a comment more, so that they are not those that the build made ready.
    """
    rules = shutil.copytree(rules_directory(), tmp_path / "rules")
    with (rules / "vocabulary.yaml").open("a") as file:
        file.write("# ours\n")
    policy = str(rules / "policies" / "step-up-step-down.yaml")
    without = tmp_path / "without"
    (without / "durable").mkdir(parents=True)
    (without / "durable" / "__init__.py").write_text("raise ImportError\n")
    cache = str(tmp_path / "cache")
    first = os.pathsep.join(filter(None, (str(without), os.environ.get("PYTHONPATH"))))
    command = [EARLY, DOWN, CONCERN, "--policy", policy, "--format", "json"]
    runs = [
        process(*command, PYTHONHASHSEED="1", THRESHOLD_CACHE=cache),
        process(*command, PYTHONHASHSEED="2", THRESHOLD_CACHE=cache),
        process(*command, PYTHONHASHSEED="3", THRESHOLD_CACHE="off"),
        process(*command, PYTHONPATH=first, THRESHOLD_CACHE=cache),
    ]
    assert [done.returncode for done in runs] == [0, 0, 0, 0]
    assert runs[0].stdout.startswith(b"[\n")
    assert {done.stdout for done in runs} == {runs[0].stdout}
    ready = process(EARLY, DOWN, CONCERN, *POLICY, "--format", "json", PYTHONHASHSEED="4")
    assert ready.stdout == runs[0].stdout


# The screen


def test_a_reader_who_goes_away_hears_nothing_and_what_was_never_printed_is_not_clean() -> None:
    command = f"{sys.executable} -m threshold decide {CASES / 'national'} {CASES / 'mosaic-cin'} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert done.returncode == 141


def at_a_terminal(**environment: str) -> str:
    pid, handle = pty.fork()
    if pid == 0:
        os.environ.pop("NO_COLOR", None)
        os.environ.update(environment)
        os.execv(sys.executable, [sys.executable, "-m", "threshold", "decide", EARLY, *POLICY])
    shown = b""
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    return shown.decode().replace("\r\n", "\n")


def test_colour_is_for_terminals_and_never_carries_meaning_alone(run: Run) -> None:
    _, plain, _ = run(EARLY, *POLICY)
    assert "\x1b" not in plain
    coloured = at_a_terminal(TERM="xterm")
    assert "\x1b[31mStep down to early help: not now" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(run: Run, environment: dict[str, str]) -> None:
    assert at_a_terminal(**environment) == run(EARLY, *POLICY)[1]


def test_an_odd_reference_is_shown_as_it_is(run: Run) -> None:
    reference = "A_b-1/2.c_d"
    case = YAML.replace("C-1", reference)
    assert f"\n{reference}, as at" in run("-", stdin=case)[1]
    assert r"A\_b-1/2.c\_d, as at" in run("-", "--format", "markdown", stdin=case)[1]
