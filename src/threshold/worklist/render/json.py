"""A row of the worklist as JSON: the public contract, byte for byte the same for the same contact."""

from dataclasses import asdict
from typing import Any

from threshold.output.escaping import json_text
from threshold.worklist.model import SCHEMA, Row


def as_data(row: Row) -> dict[str, Any]:
    """The row as plain data, keys in the contract's order."""
    return {"schema": SCHEMA, **{key.rstrip("_"): value for key, value in asdict(row).items()}}


def as_json(row: Row) -> str:
    """One row on one line."""
    return json_text(as_data(row), close=True)
