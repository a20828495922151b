"""The JSON Schema of a decision: the public contract of what the program prints as JSON."""

from threshold.decisions import Decision
from threshold.decisions.model import SCHEMA
from threshold.schemas.models import printed
from threshold.schemas.values import Schema, document


def decision_schema() -> Schema:
    """The schema of one decision; every key is always there, and later versions may add some."""
    content = printed(Decision)
    content["properties"]["schema"] = {"const": SCHEMA}
    return document("decision", "A decision on one case", content)
