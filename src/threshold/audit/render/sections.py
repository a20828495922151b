"""An audit as titled tables and lines: what the renderings for people share. Data quality comes first."""

from collections.abc import Iterator
from datetime import date

from threshold.audit.model import Audit, Change, Counts, Finding, Lateness, Part, RuleSummary, Worst
from threshold.output.tables import Table
from threshold.output.words import many, spoken
from threshold.semantics.closed_lists import AUDIT_STATES
from threshold.vocabulary import shown

HEADINGS = {
    "met": "Met",
    "late": "Late",
    "overdue": "Overdue",
    "missed": "Missed",
    "not_met": "Not met",
    "pending": "Still open",
    "early": "Early",
    "ended": "Ended before due",
    "paused": "Paused",
    "cannot_tell": "Cannot tell",
    "conflict": "Conflict",
    "no_limit": "No number set",
    "not_applicable": "Does not apply",
}
STATES = {name: heading.lower() for name, heading in HEADINGS.items()}
ADVICE = "Figures to look into, not verdicts on anybody: a person decides what they mean."


def title(audit: Audit) -> str:
    """What this is."""
    return f"Audit of {audit.source.name} as at {day(audit.as_at)}"


def headline(audit: Audit) -> str:
    """The first line: what to look at."""
    # What one document counts beside another is the same work, and counts here once.
    judged = [rule for rule in audit.judged if not rule.beside]
    if not judged:
        return "Nothing in this export can be judged: see what it does not record."
    total, failed, overdue = (
        sum(numbers)
        for numbers in zip(
            *((rule.counts.judged, rule.counts.failed, rule.counts.overdue) for rule in judged), strict=True
        )
    )
    by = many(len(judged), "rule")
    unknown = sum(rule.counts.cannot_tell + rule.counts.conflict for rule in judged)
    open_ = f"; of {unknown:,} more it cannot be told" if unknown else ""
    if not failed:
        return f"Everything that could be judged was met: {total:,} by {by}{open_}."
    told = f"{failed:,} of {total:,} judged by {by} were not met"
    return f"{told}, and {overdue:,} of them are overdue now{open_}."


def facts(audit: Audit) -> list[tuple[str, str]]:
    """What was put to what."""
    rows, source = audit.rows, audit.source
    trial = f", with {', '.join(audit.policy.trial)}" if audit.policy.trial else ""
    return [
        ("Export", f"{source.name}, read as {source.format}; the date is {source.dated_by}"),
        (
            "Rows",
            f"{rows.read:,} read = {rows.reported:,} reported + {rows.refused:,} refused; "
            + many(audit.children, "child", "children"),
        ),
        ("Policy", f"{audit.policy.title} ({audit.policy.name}, version {audit.policy.version}{trial})"),
        ("Checked", replayed(audit)),
    ]


def replayed(audit: Audit) -> str:
    """What the replay says for the figures."""
    if not audit.replayed:
        return "no child was decided again one by one (--sample 0)"
    who = many(audit.replayed, "child", "children")
    return f"{who} decided again one by one, with the same result on every rule"


def quality(audit: Audit) -> Table:
    """What is wrong with the data, by kind, place and column."""
    rows = tuple(
        (f"{found.count:,}", found.meaning, found.place, found.column or "", _rows(found))
        for found in audit.quality
    )
    return Table(("How many", "What", "Where", "Column", "Rows"), rows, frozenset({0}))


def caveats(audit: Audit) -> list[str]:
    """What stands for something else, what was not read and what is recorded completely."""
    lines = [f"Stands for something else: {proxy}." for proxy in audit.source.proxies]
    lines += [f"Not read: {unused}." for unused in audit.source.unused]
    if audit.covers:
        named = ", ".join(
            _covered(event, upto, children, audit) for event, upto, children in _complete_events(audit)
        )
        lines.append(
            f"Taken to be complete: {named}. Of nothing else does a missing entry mean that it was not done."
        )
    else:
        lines.append("Nothing is taken to be complete, so a missing entry never means that it was not done.")
    return lines


def compliance(audit: Audit) -> Table:
    """Every rule that could be judged, with all its counts."""
    shown = [state for state in AUDIT_STATES if state not in ("no_limit", "not_applicable")]
    told = (HEADINGS[state] for state in shown)
    headings = ("Rule", "What", "Counted", "Share met", "At least", "n", *told)
    rows = []
    for rule in audit.judged:
        counts = rule.counts
        numbers = (f"{number:,}" for number in (counts.n, *(getattr(counts, state) for state in shown)))
        rows.append((rule.rule, name(rule), rule.counted, share(counts), least(counts), *numbers))
    return Table(headings, tuple(rows), frozenset(range(3, len(headings))))


def untold(audit: Audit) -> list[RuleSummary]:
    """The rules that apply to something here, or may, and of which nothing could be judged."""
    return [rule for rule in audit.rules if not rule.judged and not rule.on_request and rule.counts.n]


def left_out(audit: Audit) -> str:
    """Which rules no table shows, and why."""
    request = sum(rule.on_request for rule in audit.rules)
    nowhere = sum(not rule.counts.n and not rule.on_request for rule in audit.rules)
    here, nobody, asked = (many(number, "rule") for number in (len(untold(audit)), nowhere, request))
    return (
        f"{here} could not be judged by what the export holds, {nobody} "
        f"applied to nobody, and {asked} bear on requests alone, of which an export holds none."
    )


def not_judged(audit: Audit) -> Table:
    """The rules of which nothing could be judged, and how often that was."""
    rows = tuple(
        (
            rule.rule,
            name(rule),
            rule.counted,
            *(f"{n:,}" for n in (rule.counts.cannot_tell, rule.counts.conflict, rule.counts.pending)),
            f"{rule.counts.no_limit:,}",
        )
        for rule in untold(audit)
    )
    headings = (
        "Rule",
        "What",
        "Counted",
        *(HEADINGS[n] for n in ("cannot_tell", "conflict", "pending", "no_limit")),
    )
    return Table(headings, rows, frozenset(range(3, 7)))


def spans(lateness: Lateness) -> Table:
    """By how much, span by span."""
    rows = tuple(
        (each.label, f"{each.late:,}", f"{each.overdue:,}", f"{each.missed:,}") for each in lateness.buckets
    )
    return Table(
        (lateness.unit.capitalize(), "Done late", "Overdue still", "Missed"), rows, frozenset({1, 2, 3})
    )


def worst_of(rule: RuleSummary) -> Table:
    """Those of one rule missed by most."""
    return Table(WORST, tuple(worst_row(each) for each in rule.worst), frozenset({4}))


def worst(audit: Audit, most: int) -> Table:
    """Those missed by most, rule by rule."""
    rows = tuple(
        (rule.rule, *worst_row(each))
        for rule in audit.judged
        if not rule.beside
        for each in rule.worst[:most]
    )
    return Table(("Rule", *WORST), rows, frozenset({5}))


WORST = ("Child", "Which", "Due", "Done", "By", "State", "Team", "Worker")


def worst_row(missed: Worst) -> tuple[str, ...]:
    """One missed, in the columns of WORST."""
    return (
        missed.child,
        which(missed.instance, missed.interval),
        day(missed.due),
        day(missed.met_on) or "not done",
        f"{missed.days:,} {missed.unit}" if missed.days is not None else "",
        STATES[missed.outcome],
        missed.team or "",
        missed.worker or "",
    )


def which(instance: int | None, interval: int | None) -> str:
    """Which of a child's assessments, and which of its intervals."""
    numbers = [str(number) for number in (instance, interval) if number is not None]
    return ".".join(numbers)


def parts(by_name: tuple[Part, ...], heading: str) -> Table:
    """One rule by team or worker."""
    rows = tuple(
        (part.name, share(part.counts), f"{part.counts.judged:,}", f"{part.counts.failed:,}")
        for part in by_name
    )
    return Table(
        (heading, "Share met", "Judged", "Late, overdue, missed or not met"), rows, frozenset({1, 2, 3})
    )


def months(rule: RuleSummary) -> Table:
    """One rule month by month of the due date."""
    rows = tuple(
        (
            month.month,
            share(month.counts),
            *(f"{n:,}" for n in (month.counts.met, month.counts.failed, month.counts.pending)),
        )
        for month in rule.months
    )
    return Table(
        ("Due in", "Share met", "Met", "Late, overdue or missed", "Still open"), rows, frozenset({1, 2, 3, 4})
    )


def changes(audit: Audit) -> Table:
    """What changed since the earlier audit."""
    found = audit.compared.changes if audit.compared else ()
    rows = tuple(
        (each.rule, each.title, _share_then(each.earlier), _share_then(each.now), points(each))
        for each in found
    )
    return Table(("Rule", "What", "Then", "Now", "Change"), rows, frozenset({2, 3, 4}))


def points(change: Change) -> str:
    """A change in percentage points, with its sign."""
    if change.points is None:
        return "new" if change.earlier is None else "gone" if change.now is None else "cannot be compared"
    return f"{change.points:+.1f} points"


def name(rule: RuleSummary) -> str:
    """A rule's title, with the rule beside which it counts."""
    return f"{rule.title} (beside {rule.beside})" if rule.beside else rule.title


def cited(rule: RuleSummary) -> str:
    """Where a rule comes from."""
    return f"{rule.source.document} [{', '.join(rule.source.clauses)}]"


def share(counts: Counts) -> str:
    """The share as a percentage; a dash where there is nothing to judge."""
    return "-" if counts.share is None else f"{100 * counts.share:.1f}%"


def least(counts: Counts) -> str:
    """The share at least, where anything cannot be told."""
    return "" if counts.least is None or counts.least == counts.share else f"{100 * counts.least:.1f}%"


def day(text: str | None) -> str:
    """A date as people write it; empty where there is none."""
    return shown(date.fromisoformat(text)) if text else ""


def _share_then(counts: Counts | None) -> str:
    return counts.percent if counts is not None else ""


def _rows(finding: Finding) -> str:
    listed = ", ".join(str(row) for row in finding.rows)
    return f"{listed}, ..." if finding.rows and finding.count > len(finding.rows) else listed


def _complete_events(audit: Audit) -> Iterator[tuple[str, str, int]]:
    for covered in audit.covers:
        yield spoken(covered.event), covered.upto, covered.children


def _covered(event: str, upto: str, children: int, audit: Audit) -> str:
    until = "" if upto == audit.as_at else f" up to {day(upto)}"
    some = "" if children == audit.children else f" (for {children:,} of {audit.children:,} children)"
    return f"{event}{until}{some}"
