"""A timeline as one page that needs nothing but itself: the picture, and a table that says the same."""

from html import escape

from threshold.output.tables import Table
from threshold.reports.timeline.drawing import Drawing
from threshold.reports.timeline.svg import NARROW, WIDE, as_svg
from threshold.reports.timeline.table import table_of

_STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 76rem;
       margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
p, ul { margin: .25rem 0; overflow-wrap: anywhere; } .lead { font-weight: 600; }
a { color: #003e7e; } :focus-visible { outline: 3px solid #003e7e; outline-offset: 2px; }
figure { margin: 1rem 0; } .across { overflow-x: auto; } svg { display: block; }
svg.tl { max-width: none; } .narrow { display: none; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #767676;
         overflow-wrap: break-word; min-width: 6rem; max-width: 24rem; }
tbody th { font-weight: 500; }
@media (max-width: 78rem) { .wide { display: none; } .narrow { display: block; } }
@media print { .wide { display: block; } .narrow { display: none; } .wide svg { width: 100%; height: auto; }
  body { margin: 0; max-width: none; } tr { break-inside: avoid; } thead { display: table-header-group; } }
"""
_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
_NOTE = "Advice only: a person decides. Deadlines are those of the current runs, as a decision tells them."


def as_html(drawing: Drawing) -> str:
    """The page. Whatever comes from a file is escaped."""
    title = escape(drawing.title)
    current = "".join(f'<p class="lead">{escape(each)}</p>' for each in drawing.current)
    notes = "".join(f"<li>{escape(each)}</li>" for each in drawing.notes)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1><p>{escape(drawing.about)}</p>{current}</header>\n<main>\n"
        f"{_pictures(drawing)}"
        f"{f'<ul>{notes}</ul>' if notes else ''}\n"
        f"{_table(table_of(drawing))}"
        f"<p>{escape(_NOTE)}</p>\n</main>\n</body>\n</html>\n"
    )


def _pictures(drawing: Drawing) -> str:
    """The picture twice, of which a screen shows the one that fits it."""
    if not drawing.bars:
        return ""
    pictures = (
        f'<div class="{layout.name} across" tabindex="0" role="region" aria-label="The picture">'
        f"{as_svg(drawing, layout)}</div>"
        for layout in (WIDE, NARROW)
    )
    caption = "<figcaption>The table below says the same in words.</figcaption>"
    return f"<figure>{''.join(pictures)}{caption}</figure>\n"


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in table.headings)
    rows = "".join(map(_row, table.rows))
    caption = "Everything in the picture, row by row"
    return (
        '<section aria-labelledby="words"><h2 id="words">The same in words</h2>\n'
        f'<div class="across" tabindex="0" role="region" aria-label="{caption}"><table>\n'
        f"<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>"
        "</section>\n"
    )


def _row(row: tuple[str, ...]) -> str:
    first, *rest = (escape(cell) for cell in row)
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
