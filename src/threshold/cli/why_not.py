"""`threshold why-not`: the smallest change that leads to another answer."""

from datetime import date
from typing import Annotated

import typer

from threshold.cli.offers import among
from threshold.cli.options import (
    TEXT_OR_JSON,
    AsAt,
    PolicyOption,
    SetOption,
    choose,
    format_option,
    moment,
    one_case,
)
from threshold.output import terminal
from threshold.output.gate import say

ANSWERS = ("permitted", "conditional", "blocked", "undetermined", "conflict", "advisory")


def why_not(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS", help="The answer that was hoped for: permitted.", autocompletion=among(ANSWERS)
        ),
    ],
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Say what would have to change for another answer, by work, by time, or if the family consents.

    Each suggestion was tried on the case. Nothing is suggested that nobody can change, nor anything about
    danger, the child or the family.

    Examples:
      threshold why-not case.yaml permitted
        from which day, or once what is done, it would be permitted
      threshold why-not case.yaml blocked
        which facts keep it from being blocked
    """
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.why import as_json
    from threshold.why.not_text import as_text
    from threshold.why.why_not import why_not as told_why_not

    choose(format_, TEXT_OR_JSON, "--format")
    choose(status, ANSWERS, "STATUS")
    at = moment(as_at)
    engine = Engine(load_policy(policy), tuple(settings or ()))
    read = one_case(case, engine)
    told = told_why_not(engine, read, at or read.as_at or date.today(), status)
    say(
        as_json(told) if format_ == "json" else as_text(told, terminal.size()[0]),
        "\n" if format_ == "json" else "",
    )
    return 0
