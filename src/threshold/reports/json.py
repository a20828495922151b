"""A decision as JSON: the public contract, byte for byte the same for the same case, policy and date."""

import json
from dataclasses import asdict
from typing import Any

from threshold.decisions import Decision


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data, keys in the contract's order."""
    data = asdict(decision)
    recommendation = data["recommendation"]
    data["recommendation"] = {key.rstrip("_"): value for key, value in recommendation.items()}
    return data


def as_json(decision: Decision) -> str:
    """One decision on one line."""
    return json.dumps(as_data(decision), ensure_ascii=False, separators=(",", ":"))


def as_json_list(decisions: list[Decision]) -> str:
    """Several decisions, readable."""
    return json.dumps([as_data(each) for each in decisions], ensure_ascii=False, indent=2)
