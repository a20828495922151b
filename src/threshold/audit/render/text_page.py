"""Lines of a text, no longer than the screen they are for: wrapped by whole words, tables too."""

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from shutil import get_terminal_size

from threshold.audit.model import HIDDEN, Audit, Moved, RuleSummary, Spread
from threshold.audit.render import adding, sections
from threshold.output.escaping import terminal
from threshold.output.tables import Table, fitting_widths, plain_table
from threshold.output.words import lasting

WIDTH = 110
NARROWEST = 60
FEW = 3
_HEADING = 14  # letters of a heading on each of its lines
_SHARE = 8  # columns for a share, which stands before what it is the share of


def width_of_screen() -> int:
    """As wide as the screen, within reason; what goes into a file or another program is always the same."""
    if not sys.stdout.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, get_terminal_size((WIDTH, 24)).columns))


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page that is so many letters wide."""

    width: int = WIDTH

    def heading(self, line: str) -> Iterator[str]:
        yield from textwrap.wrap(line, self.width, break_on_hyphens=False)

    def line(self, line: str, first: str = "  ", further: str = "    ") -> Iterator[str]:
        """One thing that is told, on as many lines as it takes."""
        yield from textwrap.wrap(
            line, self.width, initial_indent=first, subsequent_indent=further, break_on_hyphens=False
        )

    def table(self, table: Table) -> Iterator[str]:
        """A table without columns in which nothing stands, such as the team of an export without teams."""
        # What an export calls its children might hold what a terminal would obey.
        rows = tuple(tuple(terminal(cell) for cell in row) for row in table.rows)
        told = _without_empty(replace(table, rows=rows))
        cells = [
            max((len(row[place]) for row in told.rows), default=0) for place in range(len(told.headings))
        ]
        headings = [_wrapped(each, widest) for each, widest in zip(told.headings, cells, strict=True)]
        widest = tuple(max(lines, key=len, default="") for lines in headings)
        widths = fitting_widths(replace(told, headings=widest), self.width)
        yield from plain_table(replace(told, headings=tuple(map("\n".join, headings))), widths)

    def rule(self, rule: RuleSummary) -> Iterator[str]:
        """The share met and what of; what was counted; and the sum that n is."""
        counts, under = rule.counts, " " * (_SHARE + 2)
        told = f"{sections.name(rule)} ({rule.rule}): {rule.counted}"
        yield from self.line(f"{sections.share(counts):>{_SHARE}}  {told}", "", under)
        least = sections.least(counts)
        at_least = f"; share at least {least}" if least not in ("", HIDDEN) else ""
        yield from self.line(f"{adding.sum_of(counts)}{at_least}", under, f"{under}  ")

    def worst(self, rule: RuleSummary) -> Iterator[str]:
        """Some of those that one rule missed by most."""
        yield from self.line(f"{rule.title} ({rule.rule})")
        for each in rule.worst[:FEW]:
            child, which, due, done, by, state, *who = sections.worst_row(each)
            told = [f"due {due}"] if due else []
            told += [done if done == "not done" else f"done {done}", f"{state} by {by}" if by else state]
            named = f"{child}, {which}" if which else child
            whose = [each for each in who if each]
            # What an export calls its children might hold what a terminal would obey.
            line = f"{named}: {', '.join(told)}" + (f" ({', '.join(whose)})" if whose else "")
            yield from self.line(terminal(line), "    ", "      ")

    def measures(self, audit: Audit) -> Iterator[str]:
        """How long things took, a few lines for each measure."""
        if audit.measures:
            yield "How long it took"
        for each in audit.measures:
            apart = [
                f"{number:,} more {one if number == 1 else some}"
                for number, one, some in (
                    (each.not_needed, "needed none", "needed none"),
                    (each.no_end, "has no end on record", "have no end on record"),
                    (each.no_start, "has no start that can be told", "have no start that can be told"),
                    (each.backward, "ends before it begins", "end before they begin"),
                )
                if number
            ]
            if None in (each.not_needed, each.no_end, each.no_start, each.backward):
                apart.append(f"how many more are not measured is {HIDDEN}")
            told = _spread(each.spread, lasting(each.limit, each.unit))
            yield from self.line("; ".join([f"{each.title}: {told}", *apart]))

    def children(self, audit: Audit) -> Iterator[str]:
        """Who became late and who was put right, a few by reference; every child stands in the JSON."""
        if audit.children_since is None:
            return
        yield from self.heading(sections.since(audit))
        yield from self.line(sections.came_and_left(audit))
        for each in audit.children_since.rules:
            if not each.beside:
                told = "; ".join(
                    f"{moved.rows:,} {word}{_few(moved)}"
                    for moved, word in zip(sections.moved_of(each), sections.MOVED, strict=True)
                    if moved.rows
                )
                yield from self.line(f"{each.title} ({each.rule}): {told}")


def _spread(spread: Spread | None, limit: str) -> str:
    if spread is None:
        return HIDDEN
    within = f"{spread.n:,}, how many within {limit} is {HIDDEN}"
    if spread.within is not None and spread.share is not None:
        within = f"{spread.within:,} of {spread.n:,} ({100 * spread.share:.1f}%) within {limit}"
    return f"{within}; median {spread.median:g}, longest {spread.most:,}"


def _few(moved: Moved) -> str:
    """The first of them; nothing where none is to be named."""
    named = ", ".join([*moved.children[:FEW], *(["..."] if moved.number > FEW else [])])
    return f" ({named})" if moved.children else ""


def _wrapped(heading: str, widest: int) -> list[str]:
    """A heading on several lines, where it is longer than what stands below it."""
    return textwrap.wrap(heading, max(_HEADING, widest), break_long_words=False, break_on_hyphens=False)


def _without_empty(table: Table) -> Table:
    kept = [place for place in range(len(table.headings)) if any(row[place] for row in table.rows)]
    return Table(
        tuple(table.headings[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        frozenset(kept.index(place) for place in table.numbers if place in kept),
    )
