"""One case: reading its file strictly, and turning its timeline into facts."""

from threshold.casefiles.files import STDIN, Unreadable, read_cases
from threshold.casefiles.model import Case, Entry, Override
from threshold.casefiles.read import read_case
from threshold.casefiles.timeline import Contradiction, Instance, events_to_ask, read_facts, runs

__all__ = [
    "STDIN",
    "Case",
    "Contradiction",
    "Entry",
    "Instance",
    "Override",
    "Unreadable",
    "events_to_ask",
    "read_case",
    "read_cases",
    "read_facts",
    "runs",
]
