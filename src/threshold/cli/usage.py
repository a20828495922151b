"""What is wrong with a command line, in our words: typer's change with its versions, and repeat values."""

import difflib
import sys
from typing import Any


def misuse(error: Exception) -> str | None:
    """The fault that typer found, known by its kind; None for what is no fault of a command line."""
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
            return _no_such_command(fault.ctx)
        case "UsageError":
            return "Got more arguments than this command takes"
    return "This command line is not understood" if hasattr(error, "format_message") else None


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


def _no_such_command(context: Any) -> str:
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    depth, above = 0, context.parent  # how many of the words lead to this group of commands
    while above is not None:
        depth, above = depth + 1, above.parent
    if len(words) <= depth:
        return "Missing command."
    near = difflib.get_close_matches(words[depth], context.command.list_commands(context), n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"No such command.{hint}"
