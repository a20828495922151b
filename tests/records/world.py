"""What the oracle is told: entries, what a file covers, and a plain declaration of episodes and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from threshold.vocabulary import Vocabulary

OUTER = "referral"  # the episode that all others lie within
REQUEST = "request"


class Missing(Enum):
    """Why there is no plain value: nobody knows; there was none; there was one, on no known day."""

    UNKNOWN = "unknown"
    ABSENT = "absent"
    UNDATED = "undated"


UNKNOWN, ABSENT, UNDATED = Missing.UNKNOWN, Missing.ABSENT, Missing.UNDATED


@dataclass(frozen=True, eq=False)
class Record:
    """One entry of a timeline. Two are the same only if they are one and the same."""

    on: date | None
    event: str
    status: str = "held"
    carries: Mapping[str, object] = field(default_factory=dict)
    ref: str = ""
    of: str = ""


@dataclass(frozen=True)
class Span:
    """An episode, as the vocabulary declares it."""

    name: str
    opens: str
    closes: str
    within: str = ""
    carries_over: bool = False


@dataclass(frozen=True)
class Kind:
    """An event, as the vocabulary declares it."""

    name: str
    belongs_to: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    comes_before: bool = False


@dataclass(frozen=True)
class World:
    """Every episode and every event that there is."""

    spans: Mapping[str, Span]
    kinds: Mapping[str, Kind]

    def span_of(self, event: str) -> Span | None:
        """The episode that this event starts or ends."""
        for span in self.spans.values():
            if event in (span.opens, span.closes):
                return span
        return None


@dataclass(frozen=True)
class File:
    """A case file: its timeline in the order written, what it covers, and the day of the decision."""

    world: World
    records: tuple[Record, ...]
    today: date
    covers: Mapping[str, date] = field(default_factory=dict)

    @property
    def held(self) -> list[Record]:
        """What has happened by today, or at some time that nobody knows."""
        return [r for r in self.records if r.status == "held" and (r.on is None or r.on <= self.today)]

    def covered(self, event: str, up_to: date | None = None) -> bool:
        """Whether the file holds every such event up to that day (today, if none is given)."""
        return event in self.covers and self.covers[event] >= (up_to or self.today)


def world_of(vocabulary: Vocabulary) -> World:
    """The plain declaration of what the program's vocabulary declares."""
    spans = {
        name: Span(name, one.opens, one.closes, one.within, one.carries_over)
        for name, one in vocabulary.episodes.items()
    }
    kinds = {
        name: Kind(name, tuple(one.belongs_to), tuple(one.answers), one.comes_before)
        for name, one in vocabulary.events.items()
    }
    return World(spans, kinds)
