"""The JSON Schema of rule files: the shape of every rule, and conditions completed by the vocabulary."""

from typing import get_args

from threshold.policy.declared import Declared
from threshold.policy.grounds import ASKED_FACTS
from threshold.policy.rule_file import RuleFile
from threshold.schemas.conditions import (
    CONDITION,
    LENGTH,
    LOOKUP,
    PARAMETER,
    conditions,
    held,
    offered_parameters,
)
from threshold.schemas.models import written
from threshold.schemas.values import TEXT, Schema, document, entry, one_of, roles, value
from threshold.vocabulary import RequestDirection, Vocabulary, item_type
from threshold.vocabulary.hours import HOURS_NAME

_LIST_HELD: Schema = {"$ref": "#/$defs/list_parameter"}
_SOMEBODY: Schema = {"$ref": "#/$defs/somebody"}
_AN_ID = "^[A-Z][A-Za-z0-9.-]{0,39}$"
_EXACTLY_ONE = {  # of these keys, of which an entry has one and no more
    "RequirementEntry": ("block", "condition", "warn", "note"),
    "PartEntry": ("must", "papers"),
    "FactOrEvent": ("fact", "event"),
    "RouteEntry": ("steps", "actions"),
}


def rules_schema(vocabulary: Vocabulary, known: Declared) -> Schema:
    """The schema of a file of rules."""
    content = written(RuleFile)
    shapes = content["$defs"]
    for name, keys in _EXACTLY_ONE.items():
        shapes[name]["oneOf"] = [{"required": [key]} for key in keys]
    shapes["InForceEntry"]["minProperties"] = 1
    _named_by_its_first_key(shapes["StepEntry"])
    done = [{"$ref": f"#/$defs/{name}"} for name in ("EventReference", "FactReference")]
    shapes["StepEntry"]["properties"]["done"] = {"anyOf": [*done, CONDITION]}
    named = _by_name(vocabulary, known)
    for shape in shapes.values():
        shape["properties"].update({k: named[k] for k in shape["properties"] if k in named})
    shapes["RequestEntry"]["properties"] |= _asked(vocabulary)
    dates = one_of(fact.name for fact in vocabulary.facts.values() if fact.type.is_date)
    derived = [fact.name for fact in vocabulary.facts.values() if fact.derived]
    shapes["FactReference"]["properties"]["fact"] = {"anyOf": [dates, PARAMETER]}
    shapes["FactOrEvent"]["properties"]["fact"] = {"anyOf": [dates, PARAMETER]}
    shapes["DefinitionEntry"]["properties"]["fact"] = one_of(derived)
    content["$defs"] = {
        **shapes,
        **conditions(vocabulary.facts.values(), vocabulary.events),
        **roles(vocabulary),
        **_offered(vocabulary, known),
    }
    return document("rules", "Rules of a pack", content)


def _named_by_its_first_key(step: Schema) -> None:
    """A step's id is a key, and what is done its value: exactly one key that begins with a capital."""
    keys = [key for key in step["properties"] if key not in ("id", "action")]
    step["properties"] = {key: step["properties"][key] for key in keys}
    step["patternProperties"] = {_AN_ID: TEXT}
    step["propertyNames"] = {"anyOf": [{"enum": keys}, {"pattern": _AN_ID}]}
    step.pop("required")


def _by_name(vocabulary: Vocabulary, known: Declared) -> dict[str, Schema]:
    """What the entries leave open, by the name of the key: it means the same wherever it stands."""
    attached = vocabulary.facts.get("documents.attached")
    paper = value(item_type(attached.type)) if attached else TEXT
    facts = one_of(vocabulary.facts)
    return {
        **dict.fromkeys(("applies", "must", "unless", "when"), CONDITION),
        "within": {"anyOf": [*LENGTH["anyOf"], LOOKUP, {"const": "none"}]},
        "hours": {"type": "string", "pattern": HOURS_NAME},
        "papers": {"anyOf": [_LIST_HELD, {"type": "array", "items": paper}]},
        "doubtful": {"type": "array", "items": facts},
        "each": one_of(vocabulary.episodes),
        "event": one_of(vocabulary.events),
        "tensions": {"type": "array", "items": one_of(known.tensions)},
        "by": _SOMEBODY,
        "to": _SOMEBODY,
        "is": {"anyOf": [TEXT, PARAMETER]},
    }


def _asked(vocabulary: Vocabulary) -> dict[str, Schema]:
    """The keys of a request that a ground answers: one of the choices there are, or a list of them."""
    shapes: dict[str, Schema] = {}
    for key, name in ASKED_FACTS.items():
        fact = vocabulary.facts.get(name)
        choices = get_args(RequestDirection) if key == "direction" else fact.type.values if fact else ()
        one = one_of(choices) if choices else TEXT
        shapes[key.rstrip("_")] = {"anyOf": [one, {"type": "array", "items": one}]}
    return shapes


def _offered(vocabulary: Vocabulary, known: Declared) -> dict[str, Schema]:
    """What an editor offers while somebody writes, with what each means; others may stand there too."""
    chosen = entry({"fact": one_of(vocabulary.facts)}, ("fact",), minProperties=2, additionalProperties=TEXT)
    names = one_of(dict.fromkeys(name for _, name in vocabulary.roles))
    people = held(known, "role", "list", "text")
    return {
        **offered_parameters(known),
        "list_parameter": held(known, "list"),
        "somebody": {"anyOf": [names, people, {"type": "string"}, chosen]},
    }
