"""Days and how a deadline stands, in the words of every report."""

from datetime import datetime

from threshold.decisions.model import DeadlineRow
from threshold.output.words import lasting
from threshold.vocabulary import parse_moment


def day(text: str | None) -> str:
    """A day as a report writes it: 14 Aug 2026."""
    if text is None:
        return "not known"
    moment = parse_moment(text)
    if isinstance(moment, datetime):
        return f"{moment.day} {moment:%b %Y %H:%M}"
    return f"{moment.day} {moment:%b %Y}"


def state(row: DeadlineRow) -> str:
    """How a deadline stands, with its days."""
    days = "" if row.days is None else lasting(row.days, row.unit)
    due, met, stopped = (day(each) for each in (row.due, row.met_on, row.stopped_on))
    match row.state:
        case "met":
            return f"met {met}{_nth(row)}"
        case "pending":
            left = row.days or row.unit.endswith("hours")
            return f"due {due}, {days} left{_nth(row)}" if left else f"due today, {due}{_nth(row)}"
        case "late":
            return f"late by {_least(row)}{days}: done {met}, due {due}{_latest(row)}"
        case "overdue":
            return f"OVERDUE by {_least(row)}{days}, due {due}{_latest(row)}"
        case "missed":
            return f"MISSED by {_least(row)}{days}: due {due}{_latest(row)}, stopped {stopped}"
        case "early":
            return f"EARLY: done {met}, before it started"
        case "ended":
            return f"ended{f' {stopped}' if row.stopped_on else ''}, before it was due"
        case "paused":
            return f"paused since {stopped}"
        case "no_limit":
            if row.met_on:
                return f"took {days}; no limit is set"
            return f"{days} {f'until {stopped}' if row.stopped_on else 'so far'}; no limit is set"
        case _:
            return _cannot_tell(row)


def _least(row: DeadlineRow) -> str:
    """Nobody recorded when the clock began: it is counted from the last day on which it can have (S162)."""
    return "at least " if row.starts.date is None else ""


def _latest(row: DeadlineRow) -> str:
    return " at the latest" if row.starts.date is None else ""


def _nth(row: DeadlineRow) -> str:
    """Which day of its limit it is, as the document counts."""
    if row.count is None:
        return ""
    return f", {row.count.unit.removesuffix('s')} {row.count.day} of {row.count.of}"


def _cannot_tell(row: DeadlineRow) -> str:
    """Why nobody can tell how it stands; when it is due, where that is known."""
    if row.starts.date is None:
        return "cannot tell: the day it counts from is not known"
    if row.met_on:
        due = f", due {day(row.due)}" if row.due else ""
        return f"cannot tell whether in time: done {day(row.met_on)}{due}"
    if row.due:
        return f"due {day(row.due)}; cannot tell whether it was done"
    return "cannot tell when it is due"
