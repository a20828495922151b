"""What the edition for a board shows, as lines and tables: few enough for six printed pages."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from threshold.audit.edition import FEW
from threshold.audit.model import HIDDEN, Audit, Counts, Month, RuleSummary, Wanted
from threshold.audit.render import adding, charts, sections
from threshold.output.tables import Table
from threshold.output.words import many, sentence, spoken

MOST_RULES = 14
MOST_LOOKED_AT = 5
MOST_UNSURE = 3
MOST_CHARTS = 4
MOST_MONTHS = 12
MOST_TEAMS = 10
MOST_FINDINGS = 8
MOST_ROWS = 8
MOST_FIRST = 10
MOST_CAVEATS = 8
MOST_LETTERS = 50

_UNSURE = 0.1  # where at least so much of a rule cannot be told, its share says little


def rules(audit: Audit) -> list[RuleSummary]:
    """The rules that are shown: those that judged most where they are too many, in the policy's order."""
    judged = [rule for rule in audit.judged if not rule.beside]
    most = sorted(judged, key=lambda rule: -(rule.counts.judged or 0))[:MOST_RULES]
    return [rule for rule in judged if rule in most]


def not_shown(audit: Audit) -> str:
    """How many more rules were judged; empty where all are shown."""
    beside = sum(1 for rule in audit.judged if rule.beside)
    fewer = len(audit.judged) - beside - len(rules(audit))
    told = [f"{many(beside, 'rule')} of another document that counts the same work"] if beside else []
    told += [f"{many(fewer, 'rule')} that judged fewer"] if fewer else []
    return f"Not shown here, but in the edition for teams: {' and '.join(told)}." if told else ""


def without_bar(audit: Audit) -> str:
    """How many of the rules shown have no bar, which would look like nothing; empty where all have."""
    number = sum(not charts.drawable(rule.counts) for rule in rules(audit))
    have = "has" if number == 1 else "have"
    return f"{many(number, 'rule')} {have} no bar, because a number of it is hidden." if number else ""


def called(rule: RuleSummary) -> str:
    """What a rule asks in words, and its code beside them."""
    return f"{sections.name(rule)} ({rule.rule})"


def look_at(audit: Audit) -> list[str]:
    """What to look at first: what was not met most often, then what says little because it cannot be told."""
    known = rules(audit)
    missed = [rule for rule in known if rule.counts.failed]
    missed.sort(key=lambda rule: -(rule.counts.failed or 0))
    lines = [_missed(rule) for rule in missed[:MOST_LOOKED_AT]]
    told = [rule for rule in known if rule.counts.judged is not None]  # of nothing else is a part known
    unsure = [rule for rule in told if _unknown(rule.counts) > _UNSURE * _known_or_not(rule.counts)]
    unsure.sort(key=lambda rule: -_unknown(rule.counts))
    return lines + [_unsure(rule) for rule in unsure[:MOST_UNSURE]] + _too_few(known)


def _too_few(known: Sequence[RuleSummary]) -> list[str]:
    """How many rules nobody can put in their place, for what was not met of them is hidden."""
    number = sum(rule.counts.failed is None for rule in known)
    if not number:
        return []
    return [f"{many(number, 'more rule')} may belong here: how many were not met is {HIDDEN}."]


def by_rule(audit: Audit) -> Table:
    """What was met, what was not and what cannot be told, of how many; words first, the code beside them."""
    rows = tuple(
        (
            called(rule),
            rule.counted,
            *(rule.counts.told(name) for name in ("n", "met", "failed")),
            adding.in_all(rule.counts, adding.UNKNOWN),
            rule.counts.told("pending"),
            adding.neither(rule.counts),
            _share_of(rule.counts),
            sections.least(rule.counts),
        )
        for rule in rules(audit)
    )
    headings = ("What", "Counted", "n", "Met", "Not met", "Cannot tell", "Still open", adding.NEITHER_WAY)
    return Table((*headings, "Share met", "At least"), rows, frozenset({*range(2, 7), 8, 9}))


def _share_of(counts: Counts) -> str:
    """The share met, and of how many that were met or were not."""
    told = sections.share(counts)
    return told if counts.share is None else f"{told} of {counts.told('judged')}"


def whole_months(audit: Audit, rule: RuleSummary) -> list[Month]:
    """The months with anything to judge that were over at the date of the audit.

    Of a month that goes on, what was done in time is known and what will be late is not.
    """
    return [month for month in _over(audit, rule) if month.counts.judged]


def _over(audit: Audit, rule: RuleSummary) -> list[Month]:
    """The same, with those of which the numbers are hidden."""
    today = date.fromisoformat(audit.as_at)
    over = (today + timedelta(days=1)).strftime("%Y-%m")
    return [month for month in rule.months if month.counts.judged != 0 and month.month < over]


def hidden_months(audit: Audit) -> str:
    """What is said of months without a point, where small numbers are hidden."""
    return ", without those of which the numbers are hidden" if audit.suppressed is not None else ""


def timed(audit: Audit) -> list[RuleSummary]:
    """The deadlines to show over time: those that judged most, and enough a month for a share to say much."""
    found = []
    for rule in rules(audit):
        months = whole_months(audit, rule)[-MOST_MONTHS:]
        judged = sum(month.counts.judged or 0 for month in months)
        if len(months) > 1 and judged >= FEW * len(months):
            found.append(rule)
    found.sort(key=lambda rule: -(rule.counts.judged or 0))
    return found[:MOST_CHARTS]


def over_time(audit: Audit) -> Table:
    """The latest months of those deadlines: the share met, and of how many."""
    found = timed(audit)
    by_month = [{month.month: month.counts for month in _over(audit, rule)} for rule in found]
    names = sorted({name for months in by_month for name in months})[-MOST_MONTHS:]
    rows = tuple((in_words(name), *(_of(months.get(name)) for months in by_month)) for name in names)
    return Table(("Due in", *(_heading(rule) for rule in found)), rows, _numbers(found))


def by_team(audit: Audit) -> Table:
    """Each team beside each rule: the share met, and of how many."""
    found = [rule for rule in rules(audit) if rule.by_team]
    found.sort(key=lambda rule: -(rule.counts.judged or 0))
    found = found[:MOST_CHARTS]
    parts = [{part.name: part.counts for part in rule.by_team} for rule in found]
    total: Counter[str] = Counter()
    for each in parts:
        total.update({name: counts.judged or 0 for name, counts in each.items()})
    names = list(dict.fromkeys(name for each in parts for name in each))
    shown = [name for name in names if name in dict(total.most_common(MOST_TEAMS))]
    rows = tuple((_cut(name), *(_of(each.get(name)) for each in parts)) for name in shown)
    return Table(("Team", *(_heading(rule) for rule in found)), rows, _numbers(found))


def teams_told(audit: Audit) -> str:
    """Which teams stand together."""
    return (
        f"A team of which a rule judged fewer than {FEW} stands together with the next; a dash is a team of "
        "which a rule judged nothing, or that stands together with others there."
    )


def in_words(month: str) -> str:
    """A month as people say it: May 2026."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def caveats(audit: Audit) -> list[str]:
    """What the figures rest on, as far as it fits; what was not read comes last."""
    found = sorted(sections.caveats(audit), key=lambda line: line.startswith("Not read"))
    more = len(found) - MOST_CAVEATS
    last = [f"And {many(more, 'more remark')}, which the edition for teams has."] if more > 0 else []
    return [*found[:MOST_CAVEATS], *last]


def quality(audit: Audit) -> Table:
    """What is wrong with the data, by kind alone."""
    found: Counter[str] = Counter()
    for each in audit.quality:
        found[sections.meaning(each)] += each.count
    rows = tuple((f"{number:,}", what) for what, number in found.most_common(MOST_FINDINGS))
    return Table(("How many", "What"), rows, frozenset({0}))


def lacking(audit: Audit) -> Table:
    """What would let more rules be judged: what by itself keeps most of them open comes first."""
    rows = tuple(
        (_asked(each), many(len(rules), "rule")) for each, _, rules in sections.wanted(audit)[:MOST_ROWS]
    )
    return Table(("What the export would have to tell", "Lacking in"), rows)


def _asked(lacks: Wanted) -> str:
    """What lacks, as a question where it is one."""
    if lacks.kind == "event":
        return f"Every {spoken(lacks.name)}, and its day"
    return lacks.asks or sentence(sections.spoken_want(lacks))


def first(table: Table) -> Table:
    """The first rows of a table."""
    return Table(table.headings, table.rows[:MOST_FIRST], table.numbers)


def measures(audit: Audit) -> Table:
    """How long things took, without what is measured of nobody; why more are not, where any are not."""
    found = sections.measures(audit)
    rows = [row for row in found.rows if row[found.headings.index(sections.SPREAD[0])] != "0"]
    why = [found.headings.index(each) for each in sections.UNMEASURED]
    empty = {place for place in why if {row[place] for row in rows} <= {"0"}}
    kept = [place for place in range(len(found.headings)) if place not in empty]
    return Table(
        tuple(found.headings[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
        frozenset(kept.index(place) for place in found.numbers if place in kept),
    )


def _missed(rule: RuleSummary) -> str:
    counts = rule.counts
    overdue = (
        f"; {counts.overdue:,} of these {sections.are(counts.overdue)} overdue now" if counts.overdue else ""
    )
    if counts.overdue is None:
        overdue = f"; how many of these are overdue now is {HIDDEN}"
    share = f", {sections.share(counts)} were" if counts.share is not None else ""
    if sections.is_done_by_nobody(rule):
        return (
            f"{called(rule)}: not one of {counts.told('judged')} judged was done, in time or late. Before "
            "that is told of anybody, see that the export records it as it is said to."
        )
    told = f"{counts.told('failed')} of {counts.told('judged')} judged {sections.were(counts.failed)} not met"
    return f"{called(rule)}: {told}{share}{overdue}."


def _unsure(rule: RuleSummary) -> str:
    counts = rule.counts
    told = f"{called(rule)}: {_unknown(counts):,} of {_known_or_not(counts):,} cannot be told"
    if counts.met is None or counts.judged is None or counts.share is None or counts.least is None:
        return f"{told}."
    at_most = (counts.met + _unknown(counts)) / _known_or_not(counts)
    return (
        f"{told}, so that between {100 * counts.least:.1f}% and {100 * at_most:.1f}% may have been met; the "
        f"{sections.share(counts)} in the table is of the other {counts.judged:,} alone."
    )


def _unknown(counts: Counts) -> int:
    return (counts.cannot_tell or 0) + (counts.conflict or 0)


def _known_or_not(counts: Counts) -> int:
    return _unknown(counts) + (counts.judged or 0)


def _of(counts: Counts | None) -> str:
    if counts is None or counts.judged == 0:
        return "-"
    if counts.share is None or counts.judged is None:
        return HIDDEN
    unknown = f", {_unknown(counts):,} not told" if _unknown(counts) else ""
    return f"{100 * counts.share:.0f}% of {counts.judged:,}{unknown}"


def _numbers(found: Sequence[RuleSummary]) -> frozenset[int]:
    return frozenset(range(1, len(found) + 1))


def _heading(rule: RuleSummary) -> str:
    return f"{_cut(rule.title)} ({rule.rule})"


def _cut(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"
