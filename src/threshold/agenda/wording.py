"""Days and how a deadline stands, in the words of an agenda."""

from datetime import datetime

from threshold.agenda.model import Item
from threshold.output.words import lasting
from threshold.vocabulary import parse_moment

STATUTORY = "*"  # beside what stands under an edition, which the foot names
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(text: str) -> str:
    """A day as an agenda writes it, `Fri 14 Aug 2026`; with the time of day where there is one."""
    moment = parse_moment(text)
    told = f"{WEEKDAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{told} {moment:%H:%M}" if isinstance(moment, datetime) else told


def due_day(item: Item, year: str = "") -> str:
    """The day on which an item is due, without the year where it is the one given."""
    told = day(item.due)
    told = told.replace(f" {year}", "", 1) if item.due[:4] == year else told
    return told if item.starts.date is not None else f"{told} at the latest"


def left(item: Item) -> str:
    """How long there is left, or by how long it is overdue, as its rule counts."""
    if item.state == "cannot_tell" or item.days is None:
        return "cannot tell"
    if item.state == "overdue":
        least = "at least " if item.starts.date is None else ""
        return f"OVERDUE by {least}{lasting(item.days, item.unit)}"
    if item.days or item.unit.endswith("hours"):
        return f"{lasting(item.days, item.unit)} left"
    # No working day may be left and a weekend lie between.
    return "today" if item.due[:10] == item.as_at[:10] else "before the next working day"


def who(item: Item) -> str:
    """Who is to do it: the role, and the worker that the export has for the child."""
    return f"{item.by} ({item.worker})" if item.by and item.worker else item.by or item.worker


def what(item: Item) -> str:
    """What it is; of one that repeats, which; and a mark where its limit is statutory."""
    number = f" ({item.interval})" if (item.interval or 1) > 1 else ""
    looser = f", {item.looser}" if item.looser else ""
    return f"{item.title}{number}{looser}{STATUTORY if item.edition else ''}"


def counts(item: Item) -> str:
    """How it counts: `, 45 working days from Mon 5 Jan 2026`; empty where neither is known."""
    start = f" from {day(item.starts.date)}" if item.starts.date else ""
    limit = f", {item.limit}" if item.limit else ", counted" if start else ""
    return f"{limit}{start}" if limit else ""
