"""The `threshold` command: its subcommands, and the one place where errors become messages."""

import atexit
import gc
import os
import sys
from datetime import UTC, date, datetime

import typer

from threshold import __version__
from threshold.cli import (
    ask,
    audit,
    completing,
    completion,
    consult,
    deadlines,
    decide,
    demo_data,
    examples,
    memory,
    policy,
    pseudonymise,
    record,
    register,
    serve,
    timeline,
    triage,
    usage,
    why,
    why_not,
)
from threshold.cli.stopping import Stopping, heeding
from threshold.output import terminal
from threshold.output.gate import NotPrinted, give_up_stdout, guard, prompt, say, say_line, tell

STOPPED = 130  # what shells make of a program that Ctrl-C ended
UNREAD = 141  # what they make of one whose reader went away

app = typer.Typer(
    name="threshold",
    help=(
        "Puts a children's services policy to a case and says what it recommends, why, by when, who "
        "does what next and what nobody has told it yet. It advises; a person decides."
    ),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(decide.decide)
app.command()(ask.ask)
app.command()(triage.triage)
app.command()(why.why)
app.command("why-not")(why_not.why_not)
app.command()(timeline.timeline)
app.command()(deadlines.deadlines)
app.command()(audit.audit)
app.command()(pseudonymise.pseudonymise)
app.command("demo-data")(demo_data.demo_data)
app.command()(record.record)
app.add_typer(consult.app, name="consult")
app.command()(serve.serve)
app.add_typer(register.app, name="register")
app.add_typer(policy.app, name="policy")
app.command()(completion.completion)


def _version(wanted: bool) -> None:
    if wanted:
        from threshold.engine import evaluators, missing_evaluator

        names = " and ".join(evaluator.name for evaluator in evaluators())
        say_line(f"threshold {__version__} (evaluators: {names})")
        if told := missing_evaluator():
            say(told)
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Version and evaluators at hand."
    ),
) -> None:
    """Options of the program itself; without a command, the help.

    Examples:
      threshold decide case.yaml
        what the policy recommends for the case in a file
      threshold ask case.yaml --write
        answer questions here, and the case file is filled in
      threshold audit export.csv --inspect
        what is recognised in an export of many children
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


examples.at_the_end(app)


def main() -> int:
    """Run the command line; 0 done and clean, 1 done with findings, 2 could not do it, 129 up stopped."""
    # Nearly all that is made is kept to the end, so that to look for what could go is mostly in vain;
    # most of all at the end itself, where it took a tenth of the whole time.
    if completing.ASKED in os.environ:
        return completing.answer(typer.main.get_command(app))
    gc.set_threshold(300_000, 50, 100)
    terminal.prepare()
    atexit.register(gc.freeze)
    command = sys.argv[1:2]
    try:
        limit = memory.allowed()
        if memory.is_its_own():
            if command in (["audit"], ["deadlines"], ["pseudonymise"]):
                return memory.watched(_run, limit)
            # What is left out loads a library that reserves far more than it uses.
            if limit is not None and command != ["demo-data"]:
                memory.limit_this_process(limit)
    except Exception as error:
        return _explain(error)
    return _run()


def _run() -> int:
    """Run the command, whatever becomes of it."""
    with heeding() as stopping:
        return _run_heeding(stopping)


def _run_heeding(stopping: Stopping) -> int:
    try:
        guard()
        if not _clock_gives_a_date():
            return _refused("this computer's clock gives no date that there is; put it right")
        status = app(standalone_mode=False)
        sys.stdout.flush()
        if status == STOPPED:  # typer's own answer to Ctrl-C
            return _stopped(stopping)
        return status if isinstance(status, int) else 0
    except typer.Exit as exit_:
        return exit_.exit_code
    except KeyboardInterrupt:
        return _stopped(stopping)
    except typer.Abort as abort:
        if isinstance(abort.__cause__, KeyboardInterrupt):  # the answer of typer before it had that one
            return _stopped(stopping)
        return _refused("stopped; nothing was changed by this command")
    except (BrokenPipeError, SystemExit):
        # The reader went away (`| head`), of which typer makes an exit of its own. There is nobody to tell,
        # but whoever asks with `--fail-on` must not take what was never printed for clean.
        give_up_stdout()
        return UNREAD
    except NotPrinted as error:
        if sys.stdout is not None:
            give_up_stdout()
        return _refused(f"standard output cannot be written ({error}); what was printed is not whole")
    except Exception as error:
        return _explain(error)
    except BaseException as error:
        # A library written in Rust reports a broken promise of its own as something that is no Exception.
        if type(error).__name__ != "PanicException" or os.environ.get("THRESHOLD_DEBUG"):
            raise
        return _refused(memory.BROKE_DOWN)


def _clock_gives_a_date() -> bool:
    """Whether it is before the year 10000, and after the year 0, as far as this computer knows."""
    try:
        datetime.now(UTC)
        date.today()
    except (ValueError, OverflowError, OSError):
        return False
    return True


def _stopped(stopping: Stopping) -> int:
    """Say so; whatever the program writes, it writes aside until it is whole."""
    if sys.stderr.isatty() and stopping.status == STOPPED:
        prompt("\n")  # the terminal's ^C, or a question, stands on the line
    tell("stopped before the end; every file that it had written is whole")
    return stopping.status


def _explain(error: Exception) -> int:
    from threshold.engine import Disagreement
    from threshold.reading import BadInput

    if os.environ.get("THRESHOLD_DEBUG"):
        raise error
    if isinstance(error, BadInput):
        for problem in error.problems:
            tell(str(problem))
        return 2
    if isinstance(error, Disagreement):
        return _refused(str(error))
    if isinstance(error, MemoryError):
        return _refused(memory.needs_more(memory.allowed()))
    misused = usage.misuse(error, app)
    if misused is not None:
        return _refused(misused)
    # The text of an unforeseen error may hold what was in a case, so only its kind is told.
    kind = type(error).__name__
    return _refused(
        f"internal error ({kind}): the command stopped before its end; do not rely on what it printed, and "
        "look what it did before you repeat it. THRESHOLD_DEBUG=1 shows more"
    )


def _refused(message: str) -> int:
    tell(message)
    return 2
