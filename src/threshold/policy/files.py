"""The shape of a pack's head, clauses and parameters, of a policy and tensions; for rules, `rule_file`."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from threshold.policy.model import Bearing, Role, Standing, Unlisted
from threshold.vocabulary import parse_date
from threshold.vocabulary.hours import Hours


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be a date such as 2013-09-01")
    return parse_date(value)


IsoDate = Annotated[date, BeforeValidator(_date)]
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
    edition: str = ""


class PackEntry(Entry):
    pack: str
    title: str
    source: SourceEntry
    clauses: dict[str, str] = {}
    unlisted: Unlisted = "not_covered"


class ClauseEntry(Entry):
    """A clause that is not simply carried: whether it holds already, what is missing, why it is left out."""

    place: str
    standing: Standing | None = None
    in_part: str = ""
    left_out: str = ""


def _place_alone(value: Any) -> Any:
    return {"place": value} if isinstance(value, str) else value


Clauses = dict[str, Annotated[ClauseEntry, BeforeValidator(_place_alone)]]


class ClausesFile(Entry):
    """Every clause of a document, by what it is about: see `About`."""

    core: Clauses = {}
    further: Clauses = {}
    staff: Clauses = {}
    context: Clauses = {}


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


class PackUse(Entry):
    pack: str
    role: Role
    leads_on: list[Bearing] = []


class LocalValue(Entry):
    value: Any = Field(alias="is")
    because: str
    since: IsoDate | None = Field(default=None, alias="from")


def _one_of_several(value: Any) -> Any:
    """One value alone is a list of one."""
    return value if isinstance(value, list) else [value]


def _each_from_a_day_of_its_own(values: list[LocalValue]) -> list[LocalValue]:
    days = [value.since for value in values]
    if len(set(days)) < len(days):
        which = "without `from:`" if days.count(None) > 1 else "from the same day"
        raise ValueError(f"holds two values {which}; say of each from which day it holds, or leave one out")
    return values


# What a policy sets a parameter to: one value, or one after the other.
LocalValues = Annotated[
    list[LocalValue],
    Field(min_length=1),
    BeforeValidator(_one_of_several),
    AfterValidator(_each_from_a_day_of_its_own),
]


class PolicyEntry(Entry):
    policy: str
    title: str
    version: str = "1"
    packs: list[PackUse] = Field(min_length=1)
    values: dict[str, LocalValues] = Field(default={}, alias="set")
    presets: dict[str, str] = {}
    hours: Hours = {}


class ReadingEntry(Entry):
    """One way to read it: the values of parameters that it goes with, and what is said then."""

    when: dict[str, Any] = {}
    says: str


class TensionEntry(Entry):
    open: str
    readings: dict[str, list[ReadingEntry]] = {}
