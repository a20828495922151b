"""A timeline as one page that needs nothing but itself: the picture, and a table that says the same."""

from threshold.output.escaping import markup
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
.wide svg { width: 100%; min-width: 66rem; height: auto; } .narrow { display: none; }
.narrow svg { width: 100%; max-width: 30rem; height: auto; }
figcaption { margin: .5rem 0; font-size: .9rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #767676;
         overflow-wrap: break-word; min-width: 6rem; max-width: 24rem; }
tbody th { font-weight: 500; }
@media (max-width: 70rem) { .wide { display: none; } .narrow { display: block; } }
@media (max-width: 48rem) {
  thead { position: absolute; left: -99rem; }
  table, caption, tbody, tr, th, td { display: block; max-width: none; min-width: 0; border: 0; padding: 0; }
  tr { border-bottom: 1px solid #767676; padding: .4rem 0; } tbody th { font-weight: 600; }
  td:empty { display: none; } td::before { content: attr(data-label) ": "; color: #444; }
}
@media print { .wide { display: block; } .narrow { display: none; } .wide svg { min-width: 0; }
  body { margin: 0; max-width: none; } tr { break-inside: avoid; } thead { display: table-header-group; } }
"""
_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
_NOTE = (
    "Current is the run that a decision looks at: the one that goes on, else the latest. Deadlines are "
    "those of the current runs. Advice only: a person decides."
)


def as_html(drawing: Drawing) -> str:
    """The page. Whatever comes from a file is escaped."""
    title = markup(drawing.title)
    current = "".join(f'<p class="lead">{markup(each)}</p>' for each in drawing.current)
    notes = "".join(f"<li>{markup(each)}</li>" for each in drawing.notes)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1><p>{markup(drawing.about)}</p>{current}</header>\n<main>\n"
        f"{_pictures(drawing)}"
        f"{f'<ul>{notes}</ul>' if notes else ''}\n"
        f"{_table(table_of(drawing))}"
        f"<p>{markup(_NOTE)}</p>\n</main>\n</body>\n</html>\n"
    )


def _pictures(drawing: Drawing) -> str:
    """The picture twice, of which a screen shows the one that fits it."""
    if not drawing.bars:
        return ""
    pictures = (
        f'<div class="{layout.name} across" tabindex="0" role="region" aria-label="The picture">'
        f"{as_svg(drawing, layout, alone=False)}</div>"
        for layout in (WIDE, NARROW)
    )
    caption = "<figcaption>The table below says the same in words.</figcaption>"
    return f"<figure>{''.join(pictures)}{caption}</figure>\n"


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    head = "".join(f'<th role="columnheader" scope="col">{markup(each)}</th>' for each in table.headings)
    rows = "".join(_row(row, table.headings) for row in table.rows)
    caption = "Everything in the picture, row by row"
    return (
        '<section aria-labelledby="words"><h2 id="words">The same in words</h2>\n'
        f'<div class="across" tabindex="0" role="region" aria-label="{caption}"><table role="table">\n'
        f'<caption>{caption}</caption>\n<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}</tbody></table></div>'
        "</section>\n"
    )


def _row(row: tuple[str, ...], headings: tuple[str, ...]) -> str:
    """A row; its roles are said because a narrow screen shows it as a block, which would take them away."""
    first, *rest = (markup(cell) for cell in row)
    cells = "".join(
        f'<td role="cell" data-label="{markup(heading)}">{cell}</td>'
        for heading, cell in zip(headings[1:], rest, strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{first}</th>{cells}</tr>\n'
