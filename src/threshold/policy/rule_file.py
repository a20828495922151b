"""The shape of a file of rules: what is shared stands once, and each rule says how it failed."""

from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from threshold.policy.files import Entry, Identifier, IsoDate
from threshold.policy.model import Bearing, Hit, IfConcern, Moves, Unlisted
from threshold.reading.validate import TrueOrFalse

KINDS = (
    "grounds",
    "requirements",
    "definitions",
    "deadlines",
    "routes",
    "conflicts",
    "protection",
    "safety",
)
Somebody = str | dict[str, str]

# What an earlier form of the language called a thing, and what it is called now.
_IN_PARTS = "say it under block, condition, warn or note: a list of parts, each with `must:` and `else:`"
_BESIDE = "is one action now: write `do:`, `by:` and `to:` beside each other"
_OF_A_STEP = {
    "added_by": "is called `by:` now",
    "sent_to": "is called `to:` now",
}


def _parts(value: Any) -> Any:
    if isinstance(value, list):
        return value
    raise ValueError("must be a list of parts, each with `must:` and `else:`")


def _one_action(value: Any) -> Any:
    if isinstance(value, list):
        raise ValueError(_BESIDE)
    return value


def _somebody(value: Any) -> Any:
    if isinstance(value, dict) and "by" in value:
        raise ValueError("is chosen by `fact:` now, such as {fact: household.area, north: .., south: ..}")
    if isinstance(value, list):
        raise ValueError("must be one name; several stand in a parameter of type `list`, as $its_name")
    return value


By = Annotated[Somebody, BeforeValidator(_somebody)]


class InForceEntry(Entry):
    """The days on which a rule is in force, the last one included."""

    since: IsoDate | None = Field(default=None, alias="from")
    until: IsoDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "InForceEntry":
        if self.since is None and self.until is None:
            raise ValueError("needs `from:`, `until:` or both")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("ends before it begins")
        return self


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[list[str], BeforeValidator(_one_or_more)]


class RequestEntry(Entry):
    """The requests that a ground answers: what is left out matches any."""

    direction: OneOrMore = []
    from_: OneOrMore = Field(default=[], alias="from")
    to: OneOrMore = []
    of: OneOrMore = []
    step: OneOrMore = []
    action: OneOrMore = []


class ScopeEntry(Entry):
    """What is said once, and holds for every rule that follows."""

    request: RequestEntry | None = Field(default=None, alias="for")
    bears_on: list[Bearing] = []
    each: str = ""
    in_force: InForceEntry | None = None
    applies: Any = None
    tensions: list[str] = []


class DoEntry(Entry):
    """Who does what then."""

    do: Annotated[str, BeforeValidator(_one_action)] = ""
    by: By | None = None
    to: By | None = None
    urgent: TrueOrFalse = False


class HeadEntry(Entry):
    """What every rule has."""

    id: Identifier
    title: str = ""
    carries: list[str] = []
    tensions: list[str] = []
    in_force: InForceEntry | None = None

    def cites(self, clauses: Collection[str]) -> list[str]:
        """The clauses that it carries: those named, or else the one whose name is its id."""
        return self.carries or [name for name in (self.id,) if name in clauses]


class BearingEntry(HeadEntry):
    """A rule that counts for some requests only."""

    bears_on: list[Bearing] = []


class AnchoredEntry(BearingEntry):
    """A rule that may be about every run of an episode."""

    each: str = ""


class RowEntry(DoEntry):
    id: str = ""
    when: Any
    value: str = Field(alias="is")
    because: str = ""


class SaidEntry(Entry):
    """What is said of a ground that does not hold, where this is so; the last may say no `when`."""

    when: Any = None
    says: str


def _said(value: Any) -> Any:
    if value and isinstance(value, str | list):
        return value
    raise ValueError("is one sentence, or a list of {when: .., says: ..}")


class GroundEntry(HeadEntry):
    """What makes a request right."""

    request: RequestEntry | None = Field(default=None, alias="for")
    applies: Any = None
    when: Any = None
    by: By | None = None
    otherwise: Annotated[str | list[SaidEntry], BeforeValidator(_said)] = Field(alias="else")
    unknown: str = ""


class ProtectionEntry(HeadEntry):
    """Something that gives rise to a protection concern, beside what does so in every policy."""

    when: Any
    because: str


class DefinitionEntry(BearingEntry):
    fact: str
    hit: Hit
    rows: list[RowEntry] = Field(min_length=1)
    otherwise: str | None = None
    contradicts: str = ""


class PartEntry(DoEntry):
    """One part of a requirement: what must be so, and what is said where it is not."""

    renamed: ClassVar[dict[str, str]] = {
        "says": "is called `else:` now",
        "otherwise": "is called `else:` now",
    }
    must: Any = None
    papers: Any = None
    otherwise: str = Field(alias="else")
    unknown: str = ""


Parts = Annotated[list[PartEntry], BeforeValidator(_parts)]


class RequirementEntry(AnchoredEntry):
    renamed: ClassVar[dict[str, str]] = {
        "satisfied": f"is written in parts now: {_IN_PARTS}",
        "documents": "is called `papers:` now, in a part of block, condition, warn or note",
        "otherwise": f"is written in parts now: {_IN_PARTS}",
        "until": "follows from `at_least_ago` by itself now: leave it out",
    }
    applies: Any = None
    unless: Any = None
    block: Parts = []
    condition: Parts = []
    warn: Parts = []
    note: Parts = []
    if_concern: IfConcern | None = None


class FactReference(Entry):
    fact: str


class FactOrEvent(Entry):
    fact: str = ""
    event: str = ""


class DeadlineEntry(AnchoredEntry, DoEntry):
    renamed: ClassVar[dict[str, str]] = {
        "otherwise": "is written `late:` (done after it was due), `overdue:` (not done) and `do:`, `by:` now",
        "ends": "is written `ends_with:` now, with the name of the episode that ends the clock",
    }
    applies: Any = None
    starts: FactReference
    within: Any
    hours: str = ""
    met_by: FactOrEvent
    or_sooner: FactReference | None = None
    repeats: Literal["from_last"] | None = None
    ends_with: str = ""
    pauses_while: str = ""
    beside: str = ""
    late: str = ""
    overdue: str = ""


class EventReference(Entry):
    event: str


class StepEntry(Entry):
    """A step or action: its id is the first key, and what is done its value."""

    renamed: ClassVar[dict[str, str]] = _OF_A_STEP
    id: Identifier
    action: str
    carries: list[str] = []
    step: str = ""
    kind: Literal["action", "request", "task"] = "action"
    by: By | None = None
    to: By | None = None
    via: str = ""
    says: str = ""
    available: TrueOrFalse = True
    moves: Moves | None = None
    asked_for: TrueOrFalse = False
    also: list[str] = []
    when: Any = None
    done: EventReference | FactReference | Any = None

    def cites(self, clauses: Collection[str]) -> list[str]:
        """The clauses that say so: those named, or else the one after which it is named.

        That is `X-2`, be its id `X-2` or `X-2-finish`; none where there is no such clause.
        """
        named = self.id
        while named and named not in clauses:
            named = named.rpartition("-")[0]
        return self.carries or [name for name in (named,) if name]

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """`{RBC-4.1d: Ask the TAC}` as an id and an action; ids begin with a capital, keys do not."""
        if not isinstance(given, dict):
            return given
        if {"id", "action"} & given.keys():
            raise ValueError("the id and the action are one line now, such as `- RBC-4.1d: Ask the TAC`")
        ids = [key for key in given if isinstance(key, str) and key[:1].isupper()]
        if len(ids) != 1:
            raise ValueError("needs one id with its action, such as `- RBC-4.1d: Ask the TAC`")
        rest = {key: value for key, value in given.items() if key != ids[0]}
        return {"id": ids[0], "action": given[ids[0]], **rest}


class RouteEntry(BearingEntry):
    renamed: ClassVar[dict[str, str]] = {
        **_OF_A_STEP,
        "sequence": "is called `steps:` now",
        "rows": "is called `actions:` now",
    }
    when: Any = None
    step: str = ""
    also: list[str] = []
    by: By | None = None
    to: By | None = None
    unlisted: Unlisted | None = None
    steps: list[StepEntry] = []
    actions: list[StepEntry] = []


class ConflictEntry(HeadEntry):
    when: Any
    why: str
    doubtful: list[str] = []


_EVERYWHERE = "is the same in every policy: leave it out"


class SafetyEntry(HeadEntry, DoEntry):
    """What is done first where there is a protection concern."""

    renamed: ClassVar[dict[str, str]] = {
        "when": f"{_EVERYWHERE} (a pack adds to it under `protection:`)",
        "covers": _EVERYWHERE,
        "forbids_when": f"{_EVERYWHERE}; a route row says `moves: down` where it closes or hands on",
    }


class GroupEntry(Entry):
    """Rules that share a scope."""

    title: str = ""
    scope: ScopeEntry = ScopeEntry()
    grounds: list[GroundEntry] = []
    definitions: list[DefinitionEntry] = []
    requirements: list[RequirementEntry] = []
    deadlines: list[DeadlineEntry] = []
    routes: list[RouteEntry] = []
    conflicts: list[ConflictEntry] = []
    protection: list[ProtectionEntry] = []
    safety: list[SafetyEntry] = []


class RuleFile(GroupEntry):
    groups: list[GroupEntry] = []
