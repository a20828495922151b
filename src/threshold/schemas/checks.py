"""The JSON Schema of what `threshold policy check --format json` prints."""

from threshold.schemas.values import Schema, document, entry
from threshold.soundness.report import SCHEMA

_TEXT: Schema = {"type": "string"}
_PLACE: Schema = {"type": ["integer", "null"]}


def check_schema() -> Schema:
    """The schema of all policies that were checked together; later versions may add keys."""
    finding = {
        "code": {"description": "what kind of finding it is, as `--explain` takes it", **_TEXT},
        "file": {"description": "the file in which it stands", **_TEXT},
        "line": {"description": "its line; null where the whole file is meant", **_PLACE},
        "column": {"description": "its column; null where the line is meant", **_PLACE},
        "field": {"description": "the rule, fact, parameter or clause", **_TEXT},
        "message": {"description": "what is wrong, and how to mend it", **_TEXT},
        "effect": {"description": "what would happen to whom", **_TEXT},
        "case_can_show_it": {
            "description": "whether `--witness` looks for a case that shows it",
            "type": "boolean",
        },
    }
    not_examined = {
        "code": {"description": "the kind of finding that it would be", **_TEXT},
        "what": {"description": "the rule or the fact that was not looked at", **_TEXT},
        "why": {"description": "why it was not", **_TEXT},
    }
    policy = {
        "policy": {"description": "the policy as it was asked for", **_TEXT},
        "sound": {"description": "whether nothing was found; see also `not_examined`", "type": "boolean"},
        "findings": {"description": "what was found", "type": "array", "items": _open(finding)},
        "not_examined": {
            "description": "what could not be looked at",
            "type": "array",
            "items": _open(not_examined),
        },
        "remarks": {"description": "what is told and is no finding", "type": "array", "items": _TEXT},
    }
    content = _open({"schema": {"const": SCHEMA}, "policies": {"type": "array", "items": _open(policy)}})
    return document("check", "Policies that were checked", content)


def _open(properties: dict[str, Schema]) -> Schema:
    """Keys that are always there; others may come later."""
    return {**entry(properties, tuple(properties)), "additionalProperties": True}
