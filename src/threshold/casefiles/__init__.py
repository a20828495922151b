"""One case: its file, read strictly."""

from threshold.casefiles.files import STDIN, Unreadable, read_cases
from threshold.casefiles.model import Case, Entry, Override
from threshold.casefiles.read import read_case

__all__ = [
    "STDIN",
    "Case",
    "Entry",
    "Override",
    "Unreadable",
    "read_case",
    "read_cases",
]
