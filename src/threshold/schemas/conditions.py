"""What JSON Schemas of rules and of scripts share: conditions, and the parameters that may stand in them."""

from collections.abc import Iterable
from typing import get_args

from threshold.conditions import COUNT, GROUPS, OF_A_COUNT, Operator, suits
from threshold.policy.declared import Declared
from threshold.schemas.values import DURATION, TEXT, TRUE_OR_FALSE, Schema, described, entry, one_of, value
from threshold.vocabulary import Fact, item_type

CONDITION: Schema = {"$ref": "#/$defs/condition"}
PARAMETER: Schema = {"$ref": "#/$defs/parameter"}
LENGTH: Schema = {"anyOf": [DURATION, {"$ref": "#/$defs/length_parameter"}]}
LOOKUP: Schema = {"$ref": "#/$defs/look_up"}
_OTHER_FACT: Schema = {"$ref": "#/$defs/other_fact"}
_NUMBER: Schema = {
    "anyOf": [{"type": ["integer", "string"], "minimum": 1, "pattern": "^[1-9][0-9]{0,8}$"}, PARAMETER]
}
_TABLE_HELD: Schema = {"$ref": "#/$defs/table_parameter"}
_NAMES_A_PARAMETER = "^\\$[a-z][a-z0-9_]*$"
_OF_LENGTH = ("at_least_ago", "more_than_ago", "within_last")


def offered_parameters(known: Declared) -> dict[str, Schema]:
    """The parameters that conditions take, with what each means; others may stand there too."""
    return {
        "parameter": held(known, "duration", "number", "boolean", "choice", "list", "fact", "role", "text"),
        "length_parameter": held(known, "duration"),
        "table_parameter": held(known, "table"),
    }


def held(known: Declared, *types: str) -> Schema:
    """The parameters of these types, by the names that rules use; those of other packs may stand too."""
    offered: dict[str, str] = {}
    for name, parameter in sorted(known.parameters.items()):
        if parameter.type in types:
            offered.setdefault(f"${name.partition('.')[2]}", parameter.means)
    return {"anyOf": [one_of(offered, offered), {"type": "string", "pattern": _NAMES_A_PARAMETER}]}


def conditions(among: Iterable[Fact], events: Iterable[str] = ()) -> dict[str, Schema]:
    """A condition on these facts, the tests that each can be put to, and what it may be compared with.

    `events` are the kinds of event that may be counted.
    """
    shapes: dict[str, Schema] = {}
    facts: dict[str, Schema] = {}
    yes_or_no: list[str] = []
    for fact in among:
        if fact.type.kind == "boolean":
            yes_or_no.append(fact.name)
        name = _type_name(fact)
        values: Schema = {"$ref": f"#/$defs/{name}"}
        shapes[name] = _values(fact)
        shapes[_test_name(fact)] = _test(fact, values)
        facts[fact.name] = {"$ref": f"#/$defs/{_test_name(fact)}", **described(fact)}
    group: Schema = {"type": "array", "items": CONDITION, "minItems": 1}
    counted: Schema = {"anyOf": [one_of(yes_or_no), PARAMETER, CONDITION]}
    lists: Schema = {"type": "array", "items": counted, "minItems": 1}
    counts: dict[str, Schema] = dict(zip(OF_A_COUNT, (lists, _NUMBER, LENGTH), strict=True))
    if held := list(events):
        counts[COUNT] = {"anyOf": [lists, one_of(held)]}
    named_by_parameter: Schema = {_NAMES_A_PARAMETER: {}}
    return {
        "condition": entry(
            {**dict.fromkeys(GROUPS, group), **counts, **facts},
            minProperties=1,
            dependentRequired={COUNT: ["at_least"], "at_least": [COUNT], "within_last": [COUNT]},
            patternProperties=named_by_parameter,
        ),
        "other_fact": entry({"fact": {"anyOf": [one_of(facts), PARAMETER]}, "plus": LENGTH}, ("fact",)),
        "look_up": entry(
            {"table": _TABLE_HELD, "row": _OTHER_FACT, "column": TEXT}, ("table", "row", "column")
        ),
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
    one = {"anyOf": [value(item_type(fact.type)), PARAMETER]}
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}, _OTHER_FACT, LOOKUP]}


def _test(fact: Fact, values: Schema) -> Schema:
    operators: dict[str, Schema] = {
        name: LENGTH if name in _OF_LENGTH else values
        for name in get_args(Operator)
        if name not in ("known", "recorded") and suits(name, fact.type)
    }
    if fact.type.kind == "list":  # how many different items it holds
        operators["at_least"] = _NUMBER
    if "is" in operators:
        operators["not"] = values
    operators["known"] = TRUE_OR_FALSE
    if fact.reading is not None:
        operators["recorded"] = TRUE_OR_FALSE
    test = entry(operators, minProperties=1)
    return {"anyOf": [test, values]} if "is" in operators else test
