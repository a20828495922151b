"""`threshold record`: all at once, or asked for at a terminal; refused in plain words."""

import io
import json
import sys
from pathlib import Path

import pytest

from threshold.cli.main import main

CASES = Path(__file__).parents[2] / "cases"
CASE = str(CASES / "step-up-step-down" / "step-down.yaml")
TOO_EARLY = str(CASES / "step-up-step-down" / "after-cp-two-months-thirty-days.yaml")
POLICY = ["--policy", "step-up-step-down"]
WHO = ["--by", "Team Manager", "--reference", "TM-07"]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "register.sqlite"
    monkeypatch.setenv("THRESHOLD_REGISTER", str(path))
    return path


class Terminal(io.StringIO):
    """Standard input with somebody typing."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command; what was typed makes it a terminal."""

    def ran(*arguments: str, typed: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO() if typed is None else Terminal(typed))
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return ran


def test_a_decision_is_recorded(run, path):
    status, out, err = run("record", CASE, *POLICY, "--decision", "step_down", *WHO, "--agree")
    assert (status, err) == (0, "")
    assert out.startswith("Recorded. Entry 1, ")
    assert "step down, by Team Manager (TM-07); agreed" in out
    assert path.exists()


def test_as_json_it_holds_everything(run, path):
    arguments = ["record", CASE, *POLICY, "--decision", "step_down", *WHO, "--agree", "--format", "json"]
    data = json.loads(run(*arguments)[1])
    assert (data["entry"], data["case_file"]["case"]) == (1, "SUSD-44")
    assert data["recommendation"]["status"] == "permitted"
    assert data["decided"]["agrees"] is True


def test_the_register_can_be_named(run, path, tmp_path):
    other = tmp_path / "other.sqlite"
    run("record", CASE, *POLICY, "--decision", "step_down", *WHO, "--agree", "--register", str(other))
    assert other.exists()
    assert not path.exists()


def test_all_that_is_missing_is_named(run, path):
    status, out, err = run("record", CASE, *POLICY)
    assert (status, out) == (2, "")
    for option in ("--decision", "--by", "--reference", "--agree or --override"):
        assert f"threshold: {option}: is missing" in err
    assert not path.exists()


def test_a_reason_that_is_missing_is_named_with_the_rest(run, path):
    _, _, err = run("record", CASE, *POLICY, "--decision", "continue", "--by", "Team Manager", "--override")
    assert "--reference: is missing" in err
    assert (
        "--reason or --reason-file: is missing; it is needed, because the recommendation is overridden" in err
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--decision", "step_down", *WHO, "--agree", "--override"], "one of them and not both"),
        (
            ["--decision", "continue", *WHO, "--override", "--agree", "--reason", "x"],
            "one of them and not both",
        ),
        (["--decision", "continue", *WHO, "--agree"], "the recommendation is to step down, not this"),
        (["--decision", "continue", *WHO, "--override"], "--reason: is needed"),
        (["--decision", "stepdown", *WHO, "--agree"], 'did you mean "step_down"'),
        (["--decision", "step_down", "--by", "Wizard", "--reference", "W-1", "--agree"], "is not a role"),
        (
            ["--decision", "step_down", "--by", "Team Manager", "--reference", "Ann Smith", "--agree"],
            "made-up reference",
        ),
        (
            ["--decision", "continue", *WHO, "--override", "--reason", "Rang 01706 925555"],
            "seems to hold a telephone number",
        ),
    ],
)
def test_what_cannot_be_recorded_is_told_and_not_recorded(run, path, arguments, told):
    status, out, err = run("record", CASE, *POLICY, *arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert "Ann Smith" not in err
    assert "925555" not in err
    _, listed, _ = run("register", "list")
    assert "TM-07" not in listed


def test_at_a_terminal_what_is_missing_is_asked_for(run, path):
    status, out, err = run("record", CASE, *POLICY, typed="step down\nteam manager\nTM-07\nyes\n")
    assert status == 0
    assert "Step down to early help: may go ahead" in err
    assert "In which role?" in err
    assert "agreed" in out


def test_at_a_terminal_the_recommendation_has_the_room_that_there_is(run, path, monkeypatch):
    answers = "step down\nteam manager\nTM-07\nyes\n"
    monkeypatch.setenv("COLUMNS", "50")
    err = run("record", CASE, *POLICY, typed=answers)[2]
    screen = err.partition("What was decided?")[0].splitlines()
    assert 40 < max(map(len, screen)) <= 50
    assert "\x1b" not in err


def test_at_a_terminal_an_answer_that_is_not_understood_is_asked_for_again(run, path):
    typed = "stepp down\nstep down\nWizard\nTeam Manager\nTM-07\nperhaps\nyes\n"
    status, _, err = run("record", CASE, *POLICY, typed=typed)
    assert status == 0
    assert err.count("What was decided?") == err.count("In which role?") == 2
    assert "Wizard" not in err


def test_at_a_terminal_another_decision_is_an_override_and_its_reason_asked_for(run, path):
    typed = "step_down\nTeam Manager\nTM-07\nThe panel asked for it\n"
    status, out, err = run("record", TOO_EARLY, *POLICY, typed=typed)
    assert status == 0
    assert "recorded as an override" in err
    assert "OVERRIDDEN" in out
    assert "Reason: The panel asked for it" in out


def test_going_away_from_the_terminal_records_nothing(run, path):
    status, out, err = run("record", CASE, *POLICY, typed="step_down\n")
    assert (status, out) == (2, "")
    assert "nothing was changed" in err
    assert not path.exists()


def test_a_mismatch_is_shown(run, path):
    arguments = ["--decision", "step_down", "--by", "Social Worker", "--reference", "SW-1", "--agree"]
    status, out, _ = run("record", CASE, *POLICY, *arguments)
    assert status == 0
    assert "NOT as the policy has it" in out
    assert "[RBC-4.2a]" in out


def test_a_trial_is_not_recorded(run, path):
    trial = ["--set", "step-up-step-down.cin_minimum_after_cp=2 months"]
    status, _, err = run("record", CASE, *POLICY, *trial, "--decision", "step_down", *WHO, "--agree")
    assert status == 2
    assert "--set" in err


def test_a_register_made_by_a_newer_program_is_refused(run, path):
    import sqlite3
    from contextlib import closing

    run("record", CASE, *POLICY, "--decision", "step_down", *WHO, "--agree")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 9")
    status, out, err = run("record", CASE, *POLICY, "--decision", "step_down", *WHO, "--agree")
    assert (status, out) == (2, "")
    assert "made by a newer threshold" in err


@pytest.mark.parametrize("order", [("--agree", "--override"), ("--override", "--agree")])
def test_agreed_and_overridden_at_once_is_refused_and_makes_no_register(run, path, order):
    status, out, err = run(
        "record", CASE, *POLICY, "--decision", "step_down", *WHO, *order, "--reason", "Why"
    )
    assert (status, out) == (2, "")
    assert "one of them and not both" in err
    assert not path.exists()


def test_a_reason_of_several_lines_is_shown_in_as_many(run, path):
    (path.parent / "why.txt").write_text("The panel asked.\nIt meets again.\n")
    words = ["record", CASE, *POLICY, "--decision", "continue", *WHO, "--override", "--reason-file"]
    out = run(*words, str(path.parent / "why.txt"))[1]
    assert "The panel asked.\n    It meets again.\n" in out
