"""What can be asked about a case, and the answers that are worth trying.

A question is about a stated fact, or about a kind of event: then the answer is a date, or none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Protocol

from threshold.casefiles import Case, Entry
from threshold.conditions import Condition, Moment, tests
from threshold.dates import Duration, add, day_of
from threshold.semantics.events_to_ask import events_open, without_day
from threshold.semantics.records import Records
from threshold.vocabulary import Fact, Value, ValueType, Vocabulary

_MOST_DAYS = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer: a value, or for an event an entry (None: there was none).

    `stated` is all that it states of facts, where that is more than a value of the one that is asked for.
    """

    value: Value | None = None
    entry: Entry | None = None
    stated: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Askable:
    """Something to ask: a `fact` or an `event`, and the answers to try. `protection`: it tells of danger.

    `facts` are all that one answer settles, where it names those that are so (`fact` is the first of them);
    `behind` those that a no settles as well, and that are asked for after a yes.
    """

    fact: str
    event: str
    asks: str
    protection: bool
    answers: tuple[Answer, ...]
    facts: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.fact or self.event

    @property
    def about(self) -> tuple[str, ...]:
        """Every fact that an answer may state."""
        return tuple(dict.fromkeys((*filter(None, (self.fact,)), *self.facts, *self.behind)))


class Asked(Protocol):
    """What was asked about: a fact, or a kind of event."""

    @property
    def fact(self) -> str: ...

    @property
    def event(self) -> str: ...


def answered(case: Case, asked: Asked, answer: Answer, as_at: Moment) -> Case:
    """The case with one answer added: a stated fact, a timeline entry, or that there was no such event.

    Where an entry of that kind has no day, the answer is its day.
    """
    if answer.stated:
        return replace(case, given={**case.given, **dict(answer.stated)})
    if asked.fact and answer.value is not None:
        return replace(case, given={**case.given, asked.fact: answer.value})
    if asked.event and answer.entry is not None:
        place = next((i for i, entry in enumerate(case.timeline) if _lacks_its_day(entry, asked.event)), None)
        if place is None:
            return replace(case, timeline=(*case.timeline, answer.entry))
        dated = replace(case.timeline[place], on=answer.entry.on)
        return replace(case, timeline=(*case.timeline[:place], dated, *case.timeline[place + 1 :]))
    if asked.event:
        return replace(case, covers={**case.covers, asked.event: day_of(as_at)})
    return case


def compared_with(conditions: Mapping[str, Condition]) -> Mapping[str, Sequence[Value]]:
    """The values that some condition compares each fact with, in the order in which they are written."""
    found: dict[str, dict[Value, None]] = {}
    for condition in conditions.values():
        for test in tests(condition):
            if isinstance(test.operand, tuple):
                found.setdefault(test.fact, {}).update(dict.fromkeys(test.operand))
    return {name: tuple(values) for name, values in found.items()}


class Asking:
    """Finds what to ask for the sake of unknown facts. `compared`: what rules compare each of them with."""

    def __init__(
        self, vocabulary: Vocabulary, compared: Mapping[str, Sequence[Value]], records: Records
    ) -> None:
        self.vocabulary, self.compared, self.records = vocabulary, compared, records
        self.case, self.today = records.case, records.today

    def about(self, names: Iterable[str]) -> list[Askable]:
        """Each thing to ask for the sake of these facts, once: the facts themselves, or kinds of event."""
        found: dict[str, Askable] = {}
        for name in names:
            fact = self.vocabulary.facts[name]
            if fact.reading is not None:
                for event in events_open(self.records, fact.reading):
                    if event not in found:
                        found[event] = self._of_event(event)
            elif not fact.derived and name != "request.direction":
                answers = tuple(Answer(value=value) for value in self._values(fact))
                found[name] = Askable(name, "", fact.asks, fact.protection, answers)
        return list(found.values())

    def _of_event(self, event: str) -> Askable:
        if without_day(self.records, event):
            days = [Answer(entry=Entry(day, event)) for day in self._days]
            answers = (*days,) if self.records.covered(event) else (Answer(), *days)
        else:
            answers = (Answer(), *(Answer(entry=entry) for entry in self._entries(event)))
        return Askable("", event, self.vocabulary.events[event].asks, False, answers)

    def _values(self, fact: Fact) -> list[Value]:
        """Values worth trying: every choice, or those on either side of what the rules compare with."""
        kind = fact.type
        if kind.kind == "boolean":
            return [False, True]
        if kind.kind == "choice":
            return list(kind.values)
        if kind.is_date:
            return list(self._dates(kind))
        compared = list(self.compared.get(fact.name, ()))
        if kind.kind == "ratings":
            numbers = sorted({kind.least or 0, *(n for n in compared if isinstance(n, int)), kind.most or 9})
            return [(), *((("somebody", number),) for number in numbers)]
        if kind.is_list:
            return self._lists(kind, [each for each in compared if not isinstance(each, int)])
        if kind.kind == "number":
            return list(range(kind.least or 0, (kind.most or 9) + 1))
        other = "somebody else" if kind.kind == "role" else "something else"
        return [*dict.fromkeys(compared), other]

    def _lists(self, kind: ValueType, compared: Sequence[Value]) -> list[Value]:
        """Nothing, everything, and each thing that is compared with: by itself, and alone left out."""
        named = tuple(dict.fromkeys(str(value) for value in compared))
        everything = kind.values if kind.of == "choice" else (*named, "somebody else")
        alone = [(name,) for name in named]
        without = [tuple(each for each in everything if each != name) for name in named]
        return list(dict.fromkeys([(), everything, named, *alone, *without]))

    def _dates(self, kind: ValueType) -> Iterator[date]:
        for day in self._days:
            yield datetime(day.year, day.month, day.day, 12) if kind.kind == "datetime" else day

    @cached_property
    def _days(self) -> list[date]:
        """Today, long ago, and the days around those that are known, latest first."""
        today = self.today
        known = [value for value in self.case.given.values() if isinstance(value, date)]
        known += [e.on for e in self.case.timeline if e.status == "held" and e.on is not None]
        days = {day_of(day) for day in known}
        near = sorted(day for day in days | _moved(days, 1) if day < today)
        long_ago = add(today, Duration(2, "years")).replace(year=today.year - 2)
        return sorted({today, *near[-_MOST_DAYS:], long_ago}, reverse=True)

    def _entries(self, event: str) -> Iterator[Entry]:
        carries = self.vocabulary.events[event].carries
        options: list[dict[str, Value]] = [{}]
        for key, kind in carries.items():
            values: Sequence[Value] = (True, False) if kind.kind == "boolean" else kind.values
            if values and kind.kind in ("boolean", "choice"):
                options = [{**option, key: value} for option in options for value in values]
            elif kind.of == "role":
                options = [{**option, key: roles} for option in options for roles in self._roles(event, key)]
        for day in self._days:
            for option in options:
                yield Entry(day, event, "held", option)

    def _roles(self, event: str, key: str) -> list[Value]:
        """Lists of who took part: as for a stated list, by what the facts that read it are compared with."""
        reading = (
            fact
            for fact in self.vocabulary.facts.values()
            if fact.reading and event in fact.reading.events and fact.reading.give == key
        )
        compared = [value for fact in reading for value in self.compared.get(fact.name, ())]
        return self._lists(ValueType("list", of="role"), compared)


def _moved(days: Iterable[date], number: int) -> set[date]:
    return {day + timedelta(days=number) for day in days}


def _lacks_its_day(entry: Entry, event: str) -> bool:
    return entry.event == event and entry.status == "held" and entry.on is None
