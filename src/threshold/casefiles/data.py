"""A case back as the plain data of its file, so that what was read can be kept and read again."""

from datetime import date, datetime
from typing import Any

from threshold.casefiles.ages import written_at_the_head
from threshold.casefiles.model import Case, Entry
from threshold.vocabulary import Value, ValueType, Vocabulary


def as_data(case: Case, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a case file would hold to be read as this case; `expect` of an example is left out."""
    data: dict[str, Any] = {"case": case.reference}
    for key, text in (("family", case.family), ("about", case.about)):
        if text is not None:
            data[key] = text
    if case.as_at is not None:
        data["as_at"] = case.as_at.isoformat()
    for name, value in case.given.items():
        if _told_by_ratings(name, case, vocabulary):
            continue
        head = written_at_the_head(name, value)
        if head is not None and head[0] not in data:
            data[head[0]] = head[1]
            continue
        group, short = name.split(".")
        data.setdefault(group, {})[short] = _plain(value, vocabulary.facts[name].type)
    if case.covers:
        data["covers"] = {event: upto.isoformat() for event, upto in case.covers.items()}
    if case.overrides:
        data["overrides"] = {
            name: {
                "is": _plain(each.value, vocabulary.facts[name].type),
                "by": each.by,
                "reason": each.reason,
            }
            for name, each in case.overrides.items()
        }
    if case.timeline:
        data["timeline"] = [_entry(entry, vocabulary) for entry in case.timeline]
    return data


def _told_by_ratings(name: str, case: Case, vocabulary: Vocabulary) -> bool:
    """Whether a list names the people of ratings and nobody else, so that it need not be written."""
    ratings = case.given.get(vocabulary.facts[name].people_of)
    return isinstance(ratings, tuple) and case.given[name] == tuple(each[0] for each in ratings)


def _entry(entry: Entry, vocabulary: Vocabulary) -> dict[str, Any]:
    carried = vocabulary.events[entry.event].carries
    data: dict[str, Any] = {"on": written_day(entry), "event": entry.event}
    if entry.status != "held":
        data["status"] = entry.status
    data |= {key: text for key, text in (("ref", entry.ref), ("of", entry.of)) if text}
    return data | {key: _plain(value, carried[key]) for key, value in entry.carries.items() if key != "at"}


def written_day(entry: Entry) -> str:
    """The day of an entry as a file writes it: with its time of day where it has one."""
    at = entry.carries.get("at")
    if isinstance(at, datetime):
        return at.isoformat(timespec="minutes")
    return "unknown" if entry.on is None else entry.on.isoformat()


def _plain(value: Value, kind: ValueType) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return dict(value) if kind.kind == "ratings" else list(value)  # type: ignore[arg-type]
    return str(value)
