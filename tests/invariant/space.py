"""What a case under a policy may hold: the facts and events that its rules read, and values worth trying."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from threshold.casefiles import Case, Entry
from threshold.conditions import facts_of, tests
from threshold.dates import day_of
from threshold.policy import Policy
from threshold.vocabulary import Value, ValueType

from .oracle import QUESTIONS, RECORDED, STATED
from .shape import Bench

DAYS = (0, 0, 1, 2, 3, 5, 7, 8, 10, 14, 15, 20, 30, 45, 60, 89, 90, 91, 92, 93, 180, 200, 366, 400)
# What a case says of the request and of who makes it: a completion leaves all of it alone.
REQUEST = ("request.", "closure.of")


def of_the_request(fact: str) -> bool:
    return fact.startswith(REQUEST)


class Space:
    """The facts and events that a policy reads, and those that tell of protection."""

    def __init__(self, bench: Bench) -> None:
        self.policy: Policy = bench.policy
        self.vocabulary = self.policy.vocabulary
        self._leaves = {leaf for condition in bench.conditions.values() for leaf in tests(condition)}
        read = {name for condition in bench.conditions.values() for name in facts_of(condition)}
        read |= {who.fact for r in self.policy.routes for s in r.steps for who in (s.by, s.to) if who.fact}
        known = self.vocabulary.facts
        named = {*(read & known.keys()), *(name for name in STATED if name in known), "care.looked_after"}
        self.behind = {name: tuple(sorted(self._behind(name, frozenset()))) for name in known}
        reached = {base for name in named for base in self.behind[name]}
        self.facts = sorted(name for name in reached if name in known and not of_the_request(name))
        self.events = sorted({name for name in reached if name in self.vocabulary.events} | {*RECORDED})
        self.roles = sorted({used for _, used in self.vocabulary.roles})
        self.protection = {*self.behind.get("protection.concern", ()), *QUESTIONS}
        self.values = cache(self._values)
        # The event that opens what another closes; and the events that say what a fact states.
        self.opens = {spans.closes: spans.opens for spans in self.vocabulary.episodes.values()}
        self.settling = {
            name: frozenset(event for event, _ in fact.settling.says)
            for name, fact in known.items()
            if fact.settling is not None
        }

    def _behind(self, name: str, seen: frozenset[str]) -> set[str]:
        """The stated facts and the kinds of event that a fact rests on."""
        fact = self.vocabulary.facts[name]
        if name in seen:
            return set()
        found: set[str] = set()
        if fact.derived:
            for stratum in (*self.policy.strata, *self.policy.late_strata):
                for rule in stratum:
                    if rule.fact == name:
                        for row in rule.rows:
                            for other in facts_of(row.when):
                                found |= self._behind(other, seen | {name})
            return found
        if fact.settling is not None:
            found |= {event for event, _ in fact.settling.says}
        if fact.reading is None:
            return found | {name}
        found |= {*fact.reading.events}
        reading = fact.reading
        for episode in (reading.during, reading.after, *reading.among):
            if episode:
                spans = self.vocabulary.episodes[episode]
                found |= {spans.opens, spans.closes}
        for bound in (fact.reading.since, fact.reading.by):
            found |= self._behind(bound, seen | {name}) if bound else set()
        return found

    def is_boolean(self, name: str) -> bool:
        fact = self.vocabulary.facts.get(name)
        return fact is not None and fact.type.kind == "boolean"

    def value(self, random: Random, name: str, case: Case) -> Value:
        """A value for a stated fact, mostly one that some rule asks about."""
        kind = self.vocabulary.facts[name].type
        if kind.is_date:
            day = self.day(random, case, ahead=self.vocabulary.facts[name].ahead)
            at_noon = datetime(day.year, day.month, day.day, random.randrange(24), 15)
            moment = at_noon if kind.kind == "datetime" else day
            as_at = case.as_at if isinstance(case.as_at, datetime) else None
            return min(moment, as_at) if as_at and isinstance(moment, datetime) else moment
        asked, others = self.values(name)
        return random.choice(asked if asked and random.random() < 0.75 else others)

    def day(self, random: Random, case: Case, ahead: bool = False) -> date:
        """A day not after the decision's: near it, or near something else that is dated."""
        assert case.as_at is not None
        today = day_of(case.as_at)
        known = [entry.on for entry in case.timeline if entry.on is not None]
        if known and random.random() < 0.3:
            return min(random.choice(known) + timedelta(random.choice((-8, -1, 0, 0, 1, 7))), today)
        days = random.choice(DAYS)
        return today + timedelta(days) if ahead and random.random() < 0.6 else today - timedelta(days)

    def entry(self, random: Random, event: str, case: Case) -> Entry:
        carries = self.vocabulary.events[event]
        held = {
            key: self._carried(random, event, key, kind)
            for key, kind in carries.own_carries.items()
            if key in carries.needs or random.random() < 0.85
        }
        return Entry(self.day(random, case), event, "held", held)

    def _carried(self, random: Random, event: str, key: str, kind: ValueType) -> Value:
        if kind.kind == "boolean":
            return random.random() < 0.7
        if kind.kind == "choice":
            return random.choice(kind.values)
        readers = [
            fact.name
            for fact in self.vocabulary.facts.values()
            if fact.reading and event in fact.reading.events and fact.reading.give == key
        ]
        for reader in readers:
            asked, _ = self.values(reader)
            if asked:
                return random.choice(asked)
        return () if kind.is_list else "other"

    def _values(self, name: str) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
        """The values that rules ask about, and all that are tried."""
        kind = self.vocabulary.facts[name].type
        compared = sorted(set(self._compared(name)), key=str)
        if kind.kind == "boolean":
            return (), (True, False)
        if kind.kind == "choice":
            return tuple(compared), kind.values
        if kind.kind == "number":
            return (), tuple(range(kind.least or 0, (kind.most or 9) + 1))
        if kind.kind == "ratings":
            return ((("mother", 7),),), ((("mother", 7),), (("mother", 9), ("worker", 0)), ())
        if kind.is_list:
            named = tuple(str(each) for each in compared)
            everything = kind.values or named
            without = [tuple(x for x in everything if x != each) for each in named]
            return (everything, everything, named), tuple(dict.fromkeys([everything, named, (), *without]))
        if kind.kind == "role":
            return tuple(compared), (*compared, *self.roles)
        return tuple(compared), (*compared, "something else")

    def _compared(self, name: str) -> Iterator[Value]:
        for leaf in self._leaves:
            if leaf.fact == name and isinstance(leaf.operand, tuple):
                yield from leaf.operand


def stated(case: Case, name: str, value: Value) -> Case:
    return replace(case, given={**case.given, name: value})


def unstated(case: Case, name: str) -> Case:
    return replace(case, given={key: value for key, value in case.given.items() if key != name})


def recorded(case: Case, entry: Entry) -> Case:
    return replace(case, timeline=(*case.timeline, entry))


def covered(case: Case, event: str) -> Case:
    assert case.as_at is not None
    return replace(case, covers={**case.covers, event: day_of(case.as_at)})
