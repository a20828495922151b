"""The deadlines of a decision as lines: those that run or were missed, or all of them."""

from collections.abc import Iterable, Iterator, Sequence

from threshold.decisions import Decision
from threshold.decisions.model import DeadlineRow
from threshold.output.words import lasting, sentences, unsaid
from threshold.reports.check_lines import cites, departures
from threshold.reports.days import day, state
from threshold.reports.section import Line

# What was missed first, then what is due; what is over gives way to what somebody can still do.
_FIRST = (
    "missed",
    "overdue",
    "pending",
    "cannot_tell",
    "paused",
    "early",
    "late",
    "no_limit",
    "met",
    "ended",
)
_GIVES_WAY = {"paused": 4, "early": 5, "late": 5, "no_limit": 8, "met": 8, "ended": 8}


def by_when(decision: Decision, everything: bool = False, asked: Iterable[str] = ()) -> Iterator[Line]:
    """The deadlines, the most pressing first; with everything all of them, with what they count from.

    What would settle one is asked once, and not here where it is `asked` elsewhere.
    """
    said = {sentence for question in asked for sentence in sentences(question)}
    rows = list(decision.deadlines) if everything else running(decision)
    by_rule = {row.rule: row for row in rows}
    local = {row.rule: row for row in rows if row.beside in by_rule and _alike(row, by_rule[row.beside])}
    told = {row.beside for row in local.values()}
    for row in sorted((row for row in rows if row.rule not in told), key=_order):
        beside = by_rule[row.beside or ""] if row.rule in local else None
        yield _line(row, beside, everything, unsaid(row.question, said))
    for row in () if everything else may_apply(decision):
        text = f"{_titled(row)}: due {day(row.due)}, if it applies"
        yield Line(f"{text} {cites([row.source])}", 6)
    for check in decision.checks:
        if check.applies_from:
            yield Line(f"{check.title}: from {day(check.applies_from)} {cites([check.source])}", 6)


def running(decision: Decision) -> list[DeadlineRow]:
    """The rows that tell of something that runs, or was missed: of one that repeats, the current one."""
    rows = [row for row in decision.deadlines if _runs(row)]
    rows = [row for row in rows if not _past(row, rows)]
    begun = {row.rule for row in rows if row.starts.date is not None}
    return [row for row in rows if not (_unstarted(row) and row.rule in begun)]


def may_apply(decision: Decision) -> list[DeadlineRow]:
    """Dates to come of what nobody knows whether it applies."""
    today = decision.as_at[:10]
    return [
        row
        for row in decision.deadlines
        if row.relevant and not row.certain and not row.met_on and row.due and row.due[:10] >= today
    ]


def _runs(row: DeadlineRow) -> bool:
    """Whether it runs, or was missed; what ended in time needs nothing."""
    over = row.state == "ended" or (_unstarted(row) and row.stopped_on is not None)
    begins_today = row.state == "no_limit" and not row.days
    return row.applies and not over and not begins_today


def _unstarted(row: DeadlineRow) -> bool:
    """Whether nobody can tell how it stands, nor from when it ran; what is late whenever it began is told."""
    return row.state == "cannot_tell" and row.starts.date is None


def _past(row: DeadlineRow, rows: Sequence[DeadlineRow]) -> bool:
    """An earlier interval of a repeating deadline: only the current one is shown."""
    if row.state == "missed":
        return False
    later = [other for other in rows if other.rule == row.rule and other.interval is not None]
    return row.interval is not None and row.interval < max(o.interval or 0 for o in later)


def _alike(row: DeadlineRow, other: DeadlineRow) -> bool:
    """Whether a local limit comes to the same as the statutory one beside it."""
    return (row.state, row.due, row.days, row.met_on) == (other.state, other.due, other.days, other.met_on)


def _order(row: DeadlineRow) -> tuple[int, str]:
    return _FIRST.index(row.state), row.due or "9"


def _line(row: DeadlineRow, beside: DeadlineRow | None, everything: bool, question: str) -> Line:
    """What, and how it stands; a limit that comes to the same is told with it."""
    sources = [row.source] if beside is None else [row.source, beside.source]
    counted = _counted(row) if everything else ""
    asks = f". {question}" if question else ""
    looser = f"; {row.looser}" if row.looser else ""
    told = f"{state(row)}{counted}{departures(row.departs)}{looser}{asks}"
    text = f"{_titled(row)}: {told} {cites(sources)}"
    unknown = row.state == "cannot_tell" and row.due is None
    return Line(text, 7 if unknown else _GIVES_WAY.get(row.state, 0))


def _counted(row: DeadlineRow) -> str:
    """The limit, and the day that it counts from, as far as there are any."""
    limit = "" if row.limit is None else lasting(row.limit.n, row.limit.unit)
    if row.limit is not None and row.limit.hours:
        limit = f"{limit} ({row.limit.hours})"
    start = "" if row.starts.date is None else f"from {day(row.starts.date)}"
    return f"; {limit} {start}".rstrip().replace("  ", " ") if limit or start else ""


def _titled(row: DeadlineRow) -> str:
    return f"{row.title} ({row.interval})" if (row.interval or 1) > 1 else row.title
