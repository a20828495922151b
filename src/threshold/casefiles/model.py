"""One case as its file gives it: typed facts, dated events, and what the file says it covers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from threshold.vocabulary import Value

EntryStatus = Literal["held", "planned", "cancelled"]
ENTRY_STATUSES: tuple[EntryStatus, ...] = get_args(EntryStatus)
OF_THE_REQUEST = "request"  # what an entry belongs to that was made for what the file asks for


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the timeline. `carries` holds what else it says (outcome, attended, by, to).

    on   the day; None where it is known to have happened, and not when
    ref  a name for the thing that it is about, such as one referral or one plan
    of   the ref of what that belongs to; `request` for what the file asks for
    """

    on: date | None
    event: str
    status: EntryStatus = "held"
    carries: Mapping[str, Value] = field(default_factory=dict)
    ref: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A derived fact that a person judged otherwise, with who and why."""

    value: Value
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """One episode of one child, under a pseudonymous reference.

    covers    kinds of event that the file records completely, and up to when
    expect    what an example case expects of a decision; None for a real case
    origin    the file and line it came from, for messages
    file      the file alone: what an example names by a path lies relative to it
    """

    reference: str
    given: Mapping[str, Value]
    timeline: tuple[Entry, ...] = ()
    covers: Mapping[str, date] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    family: str | None = None
    as_at: date | datetime | None = None
    about: str | None = None
    expect: Any = None
    origin: str = ""
    file: str = field(default="", compare=False)
