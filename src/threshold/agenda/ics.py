"""What is due as a file that a calendar opens (RFC 5545): references alone, the same bytes each time.

All that is about a day lasts that day; what is due at an hour stands there in UTC, so that no calendar has to
know how the clocks change in England. An event's id comes from reference, rule, interval and due date: the
same deadline read again is the same event, and one that has moved is another.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from threshold.agenda.model import Agenda, Item
from threshold.agenda.wording import counts, day
from threshold.output.escaping import terminal
from threshold.output.words import sentence
from threshold.vocabulary import parse_moment

if TYPE_CHECKING:
    from icalendar import Event

PRODUCER = "-//Threshold//Deadlines 1//EN"
CATEGORIES = {"overdue": "Overdue", "pending": "Due", "cannot_tell": "Cannot tell"}
_ENGLAND = ZoneInfo("Europe/London")
_IDS = uuid5(NAMESPACE_URL, "threshold/deadlines")


def in_calendar(agenda: Agenda) -> list[Item]:
    """What goes into a calendar: what is due or overdue, and what may be due from the day of the agenda on.

    Of what was due before that day, and may long be done, a calendar would only be full.
    """
    ahead = [item for item in agenda.untold if item.due[:10] >= item.as_at[:10]]
    return [*agenda.items, *ahead]


def calendar(items: Iterable[Item]) -> bytes:
    """A whole calendar, of no event where there is no item."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for item in items:
        made.add_component(_event(item))
    written: bytes = made.to_ical()
    return written


def _event(item: Item) -> "Event":
    from icalendar import Event

    event, due = Event(), parse_moment(item.due)
    event.add("uid", _id(item))
    event.add("dtstamp", _utc(parse_moment(item.as_at)))
    if isinstance(due, datetime):
        event.add("dtstart", _utc(due))
    else:
        event.add("dtstart", due)
        event.add("dtend", due + timedelta(days=1))
    event.add("summary", terminal(_summary(item)))
    event.add("description", "\n".join(map(terminal, _description(item))))
    event.add("categories", [CATEGORIES[item.state]])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _id(item: Item) -> str:
    told = (item.reference, item.rule, str(item.interval or ""), item.due)
    return f"{uuid5(_IDS, chr(10).join(told))}@threshold"


def _utc(moment: date) -> datetime:
    """A moment in UTC; a day is taken by its first hour there, whatever the clocks are in England.

    An hour that comes twice is the first of the two; one that the clocks skip, as if they had not yet.
    """
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=_ENGLAND).astimezone(UTC)
    return datetime.combine(moment, time(), UTC)


def _summary(item: Item) -> str:
    mark = {"overdue": "OVERDUE: ", "cannot_tell": "Perhaps: "}.get(item.state, "")
    number = f" ({item.interval})" if (item.interval or 1) > 1 else ""
    return f"{mark}{item.title}{number}, {item.reference}"


def _description(item: Item) -> Iterable[str]:
    yield f"{item.do}." if not item.by else f"{item.do}: {item.by}."
    latest = "" if item.starts.date else " at the latest"
    yield f"Due {day(item.due)}{latest}{counts(item)}."
    if item.state == "cannot_tell":
        yield f"Nobody can tell whether it was done, or whether it applies. {item.question}".rstrip()
    if item.looser:
        yield f"{sentence(item.looser)}."
    yield f"As at {day(item.as_at)}. Rule {item.rule} [{', '.join(item.clauses)}]."
    if item.edition:
        yield f"Edition of the statutory limit: {item.edition}."
    yield "Threshold advises; a person decides."
