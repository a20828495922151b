"""Pieces that several schemas share: each type of value as JSON Schema.

The program reads every scalar as text, an editor as what YAML takes it for: `true` a boolean, `3` a number.
The schemas take both, so that a file that the program reads is not marked as wrong, nor the other way round.
Names they take in the spellings that the vocabulary gives: an editor offers those, while the program passes
over capitals, spaces and marks between words as well.
"""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from threshold.dates.durations import Unit
from threshold.vocabulary import Fact, ValueType, Vocabulary, item_type

Schema = dict[str, Any]

_DAY = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_MONTH = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
_UNITS = "|".join(f"{unit}?" for unit in get_args(Unit))

TEXT: Schema = {"type": ["string", "number", "boolean"]}
TRUE_OR_FALSE: Schema = {"enum": [True, False, "true", "false"]}
DATE: Schema = {"type": "string", "format": "date", "pattern": f"^{_DAY}$"}
MOMENT: Schema = {"type": "string", "pattern": f"^{_DAY}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?)?$"}
MONTH: Schema = {"type": "string", "pattern": f"^{_MONTH}$"}
DURATION: Schema = {"type": "string", "pattern": f"^[0-9]+ +({_UNITS})$"}


def document(kind: str, title: str, content: Schema) -> Schema:
    """A whole schema, with what a reader needs to know of it first."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:threshold:schema:{kind}",
        "title": title,
        **content,
    }


def entry(properties: dict[str, Schema], required: tuple[str, ...] = (), **more: Any) -> Schema:
    """A mapping that holds these keys and no others."""
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "properties": properties,
        **needed,
        "additionalProperties": False,
        **more,
    }


def value(kind: ValueType) -> Schema:
    """What a value of this type may be; roles are those that `roles` gives a document."""
    match kind.kind:
        case "boolean":
            return TRUE_OR_FALSE
        case "number":
            return _number(kind)
        case "choice":
            return {"enum": spellings(kind)}
        case "role":
            return {"$ref": "#/$defs/role"}
        case "date":
            return DATE
        case "datetime":
            return MOMENT
        case "month":
            return MONTH
        case "duration":
            return DURATION
        case "list":
            return {"type": "array", "items": value(item_type(kind))}
        case "ratings":
            return {"type": "object", "additionalProperties": _number(kind)}
        case "text" | "label":
            return TEXT


def roles(vocabulary: Vocabulary) -> dict[str, Schema]:
    """The names of roles, kept in one place of a document because they are many."""
    return {"role": {"enum": spellings(vocabulary.role_type)}}


def spellings(kind: ValueType) -> list[str]:
    """Every spelling of a choice or role that the vocabulary gives, the names that are used first."""
    return list(dict.fromkeys(spelling for spelling, _ in kind.spellings))


def one_of(names: Iterable[str], meanings: Mapping[str, str] | None = None) -> Schema:
    """One of these names; what each means is shown beside it where an editor can."""
    if not meanings:
        return {"enum": list(names)}
    return {"oneOf": [{"const": name, "description": meanings[name]} for name in names]}


def or_empty(schema: Schema) -> Schema:
    """The same, or nothing written: a key without a value leaves its fact unknown."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def described(fact: Fact) -> Schema:
    """The question that asks for a fact, and what it means, as an editor shows them."""
    text = ". ".join(part for part in (fact.asks, fact.means) if part)
    return {"description": text} if text else {}


def _number(kind: ValueType) -> Schema:
    if kind.least is None or kind.most is None:
        return {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]{1,9}$"}
    written = "|".join(str(number) for number in range(kind.least, kind.most + 1))
    return {
        "type": ["integer", "string"],
        "minimum": kind.least,
        "maximum": kind.most,
        "pattern": f"^({written})$",
    }
