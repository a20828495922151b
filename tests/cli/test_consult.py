"""`threshold consult`: its commands, and options of a call that stand before none of them, nor together."""

import json
from pathlib import Path

import pytest
from tests.cli.running import Run, running


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    return running(tmp_path, "consult", monkeypatch, capsys)


@pytest.mark.parametrize("option", [["--adviser", "TM-07"], ["--plain"], ["--quiet"], ["--resume", "X"]])
def test_an_option_before_a_command_that_does_not_take_it_is_refused(run: Run, option: list[str]) -> None:
    status, out, err = run(*option, "list")
    assert (status, out) == (2, "")
    assert err == f"threshold: {option[0]}: belongs to a call; `consult list` does not take it\n"


def test_an_option_before_a_command_that_takes_it_is_handed_on(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    notes = "adviser: TM-07\n"
    (tmp_path / "call.yaml").write_text(f"answers: {{child_protection.immediate_danger: yes}}\n{notes}")
    assert run("--register", other, "--answers", tmp_path / "call.yaml")[0] == 0
    before = run("--register", other, "--format", "json", "list", "--all")
    assert before[0] == 0
    assert before == run("list", "--all", "--register", other, "--format", "json")
    (call,) = json.loads(before[1])
    assert call["advice"] == "refer_now"


def test_what_stands_behind_the_command_counts(run: Run, tmp_path: Path) -> None:
    assert (
        run("--register", tmp_path / "x", "list", "--register", tmp_path / "y")[2]
        == run("list", "--register", tmp_path / "y")[2]
    )


def test_a_switch_is_handed_on(run: Run) -> None:
    status, _, err = run("--clock-is-right", "follow-up", "7KQ4", "--done", "rang")
    assert status == 2
    assert "belongs to a call" not in err


def test_what_the_environment_says_stands_before_any_command(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THRESHOLD_ADVISER", "TM-07")
    assert "belongs to a call" not in run("list")[2]


@pytest.mark.parametrize(
    "options", [["--answers", "x", "--resume", "y"], ["--resume", "y", "--break-off", "y"]]
)
def test_a_call_is_taken_in_one_way(run: Run, options: list[str]) -> None:
    status, out, err = run(*options)
    assert (status, out) == (2, "")
    assert "--answers, --resume or --break-off: one of them, not several" in err


def test_a_form_that_there_is_not(run: Run) -> None:
    assert "must be one of text, json" in run("--format", "yaml")[2]


def test_it_names_its_commands(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    for name in ("list", "show", "follow-up", "export", "forget"):
        assert f"  {name}" in out
