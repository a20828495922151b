"""Why, as JSON: a public contract, byte for byte the same for the same case, policy and date."""

from dataclasses import is_dataclass
from typing import Any

from threshold.output.escaping import json_text


def as_json(told: Any) -> str:
    """What a case rests on, or what would change its answer, readable."""
    return json_text(_plain(told), indent=2)


def _plain(value: Any) -> Any:
    """Dataclasses as plain data, keys in the order of the contract."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(type(value)):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
