"""The JSON Schema of a decision: the public contract of what the program prints as JSON."""

from threshold.decisions import Decision
from threshold.decisions.model import SCHEMA
from threshold.schemas.models import printed
from threshold.schemas.values import Schema, document, entry


def say_released(content: Schema) -> None:
    """A policy of which something was released says what was last, and how many changes were made since."""
    version = {"version": {"type": "string"}, "date": {"type": "string", "format": "date"}}
    content["$defs"]["PolicyStamp"]["properties"] |= {
        "released": entry(version, ("version", "date")),
        "unreleased": {"type": ["integer", "null"]},
    }


def decision_schema() -> Schema:
    """The schema of one decision; every key is always there, and later versions may add some."""
    content = printed(Decision)
    content["properties"]["schema"] = {"const": SCHEMA}
    say_released(content)
    return document("decision", "A decision on one case", content)
