"""`threshold consult`: the consultation line; its log of calls in the commands beside it."""

from typing import Annotated

import typer

from threshold.cli import calls
from threshold.cli.evaluators import Quiet
from threshold.cli.mirror import MirrorOption
from threshold.cli.options import PolicyOption, RegisterOption, choose
from threshold.cli.signing import ClockOption, SignOption

app = typer.Typer(help="The consultation line, and the log of its calls.", rich_markup_mode=None)
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
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    quiet: Quiet = False,
) -> int:
    """Take a call: the script's questions one by one, what to advise and why, and the log of the call."""
    from threshold.cli.answering import break_off_call, open_desk, replay_call, take_call

    if context.invoked_subcommand is not None:
        _nothing_before(context)
        return 0
    _one_of({"--answers": answers, "--resume": resume, "--break-off": break_off})
    choose(format_, ("text", "json"), "--format")
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


def _nothing_before(context: typer.Context) -> None:
    """Raises BadInput where an option of the call stands before another command, which would not get it."""
    from threshold.reading import BadInput, Problem

    given = [
        parameter.opts[0]
        for parameter in context.command.params
        if (source := context.get_parameter_source(parameter.name or "")) is not None
        and source.name == "COMMANDLINE"
    ]
    if given:
        command = context.invoked_subcommand
        raise BadInput(
            Problem(f"belongs to a call; give it after `{command}`, if it takes it", field=given[0])
        )


def _one_of(given: dict[str, str | None]) -> None:
    from threshold.output.words import listed
    from threshold.reading import BadInput, Problem

    if sum(value is not None for value in given.values()) > 1:
        raise BadInput(Problem("one of them, not several", field=listed(list(given))))
