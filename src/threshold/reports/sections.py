"""A decision as titled sections of lines and tables: what every rendering for people is made from.

First what to do, then why, by when, who does what, what is not known, and what the sources leave open; only
the checks that decide, unless everything is asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from threshold.decisions import Decision
from threshold.decisions.model import Check, DeadlineRow, RouteStep
from threshold.output.tables import Table
from threshold.output.words import spoken
from threshold.reports.check_lines import check_line, cited, departures, what_was_seen
from threshold.vocabulary import parse_moment, shown

MANY = 8
FEW = 3
_NOT_RULES = ("need.level", "route")
_STATES = {
    "met": "met",
    "late": "late",
    "pending": "still open",
    "overdue": "OVERDUE",
    "missed": "MISSED",
    "early": "EARLY",
    "ended": "ended before it was due",
    "paused": "paused",
    "cannot_tell": "cannot tell: no date in the file",
    "no_limit": "no limit is set",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part: lines, then perhaps a table."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def sections(decision: Decision, everything: bool = False) -> list[Section]:
    """The sections of a decision, empty ones left out."""
    found = [
        Section("Why", tuple(_why(decision, everything))),
        Section("Need", tuple(_need(decision, everything))),
        Section("Warnings", tuple(_warnings(decision))),
        Section("Notes", tuple(_notes(decision))),
        Section("By when", table=_deadlines(decision, everything)),
        Section("To do", tuple(_actions(decision))),
        Section("Papers", tuple(_documents(decision))),
        Section("Next steps" if _goes_ahead(decision) else "What comes first", tuple(_route(decision))),
        Section("Not known: ask", tuple(_missing(decision, everything))),
        Section("Contradictions", tuple(_conflicts(decision))),
        Section("Left open by the sources", tuple(_left_open(decision, everything))),
    ]
    if everything:
        found.append(Section("Parameters in force", tuple(_parameters(decision))))
        found.append(Section("Policy", tuple(_policy(decision))))
    return [section for section in found if section.lines or section.table]


def facts_line(decision: Decision) -> str:
    """Which case, at which date, under which policy."""
    as_at = shown(parse_moment(decision.as_at))
    trial = f" with {', '.join(decision.policy.trial)}" if decision.policy.trial else ""
    return f"{decision.case}, as at {as_at}, policy {decision.policy.name}{trial}"


def _why(decision: Decision, everything: bool) -> Iterator[str]:
    recommendation = decision.recommendation
    checks = [check for check in decision.checks if check.decides or everything]
    if not everything:
        checks = [check for check in checks if _decisive(check, decision.status)]
        checks = [check for check in checks if not _spared(check, checks)]
    told = {check.says or f"Cannot tell: {check.title}" for check in checks}
    for line in recommendation.because:
        if line not in recommendation.headline and not any(line.startswith(says) for says in told):
            yield line
    told_here = checks if everything else _foremost(checks, decision.status)
    for check in told_here:
        yield check_line(check, recommendation.headline)
    hidden = len(checks) - len(told_here)
    if hidden:
        yield f"and {hidden} more; --all shows every check"


def _warnings(decision: Decision) -> Iterator[str]:
    """What is not as it should be beside what decides: requirements, and dates that were missed."""
    for check in decision.checks:
        if _warned(check):
            # A yes or no says again what the sentence says.
            seen = "" if {*check.facts_used.values()} <= {"true", "false"} else what_was_seen(check)
            yield f"{check.says}{seen}{departures(check.departs)} {cited(check.source)}"
    for row in decision.deadlines:
        if row.says and _running(row) and not _past(row, decision.deadlines):
            yield f"{row.says} {cited(row.source)}"


def _warned(check: Check) -> bool:
    """Whether something is said beside what decides: it is not so, or the rule says that nobody knows."""
    open_ = check.status == "undetermined" and check.effect == "warn" and bool(check.says)
    wrong = check.status == "not_met" and not check.decides and check.effect != "note"
    return check.relevant and (open_ or wrong)


def _goes_ahead(decision: Decision) -> bool:
    """Whether anything may travel: the way of a request that is refused or open is not shown."""
    return decision.status not in ("blocked", "undetermined", "conflict")


def _decisive(check: Check, status: str) -> bool:
    if status == "blocked":
        return check.status == "not_met"
    if status in ("undetermined", "conflict"):
        return check.status in ("not_met", "undetermined")
    if status == "permitted":
        return check.status in ("met", "not_met", "undetermined")
    return check.status in ("not_met", "undetermined")


def _foremost(checks: Sequence[Check], status: str) -> Sequence[Check]:
    """The first of them; where nothing was asked for, few of those on which nobody can tell."""
    if status == "advisory":
        open_ = [check for check in checks if check.status == "undetermined"]
        checks = [check for check in checks if check not in open_[FEW:]]
    return checks[:MANY]


def _spared(check: Check, beside: Sequence[Check]) -> bool:
    """Whether it is a ground that does not hold, while another of its pack does or may: one is enough."""
    return (check.effect, check.status) == ("ground", "not_met") and any(
        other.effect == "ground" and other.source.pack == check.source.pack and other.status != "not_met"
        for other in beside
    )


def _need(decision: Decision, everything: bool) -> Iterator[str]:
    level, brag = decision.recommendation.level_of_need, decision.recommendation.brag
    if level is not None and (level.level or level.indicators or level.judged):
        name = f", {level.name}" if level.name else ""
        source = f" [{', '.join(level.source)}]" if level.source else ""
        if level.level is not None:
            yield f"Level of need: {level.level}{name}{source}"
        elif level.at_least is not None:
            beyond = ", ".join(str(number) for number in level.not_ruled_out)
            yield f"Level of need: at least {level.at_least}{name}; {beyond} not ruled out{source}"
        if level.response:
            yield f"Response: {level.response}"
        if level.indicators:
            yield f"Shown by: {'; '.join(level.indicators)}"
        if level.judged is not None:
            judged = level.judged
            yield f"Judged to be {judged.value} by the {judged.by}: {judged.reason}"
        if level.not_known and (level.level is None or everything):
            unknown = (spoken(name.removeprefix("need.")) for name in level.not_known)
            yield f"Not asked or not known: {', '.join(unknown)}"
    if brag is not None:
        meaning = brag.meaning or "the policy gives this colour no meaning"
        goes = f"; goes to {brag.goes_to}" if brag.goes_to else ""
        within = ""
        if brag.respond_within == "none required":
            within = "; no response is required"
        elif brag.respond_within:
            within = f"; respond within {brag.respond_within}"
        if brag.defined:
            meaning = brag.meaning or "no meaning is written down"
        cites = [source.partition(":")[0] for source in brag.source]
        yield f"BRAG {brag.colour}: {meaning}{goes}{within} [{', '.join(cites)}]"


def _deadlines(decision: Decision, everything: bool) -> Table | None:
    rows = list(decision.deadlines)
    if not everything:
        rows = [row for row in rows if _running(row)]
        rows = [row for row in rows if not _past(row, rows)]
        begun = {row.rule for row in rows if row.starts.date is not None}
        rows = [row for row in rows if row.starts.date is not None or row.rule not in begun]
    if not rows:
        return None
    return Table(
        ("What", "Limit", "From", "Due", "State", "Source"),
        tuple(_deadline(row) for row in rows),
    )


def _running(row: DeadlineRow) -> bool:
    """Whether a row tells of something that runs, or was missed; what ended in time needs nothing."""
    over = row.state == "ended" or (row.starts.date is None and row.stopped_on is not None)
    return row.relevant and row.certain and not over


def _past(row: DeadlineRow, rows: Sequence[DeadlineRow]) -> bool:
    """An earlier interval of a repeating deadline: only the current one is shown."""
    if row.state == "missed":
        return False
    later = [other for other in rows if other.rule == row.rule and other.interval is not None]
    return row.interval is not None and row.interval < max(o.interval or 0 for o in later)


def _deadline(row: DeadlineRow) -> tuple[str, ...]:
    number = f" ({row.interval})" if row.interval else ""
    limit = "none" if row.limit is None else _count(row.limit.n, row.limit.unit)
    return (
        f"{row.title}{number}{departures(row.departs)}",
        limit,
        _day(row.starts.date),
        _day(row.due) if row.limit else "none",
        _state(row),
        cited(row.source),
    )


def _state(row: DeadlineRow) -> str:
    count = "" if row.days is None else _count(row.days, row.unit)
    nth = f", day {row.count.day} of {row.count.of}" if row.count is not None else ""
    match row.state:
        case "met":
            return f"met {_day(row.met_on)}{nth}"
        case "pending":
            return f"{count} left{nth}" if row.days else f"due now{nth}"
        case "late":
            return f"late by {count}, on {_day(row.met_on)}{nth}"
        case "overdue":
            return f"OVERDUE by {count}{nth}"
        case "missed":
            return f"MISSED by {count}, up to {_day(row.stopped_on)}"
        case "early":
            return f"EARLY: done {_day(row.met_on)}, before it started"
        case "paused":
            return f"paused since {_day(row.stopped_on)}"
        case "no_limit":
            return f"took {count}; no limit is set" if row.met_on else f"{count} so far; no limit is set"
        case "cannot_tell" if row.starts.date is None:
            return "cannot tell: its start is not known"
        case _:
            return _STATES[row.state]


def _actions(decision: Decision) -> Iterator[str]:
    for action in decision.actions:
        when = "URGENT. " if action.urgent else "Afterwards. " if action.afterwards else ""
        by = f"{action.by}: " if action.by else ""
        to = f" (to: {action.to})" if action.to else ""
        yield f"{when}{by}{action.do}{to} {cited(action.source)}"


def _documents(decision: Decision) -> Iterator[str]:
    states = {"attached": "attached", "absent": "MISSING", "unknown": "not known"}
    for document in decision.documents:
        yield f"{document.name}: {states[document.state]} {cited(document.source)}"


def _route(decision: Decision) -> Iterator[str]:
    for step in decision.route:
        yield _step(step)


def _step(step: RouteStep) -> str:
    who = f"{step.added_by}: " if step.added_by else ""
    action = step.action if not step.step or step.step == step.action else f"{step.action} ({step.step})"
    to = "" if not step.sent_to or step.sent_to in ("none", "self") else f", sent to {step.sent_to}"
    to = ", kept by the same worker" if step.sent_to == "self" else to
    via = f" by {step.via}" if step.via else ""
    says = f"; {step.says}" if step.says else ""
    day = "on a day not known" if step.done == "unknown" else _day(step.done)
    done = f"; done {day}" if step.done else ""
    if not step.available:
        return f"{step.seq}. {action}: not available{says} {cited(step.source)}"
    unsure = "" if step.certain else "; not certain that it applies"
    departs = departures(step.departs)
    return f"{step.seq}. {who}{action}{to}{via}{says}{done}{unsure}{departs} {cited(step.source)}"


def _missing(decision: Decision, everything: bool) -> Iterator[str]:
    asked: dict[str, list[str]] = {}
    urgent = decision.recommendation.direction == "safeguarding_now"
    for missing in decision.missing:
        # Where nothing travels, nobody need say which way; where a child is in danger, nothing else matters.
        only = set(missing.settles) == {"route"}
        if not everything and ((urgent and not only) or (only and not _goes_ahead(decision))):
            continue
        asked.setdefault(missing.question, []).extend(missing.settles)
    for question in list(asked)[: None if everything else MANY]:
        settles = [rule for rule in dict.fromkeys(asked[question]) if rule not in _NOT_RULES]
        because = f" [{', '.join(settles[:3])}]" if settles else ""
        yield f"{question}{because}"
    if len(asked) > MANY and not everything:
        yield f"and {len(asked) - MANY} more; `threshold ask` puts them in order"


def _conflicts(decision: Decision) -> Iterator[str]:
    for conflict in decision.conflicts:
        yield f"{conflict.why} [{conflict.id}]"


def _notes(decision: Decision) -> Iterator[str]:
    """Notes on the case and on the policy as a whole."""
    because = decision.recommendation.because
    for note in decision.notes:
        if note.text and not note.tension and note.text not in because:
            yield note.text


def _left_open(decision: Decision, everything: bool) -> Iterator[str]:
    """How what the sources leave open is read, beside lines that are shown, the nearest first."""
    beside = [note for note in decision.notes if note.tension]
    if not everything:
        shown_here = _lines_shown(decision)
        beside = [note for note in beside if note.rule in shown_here][:FEW]
    for note in beside:
        yield f"{note.text} [{note.tension}, at {note.rule}]"
    for edition in _editions(decision, everything):
        yield f"Edition of the statutory lines: {edition}"


def _editions(decision: Decision, everything: bool) -> Iterator[str]:
    """Which editions the statutory lines that are shown were checked against, each once."""
    shown_here = None if everything else _lines_shown(decision)
    lines = [(check.rule, check.source) for check in decision.checks]
    lines += [(row.rule, row.source) for row in decision.deadlines]
    lines += [(action.rule, action.source) for action in decision.actions]
    lines += [(step.id, step.source) for step in decision.route]
    told = (source.edition for line, source in lines if shown_here is None or line in shown_here)
    yield from dict.fromkeys(edition for edition in told if edition)


def _lines_shown(decision: Decision) -> set[str]:
    """The rules and steps of which something is on the screen where not everything is."""
    lines = {check.rule for check in decision.checks if check.decides and _decisive(check, decision.status)}
    lines |= {check.rule for check in decision.checks if _warned(check)}
    lines |= {action.rule for action in decision.actions}
    lines |= {row.rule for row in decision.deadlines if _running(row)}
    lines |= {step.id for step in decision.route}
    return lines


def _parameters(decision: Decision) -> Iterator[str]:
    for used in decision.parameters:
        since = f" since {_day(used.since)}" if used.since else ""
        how = "" if used.set_by == "pack" else f", set by the {used.set_by}"
        yield f"{used.name} = {used.value}{since}{how} ({used.because})"


def _policy(decision: Decision) -> Iterator[str]:
    policy = decision.policy
    yield f"{policy.title}, version {policy.version}, digest {policy.digest[:12]}"
    for pack in policy.packs:
        yield f"{pack.pack} ({pack.role}), document: {pack.edition}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _day(text: str | None) -> str:
    if text is None:
        return "not known"
    moment = parse_moment(text)
    if isinstance(moment, datetime):
        return f"{moment.day} {moment:%b %Y %H:%M}"
    return f"{moment.day} {moment:%b %Y}"
