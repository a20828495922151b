"""`threshold consult`: the consultation line; its log of calls in the commands beside it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from threshold.cli import calls
from threshold.cli.evaluators import Quiet
from threshold.cli.mirror import MirrorOption
from threshold.cli.options import TEXT_OR_JSON, PolicyOption, RegisterOption, choose, format_option
from threshold.cli.signing import ClockOption, SignOption

if TYPE_CHECKING:
    from typer._click.core import Command, Context


class _Commands(TyperGroup):
    """The commands of the log: an option of the call that stands before one is handed on to it."""

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """The command, and its arguments with those that stood before it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command, rest if command is None else [*_handed_on(ctx, command), *rest]


app = typer.Typer(
    cls=_Commands, help="The consultation line, and the log of its calls.", rich_markup_mode=None
)
calls.add_to(app)


@app.callback(invoke_without_command=True)
def consult(
    context: typer.Context,
    adviser: Annotated[
        str | None,
        typer.Option(
            "--adviser",
            metavar="REFERENCE",
            envvar="THRESHOLD_ADVISER",
            show_envvar=True,
            help="A made-up reference for yourself: TM-07; left out, it is asked for.",
        ),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", metavar="FILE", help="Take what was said from a file, or - for standard input."
        ),
    ] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="REF", help="Go on with a call that was not finished.")
    ] = None,
    break_off: Annotated[
        str | None,
        typer.Option("--break-off", metavar="REF", help="Log a call that was not finished as broken off."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="To be read out by a screen reader: words, and no symbols.")
    ] = False,
    policy: PolicyOption = None,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    key: SignOption = None,
    clock_is_right: ClockOption = False,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
    quiet: Quiet = False,
) -> int:
    """Take a call: the script's questions one by one, what to advise and why, and the log of the call.

    Examples:
      threshold consult --adviser TM-07
        take a call
      threshold consult --resume CL-261130-7KQ4
        go on with a call that was broken off
      threshold consult list
        the calls of today; the log has commands of its own
    """
    from threshold.cli.answering import break_off_call, open_desk, replay_call, take_call

    if context.invoked_subcommand is not None:
        return 0
    _one_of({"--answers": answers, "--resume": resume, "--break-off": break_off})
    choose(format_, TEXT_OR_JSON, "--format")
    desk = open_desk(
        policy,
        register,
        mirror,
        key,
        clock_is_right,
        adviser or "",
        somebody_waits=answers is None and break_off is None,
    )
    if answers is not None:
        return replay_call(desk, answers, format_, quiet)
    if break_off is not None:
        return break_off_call(desk, break_off, format_)
    return take_call(desk, resume, format_, plain=plain, quiet=quiet)


def _handed_on(context: "Context", command: "Command") -> Iterator[str]:
    """What was typed before a command, for it. Raises BadInput where the command does not take it."""
    from threshold.reading import BadInput, Problem

    takes = {parameter.name for parameter in command.params}
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE":
            continue
        if name not in takes:
            message = f"belongs to a call; `consult {command.name}` does not take it"
            raise BadInput(Problem(message, field=parameter.opts[0]))
        yield parameter.opts[0]
        if not isinstance(context.params[name], bool):
            yield str(context.params[name])


def _one_of(given: dict[str, str | None]) -> None:
    from threshold.output.words import listed
    from threshold.reading import BadInput, Problem

    if sum(value is not None for value in given.values()) > 1:
        raise BadInput(Problem("one of them, not several", field=listed(list(given))))
