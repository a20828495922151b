"""Coverage: what of a document its pack carries, and what of the pack some example shows."""

from threshold.coverage.report import as_json, as_text, falls_short
from threshold.coverage.run import Covered, coverage

__all__ = ["Covered", "as_json", "as_text", "coverage", "falls_short"]
