"""`threshold demo-data`: made-up exports, for trying, training and measuring."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from threshold.cli.offers import among
from threshold.cli.options import choose
from threshold.output.gate import tell
from threshold.output.words import listed

KINDS = ("events", "annex-a", "census", "ssd")
MOST_CHILDREN = 9_000_000  # their references are numbers of seven digits


def demo_data(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="PATH",
            help="A .csv, .parquet, .ndjson (events), .xlsx, folder (annex-a, ssd), .xml (census).",
        ),
    ],
    children: Annotated[
        int, typer.Option("--children", min=1, max=MOST_CHILDREN, help="How many children.")
    ] = 1_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same number gives the same children.")] = 0,
    dirt: Annotated[
        str,
        typer.Option(
            "--dirt",
            metavar="SHARE|KINDS",
            help="The share of rows with something wrong (0.02), or kinds of it (overlap,no-child=0.1).",
        ),
    ] = "0",
    as_: Annotated[
        str, typer.Option("--as", metavar="FORMAT", help=f"{listed(KINDS)}.", autocompletion=among(KINDS))
    ] = "events",
    as_at: Annotated[
        str | None,
        typer.Option("--as-at", metavar="DATE", help="The day the export was made (else 2026-03-31)."),
    ] = None,
) -> int:
    """Write an export of made-up children: about as often late as England's are; no child in it is real.

    Examples:
      threshold demo-data --out demo.csv --children 200
        200 made-up children, a row for each event
      threshold demo-data --out annex-a.xlsx --as annex-a --dirt 0.02
        a workbook in which a row in fifty has something wrong
    """
    from threshold.reading import BadInput, Problem
    from threshold.vocabulary import parse_date

    choose(as_, KINDS, "--as")
    missing = [name for name in ("polars", "numpy", "xlsxwriter") if find_spec(name) is None]
    if missing:
        message = f"demo data needs {', '.join(missing)}: pip install 'threshold[audit]'"
        raise BadInput(Problem(message))
    from threshold.demo import AS_AT, read_dirt, write_demo

    try:
        day = AS_AT if as_at is None else parse_date(as_at)
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--as-at")) from None
    for path in write_demo(out, children, seed, read_dirt(dirt), as_, day):
        tell(f"wrote {path}")
    if as_ != "census":
        tell(f"audit it with --as-at {day}")
    return 0
