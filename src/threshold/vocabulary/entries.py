"""What `vocabulary.yaml` may hold, as it is written: roles, episodes, events and facts."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from threshold.reading.validate import TrueOrFalse
from threshold.vocabulary.model import Decidable, ReadStatus
from threshold.vocabulary.values import Kind


class Entry(BaseModel):
    """Whatever stands in the file: keys that are not known are errors."""

    model_config = ConfigDict(extra="forbid")


def as_list(value: Any) -> Any:
    """A single name is written without brackets."""
    return [value] if isinstance(value, str) else value


def _as_choices(value: Any) -> Any:
    """Choices without other spellings are written as a list of their names."""
    names = as_list(value)
    plain = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return {name: [] for name in names} if plain else value


# Each choice by its name, with its other spellings.
_Choices = Annotated[dict[str, list[str]], BeforeValidator(_as_choices)]


class TypeEntry(Entry):
    """What a value may be."""

    type: Kind
    values: _Choices = {}
    of: _Choices = {}
    at_least: int | None = None
    at_most: int | None = None
    called: list[str] = []


class EventEntry(Entry):
    """A kind of event."""

    asks: str
    carries: dict[str, TypeEntry] = {}
    needs: list[str] = []
    answers: list[str] = []
    belongs_to: Annotated[list[str], BeforeValidator(as_list)] = []
    timed: TrueOrFalse = False
    comes_before: TrueOrFalse = False
    for_request: TrueOrFalse = False
    work: TrueOrFalse = False


class EpisodeEntry(Entry):
    """What opens an episode and what closes it."""

    opens: str
    closes: str
    within: str = ""
    carries_over: TrueOrFalse = False
    not_inside: str = ""


class TimelineEntry(Entry):
    """How a fact is read off the timeline."""

    first: Annotated[list[str], BeforeValidator(as_list)] = []
    latest: Annotated[list[str], BeforeValidator(as_list)] = []
    count: str = ""
    open: str = ""
    left_open: str = ""
    opened: str = ""
    closed: str = ""
    begun: str = ""
    longest_gap: str = ""
    served: str = ""
    ever: list[str] = []
    among: list[str] = []
    after: str = ""
    anywhere: TrueOrFalse = False
    else_first: TrueOrFalse = False
    certain: TrueOrFalse = False
    during: str = ""
    since: str = ""
    by: str = ""
    where: dict[str, str] = {}
    may_be: dict[str, Annotated[list[str], BeforeValidator(as_list)]] = {}
    status: ReadStatus = "held"
    give: str = ""


class FactEntry(TypeEntry):
    """A fact."""

    asks: str = ""
    means: str = ""
    protection: TrueOrFalse = False
    ahead: TrueOrFalse = False
    derived: TrueOrFalse = False
    default: str | None = None
    order: list[str] = []
    direction: dict[str, str] = {}
    leads_to: dict[str, str] = {}
    timeline: TimelineEntry | None = None
    settled_by: dict[str, str | dict[str, str]] = {}
    decides: list[Decidable] = []
    consent_for: list[Decidable] = []
    follows: TrueOrFalse = False
    calls_for_reason: TrueOrFalse = False
    work: TrueOrFalse = False
    about: Annotated[list[str], BeforeValidator(as_list)] = []
    people_of: str = ""
    same_as: str = ""
    extensible: TrueOrFalse = False
    screened_by: str = ""
    asked_with: str = ""
    recorded_by: dict[str, str] = {}


class RoleEntry(Entry):
    """A role, its other names, and the roles that it counts as."""

    also: list[str] = []
    counts_as: Annotated[list[str], BeforeValidator(as_list)] = []


def _as_role(value: Any) -> Any:
    """A role that counts as no other is written as the list of its other names."""
    return {"also": value} if isinstance(value, list) else value


Roles = dict[str, Annotated[RoleEntry, BeforeValidator(_as_role)]]


class VocabularyFile(Entry):
    """The whole of the shared file."""

    roles: Roles
    episodes: dict[str, EpisodeEntry]
    events: dict[str, EventEntry]
    facts: dict[str, dict[str, FactEntry]] = Field(min_length=1)
