"""From pydantic's schema of a file to one that takes scalars as the program reads them."""

from typing import Any

from pydantic import BaseModel

from threshold.schemas.values import DATE, TEXT, TRUE_OR_FALSE, Schema


def schema_of(model: type[BaseModel]) -> Schema:
    """The schema of a file with the shape of this model, by the names that the file uses."""
    return as_read(model.model_json_schema(by_alias=True))


def as_read(schema: Schema) -> Schema:
    """The same, with text that may look like a number, and without what pydantic adds of its own."""
    if schema.get("format") == "date":
        return DATE
    if schema.get("type") == "boolean":
        return TRUE_OR_FALSE
    if schema.get("type") == "string" and not {"enum", "pattern"} & set(schema):
        return TEXT
    kept = {key: part for key, part in schema.items() if key not in ("title", "default")}
    return {key: _part(key, part) for key, part in kept.items()}


def _part(key: str, part: Any) -> Any:
    if key in ("properties", "$defs"):
        return {name: as_read(each) for name, each in part.items()}
    if key == "anyOf":
        return [as_read(each) for each in part]
    if key in ("items", "additionalProperties") and isinstance(part, dict):
        return as_read(part)
    return part
