"""What is wrong with a command line, in our words: typer's change with its versions, and repeat values."""

import difflib
import sys
from collections.abc import Iterator
from typing import Any

import typer

from threshold.output.words import listed

_MOST = 3  # commands of one name that are told


def misuse(error: Exception, app: Any) -> str | None:
    """The fault that typer found, and what to do; None for what is no fault of a command line."""
    if not hasattr(error, "format_message"):
        return None
    command = typer.main.get_command(app)
    return f"{_wrong(error, command)} (try `{_help_of(command)}`)"


def _wrong(error: Exception, command: Any) -> str:
    """The fault, known by its kind."""
    fault: Any = error
    match type(error).__name__:
        case "NoSuchOption":
            near = ", ".join(sorted(fault.possibilities or ()))
            return f"No such option: {fault.option_name}{f' (Possible options: {near})' if near else ''}"
        case "MissingParameter":
            return f"Missing {fault.param.param_type_name} {_named(fault.param)}."
        case "BadParameter":
            return f"Invalid value for {_named(fault.param)}: {_wanted(fault.param.type)}"
        case "BadOptionUsage":
            given = any(word.startswith(f"{fault.option_name}=") for word in sys.argv)
            wrong = "does not take a value" if given else "requires an argument"
            return f"Option '{fault.option_name}' {wrong}."
        case "UsageError" | "NoSuchCommand" if hasattr(getattr(fault.ctx, "command", None), "list_commands"):
            return _no_such_command(fault.ctx, command)
        case "UsageError":
            return "Got more arguments than this command takes"
    return "This command line is not understood"


def _help_of(command: Any) -> str:
    """How to ask for the help of the command that was meant, as far as there is one of this name."""
    known = ["threshold"]
    for word in sys.argv[1:]:
        if (inner := getattr(command, "commands", {}).get(word)) is not None:
            command = inner
            known.append(word)
        elif not word.startswith("-"):
            break
    return " ".join([*known, "--help"])


def _named(parameter: Any) -> str:
    option = parameter.param_type_name == "option"
    name = max(parameter.opts, key=len) if option else parameter.metavar or parameter.name.upper()
    return f"'{name}'"


def _wanted(kind: Any) -> str:
    """What number an option takes."""
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None and high is not None:
        return f"it must be a number from {low} to {high}"
    return "it must be a number" if low is None else f"it must be a number, {low} or more"


def _no_such_command(context: Any, program: Any) -> str:
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    depth, above = 0, context.parent  # how many of the words lead to this group of commands
    while above is not None:
        depth, above = depth + 1, above.parent
    if len(words) <= depth:
        return "Missing command."
    word = words[depth]
    if near := difflib.get_close_matches(word, context.command.list_commands(context), n=1):
        return f"No such command. Did you mean '{near[0]}'?"
    elsewhere = [f"'{path}'" for path in _called(program, word, "threshold")]
    return f"No such command.{f' Did you mean {listed(elsewhere[:_MOST])}?' if elsewhere else ''}"


def _called(command: Any, word: str, path: str) -> Iterator[str]:
    """Every command of this name, below some other, by all its words."""
    for name, inner in getattr(command, "commands", {}).items():
        if name == word:
            yield f"{path} {name}"
        yield from _called(inner, word, f"{path} {name}")
