"""`threshold timeline`: one case drawn."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.options import AsAt, PolicyOption, SetOption, choose, format_option, moment, one_case
from threshold.cli.outputs import check_outputs
from threshold.output import terminal
from threshold.output.gate import say

if TYPE_CHECKING:
    from threshold.reports.timeline import Drawing

FORMATS = ("text", "html", "svg")


def timeline(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, format_option(FORMATS)] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help="Every row of the text, not only what fits one screen.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write to this file, readable by you alone."),
    ] = None,
) -> int:
    """Draw one case: what belongs to which referral, plan or assessment, and which deadlines run.

    Examples:
      threshold timeline case.yaml
        the case drawn on the screen
      threshold timeline case.yaml --format html --out case.html
        the same as a page for a browser
    """
    from threshold.engine import Engine
    from threshold.output.files import write_text
    from threshold.policy import load_policy
    from threshold.reports import timeline as drawings

    choose(format_, FORMATS, "--format")
    at = moment(as_at)
    trial = tuple(settings or ())
    files = load_policy(policy)
    engine = Engine(files, trial)
    check_outputs({"--out": out}, {"the case file itself": [case]}, files)
    drawing = drawings.drawn(engine.findings(one_case(case, engine), at), trial)
    if format_ == "text":
        text = _text(drawing, everything, out)
    else:
        text = drawings.as_svg(drawing) if format_ == "svg" else drawings.as_html(drawing)
    if out is not None:
        write_text(out, text)
    else:
        say(text, end="")
    return 0


def _text(drawing: "Drawing", everything: bool, out: Path | None) -> str:
    """As text for the terminal that it goes to, if it does; a file can hold every character."""
    from threshold.reports import timeline as drawings

    encoding = "utf-8" if out is not None else sys.stdout.encoding
    width, height = terminal.WIDTH, terminal.HEIGHT
    if out is None and sys.stdout.isatty():
        width, height = os.get_terminal_size(sys.stdout.fileno())
    text = drawings.as_text(
        drawing,
        width or terminal.WIDTH,  # a terminal that does not know says 0
        None if everything else max(terminal.HEIGHT, height) - 1,
        drawings.glyphs_for(encoding),
    )
    return text.encode(encoding, errors="replace").decode(encoding)
