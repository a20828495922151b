"""Decisions: what one holds, and how what came out of a case is put into words."""

from threshold.decisions.assemble import decision
from threshold.decisions.consultation import ADVICE_IN_WORDS
from threshold.decisions.model import Decision, Note
from threshold.decisions.speaking import UNDER

__all__ = ["ADVICE_IN_WORDS", "UNDER", "Decision", "Note", "decision"]
