"""A trial as Markdown, to paste into a paper for a board."""

from collections.abc import Iterator, Sequence

from threshold.output.escaping import markdown
from threshold.output.tables import Table
from threshold.trying.model import Curve, Trial
from threshold.trying.render.curve import curve_table, curve_title, turning
from threshold.trying.report import MANY, Part, all_changes, named, report, shown
from threshold.trying.words import why


def as_markdown(trial: Trial) -> str:
    """The whole report as Markdown that ends in a line break."""
    told = report(trial)
    lines = [f"# {markdown(told.headline)}", ""]
    if told.doubt:
        lines += [f"**{markdown(told.doubt)}**", ""]
    if told.alone:
        lines += [f"- Policy: {markdown(told.old)}", ""]
    else:
        lines += [f"- Before: {markdown(told.old)}", f"- After: {markdown(told.new)}", ""]
        lines += ["## What changed", "", f"{markdown(all_changes(told))}", "", *_items(told.changes), ""]
    for part in told.parts:
        lines += _part(part)
    for curve in told.curves:
        lines += _curve(curve)
    lines += _list("Flips nobody, though it was put to the test", told.nobody)
    lines += _list("Not put to the test here, so that nobody can say", told.not_shown)
    lines += _list("Words alone, which decide nothing", told.words_alone)
    lines += ["What the two policies recommend, side by side. It advises; a person decides."]
    return "\n".join(lines) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield from (f"## {markdown(part.title)}", "")
    if part.about:
        yield from (*_items(part.about), "")
    for each in part.causes:
        yield from (f"### {markdown(f'{each.heading}: {each.number:,}')}", "")
        yield from _table(
            Table(("what", "how many"), tuple((w, f"{n:,}") for w, n in each.ways), frozenset({1}))
        )
        yield from ("", markdown(named(each.of, MANY)), "")
    for of, flows in part.pictures:
        rows = tuple((shown(each.before), shown(each.after), f"{each.number:,}") for each in flows)
        yield from (f"### {markdown(f'{of}, before and after')}", "")
        yield from (*_table(Table(("before", "after", "how many"), rows, frozenset({2}))), "")
    told = [f"Cannot be tried: {each}" for each in part.untried]
    told += [f"Left out: {each}" for each in part.left_out]
    if told:
        yield from (*_items(told), "")


def _curve(curve: Curve) -> Iterator[str]:
    yield from (f"## {markdown(curve_title(curve))}", "", *_table(curve_table(curve)), "")
    yield from (markdown(turning(curve)), "")
    told = [f"{each.value} cannot be: {each.failed}" for each in curve.points if each.failed]
    told += [f"Cannot be tried: {why(each, curve.kind)}" for each in curve.untried]
    if told:
        yield from (*_items(told), "")


def _list(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from (f"## {markdown(title)}", "", *_items(items), "")


def _items(items: Sequence[str]) -> Iterator[str]:
    return (f"- {markdown(each)}" for each in items)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(markdown, table.headings))} |"
    rule = ("---:" if place in table.numbers else "---" for place in range(len(table.headings)))
    yield f"| {' | '.join(rule)} |"
    for row in table.rows:
        yield f"| {' | '.join(map(markdown, row))} |"
