"""Options that mean the same wherever they occur, and what commands share in using them."""

import os
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.offers import among
from threshold.output.words import listed

if TYPE_CHECKING:
    from threshold.casefiles import Case
    from threshold.engine import Engine

Cases = Annotated[
    list[str],
    typer.Argument(metavar="CASE...", help="Case files, folders, or - for standard input."),
]
AsAt = Annotated[
    str | None,
    typer.Option("--as-at", metavar="DATE", help="Decide as at this date (2026-08-14, or 2026-08-14T09:30)."),
]
PolicyOption = Annotated[
    str | None,
    typer.Option("--policy", metavar="POLICY", help="A policy that comes with threshold, or a policy file."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PACK.NAME=VALUE", help="Try another value of a parameter, here only."),
]

# The kinds of export that are known, as `threshold.exports` names them; to load that takes long.
READERS = ("annex-a", "census", "ssd", "events")
ReaderOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help=f"{listed(READERS)}; else detected.",
        autocompletion=among(READERS),
    ),
]
PersonOption = Annotated[
    str | None,
    typer.Option("--reference", metavar="REFERENCE", help="A made-up reference for that person: TM-07."),
]
RegisterOption = Annotated[
    Path | None,
    typer.Option(
        "--register",
        metavar="PATH",
        envvar="THRESHOLD_REGISTER",
        show_envvar=True,
        help="The register's file; left out, the one in your own data folder.",
    ),
]

TEXT_OR_JSON = ("text", "json")


def format_option(formats: tuple[str, ...]) -> Any:
    """`--format`, to be one of these: they are its help, what a shell offers, and what `choose` lets pass."""
    return typer.Option(
        "--format", metavar="FORMAT", help=f"{listed(formats)}.", autocompletion=among(formats)
    )


def moment(text: str | None) -> Any:
    """The moment that --as-at gives, or None. Raises BadInput where it is none."""
    from threshold.reading import BadInput, Problem
    from threshold.vocabulary import parse_moment

    if text is None:
        return None
    try:
        return parse_moment(text)
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--as-at")) from None


def in_colour() -> bool:
    """Whether standard output is a terminal that wants colour (see no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def choose(value: str, choices: tuple[str, ...], option: str) -> str:
    """The choice given. Raises BadInput with a hint where it is none of them."""
    from threshold.reading import BadInput, Problem, did_you_mean

    if value not in choices:
        message = f"must be one of {', '.join(choices)}{did_you_mean(value, choices)}"
        raise BadInput(Problem(message, field=option))
    return value


def some_of(given: list[str] | None, choices: tuple[str, ...], option: str) -> set[str]:
    """What an option that takes several names, with commas between them. Raises BadInput as `choose` does."""
    words = [word.strip() for each in given or () for word in each.split(",")]
    return {choose(word, choices, option) for word in words}


def one_case(path: str, engine: "Engine") -> "Case":
    """The one case in a file, or on standard input for `-`. Raises BadInput where there is another number."""
    from threshold.casefiles import Case, PassedOver, Unreadable, read_cases
    from threshold.reading import BadInput, Problem

    found = read_cases([path], engine.policy.vocabulary)
    # Of many, two are enough to say so.
    read = list(islice((each for each in found if not isinstance(each, PassedOver)), 2))
    for each in read:
        if isinstance(each, Unreadable):
            raise BadInput(*each.problems)
    if len(read) != 1 or not isinstance(read[0], Case):
        message = (
            "holds more than one case; give one at a time, or record many at once: --agree, --by and "
            "--reference agree with what is recommended for each, --decisions FILE says what was decided"
        )
        raise BadInput(Problem(message, path))
    return read[0]


def register_path(path: Path | None) -> Path:
    """The register named, or else the one in the user's own data folder."""
    from platformdirs import user_data_path

    return path or user_data_path("threshold", appauthor=False) / "register.sqlite"
