"""The JSON Schemas of `threshold why` and `threshold why-not`: public contracts of what they print."""

from threshold.schemas.models import printed
from threshold.schemas.values import Schema, document
from threshold.why.model import SCHEMA, Why
from threshold.why.not_model import SCHEMA as SCHEMA_NOT
from threshold.why.not_model import WhyNot


def why_schema() -> Schema:
    """The schema of what an answer rests on; every key is always there, and later versions may add some."""
    content = printed(Why)
    content["properties"]["schema"] = {"const": SCHEMA}
    return document("why", "What the answer to one case rests on", content)


def why_not_schema() -> Schema:
    """The schema of what would lead to another answer; as for `why_schema`."""
    content = printed(WhyNot)
    content["properties"]["schema"] = {"const": SCHEMA_NOT}
    return document("why-not", "What would lead one case to another answer", content)
