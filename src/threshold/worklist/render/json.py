"""A row of the worklist as JSON: the public contract, byte for byte the same for the same contact."""

from dataclasses import fields
from typing import Any

from threshold.output.escaping import json_text
from threshold.worklist.model import SCHEMA, Response, Row

# `from` is a word of Python's, so that the field ends in an underscore.
_KEYS = {each.name: each.name.rstrip("_") for each in fields(Row)}
_OF_RESPONSE = [each.name for each in fields(Response)]


def as_data(row: Row) -> dict[str, Any]:
    """The row as plain data, keys in the contract's order."""
    told = {key: getattr(row, name) for name, key in _KEYS.items()}
    response = {name: getattr(row.response, name) for name in _OF_RESPONSE}
    return {"schema": SCHEMA, **told, "response": response}


def as_json(row: Row) -> str:
    """One row on one line."""
    return json_text(as_data(row), close=True)
