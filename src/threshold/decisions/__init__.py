"""Decisions: what one holds, and how what came out of a case is put into words."""

from threshold.decisions.assemble import decision
from threshold.decisions.model import Decision, Note

__all__ = ["Decision", "Note", "decision"]
