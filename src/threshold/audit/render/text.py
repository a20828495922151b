"""An audit as plain text: data quality first, then every rule that could be judged, then the worst."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from threshold.audit.model import Audit
from threshold.audit.render import sections, suppose
from threshold.audit.render.board_text import for_board
from threshold.audit.render.text_page import FEW, WIDTH, TextPage
from threshold.audit.supposition import Supposition
from threshold.output.escaping import terminal
from threshold.output.words import many

MOST_FINDINGS = 12
MOST_LACKING = 8
MOST_FACTS = 12


def as_text(audit: Audit, width: int = WIDTH) -> str:
    """The audit as text that ends in a line break, in lines of so many letters."""
    page = TextPage(width)
    lines = for_board(audit, page) if audit.edition == "board" else _Text(audit, page).lines()
    # Names of files and sheets, too, might hold what a terminal would obey.
    return "\n".join(terminal(line) for line in lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Text:
    """The edition for teams."""

    audit: Audit
    page: TextPage

    def lines(self) -> Iterator[str]:
        audit, page = self.audit, self.page
        yield from page.heading(sections.headline(audit))
        yield from page.heading(sections.title(audit))
        for what, told in sections.facts(audit):
            yield from page.line(f"{what}: {told}")
        yield "How it is counted"
        for line in audit.counting:
            yield from page.line(line)
        yield "Data quality"
        yield from self._quality()
        if audit.judged:
            yield "By rule, with the share met"
            for rule in audit.judged:
                yield from page.rule(rule)
            yield from page.line(sections.N, further="  ")
        yield from page.line(sections.left_out(audit), further="  ")
        yield from page.measures(audit)
        yield from self._lacking()
        yield from self._lateness()
        worst = [rule for rule in audit.judged if rule.worst and not rule.beside]
        if worst:
            yield f"The worst, {FEW} of each rule"
        for rule in worst:
            yield from page.worst(rule)
        if audit.suppose is not None:
            yield from self._supposed(audit.suppose)
        if audit.compared is not None:
            yield from page.heading(f"Since {sections.day(audit.compared.as_at)} ({audit.compared.source})")
            for note in audit.compared.notes:
                yield from page.line(note)
            yield from page.table(sections.changes(audit))
        yield from page.children(audit)
        yield from page.heading(sections.ADVICE)

    def _quality(self) -> Iterator[str]:
        table = sections.quality(self.audit)
        if table.rows:
            yield from self.page.table(replace(table, rows=table.rows[:MOST_FINDINGS]))
            if len(table.rows) > MOST_FINDINGS:
                more = many(len(table.rows) - MOST_FINDINGS, "more kind")
                yield f"  and {more}, which every other format has"
        yield from self.page.line(sections.no_finding(self.audit))
        for line in sections.caveats(self.audit):
            yield from self.page.line(line)

    def _lacking(self) -> Iterator[str]:
        """What would let more rules be judged: a few lines, what decides most first."""
        rows = sections.lacking(self.audit).rows
        if not rows:
            return
        told = "What would let more rules be judged (threshold audit --events tells how each is mapped)"
        yield from self.page.heading(told)
        for what, name, alone, some, rules in rows[:MOST_LACKING]:
            named = rules.split(", ")
            few = ", ".join(named[:FEW]) + (", ..." if len(named) > FEW else "")
            yield from self.page.line(f"{what} ({name}): lacking in {some}, {alone} of them by itself; {few}")
        if len(rows) > MOST_LACKING:
            yield f"  and {len(rows) - MOST_LACKING} more, which the CSV and the JSON have rule by rule"

    def _lateness(self) -> Iterator[str]:
        """By how much, in spans; of a rule that counts beside another it is not told again."""
        audit = self.audit
        late = [(rule, found) for rule in audit.judged if not rule.beside for found in rule.lateness]
        hidden = sections.how_late_hidden(audit)
        if late or hidden:
            yield "How late (late, overdue so far, and missed)"
        for rule, found in late:
            spans = [(each.label, each.late + each.not_done) for each in found.buckets]
            told = ", ".join(f"{label}: {number:,}" for label, number in spans if number)
            yield from self.page.line(
                f"{rule.title} ({rule.rule}), in {found.unit}: {found.n:,}, median {found.median:g}, most "
                f"{found.most:,}; {told}"
            )
        yield from self.page.line(hidden)

    def _supposed(self, found: Supposition) -> Iterator[str]:
        """What came of one request put to everybody who is open."""
        page = self.page
        yield from page.heading(suppose.title(found))
        for line in suppose.lines(self.audit, found):
            yield from page.line(line)
        if not found.who.open:
            return
        yield from page.table(suppose.outcomes(found))
        lacking, later = suppose.lacking(found, MOST_FACTS), suppose.later(found, FEW * 3)
        for table in (suppose.obstacles(found), lacking, later):
            if table.rows:
                yield from page.table(table)
        if len(found.lacking) > MOST_FACTS:
            more = many(len(found.lacking) - MOST_FACTS, "more thing")
            yield f"  and {more}, which every other format has"
        yield from page.line(suppose.more(found))
