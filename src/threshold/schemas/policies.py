"""The JSON Schemas of a pack's head, clauses and parameters, and of a policy, which offers both."""

from threshold.policy.declared import Declared
from threshold.policy.files import ClausesFile, PackEntry, ParameterEntry, PolicyEntry
from threshold.schemas.models import written
from threshold.schemas.values import (
    DURATION,
    TEXT,
    TRUE_OR_FALSE,
    Schema,
    document,
    entry,
    one_of,
    roles,
    value,
)
from threshold.vocabulary import ValueType, Vocabulary, item_type
from threshold.vocabulary.hours import HOURS_NAME, TIME_OF_DAY


def pack_schema() -> Schema:
    """The schema of pack.yaml."""
    return document("pack", "A pack: one document turned into rules", written(PackEntry))


def clauses_schema() -> Schema:
    """The schema of clauses.yaml, where a clause that is simply carried is its place alone."""
    content = written(ClausesFile)
    for group in content["properties"].values():
        group["additionalProperties"] = {"anyOf": [TEXT, group["additionalProperties"]]}
    return document("clauses", "Every clause of a pack's document", content)


def parameters_schema() -> Schema:
    """The schema of parameters.yaml."""
    parameter = written(ParameterEntry)
    shared = parameter.pop("$defs")
    content = {"type": "object", "additionalProperties": parameter, "$defs": shared}
    return document("parameters", "The parameters of a pack, each with its dated values", content)


def policy_schema(vocabulary: Vocabulary, known: Declared) -> Schema:
    """The schema of a policy file. It offers packs and parameters, and takes those of one's own as well."""
    content = written(PolicyEntry)
    uses = content["$defs"]["PackUse"]["properties"]
    uses["pack"] = {"anyOf": [one_of(known.packs, known.packs), {"type": "string"}]}
    content["$defs"] |= roles(vocabulary)
    values = {
        name: _local_value(parameter, vocabulary) for name, parameter in sorted(known.parameters.items())
    }
    of_any = {"$ref": "#/$defs/LocalValue"}
    content["properties"]["set"]["properties"] = values
    content["properties"]["set"]["additionalProperties"] = _one_or_several(of_any)
    content["properties"]["presets"]["properties"] = {
        name: {"description": parameter.means, "enum": list(parameter.presets)}
        for name, parameter in sorted(known.parameters.items())
        if parameter.presets
    }
    of_an_office = content["$defs"]["HoursEntry"]["properties"]
    of_an_office |= {key: {"type": "string", "pattern": TIME_OF_DAY} for key in ("opens", "closes")}
    content["properties"]["hours"]["propertyNames"] = {"pattern": HOURS_NAME}
    return document("policy", "A policy: packs chosen together", content)


def _local_value(parameter: ParameterEntry, vocabulary: Vocabulary) -> Schema:
    """A value of a policy's own for one parameter, with the reason for it; or several, each from its day."""
    set_to = {"anyOf": [{"const": "none"}, *_allowed(parameter, vocabulary)]}
    from_ = {"type": "string", "format": "date"}
    properties: dict[str, Schema] = {"is": set_to, "because": TEXT, "from": from_}
    one = entry(properties, ("is", "because"))
    return {"description": parameter.means, **_one_or_several(one)}


def _one_or_several(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _allowed(parameter: ParameterEntry, vocabulary: Vocabulary) -> list[Schema]:
    """What the parameter may be set to."""
    words = _words(parameter, vocabulary)
    match parameter.type:
        case "duration":
            return [DURATION]
        case "number":
            return [{"type": ["integer", "string"]}]
        case "boolean":
            return [TRUE_OR_FALSE]
        case "role":
            return [value(vocabulary.role_type)]
        case "list":
            return [{"type": "array", "items": words}]
        case "table":
            return [{"type": "object"}]
        case _:
            return [words]


def _words(parameter: ParameterEntry, vocabulary: Vocabulary) -> Schema:
    """What a choice, or an item of a list, may be: any spelling of what `of` and `one_of` leave."""
    held = ValueType("text")
    if parameter.of:
        of_role = parameter.of == "role"
        held = vocabulary.role_type if of_role else item_type(vocabulary.fact(parameter.of).type)
    if not parameter.one_of:
        return value(held)
    spelled = [spelling for spelling, name in held.spellings if name in parameter.one_of]
    return {"enum": list(dict.fromkeys([*parameter.one_of, *spelled]))}
