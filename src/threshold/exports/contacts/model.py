"""A contact as it came in, and what is told once beside the contacts of a file."""

from dataclasses import dataclass

from threshold.casefiles import Case
from threshold.output.words import listed
from threshold.reading import Problem

_MOST_NAMED = 5  # rows


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as it came in: a case, or why it cannot be read.

    place      the file or sheet, as told to people
    row        its line or row, from 1, as people count them; 0 for a whole file that cannot be read
    reference  as the file gives it, or "" where it has none that may be shown
    case       None where it cannot be read
    problems   why it cannot be read; or what of it could not, and is unknown
    asks       whether the file itself says what is asked for; else triage is supposed
    alike      references of other contacts that differ from it in dashes, spaces, capitals or noughts alone
    """

    place: str
    row: int
    reference: str
    case: Case | None
    problems: tuple[Problem, ...] = ()
    asks: bool = False
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What is told once of a file: how it was read, or rows that are none of a contact (`aside`)."""

    message: str
    place: str
    column: str = ""
    rows: tuple[int, ...] = ()
    aside: bool = False

    def __str__(self) -> str:
        place = [
            self.place,
            *([_rows(self.rows)] if self.rows else []),
            *([self.column] if self.column else []),
        ]
        return f"{', '.join(place)}: {self.message}"


def _rows(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    named = [str(number) for number in numbers[:_MOST_NAMED]]
    more = len(numbers) - len(named)
    return "rows " + listed([*named, *([f"{more:,} more"] if more else [])], "and")
