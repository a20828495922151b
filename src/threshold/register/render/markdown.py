"""A case's history as Markdown for its file."""

from collections.abc import Iterable

from threshold.output.escaping import markdown
from threshold.register.history import NOTE, Part


def parts_markdown(case: str, parts: Iterable[Part]) -> str:
    """A case's history as Markdown for its file."""
    sections = [f"# Decisions on {markdown(case)}"]
    for part in parts:
        lines = [f"- **{markdown(what)}:** {markdown(' '.join(how.split()))}" for what, how in part.lines]
        sections.append(f"## {markdown(part.title)}\n\n" + "\n".join(lines))
    return "\n\n".join([*sections, f"*{NOTE}*"]) + "\n"
