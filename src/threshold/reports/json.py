"""A decision as JSON: the public contract, byte for byte the same for the same case, policy and date."""

from dataclasses import asdict
from typing import Any

from threshold.decisions import Decision
from threshold.output.escaping import json_text


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data, keys in the contract's order."""
    data = asdict(decision)
    recommendation = data["recommendation"]
    data["recommendation"] = {key.rstrip("_"): value for key, value in recommendation.items()}
    return data


def as_json(decision: Decision) -> str:
    """One decision on one line."""
    return json_text(as_data(decision), close=True)


def as_json_list(decisions: list[Decision]) -> str:
    """Several decisions, readable."""
    return json_text([as_data(each) for each in decisions], indent=2)
