"""The JSON Schema of a decision: the public contract of what the program prints as JSON."""

from pydantic import TypeAdapter

from threshold.decisions import Decision
from threshold.decisions.model import SCHEMA
from threshold.schemas.values import Schema, document


def decision_schema() -> Schema:
    """The schema of one decision; every key is always there, and later versions may add some."""
    content = TypeAdapter(Decision).json_schema(mode="serialization")
    for entry in (content, *content["$defs"].values()):
        entry["properties"] = {_printed(key): _bare(part) for key, part in entry["properties"].items()}
        entry["required"] = list(entry["properties"])
        entry.pop("title", None)
    content["properties"]["schema"] = {"const": SCHEMA}
    return document("decision", "A decision on one case", content)


def _printed(key: str) -> str:
    """The key as it is printed: `from` is a word of Python's, so there it ends in an underscore."""
    return key.rstrip("_")


def _bare(part: Schema) -> Schema:
    return {key: value for key, value in part.items() if key not in ("title", "default")}
