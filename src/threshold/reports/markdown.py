"""A decision as Markdown, for a case record or a ticket."""

from threshold.decisions import Decision
from threshold.output.escaping import markdown_line
from threshold.reports.section import Section
from threshold.reports.sections import facts_line, sections, to_the_caller
from threshold.reports.text import closing, on_a_screen, status


def as_markdown(decision: Decision, everything: bool = False) -> str:
    """The decision as Markdown that ends in a line break; as much of it as the text has for a screen."""
    told = sections(decision, True) if everything else on_a_screen(decision)
    parts = [
        f"## {markdown_line(decision.recommendation.headline)}",
        *map(markdown_line, to_the_caller(decision)),
        f"{markdown_line(facts_line(decision))}. Status: **{status(decision)}**",
    ]
    parts += [_section(section) for section in told if section.lines]
    parts.append(f"*{markdown_line(closing(told))}*")
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    lines = "\n".join(f"- {markdown_line(line.text)}" for line in section.lines)
    return f"### {markdown_line(section.heading)}\n\n{lines}"
