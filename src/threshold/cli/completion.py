"""`threshold completion`: the script that lets a shell finish what is typed."""

from pathlib import Path
from typing import Annotated

import typer

from threshold.cli.offers import among
from threshold.cli.options import choose
from threshold.output.gate import say

_SCRIPTS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
SHELLS = tuple(_SCRIPTS)


def completion(
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", autocompletion=among(SHELLS)),
    ],
) -> int:
    """Print the script that finishes words with the Tab key: commands, options and their values.

    It goes where the shell looks when it starts, once; a new window then knows it.

    Examples:
      threshold completion bash >> ~/.bashrc
        for bash
      threshold completion zsh >> ~/.zshrc
        for zsh
      threshold completion fish > ~/.config/fish/completions/threshold.fish
        for fish
      threshold completion powershell | Add-Content $PROFILE
        for PowerShell; New-Item $PROFILE makes the file where there is none yet
    """
    choose(shell, SHELLS, "SHELL")
    script = Path(__file__).parent / "shells" / f"threshold.{_SCRIPTS[shell]}"
    say(script.read_text(encoding="utf-8"), end="")
    return 0
