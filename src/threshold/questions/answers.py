"""What can be asked about a case, and the answers that are worth trying.

A question is about a stated fact, or about a kind of event: then the answer is a date, or none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from threshold.casefiles import Case, Entry
from threshold.conditions import Condition, Moment, tests
from threshold.dates import Duration, add, day_of
from threshold.semantics.timeline import events_to_ask
from threshold.vocabulary import Fact, Value, ValueType, Vocabulary

_MOST_DAYS = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer: a value, or for an event an entry (None: there was none)."""

    value: Value | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Askable:
    """Something to ask: a `fact` or an `event`, the rules that it settles, and the answers to try."""

    fact: str
    event: str
    asks: str
    settles: tuple[str, ...]
    protection: bool
    answers: tuple[Answer, ...]

    @property
    def name(self) -> str:
        return self.fact or self.event


def answered(case: Case, asked: Askable, answer: Answer, as_at: Moment) -> Case:
    """The case with one answer added: a stated fact, a timeline entry, or that there was no such event."""
    if asked.fact and answer.value is not None:
        return replace(case, given={**case.given, asked.fact: answer.value})
    if asked.event and answer.entry is not None:
        return replace(case, timeline=(*case.timeline, answer.entry))
    if asked.event:
        return replace(case, covers={**case.covers, asked.event: day_of(as_at)})
    return case


class Asking:
    """Finds what to ask for the sake of an unknown fact."""

    def __init__(
        self, vocabulary: Vocabulary, conditions: Mapping[str, Condition], case: Case, moment: Moment
    ) -> None:
        self.vocabulary, self.case, self.moment = vocabulary, case, moment
        self.tests = [test for condition in conditions.values() for test in tests(condition)]

    def about(self, name: str, settles: tuple[str, ...], urgent: bool, case: Case) -> Iterator[Askable]:
        """What to ask for a fact that is unknown in `case`; `urgent` where it tells of danger."""
        fact = self.vocabulary.facts[name]
        if fact.reading is not None:
            for event in events_to_ask(case, self.vocabulary, fact, self.moment):
                asks = self.vocabulary.events[event].asks
                answers = (Answer(), *(Answer(entry=entry) for entry in self._entries(event)))
                yield Askable("", event, asks, settles, urgent, answers)
        elif not fact.derived and name != "request.direction":
            answers = tuple(Answer(value=value) for value in self._values(fact))
            yield Askable(name, "", fact.asks, settles, urgent or fact.protection, answers)

    def _values(self, fact: Fact) -> list[Value]:
        """Values worth trying: every choice, or those on either side of what the rules compare with."""
        kind = fact.type
        if kind.kind == "boolean":
            return [False, True]
        if kind.kind == "choice":
            return list(kind.values)
        if kind.is_date:
            return list(self._dates(kind))
        compared = list(self._compared(fact.name))
        if kind.kind == "ratings":
            numbers = sorted({kind.least or 0, *(n for n in compared if isinstance(n, int)), kind.most or 9})
            return [(), *((("somebody", number),) for number in numbers)]
        if kind.is_list:
            return self._lists(kind, compared)
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

    def _compared(self, name: str) -> Iterator[Value]:
        for test in self.tests:
            if test.fact == name and isinstance(test.operand, tuple):
                yield from test.operand

    def _dates(self, kind: ValueType) -> Iterator[date]:
        for day in self._days():
            yield datetime(day.year, day.month, day.day, 12) if kind.kind == "datetime" else day

    def _days(self) -> list[date]:
        """Today, long ago, and the days around those that are known, latest first."""
        today = day_of(self.moment)
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
        for day in self._days():
            for option in options:
                yield Entry(day, event, "held", option)

    def _roles(self, event: str, key: str) -> list[Value]:
        """Lists of who took part: as for a stated list, by what the facts that read it are compared with."""
        reading = (
            fact
            for fact in self.vocabulary.facts.values()
            if fact.reading and event in fact.reading.events and fact.reading.give == key
        )
        compared = [value for fact in reading for value in self._compared(fact.name)]
        return self._lists(ValueType("list", of="role"), compared)


def merged(askables: Iterable[Askable]) -> list[Askable]:
    """Each thing to ask once, with every rule that it settles."""
    once: dict[str, Askable] = {}
    for each in askables:
        first = once.setdefault(each.name, each)
        settles = tuple(dict.fromkeys((*first.settles, *each.settles)))
        once[each.name] = replace(first, settles=settles, protection=first.protection or each.protection)
    return list(once.values())


def _moved(days: Iterable[date], number: int) -> set[date]:
    return {day + timedelta(days=number) for day in days}
