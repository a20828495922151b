"""What a command was evaluated by, said on standard error where that was one of the two evaluators alone."""

from typing import Annotated

import typer

from threshold.output.gate import tell

Quiet = Annotated[
    bool, typer.Option("--quiet", help="Do not say so where only one of the two evaluators was at hand.")
]


def tell_what_ran(quiet: bool) -> None:
    """Say once, after the results, that nothing checked what the first evaluator found."""
    from threshold.engine import missing_evaluator

    missing = missing_evaluator()
    if missing and not quiet:
        tell(f"evaluated by Python alone, with nothing to check it. {missing}")
