"""A decision as Markdown, for a case record or a ticket."""

from threshold.decisions import Decision
from threshold.output.escaping import markdown_line
from threshold.reports.sections import Section, facts_line, sections


def as_markdown(decision: Decision, everything: bool = False) -> str:
    """The decision as Markdown that ends in a line break."""
    parts = [
        f"## {markdown_line(decision.recommendation.headline)}",
        f"{markdown_line(facts_line(decision))}. Status: **{decision.status}**",
    ]
    parts += [_section(section) for section in sections(decision, everything)]
    parts.append("*Advice only: a person decides.*")
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    parts = [f"### {section.title}"]
    if section.lines:
        parts.append("\n".join(f"- {markdown_line(line)}" for line in section.lines))
    if section.table is not None:
        from tabulate import tabulate

        rows = [[markdown_line(cell) for cell in row] for row in section.table.rows]
        parts.append(tabulate(rows, list(section.table.headings), tablefmt="github", disable_numparse=True))
    return "\n\n".join(parts)
