"""Why a case came out as it did, and what would have to change for another answer."""

from threshold.why.answer import why
from threshold.why.as_json import as_json
from threshold.why.model import Why

__all__ = ["Why", "as_json", "why"]
