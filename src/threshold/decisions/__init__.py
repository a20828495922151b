"""Decisions: what one holds, and how it is put together from what an engine found."""

from threshold.decisions.assemble import Assembler, Findings, Outcome
from threshold.decisions.model import STATUSES, Decision, Note, Status

__all__ = ["STATUSES", "Assembler", "Decision", "Findings", "Note", "Outcome", "Status"]
