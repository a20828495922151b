"""The JSON Schemas of a pack's head, of its parameters and of a policy, which offers packs and parameters."""

from typing import Any

from threshold.policy.declared import Declared
from threshold.policy.files import PackEntry, ParameterEntry, PolicyEntry
from threshold.schemas.models import written
from threshold.schemas.values import DURATION, TEXT, TRUE_OR_FALSE, Schema, document, entry, one_of
from threshold.vocabulary import Vocabulary


def pack_schema() -> Schema:
    """The schema of pack.yaml."""
    return document("pack", "A pack: one document turned into rules", written(PackEntry))


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
    values = {
        name: _local_value(parameter, vocabulary) for name, parameter in sorted(known.parameters.items())
    }
    content["properties"]["set"]["properties"] = values
    content["properties"]["presets"]["properties"] = {
        name: {"description": parameter.means, "enum": list(parameter.presets)}
        for name, parameter in sorted(known.parameters.items())
        if parameter.presets
    }
    return document("policy", "A policy: packs chosen together", content)


def _local_value(parameter: ParameterEntry, vocabulary: Vocabulary) -> Schema:
    """A value of a policy's own for one parameter, with the reason for it."""
    value = {"anyOf": [{"const": "none"}, *_value(parameter, vocabulary)]}
    from_ = {"type": "string", "format": "date"}
    properties: dict[str, Schema] = {"is": value, "because": TEXT, "from": from_}
    return {"description": parameter.means, **entry(properties, ("is", "because"))}


def _value(parameter: ParameterEntry, vocabulary: Vocabulary) -> list[Schema]:
    """What the parameter may be set to."""
    roles: Schema = {"enum": list(dict.fromkeys(name for _, name in vocabulary.roles))}
    words: Schema = {"enum": parameter.one_of} if parameter.one_of else TEXT
    match parameter.type:
        case "duration":
            return [DURATION]
        case "number":
            return [{"type": ["integer", "string"]}]
        case "boolean":
            return [TRUE_OR_FALSE]
        case "role":
            return [roles]
        case "list":
            item: Any = roles if parameter.of == "role" else words
            return [{"type": "array", "items": item}]
        case "table":
            return [{"type": "object"}]
        case _:
            return [words]
