"""A trial as one page to print or to send on: it needs nothing from outside, and runs nothing.

Whatever a policy, a case or a file is called comes from elsewhere, and is escaped.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from threshold.output.escaping import markup
from threshold.output.tables import Table
from threshold.trying.model import Curve, Flow, Trial
from threshold.trying.render.curve import curve_table, curve_title, turning
from threshold.trying.render.curve_picture import curve_svg
from threshold.trying.render.flows import flows_svg
from threshold.trying.report import MANY, Cause, Part, Report, all_changes, named, report
from threshold.trying.words import value, why

_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 52rem;
       margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .5rem; border-bottom: 2px solid #1a1a1a; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .3rem; }
p { margin: .3rem 0; } ul { margin: .25rem 0 .5rem; padding-left: 1.3rem; }
.doubt { border-left: 4px solid #1a1a1a; padding-left: .7rem; font-weight: 600; }
dl { display: grid; grid-template-columns: 5rem 1fr; margin: .4rem 0; } dt { color: #444; } dd { margin: 0; }
svg { width: 100%; height: auto; max-height: 24rem; font: 14px system-ui, sans-serif; margin: .5rem 0; }
svg .head { font-weight: 600; } svg .axis { font-size: 12px; }
.across { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums;
        margin: .3rem 0 .8rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0;
         border-bottom: 1px solid #767676; }
.number { text-align: right; } thead th { border-bottom: 2px solid #1a1a1a; } tbody th { font-weight: 500; }
.of { color: #333; font-size: .92rem; } footer { margin-top: 2rem; color: #333; }
@media print { @page { size: A4; margin: 16mm; } body { margin: 0; max-width: none; font-size: 10.5pt; }
  h2, h3, caption { break-after: avoid; } svg, li, tr, .cause { break-inside: avoid; } }
"""


def as_html(trial: Trial) -> str:
    """The page."""
    told = report(trial)
    title = "What a change of policy would do"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{''.join(_page(told))}</main>\n"
        "<footer>What the two policies recommend, side by side. It advises; a person decides.</footer>\n"
        "</body>\n</html>\n"
    )


def _page(told: Report) -> Iterator[str]:
    ids = count(1)
    yield f"<h1>{markup(told.headline)}</h1>\n"
    if told.doubt:
        yield f'<p class="doubt">{markup(told.doubt)}</p>\n'
    if told.alone:
        yield f"<dl><dt>Policy</dt><dd>{markup(told.old)}</dd></dl>\n"
    else:
        sides = f"<dt>Before</dt><dd>{markup(told.old)}</dd><dt>After</dt><dd>{markup(told.new)}</dd>"
        yield f"<dl>{sides}</dl>\n"
        yield f"<h2>What changed</h2>\n<p>{markup(all_changes(told))}</p>\n{_items(told.changes)}"
    for part in told.parts:
        yield from _part(part, f"flow-{next(ids)}")
    for curve in told.curves:
        yield from _curve(curve, f"curve-{next(ids)}")
    yield _list("Flips nobody, though it was put to the test", told.nobody)
    yield _list("Not put to the test here, so that nobody can say", told.not_shown)
    yield _list("Words alone, which decide nothing", told.words_alone)


def _part(part: Part, id_: str) -> Iterator[str]:
    yield f"<h2>{markup(part.title)}</h2>\n"
    yield from (f"<p>{markup(line)}</p>\n" for line in part.about)
    for number, (of, flows) in enumerate(part.pictures):
        title = f"{of}, before and after"
        yield flows_svg(flows, title, f"{id_}-{number}")
        yield _table(_flows_table(flows), title)
    yield from map(_cause, part.causes)
    yield _list("Cannot be tried", part.untried, 3)
    yield _list("Left out", part.left_out, 3)


def _flows_table(flows: Sequence[Flow]) -> Table:
    moved = sorted(flows, key=lambda flow: (flow.before == flow.after, -flow.number))
    rows = [(value(flow.before), value(flow.after), f"{flow.number:,}") for flow in moved]
    return Table(("before", "after", "how many"), tuple(rows), frozenset({2}))


def _cause(cause: Cause) -> str:
    ways = "".join(f"<li>{number:,}: {markup(words)}</li>" for words, number in cause.ways)
    return (
        f'<div class="cause"><h3>{markup(cause.heading)}: {cause.number:,}</h3>\n<ul>{ways}</ul>\n'
        f'<p class="of">{markup(named(cause.of, MANY))}</p></div>\n'
    )


def _curve(curve: Curve, id_: str) -> Iterator[str]:
    yield f"<h2>{markup(curve_title(curve))}</h2>\n<p>{markup(turning(curve))}</p>\n"
    yield curve_svg(curve, id_)
    yield _table(curve_table(curve), "How many come out how at each value")
    failed = tuple(f"{point.value} cannot be: {point.failed}" for point in curve.points if point.failed)
    yield _items((*failed, *(f"Cannot be tried: {why(each, curve.kind)}" for each in curve.untried)))


def _table(table: Table, caption: str) -> str:
    def cells(row: Sequence[str]) -> str:
        return "".join(
            f'<td class="number">{markup(cell)}</td>'
            if place in table.numbers
            else f"<td>{markup(cell)}</td>"
            for place, cell in enumerate(row)
        )

    head = "".join(
        f'<th scope="col"{_number(place in table.numbers)}>{markup(name)}</th>'
        for place, name in enumerate(table.headings)
    )
    rows = "".join(f"<tr>{cells(row)}</tr>\n" for row in table.rows)
    return (
        f'<div class="across"><table><caption>{markup(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _list(title: str, items: Sequence[str], level: int = 2) -> str:
    return f"<h{level}>{markup(title)}</h{level}>\n{_items(items)}" if items else ""


def _items(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{markup(item)}</li>' for item in items)}</ul>\n" if items else ""
