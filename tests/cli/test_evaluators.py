"""Where one evaluator alone was at hand, it is said: once, beside the results, and not where --quiet is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from threshold.cli.evaluators import tell_what_ran

CASES = Path(__file__).parents[2] / "cases" / "step-up-step-down"
CASE, OTHER = str(CASES / "step-down.yaml"), str(CASES / "after-cp-two-months-thirty-days.yaml")
POLICY = ("--policy", "step-up-step-down")
RECORD = ("--decision", "step_down", "--by", "Team Manager", "--reference", "TM-07", "--agree")
TOLD = "threshold: evaluated by Python alone, with nothing to check it. The second evaluator, durable-rules, "
# As where it was never installed; the first line for an evaluator that does not load.
WITHOUT = """
import importlib.util, sys
sys.modules["durable_rules_engine"] = None
from threshold.engine import durable_rules
durable_rules.find_spec = lambda name: {found}
from threshold.cli.main import main
sys.exit(main())
"""


def run(folder: Path, *words: str, found: str = "None", alone: bool = True) -> tuple[int, str, str]:
    script = ("-c", WITHOUT.format(found=found)) if alone else ("-m", "threshold")
    done = subprocess.run(
        [sys.executable, *script, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("decide", CASE, OTHER, *POLICY),
        ("decide", CASE, OTHER, *POLICY, "--format", "ndjson"),
        ("ask", CASE, *POLICY, "--format", "json"),
        ("ask", CASE, *POLICY, "--write"),
        ("record", CASE, *POLICY, *RECORD, "--register", "r.sqlite"),
        ("policy", "test", CASE, OTHER),
    ],
    ids=" ".join,
)
def test_it_is_said_once_and_not_where_that_is_not_wanted(tmp_path: Path, words: tuple[str, ...]) -> None:
    words = tuple(
        str(tmp_path / "C-1.yaml") if word == CASE and "--write" in words else word for word in words
    )
    if "--write" in words:
        text = Path(CASE).read_text(encoding="utf-8")
        (tmp_path / "C-1.yaml").write_text(text[: text.index("expect:")], encoding="utf-8")
        words = (*words, "--as-at", "2026-08-14")
    _, out, err = run(tmp_path, *words)
    assert err.count(TOLD) == 1
    assert "it is not installed" in err
    assert TOLD not in out
    assert TOLD not in run(tmp_path, *words, "--quiet")[2]


def test_results_are_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("durable_rules_engine")
    words = ("decide", CASE, OTHER, *POLICY, "--format", "json")
    assert run(tmp_path, *words)[:2] == run(tmp_path, *words, alone=False)[:2]
    assert run(tmp_path, *words, alone=False)[2] == ""


def test_why_it_is_missing_is_told(tmp_path: Path) -> None:
    assert "it is installed, but does not load" in run(tmp_path, "decide", CASE, *POLICY, found="True")[2]


def test_an_entry_names_the_one_there_was(tmp_path: Path) -> None:
    words = ("record", CASE, *POLICY, *RECORD, "--register", "r.sqlite", "--format", "json")
    assert json.loads(run(tmp_path, *words)[1])["evaluators"] == ["python"]


def test_what_was_not_decided_was_not_evaluated(tmp_path: Path) -> None:
    status, _, err = run(tmp_path, "decide", "missing.yaml")
    assert (status, TOLD in err) == (2, False)


def test_a_replay_by_one_alone_is_told(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    (tmp_path / "events.csv").write_text("child,event,on\nC-1,referral,2026-01-05\n", encoding="utf-8")
    words = ("audit", "events.csv", "--as-at", "2026-03-31", "--exit-zero", "--out", "-")
    assert run(tmp_path, *words)[2].count(TOLD) == 1
    assert TOLD not in run(tmp_path, *words, "--quiet")[2]
    assert TOLD not in run(tmp_path, *words, "--sample", "0")[2]  # nothing was evaluated a second time


def test_a_rule_that_counts_among_too_many_for_the_second_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("threshold.engine.missing_evaluator", lambda: "")
    monkeypatch.setattr("threshold.engine.evaluated_once", lambda: ("EM-C-1", "EM-C-2"))
    tell_what_ran(quiet=True)
    assert capsys.readouterr().err == ""
    tell_what_ran(quiet=False)
    told = " ".join(capsys.readouterr().err.split())
    assert "evaluated by Python alone: EM-C-1 and EM-C-2. Among so many, durable-rules is not asked" in told
