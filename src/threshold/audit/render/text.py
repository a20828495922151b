"""An audit as plain text: data quality first, then every rule that could be judged, then the worst."""

import textwrap
from collections.abc import Iterator
from dataclasses import replace

from threshold.audit.model import Audit
from threshold.audit.render import sections
from threshold.output.escaping import terminal
from threshold.output.tables import Table, plain_table

WIDTH = 110
FEW = 3
MOST_FINDINGS = 12


def as_text(audit: Audit) -> str:
    """The audit as text that ends in a line break."""
    # Names of files and sheets, too, might hold what a terminal would obey.
    return "\n".join(terminal(line) for line in _lines(audit)) + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    yield from textwrap.wrap(sections.headline(audit), WIDTH)
    yield sections.title(audit)
    for what, told in sections.facts(audit):
        yield from _wrapped(f"{what}: {told}")
    yield "How it is counted"
    for line in audit.counting:
        yield from _wrapped(line)
    yield "Data quality"
    yield from _quality(audit)
    if audit.judged:
        yield "By rule"
        yield from _compliance(audit)
    for line in textwrap.wrap(sections.left_out(audit), WIDTH - 2):
        yield f"  {line}"
    late = [(rule, found) for rule in audit.judged if not rule.beside for found in rule.lateness]
    if late:
        yield "How late (late, overdue so far, and missed)"
        for rule, found in late:
            told = ", ".join(f"{each.label}: {each.late + each.not_done:,}" for each in found.buckets)
            yield from _wrapped(
                f"{rule.rule}, in {found.unit}: median {found.median:g}, most {found.most:,}; {told}"
            )
    worst = sections.worst(audit, FEW)
    if worst.rows:
        yield f"The worst, {FEW} of each rule"
        yield from _table(_without_empty(worst), [22, 24])
    if audit.compared is not None:
        yield f"Since {sections.day(audit.compared.as_at)} ({audit.compared.source})"
        for note in audit.compared.notes:
            yield from _wrapped(note)
        yield from _table(sections.changes(audit), [22, 40])
    yield sections.ADVICE


def _compliance(audit: Audit) -> Iterator[str]:
    """One line for each rule with its figures; below it, what was counted, and what counts neither way."""
    table = sections.compliance(audit)
    apart = [table.headings.index(sections.HEADINGS[state]) for state in ("early", "ended", "paused")]
    shown = [place for place in range(3, len(table.headings)) if place not in apart]
    headings = ("Rule", *(table.headings[place].replace(" ", "\n") for place in shown))
    rows = tuple((row[0], *(row[place] for place in shown)) for row in table.rows)
    lines = _table(Table(headings, rows, frozenset(range(1, len(headings)))), [])
    above = len(lines) - len(table.rows)
    yield from lines[:above]
    for line, row in zip(lines[above:], table.rows, strict=True):
        yield line
        neither = [f"{row[place]} {table.headings[place].lower()}" for place in apart if row[place] != "0"]
        below = "; ".join([f"{row[1]}: {row[2]}", *neither])
        yield from textwrap.wrap(below, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _quality(audit: Audit) -> Iterator[str]:
    table = sections.quality(audit)
    if table.rows:
        yield from _table(
            Table(table.headings, table.rows[:MOST_FINDINGS], table.numbers), [None, 44, 16, 32, 24]
        )
        if len(table.rows) > MOST_FINDINGS:
            yield f"  and {len(table.rows) - MOST_FINDINGS} more kinds, which every other format has"
    else:
        yield "  Nothing was found wrong with the data."
    for line in sections.caveats(audit):
        yield from _wrapped(line)


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _table(table: Table, widths: list[int | None]) -> list[str]:
    """What an export calls its children might hold what a terminal would obey."""
    rows = tuple(tuple(terminal(cell) for cell in row) for row in table.rows)
    return plain_table(replace(table, rows=rows), widths)


def _without_empty(table: Table) -> Table:
    """The table without columns in which nothing stands, such as the team of an export without teams."""
    kept = [place for place in range(len(table.headings)) if any(row[place] for row in table.rows)]
    return Table(
        tuple(table.headings[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        frozenset(kept.index(place) for place in table.numbers if place in kept),
    )
