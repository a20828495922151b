"""docs/commands.md has a section for every command of the program, with every one of its options."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from threshold.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
SECTION = re.compile(r"^## `(threshold[^`]*)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(--[a-z-]+)", re.MULTILINE)


def commands(command: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    """Every command, by all its words, with the options that it takes."""
    names = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    yield path, {name for name in names if name.startswith("-")}
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(typer.main.get_command(app), "threshold"))
SECTIONS = dict(SECTION.findall(PAGE.read_text(encoding="utf-8")))


def test_the_program_has_commands_to_document() -> None:
    assert {"--version"} <= COMMANDS["threshold"]
    assert {"--as-at", "--set"} <= COMMANDS["threshold decide"]


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_a_row_and_every_row_an_option(command: str) -> None:
    assert set(ROW.findall(SECTIONS.get(command, ""))) == COMMANDS[command]
