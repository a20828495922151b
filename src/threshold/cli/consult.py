"""`threshold consult`: the consultation line; its log of calls in the commands beside it."""

import typer

from threshold.cli import calls
from threshold.output.gate import say

app = typer.Typer(help="The consultation line, and the log of its calls.", rich_markup_mode=None)
calls.add_to(app)


@app.callback(invoke_without_command=True)
def consult(context: typer.Context) -> None:
    """The consultation line, and the log of its calls."""
    if context.invoked_subcommand is None:
        say(context.get_help())
