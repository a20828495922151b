"""A command of `threshold` run in a folder, for tests of what it prints and how it ends."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.cli.main import main

Run = Callable[..., tuple[int, str, str]]


def running(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs `threshold COMMAND` with further words in a folder; gives its status, and what it printed."""
    monkeypatch.chdir(folder)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *command.split(), *map(str, arguments)])
        return (main(), *capsys.readouterr())

    return run
