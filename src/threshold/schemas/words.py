"""The JSON Schemas of what a pack brings of its own: its vocabulary.yaml and its indicators.yaml."""

from typing import Any

from threshold.policy.indicators.entries import IndicatorsFile
from threshold.schemas.models import written
from threshold.schemas.values import TEXT, TRUE_OR_FALSE, Schema, document
from threshold.vocabulary.hours import HOURS_NAME, TIME_OF_DAY
from threshold.vocabulary.own_words import SUPPORT
from threshold.vocabulary.pack_entries import PackWords

_NAMES: Schema = {"type": "array", "items": TEXT}
_ONE_OR_MORE: Schema = {"anyOf": [TEXT, _NAMES]}
_CHOICES: Schema = {"anyOf": [TEXT, _NAMES, {"type": "object", "additionalProperties": _NAMES}]}
_NUMBER: Schema = {"type": ["integer", "string"], "pattern": "^[1-9][0-9]*$", "minimum": 1}


def words_schema() -> Schema:
    """The schema of a pack's vocabulary.yaml."""
    content = written(PackWords)
    shapes = content["$defs"]
    for shape in ("FactEntry", "TypeEntry"):
        _change(shapes[shape], {"values": _CHOICES, "of": _CHOICES})
    _change(shapes["FactEntry"], {"about": _ONE_OR_MORE})
    _change(shapes["EventEntry"], {"belongs_to": _ONE_OR_MORE})
    _change(shapes["RoleEntry"], {"counts_as": _ONE_OR_MORE})
    read: Schema = {"type": "object", "additionalProperties": _ONE_OR_MORE}
    _change(shapes["TimelineEntry"], {"first": _ONE_OR_MORE, "latest": _ONE_OR_MORE, "may_be": read})
    time: Schema = {"type": "string", "pattern": TIME_OF_DAY}
    _change(shapes["HoursEntry"], {"opens": time, "closes": time})
    properties = content["properties"]
    properties["hours"]["propertyNames"] = {"pattern": HOURS_NAME}
    properties["roles"]["additionalProperties"] = {"anyOf": [_NAMES, {"$ref": "#/$defs/RoleEntry"}]}
    extended: Schema = {"anyOf": [TEXT, _NAMES, properties["extend"]["additionalProperties"]]}
    properties["extend"] |= {"properties": {SUPPORT: extended}, "additionalProperties": extended}
    return document("vocabulary", "The words that a pack brings", content)


def indicators_schema() -> Schema:
    """The schema of a pack's indicators.yaml."""
    content = written(IndicatorsFile)
    shapes = content["$defs"]
    counted = {"of": _ONE_OR_MORE, "at_least": _NUMBER, "in_domains": _NUMBER}
    _change(shapes["CountEntry"], counted)
    _change(shapes["CombinationEntry"], counted)
    _change(shapes["SignEntry"], {"protection": {"anyOf": [TEXT, TRUE_OR_FALSE]}, "ages": _as_written()})
    return document("indicators", "The domains and combinations of a pack's signs", content)


def _as_written() -> Schema:
    """Ages are a text, or one age by its number."""
    return {"type": ["string", "integer"]}


def _change(shape: dict[str, Any], properties: Schema) -> None:
    """Put the shapes of what may be written in short in the place of those of what it stands for."""
    unknown = properties.keys() - shape["properties"].keys()
    assert not unknown, unknown
    shape["properties"] |= properties
