"""A decision as plain text for one screen, with colour only where it is wanted."""

import textwrap
from collections.abc import Callable

from threshold.decisions import Decision
from threshold.output.tables import fitting_widths, plain_table
from threshold.reports.sections import Section, facts_line, sections

WIDTH = 100
Paint = Callable[[str, str], str]
_COLOURS = {"red": "31", "yellow": "33", "green": "32", "bold": "1"}
_STATUS_COLOURS = {
    "permitted": "green",
    "conditional": "yellow",
    "blocked": "red",
    "undetermined": "yellow",
    "conflict": "red",
    "advisory": "bold",
}


def plainly(text: str, _: str) -> str:
    """No colour at all."""
    return text


def in_colour(text: str, colour: str) -> str:
    """The text in a terminal's colour. Colour repeats what the words say and never carries meaning alone."""
    return f"\033[{_COLOURS[colour]}m{text}\033[0m"


def as_text(decision: Decision, everything: bool = False, paint: Paint = plainly, width: int = WIDTH) -> str:
    """The decision as text that ends in a line break; `width` is how many characters a line may have."""
    recommendation = decision.recommendation
    urgent = recommendation.direction == "safeguarding_now"
    colour = "red" if urgent else _STATUS_COLOURS[decision.status]
    about = f"{facts_line(decision)}. Status: {decision.status}"
    parts = [paint("\n".join(_wrapped(recommendation.headline, width)), colour), *_wrapped(about, width)]
    parts += [_section(section, paint, width) for section in sections(decision, everything)]
    parts.append("Advice only: a person decides.")
    return "\n".join(parts) + "\n"


def _section(section: Section, paint: Paint, width: int) -> str:
    lines = [paint(section.title, "bold")]
    for line in section.lines:
        lines += _wrapped(line, width, "  ", "    ")
    if section.table is not None:
        lines += plain_table(section.table, fitting_widths(section.table, width))
    return "\n".join(lines)


def _wrapped(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Lines of the screen's width; clauses and names of parameters stay whole."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
