"""An audit as titled tables and lines: what the renderings for people share. Data quality comes first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from threshold.audit.model import (
    HIDDEN,
    Audit,
    Change,
    Counts,
    Covered,
    Finding,
    Lateness,
    Measure,
    MeasurePart,
    Moved,
    Moves,
    Number,
    Part,
    Rows,
    RuleSummary,
    Spread,
    Wanted,
    Worst,
)
from threshold.audit.render import adding, titles
from threshold.exports.formats.recognition import LOCAL_EVENTS
from threshold.output.tables import Table
from threshold.output.words import lasting, listed, many, sentence, spoken
from threshold.reports.check_lines import cited as clauses_cited
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
LATE_HIDDEN = f"By how much it was not met is {HIDDEN}."
MANY_JUDGED = 10  # of so many, that not one was done is sooner a slip in the map than the truth
N = adding.N
ADVICE = "Figures to look into, not verdicts on anybody: a person decides what they mean."


def title(audit: Audit) -> str:
    """What this is, in words; which file it was made from stands below, among the facts."""
    when = f"as at {day(audit.as_at)}"
    return titles.title(audit, f"{period(audit)}, {when}" if audit.period is not None else when)


def period(audit: Audit) -> str:
    """The period that the figures are of, in words; empty where they are of everything."""
    if audit.period is None:
        return ""
    how = "done" if audit.period.by == "done" else "started"
    return f"by what was {how} from {day(audit.period.first)} to {day(audit.period.last)}"


def headline(audit: Audit) -> str:
    """The first lines: what was looked for and found nowhere, then what to look at."""
    return f"{check_first(audit)} {_figures(audit)}".lstrip()


def check_first(audit: Audit) -> str:
    """What is found for nobody although all of it is said to be recorded: a slip sooner than a verdict."""
    if not audit.unseen or not audit.children:
        return ""
    names = [spoken(each.event) for each in audit.unseen]
    rules = {rule for each in audit.unseen for rule in each.rules}
    hang = f", so {many(len(rules), 'rule')} cannot be told by it" if rules else ""
    local = audit.source.format == LOCAL_EVENTS and audit.edition == "team"
    where = "map" if local else "export"
    return f"Check the {where}: no {listed(names)} was found for anybody{hang}."


def _figures(audit: Audit) -> str:
    # What one document counts beside another is the same work, and counts here once.
    judged = [rule for rule in audit.judged if not rule.beside and not rule.whenever]
    apart = _not_done(audit)
    if not judged:
        of = f", {period(audit)}," if audit.period is not None else ""
        return f"Nothing in this export{of} can be judged: see what it does not record.{apart}"
    total = sum(rule.counts.judged or 0 for rule in judged)
    failed = sum(rule.counts.failed or 0 for rule in judged)
    overdue = sum(rule.counts.overdue or 0 for rule in judged)
    unknown = sum((rule.counts.cannot_tell or 0) + (rule.counts.conflict or 0) for rule in judged)
    by = many(len(judged), "rule")
    if audit.suppressed is not None:
        least = f"numbers under {audit.suppressed.fewer_than}, and what would tell them, are hidden"
        if not total:
            return f"What {by} judged is too little to be told: {least}.{apart}"
        told = f"Of {total:,} or more judged by {by}, {_at_least(failed, judged)}"
        return f"{told}; {least}, and in no sum here.{apart}"
    open_ = f"; of {unknown:,} more it cannot be told" if unknown else ""
    if not failed:
        return f"Everything that could be judged was met: {total:,} by {by}{open_}.{apart}"
    told = f"{failed:,} of {total:,} judged by {by} {were(failed)} not met"
    now = "" if apart else f", and {overdue:,} of them {are(overdue)} overdue now"
    return f"{told}{now}{open_}.{apart}"


def _at_least(failed: int, rules: Sequence[RuleSummary]) -> str:
    """How many were not met, where that is hidden of some rules."""
    if any(rule.counts.failed is None for rule in rules):
        return (
            f"at least {failed:,} {were(failed)} not met" if failed else f"how many were not met is {HIDDEN}"
        )
    return f"{failed:,} {were(failed)} not met" if failed else "all were met"


def _not_done(audit: Audit) -> str:
    """What no figure of a period shows, because it was not done in it."""
    if audit.period is None or audit.period.by != "done":
        return ""
    last, number = min(audit.period.last, audit.as_at), audit.period.not_done
    told, end = "how many were", f" is {HIDDEN}"
    if number is not None:
        told, end = f"{number:,} {were(number)}", ""
    since = f"overdue or had been missed since {day(audit.period.first)}"
    return (
        f" That is {period(audit)}; what was not done is no part of it: on {day(last)}, {told} {since}{end}."
    )


def are(number: int) -> str:
    """So many are, or one is."""
    return "is" if number == 1 else "are"


def were(number: int | None) -> str:
    """So many were, or one was."""
    return "was" if number == 1 else "were"


def suppressed(audit: Audit) -> str:
    """What was left out so that no small number is told; empty where nothing was."""
    found = audit.suppressed
    if found is None:
        return ""
    whole = f" (all of {many(found.rules, 'rule')})" if found.rules else ""
    return (
        f"Numbers from 1 to {found.fewer_than - 1} are hidden, and whatever they could be worked out from: "
        f"{many(found.numbers, 'number')} of rules{whole}, "
        f"{found.parts:,} of {found.of_parts:,} months and teams, and "
        f"{many(found.findings, 'kind')} of finding about the data. Children and workers are not named."
    )


def facts(audit: Audit) -> list[tuple[str, str]]:
    """What was put to what."""
    rows, source = audit.rows, audit.source
    hidden = [("Left out", suppressed(audit))] if audit.suppressed is not None else []
    unused = "; ".join(f"{each.meaning} ({each.rows:,})" for each in rows.unused)
    trial = f", with {', '.join(audit.policy.trial)}" if audit.policy.trial else ""
    dated = f"; the date is {source.dated_by}" if audit.edition == "team" else ""
    of = f"the figures are {period(audit)}" if audit.period is not None else _recorded(audit)
    return [
        ("Policy", f"{audit.policy.title} ({audit.policy.name}, version {audit.policy.version}{trial})"),
        ("Period", of),
        ("Children", f"{audit.children:,}"),
        ("Export", f"{source.name}, read as {source.format}{dated}"),
        ("Rows", _of_rows(rows)),
        *([("Rows not used", unused)] if unused else []),
        *hidden,
        *editions(audit),
        ("Checked", replayed(audit)),
    ]


def editions(audit: Audit) -> list[tuple[str, str]]:
    """Which editions the statutory rules were checked against, and which rules those are."""
    by_edition: dict[str, list[str]] = {}
    for rule in audit.rules:
        if rule.source.edition:
            by_edition.setdefault(rule.source.edition, []).append(rule.rule)
    return [
        (f"Edition of {', '.join(dict.fromkeys(rules))}", edition) for edition, rules in by_edition.items()
    ]


def _of_rows(rows: Rows) -> str:
    if rows.reported is None or rows.refused is None:
        return f"{rows.read:,} read; how many of them were reported or refused is {HIDDEN}"
    left_out = f" + {rows.left_out:,} left out" if rows.left_out else ""
    return f"{rows.read:,} read = {rows.reported:,} reported + {rows.refused:,} refused{left_out}"


def _recorded(audit: Audit) -> str:
    return f"all that the export holds, up to {day(audit.as_at)}; no shorter period was asked for"


def replayed(audit: Audit) -> str:
    """What the replay says for the figures."""
    if not audit.children:
        return "there was no child to be decided again one by one"
    if not audit.replayed:
        option = " (--sample 0, or so many entries for each)" if audit.edition == "team" else ""
        return f"no child was decided again one by one{option}"
    who = many(audit.replayed, "child", "children")
    return f"{who} decided again one by one, with the same result on every rule"


def quality(audit: Audit) -> Table:
    """What is wrong with the data, by kind, place and column."""
    rows = tuple(
        (f"{found.count:,}", meaning(found), found.place, found.column or "", _rows(found))
        for found in audit.quality
    )
    return Table(("How many", "What", "Where", "Column", "Rows"), rows, frozenset({0}))


def no_finding(audit: Audit) -> str:
    """What is said beside the findings about the data: that there is none, or that some may not be told."""
    hidden = audit.suppressed.findings if audit.suppressed is not None else 0
    if not hidden:
        return "" if audit.quality else "Nothing was found wrong with the data."
    kinds = many(hidden, "more kind" if audit.quality else "kind")
    return f"Found too seldom to be told: {kinds} of finding about the data."


def meaning(found: Finding) -> str:
    """What is wrong, and the rules of the census that object to the same."""
    if not found.also:
        return found.meaning
    numbers = listed([str(number) for number in found.also], "and")
    return f"{found.meaning} (census {'rule' if len(found.also) == 1 else 'rules'} {numbers})"


# Why rows are of no child: these take nobody's cover, for they may be of anybody.
OF_NOBODY = ("no-child", "unreadable-reference", "unreadable-row")


def caveats(audit: Audit) -> list[str]:
    """What stands for something else, what was not read and what is recorded completely."""
    lines = [f"Bear in mind: {proxy}." for proxy in audit.source.proxies]
    lines += [f"Not read: {unused}." for unused in audit.source.unused]
    lines += _paired(audit)
    if audit.covers:
        nothing_else = "Of nothing else does a missing entry mean that it was not done."
        lines.append(f"Taken to be complete: {_complete(audit)}. {nothing_else}")
    elif not audit.unseen:
        lines.append("Nothing is taken to be complete, so a missing entry never means that it was not done.")
    if audit.unseen:
        named = ", ".join(spoken(each.event) for each in audit.unseen)
        lines.append(
            f"Said to be complete, but found for nobody: {named}. Whether it was not done, or stands under "
            "another name, cannot be told, so nobody counts as having missed it."
        )
    lines += _of_nobody(audit)
    lines += [_done_by_nobody(rule) for rule in audit.judged if is_done_by_nobody(rule)]
    return lines


def _of_nobody(audit: Audit) -> list[str]:
    """Rows of which nobody knows whose they are: what they hold may be what somebody is said not to have."""
    rows = sum(each.rows for each in audit.rows.unused if each.kind in OF_NOBODY)
    if not rows:
        return []
    each = "it" if rows == 1 else "each"
    return [
        f"Nobody knows of whom {many(rows, 'row')} {are(rows)}: {each} may be what a child is said to lack."
    ]


def is_done_by_nobody(rule: RuleSummary) -> bool:
    """Whether so many are judged that somebody ought to have done it, and nobody has."""
    counts = rule.counts
    return counts.met == counts.late == 0 and (counts.judged or 0) >= MANY_JUDGED


def _done_by_nobody(rule: RuleSummary) -> str:
    return (
        f"Done by nobody: of {rule.counts.told('judged')} judged by {rule.title} ({rule.rule}), none was. "
        "Before that is told of anybody, see that what it looks for is recorded as the export is said to "
        "record it."
    )


def _paired(audit: Audit) -> list[str]:
    """Which starts and ends only their days bring together, and how many the export links itself."""
    dated = [each for each in audit.paired if each.by_date != 0]
    if not dated:
        return []
    if any(each.by_date is None for each in dated):
        named = ", ".join(spoken(each.episode) for each in dated)
        return [f"Some starts and ends are brought together by their dates alone: {named}."]
    named = ", ".join(f"{spoken(each.episode)} {each.by_date:,}" for each in dated)
    linked = ", ".join(f"{spoken(each.episode)} {each.linked:,}" for each in audit.paired if each.linked)
    stated = f" The export itself links the start and end of: {linked}." if linked else ""
    return [f"Starts and ends brought together by their dates alone: {named}.{stated}"]


def compliance(audit: Audit) -> Table:
    """Every rule that could be judged, with all its counts."""
    shown = _shown(audit.judged, adding.OF_N)
    headings = ("Rule", "What", "Counted", "Share met", "At least", "n", *(HEADINGS[each] for each in shown))
    rows = []
    for rule in audit.judged:
        counts = rule.counts
        numbers = (counts.told(name) for name in ("n", *shown))
        rows.append((rule.rule, name(rule), rule.counted, share(counts), least(counts), *numbers))
    return Table(headings, tuple(rows), frozenset(range(3, len(headings))))


def _shown(rules: Sequence[RuleSummary], states: Sequence[str]) -> list[str]:
    """These outcomes, less those that are seldom any and of which none of the rules has one."""
    return [
        state
        for state in states
        if state not in (*adding.NEITHER, "conflict")
        or any(getattr(rule.counts, state) != 0 for rule in rules)
    ]


def untold(audit: Audit) -> list[RuleSummary]:
    """The rules that apply to something here, or may, and of which nothing could be judged."""
    return [rule for rule in audit.rules if not rule.judged and rule.of_practice and rule.counts.n != 0]


def left_out(audit: Audit) -> str:
    """Which rules no table shows, and why."""
    request = sum(rule.on_request for rule in audit.rules)
    nowhere = sum(rule.counts.n == 0 and rule.of_practice for rule in audit.rules)
    notes = sum(not rule.on_request and not rule.of_practice for rule in audit.rules)
    here, nobody, asked = (many(number, "rule") for number in (len(untold(audit)), nowhere, request))
    bear = "bears" if request == 1 else "bear"
    return (
        f"{here} could not be judged by what the export holds, {nobody} "
        f"applied to nobody, and {asked} {bear} on requests alone, of which an export holds none."
        + (
            f" {many(notes, 'more rule')} {are(notes)} for information, which nobody has to meet."
            if notes
            else ""
        )
    )


def not_judged(audit: Audit) -> Table:
    """The rules of which nothing could be judged, with all that they apply to, or may apply to."""
    rules = untold(audit)
    shown = _shown(rules, (*adding.UNKNOWN, "pending", *adding.NEITHER))
    rows = tuple(
        (rule.rule, name(rule), rule.counted, *(rule.counts.told(each) for each in ("n", *shown)))
        for rule in rules
    )
    headings = ("Rule", "What", "Counted", "n", *(HEADINGS[each] for each in shown))
    return Table(headings, rows, frozenset(range(3, len(headings))))


def wanted(audit: Audit) -> list[tuple[Wanted, int, list[str]]]:
    """What the rules that could not be judged lack, in how many it lacks alone, and in which of them at all.

    First comes what by itself keeps most of them open.
    """
    rules = untold(audit)
    some = Counter(each for rule in rules for each in rule.wants)
    alone = Counter(rule.wants[0] for rule in rules if len(rule.wants) == 1)
    ordered = sorted(some, key=lambda each: (-alone[each], -some[each], each.kind, each.name))
    return [
        (each, alone[each], [rule.rule for rule in rules for want in rule.wants if want == each])
        for each in ordered
    ]


def lacking(audit: Audit) -> Table:
    """The same as a table."""
    rows = tuple(
        (spoken_want(each), each.name, f"{alone:,}", many(len(rules), "rule"), ", ".join(rules))
        for each, alone, rules in wanted(audit)
    )
    return Table(("What", "Name", "By itself", "Lacking in", "Rules"), rows, frozenset({2, 3}))


def measures(audit: Audit) -> Table:
    """How long things took: the measures that authorities compare, side by side."""
    rows = tuple(
        (each.title, each.counted, lasting(each.limit, each.unit), *_spread(each.spread), *_unmeasured(each))
        for each in audit.measures
    )
    headings = ("What", "Counted", "Limit", *SPREAD, *UNMEASURED)
    return Table(headings, rows, frozenset(range(3, len(headings))))


SPREAD = ("Measured", "Within limit", "Longer", "Share within", "Median", "Longest")
UNMEASURED = ("None needed", "No end on record", "No start told", "Ends before it begins")


def measure_parts(by_name: tuple[MeasurePart, ...], heading: str) -> Table:
    """One measure by month or team."""
    rows = tuple((part.name, *_spread(part.spread)) for part in by_name)
    return Table((heading, *SPREAD), rows, frozenset(range(1, len(SPREAD) + 1)))


def month_of(audit: Audit) -> str:
    """Which month a measure's months are."""
    return "Started in" if audit.period is not None and audit.period.by == "started" else "Done in"


def _spread(spread: Spread | None) -> tuple[str, ...]:
    if spread is None:
        return (HIDDEN,) * len(SPREAD)
    within = (HIDDEN,) * 3
    if spread.within is not None and spread.share is not None:
        within = (f"{spread.within:,}", f"{spread.n - spread.within:,}", f"{100 * spread.share:.1f}%")
    return (f"{spread.n:,}", *within, f"{spread.median:g}", f"{spread.most:,}")


def _unmeasured(measure: Measure) -> tuple[str, ...]:
    numbers = (measure.not_needed, measure.no_end, measure.no_start, measure.backward)
    return tuple(HIDDEN if number is None else f"{number:,}" for number in numbers)


def spoken_want(lacks: Wanted) -> str:
    """What lacks, in words."""
    if lacks.kind == "link":
        return f"a reference that says what belongs to which {spoken(lacks.name)}"
    if lacks.kind == "event":
        return f"every {spoken(lacks.name)}" if lacks.recorded else f"event {spoken(lacks.name)}"
    return f"column {spoken(lacks.name)}" + (", filled in for everybody" if lacks.recorded else "")


def is_how_late_hidden(audit: Audit, rule: RuleSummary) -> bool:
    """Whether small numbers are hidden, and with them by how much a deadline was not met."""
    missed = rule.kind == "deadline" and rule.counts.failed != 0
    return audit.suppressed is not None and missed and not rule.lateness


def how_late_hidden(audit: Audit) -> str:
    """Of how many rules that is so; empty where it is of none. The same work is not told of twice."""
    hidden = [rule for rule in audit.judged if is_how_late_hidden(audit, rule) and not rule.beside]
    return f"{sentence(HIDDEN)} for {many(len(hidden), 'rule')}." if hidden else ""


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
        _by(missed),
        STATES[missed.outcome],
        missed.team or "",
        missed.worker or "",
    )


def _by(missed: Worst) -> str:
    """By how much; at least so, where nobody recorded from when it counts."""
    if missed.days is None:
        return ""
    return f"{'at least ' if missed.start is None else ''}{lasting(missed.days, missed.unit)}"


def which(instance: int | None, interval: int | None) -> str:
    """Which of a child's assessments or plans, from 1, and which of its intervals."""
    told = [f"number {instance}"] if instance is not None else []
    told += [f"interval {interval}"] if interval is not None else []
    return ", ".join(told)


def parts(by_name: tuple[Part, ...], heading: str) -> Table:
    """One rule by team or worker."""
    rows = tuple(
        (part.name, share(part.counts), part.counts.told("judged"), part.counts.told("failed"))
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
            *(month.counts.told(name) for name in ("met", "failed", "pending")),
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


def moves(audit: Audit) -> Table:
    """What became of whom since the earlier audit, rule by rule."""
    found = audit.children_since.rules if audit.children_since else ()
    rows = tuple(
        (each.rule, each.title, *(f"{some.rows:,}" for some in moved_of(each)))
        for each in found
        if not each.beside
    )
    headings = ("Rule", "What", *(sentence(word) for word in MOVED))
    return Table(headings, rows, frozenset(range(2, len(headings))))


MOVED = ("became late", "put right", "not done still", "left", "no longer judged", "date changed")


def moved_of(each: Moves) -> tuple[Moved, ...]:
    """What became of one rule, in the columns of `moves`."""
    return (each.became, each.put_right, each.still, each.left, each.untold, each.redated)


def came_and_left(audit: Audit) -> str:
    """How many children the export has that the earlier one had not, and the other way round."""
    since = audit.children_since
    if since is None:
        return ""
    return (
        f"{many(since.came.number, 'child', 'children')} came into the export since, and "
        f"{since.left.number:,} left it."
    )


def since(audit: Audit) -> str:
    """Since when, and since which file, the children are compared; a board reads no file's name."""
    found = audit.children_since
    assert found is not None
    when = f"Children since {day(found.as_at) or 'the earlier results'}"
    if found.as_at > audit.as_at:
        when += ", which is after the date of this audit"
    return when if audit.edition == "board" else f"{when} ({found.source})"


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
    edition = f"; edition: {rule.source.edition}" if rule.source.edition else ""
    return f"{rule.source.document} {clauses_cited(rule.source)}{edition}"


def share(counts: Counts) -> str:
    """The share as a percentage; a dash where there is nothing to judge."""
    if counts.share is None and counts.judged != 0:
        return HIDDEN
    return "-" if counts.share is None else f"{100 * counts.share:.1f}%"


def least(counts: Counts) -> str:
    """The share at least, where anything cannot be told."""
    if counts.least is None and counts.hidden is not None and counts.judged != 0:
        return HIDDEN
    return "" if counts.least is None or counts.least == counts.share else f"{100 * counts.least:.1f}%"


def day(text: str | None) -> str:
    """A date as people write it; empty where there is none."""
    return shown(date.fromisoformat(text)) if text else ""


def _share_then(counts: Counts | None) -> str:
    return counts.percent if counts is not None else ""


def _rows(finding: Finding) -> str:
    listed = ", ".join(str(row) for row in finding.rows)
    return f"{listed}, ..." if finding.rows and finding.count > len(finding.rows) else listed


def _complete(audit: Audit) -> str:
    """What is taken to be complete; of how many children each is, or at least of how many each of them is."""
    if audit.edition == "team":
        return ", ".join(
            _covered(spoken(each.event), each, audit) + _of_some(each.children, audit)
            for each in audit.covers
        )
    named = ", ".join(_covered(spoken(each.event), each, audit) for each in audit.covers)
    numbers = [each.children for each in audit.covers]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return f"{named} (not each of them for every child)"
    return named + _of_some(min(known), audit, "each for at least")


def _covered(event: str, covered: Covered, audit: Audit) -> str:
    return event if covered.upto == audit.as_at else f"{event} up to {day(covered.upto)}"


def _of_some(children: Number, audit: Audit, words: str = "for") -> str:
    if children is None:
        return " (not for every child)"
    return "" if children == audit.children else f" ({words} {children:,} of {audit.children:,} children)"
