"""The examples of a command: written at the end of its docstring, shown at the end of its help.

A line for each, as it is typed, and below it what it does. Lists of commands show the first words of a help.
"""

import inspect
import re
from typing import Any

HEADING = "\nExamples:\n"
_AS_IT_IS = "\b\n"  # what follows is not filled into lines of another length
_ENOUGH = re.compile(r"[:;.](?:\s|$)")


def at_the_end(app: Any) -> None:
    """Take the examples out of the texts of all commands of a typer app, and put them below their options."""
    for command in app.registered_commands:
        command.help, examples = parted(command.callback.__doc__ or "")
        command.short_help = in_short(command.help)
        command.epilog = _shown(examples)
    if app.registered_callback is not None:
        _, examples = parted(app.registered_callback.callback.__doc__ or "")
        app.registered_callback.epilog = _shown(examples)
    for group in app.registered_groups:
        group.short_help = in_short(group.typer_instance.info.help)
        at_the_end(group.typer_instance)


def parted(text: str) -> tuple[str, str]:
    """What a docstring says, and its examples; nothing where it has none."""
    said, _, examples = inspect.cleandoc(text).partition(HEADING)
    return said.rstrip(), examples


def in_short(text: str) -> str:
    """The first sentence of a help, as far as it stands for the whole."""
    return " ".join(_ENOUGH.split(text, maxsplit=1)[0].split())


def _shown(examples: str) -> str | None:
    return f"{_AS_IT_IS}Examples:\n{examples}" if examples else None
