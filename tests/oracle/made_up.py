"""Made-up children with records that do not fit together neatly, drawn from a seed.

Two assessments overlap, or one begins before its referral; an episode closes before its limit; a child has
two enquiries, each with an answer of its own; plans follow one another or run side by side; reviews fall
before, on and after the day that they were due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .limits import Limit

AS_AT = date(2025, 3, 31)
FIRST = date(2023, 1, 9)
LONG_AGO = date(2019, 8, 1)


@dataclass(frozen=True)
class Thing:
    """An assessment, enquiry or plan, with what was held in it."""

    episode: str
    start: date | None
    end: date | None = None
    needed: bool | None = None
    talk: date | None = None
    conference: date | None = None
    reviews: tuple[date, ...] = ()


@dataclass(frozen=True)
class Referral:
    """A referral with all that belongs to it; a conference of its own, where no enquiry has one."""

    start: date
    end: date | None
    things: tuple[Thing, ...] = ()
    conference: date | None = None


@dataclass(frozen=True)
class MadeUp:
    """A child who does not exist."""

    child: str
    referrals: tuple[Referral, ...]


def days(number: int) -> timedelta:
    return timedelta(days=number)


def about(rng: Random, start: date, limit: Limit) -> date:
    """A day on which something is done: most often near the day that it is due."""
    due = limit.due(start)
    way = rng.random()
    if way < 0.45:
        return due + days(rng.choice((-2, -1, 0, 0, 1, 2)))
    if way < 0.8:
        return start + days(rng.randint(0, max(1, (due - start).days)))
    return due + days(rng.randint(3, 200))


def by_now(day: date | None) -> date | None:
    return day if day is not None and day <= AS_AT else None


def made_up(seed: str, number: int) -> list[MadeUp]:
    return [_child(Random(f"{seed}/{count}"), f"K{count:04}") for count in range(number)]


def _child(rng: Random, name: str) -> MadeUp:
    return MadeUp(name, tuple(_referrals(rng)))


def _referrals(rng: Random) -> Iterator[Referral]:
    start = FIRST + days(rng.randint(0, 700)) if rng.random() < 0.8 else LONG_AGO + days(rng.randint(0, 1200))
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        end = by_now(start + days(rng.choice((0, 10, 40, 90, 200, 400)) + rng.randint(0, 30)))
        if rng.random() < 0.35:
            end = None
        things = tuple(_things(rng, start))
        lone = rng.random() < 0.1 and not any(thing.episode == "enquiry" for thing in things)
        conference = by_now(start + days(rng.randint(5, 60))) if lone else None
        yield Referral(start, end, things, conference)
        start = (end or start + days(rng.randint(20, 300))) + days(rng.choice((1, 7, 30, 120)))
        if start > AS_AT:
            return


def _things(rng: Random, referred: date) -> Iterator[Thing]:
    start = referred + days(rng.choice((0, 0, 1, 3, 10, -5, -1)))
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        end = about(rng, start, Limit(45, "working days")) if rng.random() < 0.85 else None
        held = [by_now(start + days(rng.randint(0, 90))) for _ in range(rng.choice((0, 1, 1, 2)))]
        reviews = tuple(sorted({day for day in held if day is not None}))
        if start <= AS_AT:
            yield Thing("assessment", start, by_now(end), reviews=reviews)
        start += days(rng.randint(1, 120))
    yield from _protection(rng, referred)
    yield from _need(rng, referred)


def _protection(rng: Random, referred: date) -> Iterator[Thing]:
    start = referred + days(rng.randint(0, 30))
    for _ in range(rng.choice((0, 0, 1, 2))):
        needed = rng.random() < 0.65
        talk = start - days(rng.choice((0, 0, 0, 1, 3)))
        conference = by_now(about(rng, talk, Limit(15, "working days"))) if needed else None
        if conference is not None and rng.random() < 0.15:
            conference = None
        end = by_now(start + days(rng.randint(1, 40))) if rng.random() < 0.4 else None
        if start <= AS_AT:
            yield Thing("enquiry", start, end, needed, talk, conference)
        if conference is not None and rng.random() < 0.7:
            yield from _plan(rng, conference + days(rng.choice((0, 0, 0, 1, 4))))
        start += days(rng.randint(5, 200))


def _plan(rng: Random, start: date) -> Iterator[Thing]:
    if start > AS_AT:
        return
    end = by_now(start + days(rng.randint(10, 700))) if rng.random() < 0.6 else None
    reviews, day = [], about(rng, start, Limit(3, "months"))
    while day <= (end or AS_AT) and rng.random() < 0.9:
        reviews.append(day)
        day = about(rng, max(day, start), Limit(6, "months"))
    if rng.random() < 0.08:
        reviews.append(start - days(rng.randint(1, 20)))
    yield Thing("child_protection", start, end, reviews=tuple(sorted(set(reviews))))


def _need(rng: Random, referred: date) -> Iterator[Thing]:
    start = referred + days(rng.randint(5, 90))
    for _ in range(rng.choice((0, 1, 1, 2))):
        end = by_now(start + days(rng.randint(5, 300))) if rng.random() < 0.7 else None
        reviews, day = [], about(rng, start, Limit(28, "days"))
        while day <= (end or AS_AT) and rng.random() < 0.85:
            reviews.append(day)
            day = about(rng, day, Limit(28, "days"))
        if start <= AS_AT:
            yield Thing("child_in_need", start, end, reviews=tuple(sorted(set(reviews))))
        # One after another, or side by side.
        start = (end or start) + days(rng.choice((0, 1, 30))) if rng.random() < 0.7 else start + days(9)
