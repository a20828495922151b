"""What every file of made-up children has: its entries, their links, its dirt, and what it states in the end.

A file is written with its dirt. Beside it stands what it states, which keeps a link only where the file
has it.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from .made_up import MadeUp, Thing
from .records import EPISODES, Entry, Stated

REVIEWS = {
    "assessment": "assessment_review",
    "child_protection": "cp_review",
    "child_in_need": "cin_review",
}
UNREADABLE = ("31/02/2025", "not known", "2024-13-45", "??")
SPELLINGS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda day: day.strftime("%d/%m/%Y"),
    lambda day: day.strftime("%d %B %Y"),
    lambda day: day.strftime("%d-%b-%Y"),
    lambda day: day.strftime("%d.%m.%Y"),
    lambda day: day.strftime("%Y%m%d"),
    lambda day: f"{day} 00:00:00",
]


@dataclass(frozen=True)
class File:
    """A file, what it states, what it is said to record completely, and how many rows it has."""

    path: Path
    children: list[Stated]
    said: frozenset[str]
    rows: int | None = None

    @property
    def covers(self) -> frozenset[str]:
        """Of what nobody has an entry, nothing is covered."""
        return self.said & {entry.event for child in self.children for entry in child.entries}


def entries_of(made: MadeUp, linked: bool, nested: bool) -> Iterator[tuple[str, Entry]]:
    """Everything of a child; `linked` keeps which start has which end, `nested` what lies in what."""
    for count, referral in enumerate(made.referrals):
        name = f"{made.child}-R{count}"
        ref, of = (name if linked else None), (name if nested else None)
        yield name, Entry("referral", referral.start, ref)
        if referral.end:
            yield name, Entry("referral_closed", referral.end, ref)
        if referral.conference:
            yield name, Entry("cp_conference", referral.conference, of=of)
        for place, thing in enumerate(referral.things):
            yield from _of_thing(thing, f"{name}-{place}", linked, nested, of)


def _of_thing(
    thing: Thing, name: str, linked: bool, nested: bool, of: str | None
) -> Iterator[tuple[str, Entry]]:
    opens, closes = EPISODES[thing.episode]
    ref, inside = (name if linked else None), (name if nested else None)
    if thing.start:
        yield name, Entry(opens, thing.start, ref, of, thing.needed if linked else None)
    if thing.end:
        yield name, Entry(closes, thing.end, ref, of)
    if thing.talk:
        yield name, Entry("strategy_discussion", thing.talk, of=inside)
    if thing.conference:
        yield name, Entry("cp_conference", thing.conference, of=inside)
    for day in thing.reviews:
        yield name, Entry(REVIEWS[thing.episode], day, of=inside)


class Unread:
    """Which of one child's dates cannot be read, chosen while they are written."""

    SOME = ("assessment_completed", "cp_conference", "cp_review", "cp_plan_ended", "cin_review")

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.chosen: set[tuple[str, date, int]] = set()
        self.events: set[str] = set()
        self.given = 0

    def cell(self, event: str, day: date, write: Callable[[date], str] = date.isoformat) -> str:
        self.given += 1
        if event in self.SOME and self.rng.random() < 0.01:
            self.chosen.add((event, day, self.given))
            self.events.add(event)
            return self.rng.choice(UNREADABLE)
        return write(day)

    def left(self, entry: Entry) -> bool:
        return not any((entry.event, entry.on) == (event, day) for event, day, _ in self.chosen)


def once(named: list[tuple[str, Entry]]) -> tuple[Entry, ...]:
    """The entries of each element or row; one that states the very same as another counts once."""
    groups: dict[str, list[Entry]] = {}
    for name, entry in named:
        groups.setdefault(name, []).append(entry)
    different: dict[frozenset[tuple[object, ...]], list[Entry]] = {}
    for name, entries in groups.items():
        around = {entry.of for entry in entries if entry.ref == name}
        said = frozenset((entry.event, entry.on, entry.needed, *around) for entry in entries)
        different.setdefault(said, entries)
    return tuple(entry for entries in different.values() for entry in entries)


def save_csv(
    path: Path, header: list[str], rng: Random, rows: list[list[str]], more: list[list[str]]
) -> None:
    """Rows in an order of their own, as one."""
    everything = [*rows, *more]
    rng.shuffle(everything)
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header, *everything])
