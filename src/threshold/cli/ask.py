"""`threshold ask`: what is not known and could change the outcome."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from threshold.cli.options import AsAt, PolicyOption, SetOption, choose, in_colour, moment, one_case


def ask(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Ask here, and fill the case file in (it need not exist yet)."),
    ] = False,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
) -> int:
    """List the questions whose answers could change the outcome, the most decisive first."""
    from threshold import reports
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.questions.search import questions
    from threshold.questions.standing import standing

    choose(format_, ("text", "json"), "--format")
    engine = Engine(load_policy(policy), tuple(settings or ()))
    at = moment(as_at)
    if not write:
        read = one_case(case, engine)
        found = questions(engine, read, at)
        if format_ == "json":
            typer.echo(reports.questions_as_json(found))
        else:
            typer.echo(reports.questions_as_text(found, standing(engine, read, at)))
        return 0
    from threshold.interview import Interview

    decision = Interview(engine, Path(case), at, _say, _hear).run()
    if decision is not None:
        _say("\n")
        paint = reports.in_colour if in_colour() else reports.plainly
        typer.echo(reports.as_text(decision, paint=paint), nl=False)
    return 0


def _say(text: str) -> None:
    typer.echo(text, nl=False, err=True)


def _hear() -> str:
    """The next line typed. Raises EOFError after the last; what is no text stays unreadable."""
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    return line.decode("utf-8", errors="replace")
