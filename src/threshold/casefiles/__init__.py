"""One case: its file, read strictly."""

from threshold.casefiles.files import (
    STDIN,
    PassedOver,
    PassOver,
    Read,
    Unreadable,
    cases_in_lines,
    cases_in_text,
    read_cases,
)
from threshold.casefiles.model import Case, Entry, Override
from threshold.casefiles.read import may_be_called, read_case

__all__ = [
    "STDIN",
    "Case",
    "Entry",
    "Override",
    "PassOver",
    "PassedOver",
    "Read",
    "Unreadable",
    "cases_in_lines",
    "cases_in_text",
    "may_be_called",
    "read_case",
    "read_cases",
]
