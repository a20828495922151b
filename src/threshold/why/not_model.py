"""Why a case does not come out otherwise: what would have to change, and what nobody can change."""

from dataclasses import dataclass
from typing import Literal

SCHEMA = "threshold/why-not/1"

# What is done, what time brings, what has to be found out, and what only the family can decide.
Kind = Literal["done", "time", "found_out", "consent"]


@dataclass(frozen=True, slots=True)
class Step:
    """One change: of a fact (`to` is its value then), an event that takes place, or a day (`to`) to come."""

    kind: Kind
    about: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The fewest changes of one kind that lead to the answer, none of which can be left out.

    `on` is the day for which it was tried: that of the decision, unless time is among them.
    """

    text: str
    on: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule that stands in the way, and the facts with which it does."""

    rule: str
    title: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keeps:
    """A fact that keeps an answer from being another: what is seen of it, and with what it would be."""

    fact: str
    told: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What would lead to another answer (`wanted`), each suggestion proved by deciding the changed case.

    `reached`: the case has this answer. `note` says why nothing is suggested, where that needs words.
    `first` is what protects the child and comes before all else; `ask` the questions about danger that have
    to be answered, and whose answers nobody assumes. `standing` are the rules in the way of an answer that
    nothing suggested leads to; `keeps` the facts without which the answer would be one that holds more back.
    `tried` is how many changed cases were decided; `all_tried` whether that was all there is to try.
    """

    schema: str
    case: str
    as_at: str
    policy: str
    status: str
    answer: str
    wanted: str
    reached: bool
    note: str
    first: tuple[str, ...]
    ask: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    standing: tuple[Standing, ...]
    keeps: tuple[Keeps, ...]
    tried: int
    all_tried: bool
