"""What is due as rows of CSV and as JSON: the columns and keys of `threshold/deadlines/1`."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from threshold.agenda.model import SCHEMA, Agenda, Item, Unknown
from threshold.output.delimited import delimited
from threshold.output.escaping import json_text

COLUMNS = (
    *("reference", "state", "due", "days", "unit", "title", "do", "by", "worker", "team", "rule", "interval"),
    *("limit", "starts", "clauses", "question", "as_at", "edition", "looser"),
)


def as_csv(agenda: Agenda) -> str:
    """A row for each item, then for what nobody can tell; `due` is empty where no day is known."""
    rows = [_row(item) for item in (*agenda.items, *agenda.untold)]
    unknown = [
        _unknown_row(each, reference, agenda.as_at)
        for each in agenda.unknown
        for reference in each.references
    ]
    return delimited([COLUMNS, *rows, *unknown])


def as_json(agenda: Agenda) -> str:
    """All of it, to read."""
    head = {
        "schema": SCHEMA,
        "as_at": agenda.as_at,
        "policy": agenda.policy,
        "trial": list(agenda.trial),
        "within": agenda.within or None,
        "worker": agenda.worker or None,
        "team": agenda.team or None,
        "looked_at": agenda.looked_at,
        "refused": agenda.refused,
        "of": agenda.of,
    }
    lists = {
        "items": [_item(item) for item in agenda.items],
        "untold": [_item(item) for item in agenda.untold],
        "unknown": [asdict(each) for each in agenda.unknown],
    }
    return json_text({**head, **lists, "left_out": dict(agenda.left_out)}, indent=2)


def as_ndjson(agenda: Agenda) -> Iterator[str]:
    """A line for each item, for what nobody can tell, and last for what is left out."""
    for item in (*agenda.items, *agenda.untold):
        yield json_text({"schema": SCHEMA, "kind": "item", **_item(item)}, close=True)
    for each in agenda.unknown:
        yield json_text({"schema": SCHEMA, "kind": "unknown", **asdict(each)}, close=True)
    counts = {str(why): number for why, number in agenda.left_out.items()}
    head = {"schema": SCHEMA, "kind": "left_out", "looked_at": agenda.looked_at}
    head["refused"] = agenda.refused
    yield json_text({**head, "left_out": counts}, close=True)


def _item(item: Item) -> dict[str, Any]:
    return asdict(item)


def _row(item: Item) -> list[object]:
    told: dict[str, object] = {**_item(item), "starts": item.starts.date, "clauses": " ".join(item.clauses)}
    return [told[name] for name in COLUMNS]


def _unknown_row(each: Unknown, reference: str, as_at: str) -> list[object]:
    told: dict[str, object] = {
        "reference": reference,
        "state": "cannot_tell",
        "title": each.title,
        "rule": each.rule,
        "clauses": " ".join(each.clauses),
        "question": each.question,
        "as_at": as_at,
        "edition": each.edition,
    }
    return [told.get(name) for name in COLUMNS]
