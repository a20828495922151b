"""The JSON Schemas of a pack's head, of its parameters and of a policy."""

from threshold.policy.files import PackEntry, ParameterEntry, PolicyEntry
from threshold.schemas.models import written
from threshold.schemas.values import Schema, document


def pack_schema() -> Schema:
    """The schema of pack.yaml."""
    return document("pack", "A pack: one document turned into rules", written(PackEntry))


def parameters_schema() -> Schema:
    """The schema of parameters.yaml."""
    entry = written(ParameterEntry)
    shared = entry.pop("$defs")
    content = {"type": "object", "additionalProperties": entry, "$defs": shared}
    return document("parameters", "The parameters of a pack, each with its dated values", content)


def policy_schema() -> Schema:
    """The schema of a policy file."""
    return document("policy", "A policy: packs chosen together", written(PolicyEntry))
