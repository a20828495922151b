"""Progress is for a terminal: elsewhere nothing is shown."""

import sys

import pytest

from threshold.audit.progress import Bar


def walk(capsys: pytest.CaptureFixture[str]) -> str:
    with Bar() as bar:
        bar.stage("reading", None)
        bar.stage("evaluating", 4, "children")
        bar.advance(2)
    return capsys.readouterr().err


def test_nothing_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert walk(capsys) == ""


def test_a_terminal_is_told_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "140")
    shown = walk(capsys)
    assert "evaluating" in shown
    assert "2/4" in shown
