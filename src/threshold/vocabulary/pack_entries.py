"""What the `vocabulary.yaml` of a pack may hold: words of its own, and choices that it adds."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from threshold.vocabulary.entries import EpisodeEntry, EventEntry, FactEntry, Roles, as_list
from threshold.vocabulary.hours import Hours


class Entry(BaseModel):
    """An entry whose keys are all known."""

    model_config = ConfigDict(extra="forbid")


class ChoiceEntry(Entry):
    """A choice that a pack adds to those of a shared fact.

    between      of a fact whose choices have an order: the two between which it lies
    also         its other spellings
    recorded_by  of a kind of support: the fact, true or false, that tells from records that it is in place
    direction, leads_to  of an outcome: which way it is, and the support to which one that leads down leads
    """

    between: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    also: list[str] = []
    recorded_by: str = ""
    direction: str = ""
    leads_to: str = ""


def _as_added(value: Any) -> Any:
    """Choices of which nothing more is said are written as a list of their names."""
    names = as_list(value)
    return {name: {} for name in names} if isinstance(names, list) else value


class PackWords(Entry):
    """The words that a pack brings: see `own_words`."""

    prefix: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,30}$")] = ""
    levels: list[str] = []
    hours: Hours = {}
    roles: Roles = {}
    episodes: dict[str, EpisodeEntry] = {}
    events: dict[str, EventEntry] = {}
    facts: dict[str, dict[str, FactEntry]] = {}
    extend: dict[str, Annotated[dict[str, ChoiceEntry], BeforeValidator(_as_added)]] = {}
