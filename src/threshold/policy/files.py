"""The shape of a pack's and a policy's files; what their conditions mean is checked elsewhere."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from threshold.policy.model import Bearing, Hit, Role, Unlisted
from threshold.reading.validate import TrueOrFalse
from threshold.vocabulary import parse_date


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be a date such as 2013-09-01")
    return parse_date(value)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


IsoDate = Annotated[date, BeforeValidator(_date)]
Names = Annotated[list[str], BeforeValidator(_as_list)]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9.-]{0,39}$")]
ParameterType = Literal["duration", "number", "boolean", "choice", "list", "fact", "role", "text", "table"]


class Entry(BaseModel):
    """An entry whose keys are all known."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class SourceEntry(Entry):
    document: str
    publisher: str
    date: str
    clauses: str


class PackEntry(Entry):
    pack: str
    title: str
    source: SourceEntry
    clauses: dict[str, str] = Field(min_length=1)
    unlisted: Unlisted = "not_covered"


class DatedValue(Entry):
    since: IsoDate = Field(alias="from")
    value: Any = Field(alias="is")
    because: str


class Preset(Entry):
    value: Any = Field(alias="is")
    because: str


class ParameterEntry(Entry):
    type: ParameterType
    means: str
    values: list[DatedValue] = Field(min_length=1)
    one_of: list[str] = []
    of: str = ""
    key: str = ""
    columns: dict[str, Literal["text", "duration", "number", "role"]] = {}
    at_least: str = ""
    at_most: str = ""
    presets: dict[str, Preset] = {}


class ActionEntry(Entry):
    do: str
    by: str | dict[str, str]
    to: str | dict[str, str] | None = None
    urgent: TrueOrFalse = False


class HeadEntry(Entry):
    id: Identifier
    title: str = ""
    carries: list[str] = []
    tensions: list[str] = []
    bears_on: list[Bearing] = []
    each: str = ""


class RowEntry(Entry):
    id: str = ""
    when: Any
    value: str = Field(alias="is")
    because: str = ""
    do: list[ActionEntry] = []


class DefinitionEntry(HeadEntry):
    fact: str
    hit: Hit
    rows: list[RowEntry] = Field(min_length=1)
    otherwise: str | None = None


class OtherwiseEntry(Entry):
    block: str = ""
    condition: str = ""
    warn: str = ""
    note: str = ""
    do: list[ActionEntry] = []
    until: list[Any] = []


class RequirementEntry(HeadEntry):
    bears_on: list[Bearing] = Field(min_length=1)
    applies: Any = None
    satisfied: Any = None
    documents: Any = None
    otherwise: OtherwiseEntry


class FactReference(Entry):
    fact: str


class FactOrEvent(Entry):
    fact: str = ""
    event: str = ""


class DeadlineEntry(HeadEntry):
    applies: Any = None
    starts: FactReference
    within: Any
    met_by: FactOrEvent
    or_sooner: FactReference | None = None
    repeats: Literal["from_last", ""] = ""
    ends: FactReference | None = None
    beside: str = ""
    otherwise: OtherwiseEntry | None = None


class EventReference(Entry):
    event: str


class StepEntry(Entry):
    id: Identifier
    action: str
    step: str = ""
    added_by: str | dict[str, str] | None = None
    sent_to: str | dict[str, str] | None = None
    when: Any = None
    kind: Literal["action", "request"] = "action"
    via: str = ""
    says: str = ""
    available: TrueOrFalse = True
    immediately: TrueOrFalse = False
    done: EventReference | None = None


class RouteEntry(HeadEntry):
    when: Any = None
    step: str = ""
    added_by: str | dict[str, str] | None = None
    sent_to: str | dict[str, str] | None = None
    unlisted: Unlisted | None = None
    rows: list[StepEntry] = []
    sequence: list[StepEntry] = []


class ConflictEntry(HeadEntry):
    when: Any
    why: str
    doubtful: list[str] = []


class SafetyEntry(HeadEntry):
    when: Any
    covers: list[str]
    forbids_when: Any = None
    do: list[ActionEntry] = []


class RuleFile(Entry):
    definitions: list[DefinitionEntry] = []
    requirements: list[RequirementEntry] = []
    deadlines: list[DeadlineEntry] = []
    routes: list[RouteEntry] = []
    conflicts: list[ConflictEntry] = []
    safety: list[SafetyEntry] = []


class PackUse(Entry):
    pack: str
    role: Role
    leads_on: list[Bearing] = []


class LocalValue(Entry):
    value: Any = Field(alias="is")
    because: str
    since: IsoDate | None = Field(default=None, alias="from")


class PolicyEntry(Entry):
    policy: str
    title: str
    version: str = "1"
    packs: list[PackUse] = Field(min_length=1)
    values: dict[str, LocalValue] = Field(default={}, alias="set")
    presets: dict[str, str] = {}
