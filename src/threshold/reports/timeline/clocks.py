"""The deadlines of a case as rows of clocks, by the run that each belongs to."""

from collections.abc import Iterator
from datetime import date

from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.decisions.lines import deadline_row
from threshold.decisions.model import DeadlineRow
from threshold.output.words import many
from threshold.policy.anchors import anchor_of
from threshold.reports.check_lines import cited, departures
from threshold.reports.timeline.drawing import ClockRow, Interval
from threshold.reports.timeline.words import NO_DAY, day_words
from threshold.semantics.deadlines import Clock, running_clocks
from threshold.semantics.findings import Findings
from threshold.semantics.records import UNSURE
from threshold.vocabulary import UNDATED

# Of which run a clock is; "" for the child or the request, UNSURE where it cannot be told.
Home = tuple[str, int] | str | None


def clock_rows(findings: Findings) -> tuple[list[tuple[Home, ClockRow]], int]:
    """Every deadline that has begun, or may apply to what has, with its run; and how many others may run."""
    found: dict[str, tuple[Home, DeadlineRow, list[Interval]]] = {}
    others: set[str] = set()
    for clock in running_clocks(findings):
        row = deadline_row(clock, findings)
        undated = findings.facts.state(clock.rule.starts) is UNDATED
        if not row.relevant:
            continue
        if clock.start is None and not undated:
            others.add(row.rule)
            continue
        _, _, intervals = found.setdefault(row.rule, (_home(clock, findings), row, []))
        intervals.append(_interval(clock, row))
    rows = [(home, _clock_row(row, intervals)) for home, row, intervals in found.values()]
    return rows, len(others - {*found})


def _home(clock: Clock, findings: Findings) -> Home:
    anchor = anchor_of(clock.rule, findings.policy.vocabulary)
    if not anchor:
        return ""
    place = findings.records.current(anchor)
    if isinstance(place, int):
        return anchor, place
    # What has not begun yet is expected in the run around it.
    around = findings.policy.vocabulary.episodes[anchor].within
    outer = findings.records.current(around) if around and place is None else place
    if isinstance(outer, int):
        return around, outer
    return None if outer is UNSURE else ""


def _clock_row(row: DeadlineRow, intervals: list[Interval]) -> ClockRow:
    return ClockRow(f"{row.title}{departures(row.departs)}", cited(row.source), tuple(intervals), row.certain)


def _interval(clock: Clock, row: DeadlineRow) -> Interval:
    return Interval(
        state=clock.state,
        begun=_day(clock.start),
        due=_day(clock.due),
        done=_day(clock.met_on),
        stopped=clock.stopped_on,
        starts=NO_DAY if clock.start is None else day_words(clock.start),
        limit=_due(clock),
        told="".join(_told(clock, row)),
    )


def _due(clock: Clock) -> str:
    if clock.due is not None:
        return day_words(clock.due)
    return "no limit is set" if clock.state == "no_limit" else "cannot be told"


def _day(moment: Moment | None) -> date | None:
    return None if moment is None else day_of(moment)


def _told(clock: Clock, row: DeadlineRow) -> Iterator[str]:
    """How it stands, in words."""
    count = many(clock.days or 0, clock.unit.removesuffix("s"))
    nth = f", day {row.count.day} of {row.count.of}" if row.count is not None else ""
    match clock.state:
        case "met":
            yield f"met on {day_words(clock.met_on)}{nth}"
        case "late":
            yield f"late by {count}, on {day_words(clock.met_on)}{nth}"
        case "pending":
            yield f"still open, {count} left{nth}" if clock.days else f"still open, due now{nth}"
        case "overdue":
            yield f"OVERDUE by {count}{nth}"
        case "missed":
            yield f"MISSED by {count} when it stopped on {day_words(clock.stopped_on)}"
        case "early":
            yield f"EARLY: done on {day_words(clock.met_on)}, before the clock began"
        case "ended":
            yield "ended before it was due"
            yield f", on {day_words(clock.stopped_on)}" if clock.stopped_on else ""
        case "paused":
            yield f"paused since {day_words(clock.stopped_on)}"
        case "no_limit":
            yield f"no limit is set; {count}"
            yield f" until {day_words(clock.met_on)}" if clock.met_on else " so far"
        case _:
            yield f"done on {day_words(clock.met_on)}; " if clock.met_on else ""
            yield "cannot tell by what the file holds"
