"""The JSON Schema of an audit: the public contract of what `threshold audit --format json` writes."""

from threshold.audit.model import SCHEMA, Audit
from threshold.schemas.decisions import say_released
from threshold.schemas.models import printed
from threshold.schemas.values import Schema, document


def audit_schema() -> Schema:
    """The schema of one audit; every key is always there, and later versions may add some."""
    content = printed(Audit)
    content["properties"]["schema"] = {"const": SCHEMA}
    # Where it stood from the first: the contract is kept byte for byte.
    counts = content["$defs"]["Counts"]
    counts["required"] = counts.pop("required")
    say_released(content)
    return document("audit", "An audit of an export", content)
