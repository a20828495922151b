"""What may be known about a case, and the types of value that it can take."""

from threshold.vocabulary.model import (
    DecidedDirection,
    Episode,
    Event,
    Fact,
    Reading,
    RequestDirection,
    Settling,
    Vocabulary,
)
from threshold.vocabulary.values import (
    ABSENT,
    UNKNOWN,
    Missing,
    State,
    Value,
    ValueType,
    parse_date,
    parse_moment,
    parse_text,
    parse_value,
    shown,
)

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "DecidedDirection",
    "Episode",
    "Event",
    "Fact",
    "Missing",
    "Reading",
    "RequestDirection",
    "Settling",
    "State",
    "Value",
    "ValueType",
    "Vocabulary",
    "parse_date",
    "parse_moment",
    "parse_text",
    "parse_value",
    "shown",
]
