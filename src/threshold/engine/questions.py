"""What is worth asking: a fact is asked for only if some way of completing the case changes the outcome.

A question is about a stated fact or about a kind of event (whose answer is a date, or that there was none).
Completions are tried out on the case itself: one that favours what is asked for, where a single answer
tips the balance, and a few drawn at random with a fixed seed, so that the same case asks the same questions.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from threshold.casefiles import Case, Entry, events_to_ask
from threshold.conditions import Condition, Moment, facts_of, tests
from threshold.dates import Duration, add
from threshold.decisions import Decision, outcome
from threshold.decisions.routes import named
from threshold.decisions.status import bears
from threshold.engine.decide import Engine, find
from threshold.engine.evaluators import PYTHON
from threshold.engine.infer import Program, conditions_of
from threshold.policy import OUTCOME, Policy
from threshold.vocabulary import Fact, Value, ValueType

SEED = 20130901
RANDOM_COMPLETIONS = 12
NEARBY_COMPLETIONS = 60
_BEST_FIRST = ("permitted", "conditional", "advisory", "undetermined", "conflict", "blocked")

Outcome = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer: a value, or for an event an entry (None: there was none)."""

    value: Value | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question worth asking. Exactly one of `fact` and `event` is named.

    `settles` are the rules it bears on; `rules_out` how many of the `outcomes` seen an answer rules out
    on average.
    """

    asks: str
    fact: str
    event: str
    settles: tuple[str, ...]
    rules_out: float
    outcomes: int
    protection: bool

    @property
    def name(self) -> str:
        return self.fact or self.event


def questions(engine: Engine, case: Case, as_at: Moment | None = None) -> list[Question]:
    """The questions that could change status, direction or route: protection first, then most decisive."""
    moment = as_at or case.as_at or date.today()
    return _Search(engine, case, moment).found()


@dataclass(frozen=True, slots=True)
class _Unit:
    """Something that can be asked, what it settles, and the answers tried."""

    fact: str
    event: str
    asks: str
    settles: tuple[str, ...]
    protection: bool
    answers: tuple[Answer, ...]


class _Search:
    """Completions of one case, and what came out of each."""

    def __init__(self, engine: Engine, case: Case, moment: Moment) -> None:
        self.engine, self.case, self.moment = engine, case, moment
        self.policy: Policy = engine.policy.at(moment, engine.trial)
        self.program = Program(_trimmed(self.policy, case), (PYTHON,))
        self.seen: dict[tuple[int, ...], Outcome] = {}
        self.tipping: set[int] = set()

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        return conditions_of(self.policy)

    @cached_property
    def units(self) -> list[_Unit]:
        decision = self.engine.decide(self.case, self.moment)
        units: dict[str, _Unit] = {}
        for name, settles in self._frontier(decision):
            for unit in self._units_of(self.policy.vocabulary.facts[name], settles):
                units.setdefault(unit.fact or unit.event, unit)
        return list(units.values())

    def found(self) -> list[Question]:
        if not self.units:
            return []
        favoured = self._favoured()
        self._flip(favoured)
        generator = random.Random(SEED)
        for _ in range(RANDOM_COMPLETIONS):
            drawn = tuple(generator.randrange(len(unit.answers)) for unit in self.units)
            self._flip(drawn)
        for position in range(len(self.units)):
            if position not in self.tipping:
                self._flip_among_neighbours(position, favoured, generator)
        outcomes = set(self.seen.values())
        ranked = [
            Question(
                asks=unit.asks,
                fact=unit.fact,
                event=unit.event,
                settles=unit.settles,
                rules_out=round(self._rules_out(position, outcomes), 2),
                outcomes=len(outcomes),
                protection=unit.protection,
            )
            for position, unit in enumerate(self.units)
            if position in self.tipping
        ]
        return sorted(ranked, key=lambda q: (not q.protection, -q.rules_out))

    def _frontier(self, decision: Decision) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Unknown facts that anything undecided rests on."""
        for missing in decision.missing:
            yield missing.fact, missing.settles
        if decision.request is None:
            for rule in (rule for pack in self.policy.packs for rule in pack.definitions):
                if rule.fact == OUTCOME:
                    for row in rule.rows:
                        for fact in facts_of(row.when):
                            yield from self._if_unknown(fact, rule.head.id)

    def _if_unknown(self, name: str, rule: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        fact = self.policy.vocabulary.facts[name]
        if not fact.derived and name not in self.case.given:
            yield name, (rule,)

    def _units_of(self, fact: Fact, settles: tuple[str, ...]) -> Iterator[_Unit]:
        if fact.reading is None:
            if fact.derived or fact.name == "request.direction":
                return
            answers = tuple(Answer(value=value) for value in self._values(fact))
            protection = fact.sensitivity == "protection" and fact.protection
            yield _Unit(fact.name, "", fact.asks, settles, protection, answers)
            return
        vocabulary = self.policy.vocabulary
        for event in events_to_ask(self.case, vocabulary, fact, self.moment):
            answers = (Answer(), *(Answer(entry=entry) for entry in self._entries(event)))
            asks = vocabulary.events[event].asks
            yield _Unit("", event, asks, settles, False, answers)

    def _favoured(self) -> tuple[int, ...]:
        """A completion as near to "permitted" as changing one answer at a time will go."""
        chosen = [0] * len(self.units)
        for _ in range(2):
            for position, unit in enumerate(self.units):
                tried = [
                    (self._rank((*chosen[:position], i, *chosen[position + 1 :])), i)
                    for i in range(len(unit.answers))
                ]
                chosen[position] = min(tried)[1]
        return tuple(chosen)

    def _flip(self, completion: tuple[int, ...]) -> None:
        """Change one answer at a time; where the outcome changes, that question matters."""
        base = self._outcome(completion)
        for position, unit in enumerate(self.units):
            if position in self.tipping and base is not None:
                # Already known to matter: one other answer still tells what it rules out.
                others: Sequence[int] = [(completion[position] + 1) % len(unit.answers)]
            else:
                others = range(len(unit.answers))
            for other in others:
                changed = (*completion[:position], other, *completion[position + 1 :])
                if self._outcome(changed) != base:
                    self.tipping.add(position)

    def _flip_among_neighbours(
        self, position: int, favoured: tuple[int, ...], generator: random.Random
    ) -> None:
        """Try one question with other answers to those that bear on the same rules.

        An exception matters only where the rule it excuses is not kept: more than one answer away from
        the completion that favours what is asked for.
        """
        unit = self.units[position]
        neighbours = [
            other
            for other, near in enumerate(self.units)
            if other != position and set(near.settles) & set(unit.settles)
        ]
        for _ in range(NEARBY_COMPLETIONS):
            changed = list(favoured)
            for other in neighbours:
                changed[other] = generator.randrange(len(self.units[other].answers))
            outcomes = set()
            for answer in range(len(unit.answers)):
                changed[position] = answer
                outcomes.add(self._outcome(tuple(changed)))
            if len(outcomes) > 1:
                self.tipping.add(position)
                return

    def _rank(self, completion: tuple[int, ...]) -> tuple[int, int]:
        """How good a completion is for tipping: the answer, then how many checks still stand in the way."""
        status, direction, _ = self._outcome(completion)
        return _BEST_FIRST.index(status), int(direction == "safeguarding_now")

    def _outcome(self, completion: tuple[int, ...]) -> Outcome:
        if completion not in self.seen:
            case = self._completed(completion)
            found = find(self.program, case, self.moment)
            came = outcome(found)
            route = tuple(
                f"{step.id}>{named(step.sent_to, found.facts)}"
                for _, step, certain in came.route.steps
                if certain
            )
            self.seen[completion] = (came.status, came.direction, route)
        return self.seen[completion]

    def _completed(self, completion: tuple[int, ...]) -> Case:
        case = self.case
        for unit, index in zip(self.units, completion, strict=True):
            case = answered(case, unit.fact, unit.event, unit.answers[index], self.moment)
        return case

    def _rules_out(self, position: int, outcomes: set[Outcome]) -> float:
        """On average over the answers, how many of the outcomes seen are no longer possible."""
        left: dict[int, set[Outcome]] = {}
        for completion, came in self.seen.items():
            left.setdefault(completion[position], set()).add(came)
        return sum(len(outcomes - kept) for kept in left.values()) / len(left)

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
            return [(), (("somebody", 0),), (("somebody", 5),)]
        if kind.is_list:
            return self._lists(kind, compared)
        if kind.kind == "number":
            return list(range(kind.least or 0, (kind.most or 9) + 1))
        other = "somebody else" if kind.kind == "role" else "something else"
        return [*dict.fromkeys(compared), other]

    def _lists(self, kind: ValueType, compared: list[Value]) -> list[Value]:
        named = tuple(dict.fromkeys(str(value) for value in compared))
        everything: Value = kind.values if kind.of == "choice" else named
        return list(dict.fromkeys([(), everything, named[:1]]))

    def _compared(self, name: str) -> Iterator[Value]:
        for condition in self.conditions.values():
            for test in tests(condition):
                if test.fact == name and isinstance(test.operand, tuple):
                    yield from test.operand

    def _dates(self, kind: ValueType) -> Iterator[date]:
        """Today and long ago, and the days around those that are known."""
        for day in self._days():
            yield datetime(day.year, day.month, day.day, 12) if kind.kind == "datetime" else day

    def _days(self) -> list[date]:
        today = self.moment.date() if isinstance(self.moment, datetime) else self.moment
        known = [value for value in self.case.given.values() if isinstance(value, date)]
        known += [entry.on for entry in self.case.timeline if entry.status == "held"]
        days = {_plain(day) for day in known}
        near = {day + timedelta(days=1) for day in days} | days
        long_ago = add(today, Duration(2, "years")).replace(year=today.year - 2)
        return [day for day in sorted({today, long_ago, *near}, reverse=True) if day <= today][:8]

    def _entries(self, event: str) -> Iterator[Entry]:
        carries = self.policy.vocabulary.events[event].carries
        options: list[dict[str, Value]] = [{}]
        for key, kind in carries.items():
            values: Sequence[Value] = (True, False) if kind.kind == "boolean" else kind.values
            if values and kind.kind in ("boolean", "choice"):
                options = [{**option, key: value} for option in options for value in values]
        for day in self._days():
            for option in options:
                yield Entry(day, event, "held", option)


def _trimmed(policy: Policy, case: Case) -> Policy:
    """Only the rules that an outcome can rest on: the rest costs time and changes nothing."""
    asked = case.given.get("request.direction", "none")
    packs = tuple(
        replace(
            pack,
            deadlines=(),
            requirements=tuple(
                rule
                for rule in pack.requirements
                if rule.effect in ("block", "condition") and (asked == "none" or bears(rule, pack, asked))
            ),
        )
        for pack in policy.packs
    )
    return replace(policy, packs=packs)


def answered(case: Case, fact: str, event: str, answer: Answer, as_at: Moment) -> Case:
    """The case with one answer added: a stated fact, a timeline entry, or that there was no such event."""
    if fact and answer.value is not None:
        return replace(case, given={**case.given, fact: answer.value})
    if event and answer.entry is not None:
        return replace(case, timeline=(*case.timeline, answer.entry))
    if event:
        return replace(case, covers={**case.covers, event: _plain(as_at)})
    return case


def _plain(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
