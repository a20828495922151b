"""`threshold policy new`: a folder with a policy, a pack and examples to begin with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.offers import among
from threshold.output.gate import say_line, tell

if TYPE_CHECKING:
    from threshold.starters import Begun


def _packs() -> list[str]:
    from threshold.policy.places import pack_folders

    return [folder.name for folder in pack_folders()]


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the document, or who published it, is called.")
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PACK",
            help="Copy this pack and its examples: one that comes along, or a folder.",
            autocompletion=among(_packs),
        ),
    ] = None,
    indicators: Annotated[
        Path | None,
        typer.Option("--indicators", metavar="FILE", help="Take the signs from this table: .csv or .xlsx."),
    ] = None,
    levels: Annotated[
        str | None,
        typer.Option("--levels", metavar="A,B,C", help="The levels of that table, from the least up."),
    ] = None,
) -> int:
    """Make a folder with a policy, a pack and examples that work at once, to be changed from there.

    It lies where you stand and takes its name from NAME: "Eastmarsh Partnership" makes eastmarsh-partnership.
    Its README.md says what to change first. Nothing that is there already is written over.

    Examples:
      threshold policy new eastmarsh
        a small document that is made up, with one rule of each kind
      threshold policy new westmarsh --indicators signs.csv
        with the signs of your own table
      threshold policy new northmarsh --from eastmarsh
        a copy of a folder of yours, or of a pack that comes with the program
    """
    from threshold.starters import begin

    named = tuple(each.strip() for each in levels.split(",")) if levels is not None else ()
    if source is not None:
        tell("Each example is tried on the copy, which may take a minute ...")
    begun = begin(name, source, indicators, named)
    for line in _told(begun, taken=not named):
        say_line(line)
    for each in begun.left_behind:
        tell(each)
    return 0


def _told(begun: "Begun", taken: bool) -> list[str]:
    """What was made, and what to do next; `taken`: the levels of a table are those that it seems to have."""
    folder, slug = begun.folder, begun.name.slug
    lines = [f"{folder}: {begun.files} files, {begun.examples} of them examples"]
    if begun.signs:
        lines.append(f"{begun.signs} signs in {folder}/{slug}/indicators.csv")
        lines.append(f"Levels, from the least up: {', '.join(begun.levels)}")
    if begun.signs and taken:
        lines.append(f"  Is that not so? Remove the folder, and name them: --levels {_typed(begun.levels)}")
    return [
        *lines,
        "Next:",
        f"  cd {folder}",
        f"  threshold policy check {slug}.yaml",
        "  threshold policy test cases",
        f"What to change first is in {folder}/README.md",
    ]


def _typed(names: tuple[str, ...]) -> str:
    """Names as they are typed for an option, with commas between them."""
    return f'"{",".join(names)}"'
