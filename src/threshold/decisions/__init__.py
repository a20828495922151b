"""Decisions: what one holds, and how what came out of a case is put into words."""

from threshold.decisions.assemble import decision
from threshold.decisions.model import Decision, Note
from threshold.decisions.speaking import UNDER

__all__ = ["UNDER", "Decision", "Note", "decision"]
