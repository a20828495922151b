"""The JSON Schema of an audit: the public contract of what `threshold audit --format json` writes."""

from pydantic import TypeAdapter

from threshold.audit.model import SCHEMA, Audit
from threshold.schemas.values import Schema, document


def audit_schema() -> Schema:
    """The schema of one audit; every key is always there, and later versions may add some."""
    content = TypeAdapter(Audit).json_schema(mode="serialization")
    for entry in (content, *content["$defs"].values()):
        entry["properties"] = {key: _bare(part) for key, part in entry["properties"].items()}
        entry["required"] = list(entry["properties"])
        entry.pop("title", None)
    content["properties"]["schema"] = {"const": SCHEMA}
    return document("audit", "An audit of an export", content)


def _bare(part: Schema) -> Schema:
    return {key: value for key, value in part.items() if key not in ("title", "default")}
