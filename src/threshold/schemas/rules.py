"""The JSON Schema of rule files: the shape of every rule, and conditions completed by the vocabulary."""

from typing import get_args

from threshold.conditions import GROUPS, Operator, suits
from threshold.policy.declared import Declared
from threshold.policy.grounds import ASKED_FACTS
from threshold.policy.rule_file import RuleFile
from threshold.schemas.models import written
from threshold.schemas.values import (
    DURATION,
    TEXT,
    TRUE_OR_FALSE,
    Schema,
    described,
    document,
    entry,
    one_of,
    roles,
    value,
)
from threshold.vocabulary import Fact, RequestDirection, Vocabulary, item_type

_CONDITION: Schema = {"$ref": "#/$defs/condition"}
_OTHER_FACT: Schema = {"$ref": "#/$defs/other_fact"}
_LOOKUP: Schema = {"$ref": "#/$defs/look_up"}
_PARAMETER: Schema = {"$ref": "#/$defs/parameter"}
_LENGTH_HELD: Schema = {"$ref": "#/$defs/length_parameter"}
_LIST_HELD: Schema = {"$ref": "#/$defs/list_parameter"}
_TABLE_HELD: Schema = {"$ref": "#/$defs/table_parameter"}
_NAMES_A_PARAMETER = "^\\$[a-z][a-z0-9_]*$"
_SOMEBODY: Schema = {"$ref": "#/$defs/somebody"}
_AN_ID = "^[A-Z][A-Za-z0-9.-]{0,39}$"
_LENGTH: Schema = {"anyOf": [DURATION, _LENGTH_HELD]}
_EXACTLY_ONE = {  # of these keys, of which an entry has one and no more
    "RequirementEntry": ("block", "condition", "warn", "note"),
    "PartEntry": ("must", "papers"),
    "FactOrEvent": ("fact", "event"),
    "RouteEntry": ("steps", "actions"),
}
_OF_LENGTH = ("at_least_ago", "more_than_ago", "within_last")


def rules_schema(vocabulary: Vocabulary, known: Declared) -> Schema:
    """The schema of a file of rules."""
    content = written(RuleFile)
    shapes = content["$defs"]
    for name, keys in _EXACTLY_ONE.items():
        shapes[name]["oneOf"] = [{"required": [key]} for key in keys]
    shapes["InForceEntry"]["minProperties"] = 1
    _named_by_its_first_key(shapes["StepEntry"])
    done = [{"$ref": f"#/$defs/{name}"} for name in ("EventReference", "FactReference")]
    shapes["StepEntry"]["properties"]["done"] = {"anyOf": [*done, _CONDITION]}
    named = _by_name(vocabulary, known)
    for shape in shapes.values():
        shape["properties"].update({k: named[k] for k in shape["properties"] if k in named})
    shapes["RequestEntry"]["properties"] |= _asked(vocabulary)
    dates = one_of(fact.name for fact in vocabulary.facts.values() if fact.type.is_date)
    derived = [fact.name for fact in vocabulary.facts.values() if fact.derived]
    shapes["FactReference"]["properties"]["fact"] = {"anyOf": [dates, _PARAMETER]}
    shapes["FactOrEvent"]["properties"]["fact"] = {"anyOf": [dates, _PARAMETER]}
    shapes["DefinitionEntry"]["properties"]["fact"] = one_of(derived)
    content["$defs"] = {**shapes, **_conditions(vocabulary), **_offered(vocabulary, known)}
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
        **dict.fromkeys(("applies", "must", "unless", "when"), _CONDITION),
        "within": {"anyOf": [*_LENGTH["anyOf"], _LOOKUP, {"const": "none"}]},
        "papers": {"anyOf": [_LIST_HELD, {"type": "array", "items": paper}]},
        "doubtful": {"type": "array", "items": facts},
        "each": one_of(vocabulary.episodes),
        "event": one_of(vocabulary.events),
        "tensions": {"type": "array", "items": one_of(known.tensions)},
        "by": _SOMEBODY,
        "to": _SOMEBODY,
        "is": {"anyOf": [TEXT, _PARAMETER]},
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
    roles = one_of(dict.fromkeys(name for _, name in vocabulary.roles))
    people = _held(known, "role", "list", "text")
    return {
        "parameter": _held(known, "duration", "number", "boolean", "choice", "list", "fact", "role", "text"),
        "length_parameter": _held(known, "duration"),
        "list_parameter": _held(known, "list"),
        "table_parameter": _held(known, "table"),
        "somebody": {"anyOf": [roles, people, {"type": "string"}, chosen]},
    }


def _held(known: Declared, *types: str) -> Schema:
    """The parameters of these types, by the names that rules use; those of other packs may stand too."""
    offered: dict[str, str] = {}
    for name, parameter in sorted(known.parameters.items()):
        if parameter.type in types:
            offered.setdefault(f"${name.partition('.')[2]}", parameter.means)
    return {"anyOf": [one_of(offered, offered), {"type": "string", "pattern": _NAMES_A_PARAMETER}]}


def _conditions(vocabulary: Vocabulary) -> dict[str, Schema]:
    """A condition, the tests that each type of fact can be put to, and what it may be compared with."""
    shapes: dict[str, Schema] = {}
    facts: dict[str, Schema] = {}
    for fact in vocabulary.facts.values():
        name = _type_name(fact)
        values: Schema = {"$ref": f"#/$defs/{name}"}
        shapes[name] = _values(fact)
        shapes[_test_name(fact)] = _test(fact, values)
        facts[fact.name] = {"$ref": f"#/$defs/{_test_name(fact)}", **described(fact)}
    group: Schema = {"type": "array", "items": _CONDITION, "minItems": 1}
    named_by_parameter: Schema = {_NAMES_A_PARAMETER: {}}
    return {
        "condition": entry(
            {**dict.fromkeys(GROUPS, group), **facts},
            minProperties=1,
            patternProperties=named_by_parameter,
        ),
        "other_fact": entry(
            {"fact": {"anyOf": [one_of(vocabulary.facts), _PARAMETER]}, "plus": _LENGTH}, ("fact",)
        ),
        "look_up": entry(
            {"table": _TABLE_HELD, "row": _OTHER_FACT, "column": TEXT}, ("table", "row", "column")
        ),
        **roles(vocabulary),
        **shapes,
    }


def _type_name(fact: Fact) -> str:
    """Facts share a shape where their types have nothing of their own."""
    kind = fact.type
    if kind.values or kind.least is not None:
        return f"value_of_{fact.name}"
    return f"{kind.kind}_of_{kind.of}" if kind.of else f"{kind.kind}_value"


def _test_name(fact: Fact) -> str:
    dated = "_on_record" if fact.reading is not None else ""
    return f"test_of_{_type_name(fact).removeprefix('value_of_')}{dated}"


def _values(fact: Fact) -> Schema:
    one = {"anyOf": [value(item_type(fact.type)), _PARAMETER]}
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}, _OTHER_FACT, _LOOKUP]}


def _test(fact: Fact, values: Schema) -> Schema:
    operators: dict[str, Schema] = {
        name: _LENGTH if name in _OF_LENGTH else values
        for name in get_args(Operator)
        if name not in ("known", "recorded") and suits(name, fact.type)
    }
    if fact.type.kind == "list":  # how many different items it holds
        number = {"type": ["integer", "string"], "minimum": 1, "pattern": "^[1-9][0-9]{0,8}$"}
        operators["at_least"] = {"anyOf": [number, _PARAMETER]}
    if "is" in operators:
        operators["not"] = values
    operators["known"] = TRUE_OR_FALSE
    if fact.reading is not None:
        operators["recorded"] = TRUE_OR_FALSE
    test = entry(operators, minProperties=1)
    return {"anyOf": [test, values]} if "is" in operators else test
