"""Free text from a file or from standard input: `ps` shows everybody what stands on a command line."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from threshold.output.gate import prompt

STDIN = "-"
_LARGEST = 64 * 1024  # bytes: many times what may be stored

ReasonFile = Annotated[
    str | None,
    typer.Option(
        "--reason-file",
        metavar="FILE",
        help="Read the reason from a file, or from standard input for -; other users cannot see it then.",
    ),
]


def free_text(text: str | None, file: str | None, case: str = "", option: str = "--reason") -> str | None:
    """The text that an option gives, or that lies in the file of `option`-file; None where neither is given.

    `case` is what else may be read from standard input. Raises BadInput where both are given, where both want
    standard input, or where the file cannot be read, holds nothing, or holds more than any text may.
    """
    from threshold.reading import BadInput, Problem

    of_file = f"{option}-file"
    if file is None:
        return text
    if text is not None:
        raise BadInput(Problem(f"give this or {option}, not both", field=of_file))
    if file == STDIN == case:
        message = "standard input can give the case or this, not both; name a file for one of them"
        raise BadInput(Problem(message, field=of_file))
    found = _read(file, of_file)
    if not found.strip():
        raise BadInput(Problem("holds no text", _name(file), field=of_file))
    return found


def _read(file: str, of_file: str) -> str:
    from threshold.reading import BadInput, Problem, read_bytes
    from threshold.reading.files import decode

    if file == STDIN and sys.stdin.isatty():
        prompt("Type the text; end with Ctrl-D on a line of its own:\n")
    try:
        data = read_bytes(None if file == STDIN else Path(file), _name(file))
    except BadInput as error:
        raise BadInput(*(replace(problem, field=of_file) for problem in error.problems)) from None
    if len(data) > _LARGEST:
        message = f"holds more than {_LARGEST // 1024} KB, and no such text may be so long"
        raise BadInput(Problem(message, _name(file), field=of_file))
    return decode(data, _name(file))


def _name(file: str) -> str:
    return "standard input" if file == STDIN else file
