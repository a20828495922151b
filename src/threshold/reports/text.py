"""A decision as plain text for one screen, with colour only where it is wanted."""

from collections.abc import Callable, Sequence

from threshold.decisions import Decision
from threshold.output.terminal import HEIGHT, WIDTH, wrapped
from threshold.reports.fitting import fitted
from threshold.reports.section import Section
from threshold.reports.sections import facts_line, sections, to_the_caller

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
_PROMPT = 1  # the row below, on which the cursor waits


def plainly(text: str, _: str) -> str:
    """No colour at all."""
    return text


def in_colour(text: str, colour: str) -> str:
    """The text in a terminal's colour. Colour repeats what the words say and never carries meaning alone."""
    return f"\033[{_COLOURS[colour]}m{text}\033[0m"


def as_text(
    decision: Decision,
    everything: bool = False,
    paint: Paint = plainly,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """The decision as text that ends in a line break, for a screen of so many columns and rows.

    What it has no room for is counted; with `everything`, nothing is left out.
    """
    colour = "red" if decision.safeguarding_now else _STATUS_COLOURS[decision.status]
    told = sections(decision, True) if everything else on_a_screen(decision, width, height)
    headline, *facts = _head(decision, width)
    return "\n".join([paint(headline, colour), *facts, *_body(told, width, paint)]) + "\n"


def on_a_screen(decision: Decision, width: int = WIDTH, height: int = HEIGHT) -> list[Section]:
    """The sections of a decision with as many lines as a screen has room for, the cursor's row left free."""
    taken = sum(line.count("\n") + 1 for line in _head(decision, width)) + _PROMPT
    return fitted(sections(decision), height - taken, lambda some: len(_body(some, width)))


def status(decision: Decision) -> str:
    """The status; urgent where a child is to be protected now, whatever becomes of what was asked for."""
    return f"urgent ({decision.status})" if decision.safeguarding_now else decision.status


def _head(decision: Decision, width: int) -> list[str]:
    """The headline, in one piece, then the advice to a caller and what it is about."""
    about = f"{facts_line(decision)}. Status: {status(decision)}"
    facts = [line for text in (*to_the_caller(decision), about) for line in wrapped(text, width)]
    return ["\n".join(wrapped(decision.recommendation.headline, width)), *facts]


def _body(told: Sequence[Section], width: int, paint: Paint = plainly) -> list[str]:
    parts = [line for section in told for line in _section(section, paint, width)]
    return [*parts, *wrapped(closing(told), width)]


def closing(told: Sequence[Section]) -> str:
    """The last line: whose decision it is, and of what nothing is shown."""
    hidden = [section.not_shown for section in told if not section.lines]
    rest = f" Not shown: {', '.join(hidden)}." if hidden else ""
    more = " --all shows everything." if any(section.left_out for section in told) else ""
    return f"Advice only: a person decides.{rest}{more}"


def _section(section: Section, paint: Paint, width: int) -> list[str]:
    if not section.lines:
        return []
    lines = [paint(line, "bold") for line in wrapped(section.heading, width)]
    for line in section.lines:
        lines += wrapped(line.text, width, "  ", "    ")
    return lines
