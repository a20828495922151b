"""What a command was evaluated by, said on standard error where that was one of the two evaluators alone."""

from typing import Annotated

import typer

from threshold.output.gate import tell

Quiet = Annotated[
    bool, typer.Option("--quiet", help="Do not say so where only one of the two evaluators was at hand.")
]


def tell_what_ran(quiet: bool) -> None:
    """Say once, after the results, what nothing checked of what the first evaluator found."""
    from threshold.engine import evaluated_once, missing_evaluator
    from threshold.output.words import listed

    if quiet:
        return
    if missing := missing_evaluator():
        tell(f"evaluated by Python alone, with nothing to check it. {missing}")
    elif once := evaluated_once():
        rules = listed([*once], "and")
        tell(f"evaluated by Python alone: {rules}. Among so many, durable-rules is not asked to count.")
