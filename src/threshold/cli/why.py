"""`threshold why`: what an answer rests on, or how one rule or fact came out."""

from datetime import date
from typing import Annotated

import typer

from threshold.cli.options import (
    TEXT_OR_JSON,
    AsAt,
    PolicyOption,
    SetOption,
    choose,
    format_option,
    in_colour,
    moment,
    one_case,
)
from threshold.output import terminal
from threshold.output.gate import say


def why(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[RULE]", help="A rule, a clause, a step or a fact; left out, the answer."),
    ] = None,
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help="Every condition, not only those that decide and fit one screen.")
    ] = False,
) -> int:
    """Say why a case comes out as it does: each condition, whether it is so, and where that was seen.

    Examples:
      threshold why case.yaml
        what the answer rests on, what holds it back first
      threshold why case.yaml EHT-P3-1b
        one rule, condition by condition
      threshold why case.yaml need.level
        how a level of need, or any other fact, was come to
    """
    from threshold import reports
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.why import as_json
    from threshold.why import why as told_why
    from threshold.why.text import as_text, plainly

    choose(format_, TEXT_OR_JSON, "--format")
    at = moment(as_at)
    engine = Engine(load_policy(policy), tuple(settings or ()))
    read = one_case(case, engine)
    told = told_why(engine, read, at or read.as_at or date.today(), rule or "")
    if format_ == "json":
        say(as_json(told))
        return 0
    painted = in_colour()
    paint = reports.in_colour if painted else plainly
    width, height = terminal.size()
    say(as_text(told, everything, paint, width, height), "", painted=painted)
    return 0
