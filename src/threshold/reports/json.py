"""A decision as JSON: the public contract, byte for byte the same for the same case, policy and date."""

from dataclasses import is_dataclass
from typing import Any

from threshold.decisions import Decision
from threshold.output.escaping import json_text


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data, keys in the contract's order."""
    data: dict[str, Any] = _plain(decision)
    recommendation = data["recommendation"]
    data["recommendation"] = {key.rstrip("_"): value for key, value in recommendation.items()}
    return data


def as_json(decision: Decision) -> str:
    """One decision on one line."""
    return json_text(as_data(decision), close=True)


def as_json_list(decisions: list[Decision]) -> str:
    """Several decisions, readable."""
    return json_text([as_data(each) for each in decisions], indent=2)


def _plain(value: Any) -> Any:
    """What `dataclasses.asdict` makes of it, which takes as long as to decide: it copies every word."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind is tuple:
        return tuple([_plain(each) for each in value])
    if kind is dict:
        return {name: _plain(each) for name, each in value.items()}
    if is_dataclass(kind):
        return {name: _plain(getattr(value, name)) for name in kind.__dataclass_fields__}
    return value
