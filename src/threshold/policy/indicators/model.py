"""What an indicator table says: its signs by level and domain, and how many signs make another level."""

from dataclasses import dataclass, field
from pathlib import Path

from threshold.reading import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a line of a text, or a cell of a workbook ("C7", whose line is its row).

    Where a workbook has several sheets, the cell names its sheet as well, as spreadsheets do: "Signs!C7".
    """

    file: str
    line: int | None
    cell: str = ""

    def problem(self, message: str, field: str = "") -> Problem:
        """What is wrong here. A cell tells its column by itself; for a line, `field` does."""
        if self.cell:
            return Problem(message, self.file, field=f"cell {self.cell}")
        return Problem(message, self.file, self.line, field=field)

    def told(self, beside: str) -> str:
        """This place as a message names it that stands in the file `beside`: `line 7`, `cell C7 of FILE`."""
        here = f"cell {self.cell}" if self.cell else f"line {self.line}"
        return here if self.file == beside else f"{here} of {Path(self.file).name}"


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages that a sign is for, in whole years, the first and the last within; None: no bound.

    Without a bound and not `unborn`, it is for every child, born or not. `unborn` alone: for none who is
    born. Beside a bound: for these and the unborn.
    """

    least: int | None = None
    most: int | None = None
    unborn: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One indicator. `level` is as it was written, a number or a name; `domain` is the key of its domain.

    `level_at` is where its level stands, if that is told apart from the place of the whole.
    """

    id: str
    name: str
    level: str
    domain: str
    asks: str
    ages: Ages
    protection: bool
    place: Place
    level_at: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of a child's life that signs lie in, and the question whether any of them may be there."""

    key: str
    title: str
    asks: str
    place: Place


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many signs of these levels, in so many domains or in every domain that has such signs."""

    at_least: int
    of: tuple[str, ...]
    in_domains: int = 1
    in_every_domain: bool = False
    domains: tuple[str, ...] = ()  # the keys of those in which alone it counts; empty: in all of them


@dataclass(frozen=True, slots=True)
class Combination:
    """Signs that together make a level: where all the counts are reached. `level` is as it was written."""

    id: str
    level: str
    counts: tuple[Count, ...]
    because: str
    place: Place
    level_at: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """All signs of a pack. `otherwise` is the level where none is there; empty where that is not said."""

    signs: tuple[Sign, ...]
    domains: tuple[Domain, ...]
    combinations: tuple[Combination, ...]
    otherwise: str
    files: tuple[Path, ...]
    otherwise_at: Place | None = field(default=None, compare=False)
