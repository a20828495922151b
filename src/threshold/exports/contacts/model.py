"""One contact as it came in: a case, or why it cannot be read."""

from dataclasses import dataclass

from threshold.casefiles import Case
from threshold.reading import Problem


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as it came in.

    place      the file or sheet, as it is told to people
    row        its line or row there, from 1, as people count them
    reference  as the file gives it, or empty where it has none that may be shown
    case       None where it cannot be read
    problems   why it cannot be read; of one that can, what of it is not known because it could not
    asks       the file itself says what is asked for; else triage is supposed
    """

    place: str
    row: int
    reference: str
    case: Case | None
    problems: tuple[Problem, ...] = ()
    asks: bool = False
