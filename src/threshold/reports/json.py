"""A decision as JSON: the public contract, byte for byte the same for the same case, policy and date."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from threshold.decisions import Decision
from threshold.output.escaping import json_text

_NOTHING: Mapping[str, Any] = {}


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data, keys in the contract's order."""
    data: dict[str, Any] = _plain(decision)
    recommendation = data["recommendation"]
    data["recommendation"] = {key.rstrip("_"): value for key, value in recommendation.items()}
    return data


def as_json(decision: Decision, of_policy: Mapping[str, Any] = _NOTHING) -> str:
    """One decision on one line; `of_policy` is what is said of its policy besides."""
    return json_text(_beside(as_data(decision), of_policy), close=True)


def as_json_list(decisions: list[Decision], of_policy: Mapping[str, Any] = _NOTHING) -> str:
    """Several decisions, readable."""
    return json_text([_beside(as_data(each), of_policy) for each in decisions], indent=2)


def _beside(data: dict[str, Any], of_policy: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "policy": {**data["policy"], **of_policy}} if of_policy else data


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
