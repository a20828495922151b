"""What may be done so that a test comes out as wanted: something to state or record, or further goals.

A fact that rules work out is taken back to the rows of its definitions, protection to what it rests on, and
what is proposed to what is asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import get_args

from threshold.casefiles import Case
from threshold.conditions import Facts, Lookup, OtherFact, Test, Truth, operand_facts, signal
from threshold.policy import Definition, Policy
from threshold.policy.inference_plan import DIRECTION, TO
from threshold.policy.protection import CONCERN, HIGHEST, IN_PLACE, IN_PLACE_LEVELS, QUESTIONS, STATED
from threshold.soundness.finding import Goal
from threshold.soundness.witness.judge import Judge
from threshold.soundness.witness.recording import records
from threshold.soundness.witness.stating import values
from threshold.soundness.witness.wishes import FALSE, NOT_TRUE, TRUE
from threshold.vocabulary import Fact, Missing, RequestDirection, State, Value

_MOST_TRIED = 600  # ways to record something, of one fact
_MOST_TAKEN = 4
Suits = Callable[[State], bool]
_DIRECTION_ASKED, _TO_ASKED = "request.direction", "request.to"
_DIRECTIONS = (DIRECTION, _DIRECTION_ASKED)


@dataclass(frozen=True, slots=True)
class Move:
    """A case that says something more, or goals that lead further."""

    case: Case | None = None
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class Moves:
    """Finds what may be done under one policy. `fixed` are the facts that a case must not say otherwise."""

    judge: Judge
    fixed: frozenset[str]

    @property
    def _policy(self) -> Policy:
        return self.judge.policy

    def of(self, test: Test, wanted: frozenset[Truth], case: Case, goals: Sequence[Goal]) -> Iterator[Move]:
        """What may be done for a test; `goals` are the others that have to be reached as well."""
        fact = self._policy.vocabulary.facts.get(test.fact)
        if fact is None:
            return
        if wanted == frozenset({None}):
            yield from self._unsaid(fact, case)
            return
        if isinstance(test.operand, OtherFact | Lookup):
            yield from self._known_first(test, case)

        def suits(state: State) -> bool:
            """Whether the test comes out so in this state of its fact, and every other that reads it."""
            facts = Facts(self.judge.day, {test.fact: state})
            beside = ((each, how) for each, how in goals if isinstance(each, Test) and each.fact == test.fact)
            return all(
                signal(each, facts) in how
                for each, how in ((test, wanted), *beside)
                if isinstance(each.operand, tuple) or each.operand is None
            )

        if test.fact in (DIRECTION, TO):
            yield from self._asked_for(suits, test.fact, case, goals)
        elif fact.derived:
            yield from self._worked_out(suits, fact)
        else:
            yield from islice(self._said(test, wanted, fact, case, goals), _MOST_TAKEN)

    def _asked_for(self, suits: Suits, fact: str, case: Case, goals: Sequence[Goal]) -> Iterator[Move]:
        """Ask for something, with which what is proposed comes out as wanted."""
        facts = self._policy.vocabulary.facts
        asked = case.given.get(_DIRECTION_ASKED)
        said = [(each, how) for each, how in goals if isinstance(each, Test) and each.fact in _DIRECTIONS]

        def may_be(direction: str) -> bool:
            facts = Facts(self.judge.day, dict.fromkeys(_DIRECTIONS, direction))
            return asked in (None, direction) and all(signal(each, facts) in how for each, how in said)

        directions = [each for each in get_args(RequestDirection) if may_be(each)]
        if fact == DIRECTION:
            for each in directions:
                if suits(each):
                    yield Move(goals=((Test(_DIRECTION_ASKED, "is", (each,)), TRUE),))
            if suits("safeguarding_now") and not asked:
                yield Move(goals=((Test(CONCERN, "is", (True,)), TRUE),))
            return
        for place in facts[_TO_ASKED].type.values:
            if suits(place):
                for each in directions[:2]:
                    way = (Test(_DIRECTION_ASKED, "is", (each,)), Test(_TO_ASKED, "is", (place,)))
                    yield Move(goals=tuple((goal, TRUE) for goal in way))

    def _unsaid(self, fact: Fact, case: Case) -> Iterator[Move]:
        """Take out what says a fact, so that nobody knows it."""
        if fact.name in case.given and fact.name not in self.fixed:
            yield Move(replace(case, given={k: v for k, v in case.given.items() if k != fact.name}))
        if fact.reading is not None:
            events = fact.reading.events
            covers = {event: upto for event, upto in case.covers.items() if event not in events}
            timeline = tuple(entry for entry in case.timeline if entry.event not in events)
            yield Move(replace(case, covers=covers, timeline=timeline))

    def _known_first(self, test: Test, case: Case) -> Iterator[Move]:
        """What the test is compared with has to be known."""
        for name in operand_facts(test.operand):
            facts = self.judge.facts(case, {name})
            if facts is None or not isinstance(facts.state(name), Missing):
                continue
            if isinstance(test.operand, Lookup):
                kind = self._policy.vocabulary.facts[name].type.kind
                for row, cell in test.operand.cells:
                    value: Value = (
                        int(row) if kind == "number" else row == "true" if kind == "boolean" else row
                    )
                    if cell is not None:
                        yield Move(goals=((Test(name, "is", (value,)), TRUE),))
            else:
                yield Move(goals=((Test(name, "known"), TRUE),))

    def _said(
        self, test: Test, wanted: frozenset[Truth], fact: Fact, case: Case, goals: Sequence[Goal]
    ) -> Iterator[Move]:
        """The case with a value stated, or entries made, with which the test comes out so."""
        beside = [(each, how) for each, how in goals if isinstance(each, Test) and self._beside(each, fact)]
        others = [each for each, _ in beside if each is not test and each.fact == test.fact]
        names = {each.fact for each, _ in beside}
        names |= {test.fact, *(name for each in (test, *others) for name in operand_facts(each.operand))}
        facts = self.judge.facts(case, names)
        if facts is None:
            return
        tried = (
            self._stated(fact, [test, *others], facts, case)
            if fact.reading is None
            else self._recorded(fact, test, facts, case)
        )
        if fact.reading is not None:
            for name in filter(None, (fact.reading.since, fact.reading.by)):
                if self.judge.seen(Test(name, "known"), case) is False:
                    yield Move(goals=((Test(name, "known"), TRUE),))
        second_best: list[Move] = []
        for other in islice(tried, _MOST_TRIED):
            seen = self.judge.facts(other, names)
            if seen is None or signal(test, seen) not in wanted:
                continue
            if all(signal(each, seen) in how for each, how in beside):
                yield Move(other)
            elif len(second_best) < _MOST_TAKEN:
                second_best.append(Move(other))
        yield from second_best

    def _beside(self, test: Test, fact: Fact) -> bool:
        """Whether a test reads this fact, or one that is read off entries of the same kinds."""
        other = self._policy.vocabulary.facts[test.fact].reading
        if other is None or fact.reading is None:
            return test.fact == fact.name
        return bool({*other.events} & {*fact.reading.events})

    def _stated(self, fact: Fact, tests: Sequence[Test], facts: Facts, case: Case) -> Iterator[Case]:
        if fact.name not in self.fixed:
            for value in values(fact, tests, facts, self._policy.vocabulary):
                yield replace(case, given={**case.given, fact.name: value})

    def _recorded(self, fact: Fact, test: Test, facts: Facts, case: Case) -> Iterator[Case]:
        reading = fact.reading
        assert reading is not None
        kinds = {*reading.events}
        without = tuple(entry for entry in case.timeline if entry.event not in kinds)
        for entries, covered in records(reading, test, facts, self._policy.vocabulary):
            covers = {**case.covers, **dict.fromkeys(covered, self.judge.day)}
            for timeline in dict.fromkeys((len(case.timeline), len(without))):
                kept = case.timeline if timeline == len(case.timeline) else without
                yield replace(case, timeline=(*kept, *entries), covers=covers)

    def _worked_out(self, suits: Suits, fact: Fact) -> Iterator[Move]:
        """Goals for what a fact rests on, for each value with which the test comes out as wanted."""
        if fact.name in (CONCERN, IN_PLACE, HIGHEST):
            yield from self._protection(suits, fact)
            return
        definitions = [
            rule for pack in self._policy.packs for rule in pack.definitions if rule.fact == fact.name
        ]
        for value, goals in _ways_to_values(definitions, fact):
            if suits(value):
                yield Move(goals=goals)

    def _protection(self, suits: Suits, fact: Fact) -> Iterator[Move]:
        added = self._policy.protection
        if fact.name == CONCERN:
            if suits(True):
                yield from (Move(goals=((Test(name, "is", (True,)), TRUE),)) for name in QUESTIONS)
                yield from (Move(goals=((rule.when, TRUE),)) for rule in added)
            if suits(False):
                denied = tuple((Test(name, "is", (False,)), TRUE) for name in QUESTIONS)
                yield Move(goals=denied)
                yield Move(goals=(*denied, *((rule.when, FALSE) for rule in added)))
            return
        for level in self._policy.vocabulary.facts[STATED].type.values:
            state: Value = level in IN_PLACE_LEVELS if fact.name == IN_PLACE else level
            if suits(state):
                yield Move(goals=((Test(STATED, "is", (level,)), TRUE),))


def _ways_to_values(
    definitions: Sequence[Definition], fact: Fact
) -> Iterator[tuple[Value, tuple[Goal, ...]]]:
    """Each value that definitions can give a fact, with what has to be so of their rows."""
    rows = [row for rule in definitions for row in rule.rows]
    none_holds = tuple((row.when, FALSE) for row in rows)
    hit = definitions[0].hit if definitions else "exactly_one"
    rank = {value: place for place, value in enumerate(fact.order)}
    for row in rows:
        others = [each for each in rows if each is not row]
        if hit == "all":
            yield (str(row.value),), ((row.when, TRUE), *((each.when, FALSE) for each in others))
        elif hit == "most_serious":
            above = (each for each in others if rank[each.value] < rank[row.value])
            yield row.value, ((row.when, TRUE), *((each.when, FALSE) for each in above))
        else:
            apart = (each for each in others if each.value != row.value)
            yield row.value, ((row.when, TRUE), *((each.when, NOT_TRUE) for each in apart))
    if hit == "all":
        yield (), none_holds
    for rule in definitions:
        if rule.otherwise is not None and hit != "all":
            yield rule.otherwise, none_holds
