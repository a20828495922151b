"""An audit as plain text: data quality first, then every rule that could be judged, then the worst."""

import textwrap
from collections.abc import Iterator
from dataclasses import replace

from threshold.audit.model import HIDDEN, Audit, Moved, Spread
from threshold.audit.render import sections, suppose
from threshold.audit.supposition import Supposition
from threshold.output.escaping import terminal
from threshold.output.tables import Table, plain_table
from threshold.output.words import lasting, many

WIDTH = 110
FEW = 3
MOST_FINDINGS = 12
MOST_LACKING = 8
MOST_FACTS = 12


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
    yield from _measures(audit)
    yield from _lacking(audit)
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
    if audit.suppose is not None:
        yield from _supposed(audit, audit.suppose)
    if audit.compared is not None:
        yield f"Since {sections.day(audit.compared.as_at)} ({audit.compared.source})"
        for note in audit.compared.notes:
            yield from _wrapped(note)
        yield from _table(sections.changes(audit), [22, 40])
    yield from _children(audit)
    yield sections.ADVICE


def _children(audit: Audit) -> Iterator[str]:
    """Who became late and who was put right, a few by reference; every child stands in the JSON."""
    if audit.children_since is None:
        return
    yield sections.since(audit)
    yield f"  {sections.came_and_left(audit)}"
    words = ("became late", "put right", "not done still", "left", "no longer judged")
    for each in audit.children_since.rules:
        if each.beside:
            continue
        told = [
            f"{moved.rows:,} {word}{_few(moved)}"
            for moved, word in zip(sections.moved_of(each), words, strict=True)
            if moved.rows
        ]
        yield from _wrapped(f"{each.rule}: {'; '.join(told)}")


def _few(moved: Moved) -> str:
    """The first of them; nothing where none is to be named."""
    named = ", ".join([*moved.children[:FEW], *(["..."] if moved.number > FEW else [])])
    return f" ({named})" if moved.children else ""


def _supposed(audit: Audit, found: Supposition) -> Iterator[str]:
    """What came of one request put to everybody who is open."""
    yield suppose.title(found)
    for line in suppose.lines(audit, found):
        yield from _wrapped(line)
    if not found.who.open:
        return
    yield from _table(suppose.outcomes(found), [])
    for table, widths in (
        (suppose.obstacles(found), [None, 20, 40, None, 17]),
        (suppose.lacking(found, MOST_FACTS), [None, 56, 36]),
        (suppose.later(found, FEW * 3), []),
    ):
        if table.rows:
            yield from _table(table, widths)
    if len(found.lacking) > MOST_FACTS:
        yield f"  and {many(len(found.lacking) - MOST_FACTS, 'more thing')}, which every other format has"
    yield from _wrapped(suppose.more(found))


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
        neither = [
            f"{row[place]} {table.headings[place].lower()}"
            for place in apart
            if row[place] not in ("0", HIDDEN)
        ]
        below = "; ".join([f"{row[1]}: {row[2]}", *neither])
        yield from textwrap.wrap(below, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _measures(audit: Audit) -> Iterator[str]:
    """How long things took, a line for each measure."""
    if audit.measures:
        yield "How long it took"
    for each in audit.measures:
        apart = [
            f"{number:,} {why}"
            for number, why in (
                (each.no_end, "more have no end on record"),
                (each.no_start, "more have no start that can be told"),
                (each.backward, "more end before they begin"),
            )
            if number
        ]
        hidden = None in (each.no_end, each.no_start, each.backward)
        apart += [f"how many more are not measured is {HIDDEN}"] if hidden else []
        told = _spread(each.spread, lasting(each.limit, each.unit))
        yield from _wrapped("; ".join([f"{each.title}: {told}", *apart]))


def _spread(spread: Spread | None, limit: str) -> str:
    if spread is None:
        return HIDDEN
    within = f"{spread.n:,}, how many within {limit} is {HIDDEN}"
    if spread.within is not None and spread.share is not None:
        within = f"{spread.within:,} of {spread.n:,} ({100 * spread.share:.1f}%) within {limit}"
    return f"{within}; median {spread.median:g}, longest {spread.most:,}"


def _lacking(audit: Audit) -> Iterator[str]:
    """What would let more rules be judged: a few lines, what decides most first."""
    rows = sections.lacking(audit).rows
    if not rows:
        return
    yield "What would let more rules be judged (threshold audit --events tells how each is mapped)"
    for what, name, alone, some, rules in rows[:MOST_LACKING]:
        named = rules.split(", ")
        few = ", ".join(named[:FEW]) + (", ..." if len(named) > FEW else "")
        yield from _wrapped(f"{what} ({name}): lacking in {some}, {alone} of them by itself; {few}")
    if len(rows) > MOST_LACKING:
        yield f"  and {len(rows) - MOST_LACKING} more, which the CSV and the JSON have rule by rule"


def _quality(audit: Audit) -> Iterator[str]:
    table = sections.quality(audit)
    if table.rows:
        yield from _table(
            Table(table.headings, table.rows[:MOST_FINDINGS], table.numbers), [None, 44, 16, 32, 24]
        )
        if len(table.rows) > MOST_FINDINGS:
            yield f"  and {len(table.rows) - MOST_FINDINGS} more kinds, which every other format has"
    yield from _wrapped(sections.no_finding(audit))
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
