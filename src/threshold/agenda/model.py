"""What is due: one item for each deadline that somebody still has to keep, and what was left out of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from threshold.decisions.model import Start

SCHEMA = "threshold/deadlines/1"
ItemState = Literal["overdue", "pending", "cannot_tell"]
LeftOut = Literal["no_limit", "missed", "paused", "on_request", "others", "beyond"]


@dataclass(frozen=True, slots=True)
class Item:
    """One deadline that is open, and has a day.

    reference   the child's or the case's made-up reference
    do, by      what is to be done and which role does it, by the rule; `by` is empty where it names nobody
    worker      whom the export has for the child; empty where it has nobody. `team` likewise
    due         an ISO date; a date and time where the limit counts in hours (local time in England)
    days        left while pending, late when overdue, in `unit` (days, working days or hours); None where
                nobody can tell whether it was done
    limit       how it counts: `45 working days`
    interval    which one of a deadline that repeats, from 1
    question    what would settle it, where nobody can tell whether it was done, or whether it applies
    edition     which edition a statutory limit was checked against; empty where the document has but one
    looser      that a local limit can end later than the statutory one beside it; empty where it cannot
    """

    reference: str
    rule: str
    title: str
    do: str
    by: str
    worker: str
    team: str
    state: ItemState
    starts: Start
    due: str
    days: int | None
    unit: str
    limit: str
    interval: int | None
    question: str
    clauses: tuple[str, ...]
    as_at: str
    edition: str = ""
    looser: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One rule of which nobody can tell when it is due, of whom, and what would settle it."""

    rule: str
    title: str
    question: str
    clauses: tuple[str, ...]
    references: tuple[str, ...]
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due, in the order in which it presses.

    items       what is overdue or to come
    untold      what has a day, and of which nobody can tell whether it was done, or whether it applies
    unknown     what has no day, for something is not known
    left_out    how many open deadlines are not among these, by why
    looked_at   how many cases or children were looked at
    as_at       the day or moment; the latest, where cases have several
    several     whether cases have several of them
    within      what was asked for, as it was written; empty where all is told
    refused     how many cases or files could not be decided, so that what is due there is not told
    """

    items: tuple[Item, ...]
    untold: tuple[Item, ...]
    unknown: tuple[Unknown, ...]
    left_out: Mapping[LeftOut, int]
    looked_at: int
    as_at: str
    several: bool = False
    within: str = ""
    refused: int = 0
    of: str = "cases"
    worker: str = ""
    team: str = ""
    policy: str = ""
    trial: tuple[str, ...] = ()


@dataclass(slots=True)
class Gathered:
    """What has been found so far, in any order."""

    items: list[Item] = field(default_factory=list)
    unknown: dict[str, Unknown] = field(default_factory=dict)
    left_out: dict[LeftOut, int] = field(default_factory=dict)
    looked_at: int = 0
    moments: set[str] = field(default_factory=set)

    def leave_out(self, why: LeftOut, number: int = 1) -> None:
        """Count what is not listed."""
        if number:
            self.left_out[why] = self.left_out.get(why, 0) + number

    def not_known(self, found: Unknown) -> None:
        """Add a rule of which nobody can tell, or more children to one that is there."""
        before = self.unknown.get(found.rule)
        references = (*before.references, *found.references) if before else found.references
        question = min(filter(None, (found.question, before.question if before else "")), default="")
        self.unknown[found.rule] = replace(found, question=question, references=references)
