"""Pages that need nothing but themselves: a case's history, and how often people override, with a chart."""

from collections.abc import Iterable, Sequence

from threshold.output.escaping import markup
from threshold.register.history import NOTE, Part, shown_time
from threshold.register.render.text import tables
from threshold.register.stats import Count, Stats

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 60rem;
       margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem 1.5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .25rem .75rem; border-bottom: 1px solid #bbb; }
td.number { text-align: right; }
svg { max-width: 100%; height: auto; } svg text { font: 13px system-ui, sans-serif; fill: #1a1a1a; }
.all { fill: #fff; stroke: #444; } .over { fill: #444; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
"""
_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
_ROW, _LABEL, _BAR, _WORDS = 26, 230, 300, 210  # pixels
_MOST = 40  # bars; the table beside the chart has them all


def history_page(case: str, parts: Iterable[Part]) -> str:
    """A case's history for its file."""
    sections = []
    for part in parts:
        lines = "".join(f"<dt>{markup(what)}</dt><dd>{_told(how)}</dd>" for what, how in part.lines)
        sections.append(f"<section><h2>{markup(part.title)}</h2><dl>{lines}</dl></section>")
    return _page(f"Decisions on {case}", "".join(sections) + f"<p>{markup(NOTE)}</p>")


def _told(how: str) -> str:
    """What was typed on several lines stays on several lines."""
    return "<br>".join(map(markup, how.splitlines()))


def stats_page(stats: Stats) -> str:
    """How often people override, as charts with the same numbers in tables."""
    amiss = [f"{stats.not_as_recorded} NOT as recorded, not counted."] if stats.not_as_recorded else []
    if not stats.all.decisions:
        nothing = " ".join(["No decisions are recorded.", *amiss])
        return _page("How often people override", f"<p>{markup(nothing)}</p>")
    first, last = shown_time(stats.first or ""), shown_time(stats.last or "")
    told = [f"{stats.all.shown}, from {first} to {last}."]
    if stats.mismatches:
        told.append(f"{stats.mismatches} by a role that the policy does not name for it.")
    if stats.erased:
        told.append(f"{stats.erased} erased, not counted.")
    told += amiss
    body = f"<p>{markup(' '.join(told))}</p>"
    body += "<p>A decision counts under every clause that its recommendation rests on.</p>"
    for title, counts in tables(stats):
        heading = f"By {title.lower()}"
        body += (
            f"<section><h2>{markup(heading)}</h2>{_chart(heading, counts)}{_table(title, counts)}</section>"
        )
    return _page("How often people override", body)


def _chart(title: str, counts: Sequence[Count]) -> str:
    """One bar for each: its length how many decisions, the filled part how many were overridden."""
    shown = counts[:_MOST]
    longest = max(count.decisions for count in shown)
    width, height = _LABEL + _BAR + _WORDS, _ROW * len(shown)
    bars = "".join(_bar(place, count, longest) for place, count in enumerate(shown))
    label = f"{title}: the length is how many decisions, the filled part how many were overridden"
    return (
        f'<figure><svg role="img" aria-label="{markup(label)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{bars}</svg><figcaption>{markup(label)}</figcaption></figure>'
    )


def _bar(place: int, count: Count, longest: int) -> str:
    top, middle = place * _ROW + 4, place * _ROW + 17
    length = _BAR * count.decisions / longest
    filled = _BAR * count.overridden / longest
    name = count.name if len(count.name) <= 34 else f"{count.name[:33]}…"
    return (
        f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{markup(name)}</text>'
        f'<rect class="all" x="{_LABEL}" y="{top}" width="{length:.1f}" height="{_ROW - 8}"/>'
        f'<rect class="over" x="{_LABEL}" y="{top}" width="{filled:.1f}" height="{_ROW - 8}"/>'
        f'<text x="{_LABEL + length + 8:.1f}" y="{middle}">{markup(count.shown)}</text>'
    )


def _table(title: str, counts: Sequence[Count]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{markup(count.name)}</th><td class="number">{count.decisions}</td>'
        f'<td class="number">{count.overridden}</td><td class="number">{count.percent}%</td></tr>'
        for count in counts
    )
    headings = "".join(
        f'<th scope="col">{markup(heading)}</th>' for heading in (title, "Decisions", "Overridden", "Share")
    )
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table>"


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">'
        f"<title>{markup(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{markup(title)}</h1>{body}</main></body></html>\n"
    )
