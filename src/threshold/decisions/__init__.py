"""Decisions: what one holds, and how it is put together from what an engine found."""

from threshold.decisions.assemble import Outcome, decision, outcome
from threshold.decisions.findings import Findings
from threshold.decisions.model import STATUSES, Decision, Note, Status

__all__ = [
    "STATUSES",
    "Decision",
    "Findings",
    "Note",
    "Outcome",
    "Status",
    "decision",
    "outcome",
]
