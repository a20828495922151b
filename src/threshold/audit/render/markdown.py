"""An audit as Markdown, to paste into a paper for a meeting."""

from collections.abc import Iterator

from threshold.audit.model import Audit
from threshold.audit.render import sections
from threshold.output.escaping import markdown
from threshold.output.tables import Table

MOST_WORST = 5


def as_markdown(audit: Audit) -> str:
    """The audit as Markdown that ends in a line break."""
    return "\n".join(_lines(audit)).rstrip("\n") + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    yield from (f"# {markdown(sections.title(audit))}", "", f"**{sections.headline(audit)}**", "")
    yield from (f"- {what}: {markdown(told)}" for what, told in sections.facts(audit))
    yield from ("", "## How it is counted", "", *(f"- {line}" for line in audit.counting), "")
    yield from ("## Data quality", "")
    quality = sections.quality(audit)
    yield from _table(quality) if quality.rows else ("Nothing was found wrong with the data.",)
    yield from ("", *(f"- {markdown(line)}" for line in sections.caveats(audit)), "")
    yield from ("## By rule", "")
    if audit.judged:
        yield from (*_table(sections.compliance(audit)), "")
    yield from (sections.left_out(audit), "")
    for rule in audit.judged:
        yield from (
            f"### {rule.rule}: {markdown(rule.title)}",
            "",
            f"{rule.counted}. {markdown(sections.cited(rule))}",
            "",
        )
        for late in rule.lateness:
            told = "; ".join(f"{each.label}: {each.late + each.not_done:,}" for each in late.buckets)
            yield from (f"In {late.unit}: median {late.median:g}, most {late.most:,}; {told}.", "")
        if rule.months:
            yield from (*_table(sections.months(rule)), "")
        for found, heading in ((rule.by_team, "Team"), (rule.by_worker, "Worker")):
            if found:
                yield from (*_table(sections.parts(found, heading)), "")
    worst = sections.worst(audit, MOST_WORST)
    if worst.rows:
        yield from (f"## The worst, {MOST_WORST} of each rule", "", *_table(worst), "")
    if audit.compared is not None:
        since = f"## Since {sections.day(audit.compared.as_at)} ({markdown(audit.compared.source)})"
        yield from (since, "", *(f"- {note}" for note in audit.compared.notes), "")
        yield from (*_table(sections.changes(audit)), "")
    yield sections.ADVICE


def _table(table: Table) -> Iterator[str]:
    yield _row(table.headings)
    yield _row(tuple("--:" if place in table.numbers else "---" for place in range(len(table.headings))))
    yield from (_row(tuple(markdown(cell) for cell in row)) for row in table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
