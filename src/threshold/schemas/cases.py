"""The JSON Schema of case files: every fact with its question, every event with what it carries."""

from collections import defaultdict

from threshold.casefiles.ages import AGE, BORN_MONTH, HEADS, NOT_BORN
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.casefiles.read import REFERENCE
from threshold.schemas.values import (
    DATE,
    MOMENT,
    TEXT,
    Schema,
    described,
    document,
    entry,
    or_empty,
    roles,
    value,
)
from threshold.vocabulary import Event, Vocabulary

_STATUS: Schema = {
    "enum": [*ENTRY_STATUSES],
    "description": "held where left out; only a planned entry may lie after the date of the decision",
}

_HEADS = {
    AGE: "The age in whole years as at as_at, or unborn; a date of birth is never taken",
    BORN_MONTH: "The year and month of birth, such as 2019-04; a day is never taken",
}
_ON = "The day; unknown where it happened and nobody knows when"
_REF = "A made-up name for what the entry is about: one referral, one plan, one assessment"
_OF = "The ref of what it belongs to; request where it was done for what this file asks for"


def case_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of a file that holds one case, or a list of them."""
    case = {"$ref": "#/$defs/case"}
    return document(
        "case",
        "A case, under a made-up reference; never with what identifies a child",
        {
            "anyOf": [case, {"type": "array", "items": case, "minItems": 1}],
            "$defs": {
                "case": _case(vocabulary),
                "reference": {"type": ["string", "integer"], "pattern": f"^{REFERENCE}$"},
                **roles(vocabulary),
            },
        },
    )


def _case(vocabulary: Vocabulary) -> Schema:
    reference = {"$ref": "#/$defs/reference"}
    frame: dict[str, Schema] = {
        "case": {**reference, "description": "The reference of this case, such as C-0412"},
        "family": {**reference, "description": "A reference that brothers and sisters share"},
        "about": {**TEXT, "description": "What this case is about, without details of the child"},
        "as_at": {**MOMENT, "description": "The date to decide at; today where left out"},
        **_ages(vocabulary),
        "covers": _covers(vocabulary),
        "overrides": _overrides(vocabulary),
        "timeline": _timeline(vocabulary),
        "expect": {"type": "object", "description": "What is expected of an example case"},
    }
    return entry({**frame, **_groups(vocabulary)}, ("case",))


def _ages(vocabulary: Vocabulary) -> dict[str, Schema]:
    """How old the child is, at the head of the file."""
    found: dict[str, Schema] = {}
    for fact in (each for each in (AGE, BORN_MONTH) if each in vocabulary.facts):
        may_be = [value(vocabulary.facts[fact].type), {"type": "null"}]
        if fact == AGE:
            may_be.insert(1, {"const": NOT_BORN})
        found[HEADS[fact]] = {"anyOf": may_be, "description": _HEADS[fact]}
    return found


def _groups(vocabulary: Vocabulary) -> dict[str, Schema]:
    groups: dict[str, dict[str, Schema]] = defaultdict(dict)
    for fact in vocabulary.facts.values():
        group, name = fact.name.split(".")
        if fact.given:
            groups[group][name] = {**or_empty(value(fact.type)), **described(fact)}
    return {group: or_empty(entry(facts)) for group, facts in groups.items()}


def _covers(vocabulary: Vocabulary) -> Schema:
    return or_empty(
        entry(
            dict.fromkeys(vocabulary.events, DATE),
            description="Kinds of event that this file records completely, and up to when: only "
            'for these does "no entry" mean "not done"',
        )
    )


def _overrides(vocabulary: Vocabulary) -> Schema:
    role = value(vocabulary.role_type)
    return or_empty(
        entry(
            {
                fact.name: entry(
                    {"is": value(fact.type), "by": role, "reason": TEXT},
                    ("is", "by", "reason"),
                    **described(fact),
                )
                for fact in vocabulary.facts.values()
                if fact.derived and not fact.protection
            },
            description="What a person judged otherwise than the rules, with who and why",
        )
    )


def _timeline(vocabulary: Vocabulary) -> Schema:
    events = vocabulary.events.values()
    alike = [event for event in events if not (event.own_carries or event.timed or event.states)]
    laden = [event for event in events if event not in alike]
    entries = [_entry(alike), *(_entry([event]) for event in laden)]
    return {"type": ["array", "null"], "items": {"anyOf": entries}}


def _entry(events: list[Event]) -> Schema:
    """One entry of any of these kinds of event, which carry the same."""
    kinds = [{"const": event.name, "description": event.asks} for event in events]
    held = {**events[0].carries, **events[0].states}
    carried = {key: value(kind) for key, kind in held.items() if key != "at"}
    on: Schema = {"anyOf": [MOMENT if events[0].timed else DATE, {"const": "unknown"}], "description": _ON}
    return entry(
        {
            "on": on,
            "event": {"oneOf": kinds},
            "status": _STATUS,
            "ref": {"$ref": "#/$defs/reference", "description": _REF},
            "of": {"$ref": "#/$defs/reference", "description": _OF},
            **carried,
        },
        ("on", "event", *events[0].needs),
    )
