"""An audit as Markdown, to paste into a paper for a meeting."""

from collections.abc import Iterator

from threshold.audit.model import Audit
from threshold.audit.render import board, sections, suppose
from threshold.audit.supposition import Supposition
from threshold.output.escaping import markdown
from threshold.output.tables import Table

MOST_WORST = 5
MOST_LACKING = 20


def as_markdown(audit: Audit) -> str:
    """The audit as Markdown that ends in a line break."""
    lines = _for_board(audit) if audit.edition == "board" else _lines(audit)
    return "\n".join(lines).rstrip("\n") + "\n"


def _for_board(audit: Audit) -> Iterator[str]:
    """The same as the page for a board, without its charts."""
    yield from (f"# {markdown(sections.title(audit))}", "", f"**{markdown(sections.headline(audit))}**", "")
    yield from (f"- {markdown(what)}: {markdown(told)}" for what, told in sections.facts(audit))
    if looked := board.look_at(audit):
        yield from ("", "## What to look at first", "", *(f"- {markdown(line)}" for line in looked))
    told = f"{board.not_shown(audit)} {sections.left_out(audit)}".strip()
    for heading, table, below in (
        ("How long it took", board.measures(audit), ""),
        (
            "What was met, what was not, and what cannot be told",
            board.by_rule(audit),
            markdown(f"{sections.N} {told}"),
        ),
        ("Over time", board.over_time(audit), ""),
        ("By team", board.by_team(audit), markdown(board.teams_told(audit))),
    ):
        if table.rows:
            yield from ("", f"## {heading}", "", *_table(table), "", below)
    yield ""
    if audit.suppose is not None:
        yield from _supposed(audit, audit.suppose)
    yield from _since(audit)
    yield from ("## How far these figures can be relied on", "")
    yield from (f"- {markdown(line)}" for line in board.caveats(audit))
    if more := sections.no_finding(audit):
        yield f"- {markdown(more)}"
    for table in (board.quality(audit), board.lacking(audit)):
        if table.rows:
            yield from ("", *_table(table))
    yield from ("", "## How it is counted", "", *(f"- {markdown(line)}" for line in audit.counting), "")
    yield markdown(sections.ADVICE)


def _lines(audit: Audit) -> Iterator[str]:
    yield from (f"# {markdown(sections.title(audit))}", "", f"**{markdown(sections.headline(audit))}**", "")
    yield from (f"- {markdown(what)}: {markdown(told)}" for what, told in sections.facts(audit))
    yield from ("", "## How it is counted", "", *(f"- {markdown(line)}" for line in audit.counting), "")
    yield from ("## Data quality", "")
    quality = sections.quality(audit)
    yield from _table(quality) if quality.rows else ()
    if more := sections.no_finding(audit):
        yield from ("", markdown(more))
    yield from ("", *(f"- {markdown(line)}" for line in sections.caveats(audit)), "")
    yield from ("## By rule", "")
    if audit.judged:
        yield from (*_table(sections.compliance(audit)), "", markdown(sections.N), "")
    yield from (markdown(sections.left_out(audit)), "")
    yield from _measures(audit)
    lacking = sections.lacking(audit)
    if lacking.rows:
        yield from ("## What would let more rules be judged", "", *_table(_first(lacking)), "")
    for rule in audit.judged:
        yield from (
            f"### {markdown(rule.rule)}: {markdown(rule.title)}",
            "",
            markdown(f"{rule.counted}. {sections.cited(rule)}"),
            "",
        )
        for late in rule.lateness:
            told = "; ".join(f"{each.label}: {each.late + each.not_done:,}" for each in late.buckets)
            yield from (markdown(f"In {late.unit}: median {late.median:g}, most {late.most:,}; {told}."), "")
        if sections.is_how_late_hidden(audit, rule):
            yield from (markdown(sections.LATE_HIDDEN), "")
        if rule.months:
            yield from (*_table(sections.months(rule)), "")
        for found, heading in ((rule.by_team, "Team"), (rule.by_worker, "Worker")):
            if found:
                yield from (*_table(sections.parts(found, heading)), "")
    worst = sections.worst(audit, MOST_WORST)
    if worst.rows:
        yield from (f"## The worst, {MOST_WORST} of each rule", "", *_table(worst), "")
    if audit.suppose is not None:
        yield from _supposed(audit, audit.suppose)
    yield from _since(audit)
    yield markdown(sections.ADVICE)


def _measures(audit: Audit) -> Iterator[str]:
    """How long things took, by month and team."""
    if audit.measures:
        yield from ("## How long it took", "", *_table(sections.measures(audit)), "")
    for each in audit.measures:
        if each.months or each.by_team:
            yield from (f"### {markdown(each.title)}", "")
        if each.months:
            yield from (*_table(sections.measure_parts(each.months, sections.month_of(audit))), "")
        if each.by_team:
            yield from (*_table(sections.measure_parts(each.by_team, "Team")), "")


def _since(audit: Audit) -> Iterator[str]:
    """What changed since an earlier audit, and whom it concerns."""
    if audit.compared is not None:
        since = f"## Since {sections.day(audit.compared.as_at)} ({markdown(audit.compared.source)})"
        yield from (since, "", *(f"- {markdown(note)}" for note in audit.compared.notes), "")
        yield from (*_table(sections.changes(audit)), "")
    if audit.children_since is not None:
        yield from (f"## {markdown(sections.since(audit))}", "", markdown(sections.came_and_left(audit)), "")
        yield from (*_table(sections.moves(audit)), "")


def _first(table: Table) -> Table:
    """The first rows, without the last column, which names every rule."""
    rows = tuple(row[:-1] for row in table.rows[:MOST_LACKING])
    return Table(table.headings[:-1], rows, table.numbers)


def _supposed(audit: Audit, found: Supposition) -> Iterator[str]:
    """What came of one request put to everybody who is open."""
    yield from (f"## {markdown(suppose.title(found))}", "")
    yield from (f"- {markdown(line)}" for line in suppose.lines(audit, found))
    tables = (suppose.outcomes(found), suppose.obstacles(found), suppose.lacking(found), suppose.later(found))
    for table in tables if found.who.open else ():
        if table.rows:
            yield from ("", *_table(table))
    yield from ("", markdown(suppose.more(found)), "")


def _table(table: Table) -> Iterator[str]:
    yield _row(tuple(markdown(heading) for heading in table.headings))
    yield _row(tuple("--:" if place in table.numbers else "---" for place in range(len(table.headings))))
    yield from (_row(tuple(markdown(cell) for cell in row)) for row in table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
