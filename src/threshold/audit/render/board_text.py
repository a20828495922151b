"""The edition for a board as plain text: the same as its page, without charts."""

from collections.abc import Iterator

from threshold.audit.model import Audit
from threshold.audit.render import board, sections, suppose
from threshold.audit.render.text_page import TextPage
from threshold.output.tables import Table


def for_board(audit: Audit, page: TextPage) -> Iterator[str]:
    """The lines: what to look at, how long it took, what was met; what changed, and how far to rely on it."""
    yield from page.heading(sections.headline(audit))
    yield from page.heading(sections.title(audit))
    for what, told in sections.facts(audit):
        yield from page.line(f"{what}: {told}")
    yield from _listed("What to look at first", board.look_at(audit), page)
    yield from page.measures(audit)
    yield from _rules(audit, page)
    yield from _headed(
        "Over time: the share met, and of how many, by when it fell due", board.over_time(audit), page
    )
    teams = board.by_team(audit)
    yield from _headed("By team: the share met, and of how many", teams, page)
    if teams.rows:
        yield from page.line(board.teams_told(audit))
    yield from _supposed(audit, page)
    yield from _since(audit, page)
    yield from _listed("How far these figures can be relied on", board.caveats(audit), page)
    quality = board.quality(audit)
    if quality.rows:
        yield from page.table(quality)
    yield from page.line(sections.no_finding(audit))
    yield from _headed("What would let more rules be judged", board.lacking(audit), page)
    yield from _listed("How it is counted", list(audit.counting), page)
    yield from page.heading(sections.ADVICE)


def _listed(heading: str, lines: list[str], page: TextPage) -> Iterator[str]:
    if lines:
        yield heading
    for line in lines:
        yield from page.line(f"- {line}")


def _headed(heading: str, table: Table, page: TextPage) -> Iterator[str]:
    if table.rows:
        yield from page.heading(heading)
        yield from page.table(table)


def _rules(audit: Audit, page: TextPage) -> Iterator[str]:
    shown = board.rules(audit)
    if shown:
        yield "What was met, what was not, and what cannot be told, with the share met"
        for rule in shown:
            yield from page.rule(rule)
        yield from page.line(sections.N, further="  ")
    yield from page.line(f"{board.not_shown(audit)} {sections.left_out(audit)}".strip(), further="  ")


def _supposed(audit: Audit, page: TextPage) -> Iterator[str]:
    found = audit.suppose
    if found is None:
        return
    yield from _listed(suppose.title(found), list(suppose.lines(audit, found)), page)
    for table in (suppose.outcomes(found), board.first(suppose.obstacles(found))) if found.who.open else ():
        if table.rows:
            yield from page.table(table)


def _since(audit: Audit, page: TextPage) -> Iterator[str]:
    if audit.compared is not None:
        yield from page.heading(f"Since {sections.day(audit.compared.as_at)}")
        for note in audit.compared.notes:
            yield from page.line(note)
        yield from page.table(board.first(sections.changes(audit)))
    yield from page.children(audit)
