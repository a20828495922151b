"""One case: its file, read strictly."""

from threshold.casefiles.files import STDIN, PassedOver, PassOver, Unreadable, read_cases
from threshold.casefiles.model import Case, Entry, Override
from threshold.casefiles.read import read_case

__all__ = [
    "STDIN",
    "Case",
    "Entry",
    "Override",
    "PassOver",
    "PassedOver",
    "Unreadable",
    "read_case",
    "read_cases",
]
