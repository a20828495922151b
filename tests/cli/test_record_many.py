"""`threshold record` of many cases: agreed with, or decided in a file; all told, and once each."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.register.store import open_register
from threshold.register.verify import verify

POLICY = ["--policy", "caf-team", "--as-at", "2026-08-14"]
WHO = ["--by", "MASH Manager", "--reference", "TM-07"]
ALL = [*POLICY, *WHO, "--agree"]
CALM = {"concern": False, "harm_suspected": False, "immediate_danger": False}


def contact(number: int, **more: object) -> dict[str, object]:
    """A contact that is rightly passed on to the CAF Team."""
    case = {
        "case": f"MC-{number}",
        "request": {"direction": "triage"},
        "contact": {
            "brag": "green",
            "needs_early_help": True,
            "checks_done": True,
            "allocated_social_worker": False,
        },
        "child_protection": CALM,
        "consent": {"to_share": "given", "to_support": "given"},
        "support": {"in_place": "universal"},
        "referral": {"suggests_child_in_need": False},
    }
    return case | more


OPEN = contact(9, child_protection={})  # nobody asked about danger


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "register.sqlite"


@pytest.fixture
def run(path, monkeypatch, capsys):
    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "record", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        capsys.readouterr()
        return (main(), *capsys.readouterr())

    return ran


def written(folder: Path, *cases: dict[str, object], name: str = "cases.ndjson") -> str:
    (folder / name).write_text("".join(json.dumps(each) + "\n" for each in cases))
    return name


def decided(folder: Path, text: str, name: str = "decided.csv") -> list[str]:
    (folder / name).write_text(text)
    return ["--decisions", name]


def decisions(path: Path) -> list[tuple[str, str, bool]]:
    """What a register holds, which is whole."""
    with open_register(path) as register:
        assert verify(register).faults == ()
        told = [entry.summary for entry in register.entries()]
    return [(each.case, each.decided.decision, each.decided.agrees) for each in told]


def test_what_is_recommended_for_each_is_agreed_with_in_one_command(run, path, tmp_path):
    cases = written(tmp_path, contact(1), contact(2))
    status, out, err = run(cases, *ALL)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Entry 1: MC-1: triage; agreed",
        "Entry 2: MC-2: triage; agreed",
        "2 recorded (entries 1 to 2).",
    ]
    assert decisions(path) == [("MC-1", "triage", True), ("MC-2", "triage", True)]


def test_what_cannot_be_agreed_with_is_told_and_the_rest_recorded(run, path, tmp_path):
    (tmp_path / "broken.json").write_text("{")
    status, out, err = run(written(tmp_path, contact(1), OPEN), "broken.json", *ALL)
    assert status == 2
    assert out.splitlines()[-1] == "1 recorded (entry 1), 2 NOT recorded."
    assert "MC-9: NOT recorded: a reason is needed, because the recommendation is undetermined" in err
    assert "broken.json, line 1" in err
    assert "--decisions FILE" in err
    assert decisions(path) == [("MC-1", "triage", True)]


def test_run_again_only_the_rest_is_recorded(run, path, tmp_path):
    run(written(tmp_path, contact(1)), *ALL)
    cases = written(tmp_path, contact(1), contact(2))
    status, out, _ = run(cases, *ALL)
    assert (status, out.splitlines()) == (
        0,
        [
            "MC-1: already recorded as entry 1",
            "Entry 2: MC-2: triage; agreed",
            "1 recorded (entry 2), 1 recorded already.",
        ],
    )
    assert run(cases, *ALL, "--again")[1].splitlines()[-1] == "2 recorded (entries 3 to 4)."
    assert len(decisions(path)) == 4


def test_a_file_says_what_was_decided_on_each(run, path, tmp_path):
    cases = written(tmp_path, contact(1), OPEN, contact(3))
    file = decided(
        tmp_path,
        "case,decision,reason\nMC-3,pass on,\nMC-9,no further action,The school has it in hand\nMC-1,,\n",
    )
    status, out, err = run(cases, *POLICY, *WHO, *file)
    assert (status, err) == (0, "")
    assert decisions(path) == [
        ("MC-1", "triage", True),
        ("MC-9", "no_further_action", False),
        ("MC-3", "pass_on", True),
    ]
    assert "Entry 2: MC-9: no further action; OVERRIDDEN" in out


def test_with_a_file_all_others_may_be_agreed_with(run, path, tmp_path):
    cases = written(tmp_path, contact(1), OPEN, contact(3))
    file = decided(tmp_path, "case,decision,reason\nMC-3,close,The family moved away\n")
    status, out, _ = run(cases, *ALL, *file)
    assert (status, out.splitlines()[-1]) == (2, "2 recorded (entries 1 to 2), 1 NOT recorded.")
    assert decisions(path) == [("MC-1", "triage", True), ("MC-3", "close", False)]


def test_nothing_is_recorded_where_the_file_has_a_mistake_and_all_are_told_at_once(run, path, tmp_path):
    cases = written(tmp_path, contact(1), contact(2), contact(3))
    lines = ("MC-1,triag,Wizard,", "MC-2,close,,Rang 01706 925555", "MC-1,,,", "Ann Smith,,,")
    file = decided(tmp_path, "\n".join(("case,decision,by,reason", *lines)))
    status, out, err = run(cases, *POLICY, *WHO, *file)
    assert (status, out) == (2, "")
    for told in (
        "decided.csv, line 2, decision: must be one of",
        'did you mean "triage"',
        "decided.csv, line 2, by: is not a role",
        "decided.csv, line 3, reason: seems to hold a telephone number",
        "decided.csv, line 4, case: this case has a line already, line 2",
        "decided.csv, line 5, case: none of the cases has this reference",
        "cases.ndjson, line 3, MC-3: no line of the file of decisions names this case",
        "nothing was recorded",
    ):
        assert told in err
    assert not path.exists()
    assert not any(word in err for word in ("Smith", "925555", "Wizard"))


def test_a_file_that_holds_no_decision_records_none(run, path, tmp_path):
    status, out, err = run(
        written(tmp_path, contact(1)), *POLICY, *WHO, *decided(tmp_path, "case,decision\n")
    )
    assert (status, out) == (0, "0 recorded.\n")
    assert "holds no decision" in err
    assert not path.exists()


def test_two_cases_of_one_reference_are_not_taken_and_the_same_twice_is_once(run, path, tmp_path):
    cases = written(tmp_path, contact(1), contact(2), contact(1), contact(2, about="Another"))
    status, out, err = run(cases, *ALL)
    assert (status, out.splitlines()[-1]) == (2, "1 recorded (entry 1), 1 NOT recorded.")
    assert "MC-2: different cases have this reference" in err
    assert "MC-1 stands there again" in err
    file = decided(tmp_path, "case\nMC-1\nMC-2\n")
    assert run(cases, *POLICY, *WHO, *file)[0] == 2
    assert len(decisions(path)) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (WHO, "--agree: is missing; of several cases it records what is recommended"),
        (["--agree"], "--by: is missing"),
        (["--agree", "--by", "MASH Manager"], "--reference: is missing"),
        ([*WHO, "--agree", "--decision", "close"], "--decision: is of one case"),
        ([*WHO, "--agree", "--reason", "Why"], "--reason: is of one case"),
        ([*WHO, "--override"], "--override: is of one case"),
        (["--agree", "--by", "Wizard", "--reference", "TM-07"], "--by: is not a role"),
        (["--agree", "--by", "MASH Manager", "--reference", "Ann Smith"], "--reference: must be a made-up"),
    ],
)
def test_what_goes_for_all_is_looked_at_first(run, path, tmp_path, options, told):
    cases = [written(tmp_path, contact(number), name=f"{number}.json") for number in (1, 2)]
    status, out, err = run(*cases, *POLICY, *options)
    assert (status, out) == (2, "")
    assert told in err
    assert not path.exists()


def test_one_file_of_several_cases_says_how_they_are_recorded(run, tmp_path):
    status, _, err = run(written(tmp_path, contact(1), contact(2)), *POLICY, *WHO, "--decision", "triage")
    assert status == 2
    assert "holds more than one case" in err
    assert "--decisions FILE" in err


def test_as_lines_of_json_each_comes_as_it_is_stored(run, path, tmp_path):
    cases = written(tmp_path, contact(1), OPEN)
    status, out, err = run(cases, *ALL, "--format", "ndjson")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert [(row["case"], row["state"], row["entry"]) for row in rows] == [
        ("MC-1", "recorded", 1),
        ("MC-9", "not_recorded", None),
    ]
    assert "1 recorded (entry 1), 1 NOT recorded." in err
    status, out, _ = run(cases, *ALL, "--format", "json")
    assert [row["state"] for row in json.loads(out)] == ["already_recorded", "not_recorded"]


def test_every_entry_is_in_the_mirror_also_after_a_run_without(run, path, tmp_path):
    run(written(tmp_path, contact(1)), *ALL)
    mirror = tmp_path / "mirror.ndjson"
    status, _, err = run(written(tmp_path, contact(1), contact(2)), *ALL, "--mirror", str(mirror))
    assert status == 0
    assert "1 to 2" in err  # which were there before is told
    assert [json.loads(line).get("number") for line in mirror.read_text().splitlines()] == [None, 1, 2]


def test_where_the_mirror_cannot_be_written_all_is_recorded_and_that_told(run, path, tmp_path):
    status, _, err = run(written(tmp_path, contact(1)), *ALL, "--mirror", str(tmp_path / "no" / "mirror"))
    assert status == 1
    assert "not in the mirror" in err
    assert len(decisions(path)) == 1


def test_where_nobody_reads_what_is_printed_it_says_what_was_recorded(run, path, tmp_path, monkeypatch):
    from threshold.cli import record_many

    def nobody(*_: object) -> None:
        raise BrokenPipeError

    cases = written(tmp_path, contact(1), contact(2))
    monkeypatch.setattr(record_many, "say", nobody)
    monkeypatch.setattr("threshold.cli.mirror.give_up_stdout", lambda: None)
    status, _, err = run(cases, *ALL)
    assert status == 2
    assert "1 decision recorded (entry 1), but nobody reads standard output" in err
    assert "Run the same command again for the rest" in err
    assert len(decisions(path)) == 1


def test_ctrl_c_says_what_was_recorded_and_that_the_rest_can_follow(run, path, tmp_path, monkeypatch):
    from threshold.cli import record_many

    printed: list[str] = []

    def stopped(text: str) -> None:
        printed.append(text)
        if len(printed) == 2:
            raise KeyboardInterrupt

    cases = written(tmp_path, contact(1), contact(2), contact(3))
    with monkeypatch.context() as patched:
        patched.setattr(record_many, "say", stopped)
        status, _, err = run(cases, *ALL)
    assert status == 130
    assert "2 decisions recorded (entries 1 to 2). Run the same command again" in err
    assert run(cases, *ALL)[1].splitlines()[-1] == "1 recorded (entry 3), 2 recorded already."


@pytest.mark.slow
def test_killed_at_any_moment_and_run_again_each_is_there_once(path, tmp_path):
    cases = written(tmp_path, *(contact(number) for number in range(30)))
    command = [sys.executable, "-m", "threshold", "record", cases, *ALL, "--format", "ndjson"]
    for after in (0.0, 0.05, 0.2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ, text=True) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(after)
            program.send_signal(signal.SIGKILL)
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert sorted(decisions(path)) == sorted((f"MC-{number}", "triage", True) for number in range(30))
