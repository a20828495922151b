"""The worklist as text, CSV, JSON, a page and a workbook: a module for each."""

from collections.abc import Sequence

from threshold.worklist.model import Row


def rendered(
    rows: Sequence[Row], head: Sequence[str], questions: Sequence[tuple[str, str]], format_: str, width: int
) -> str:
    """The list in one of the formats that are text; `head` and `questions` as for `text.as_text`."""
    match format_:
        case "csv":
            from threshold.worklist.render import csv

            return csv.headings() + "".join(map(csv.line, rows))
        case "ndjson":
            from threshold.worklist.render.json import as_json

            return "".join(f"{as_json(row)}\n" for row in rows)
        case "html":
            from threshold.worklist.render.html import as_html

            return as_html(rows, head)
        case _:
            from threshold.worklist.render.text import as_text

            return as_text(rows, head, questions, width)
