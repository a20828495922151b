"""What the conditions of a policy can come to together, with how the facts in them are worked out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from threshold.conditions import (
    FALSE,
    NOT_TRUE,
    TRUE,
    All,
    Answer,
    Any,
    AtLeast,
    Condition,
    Facts,
    Goal,
    Impossible,
    Not,
    NotDecided,
    OtherFact,
    Possible,
    Test,
    decide_ever,
    facts_of,
    signal,
    tests,
    truth,
)
from threshold.policy.inference_plan import DIRECTION, TO
from threshold.policy.model import Definition, Policy
from threshold.vocabulary import Fact

_MOST_TESTS = 120  # of how a fact is worked out; beyond that it may come to any of its values


@dataclass(slots=True)
class Logic:
    """Questions about conditions, each answered once.

    A fact that rules work out comes to a value only where a row that gives it holds, and what is proposed is
    what is asked for, where something is.
    """

    facts: Mapping[str, Fact]
    _answers: dict[tuple[object, ...], Answer] = field(default_factory=dict)
    _of: dict[tuple[int, frozenset[str]], tuple[Goal, ...]] = field(default_factory=dict)

    def decide(self, goals: Iterable[Goal], policy: Policy, settled: bool = False) -> Answer:
        """Whether the goals can be reached together under a policy, on any day."""
        wanted = tuple(goals)
        read = frozenset(name for condition, _ in wanted for name in facts_of(condition))
        worked_out = self._worked_out(read, policy)
        key = (wanted, worked_out, settled)
        if key not in self._answers:
            self._answers[key] = self._decided(wanted, worked_out, settled)
        return self._answers[key]

    def _decided(self, wanted: tuple[Goal, ...], worked_out: tuple[Goal, ...], settled: bool) -> Answer:
        """That two rows clash is looked at only where they would: it leaves many ways to go through."""
        clashes = tuple(goal for goal in worked_out if goal[1] == NOT_TRUE)
        rest = tuple(goal for goal in worked_out if goal[1] != NOT_TRUE)
        answer = decide_ever((*wanted, *rest), self.facts, settled=settled)
        if isinstance(answer, Possible) and not all(_reached(goal, answer) for goal in clashes):
            without = decide_ever((*wanted, *worked_out), self.facts, settled=settled)
            return answer if isinstance(without, NotDecided) else without
        return answer

    def never(self, goals: Iterable[Goal], policy: Policy, settled: bool = False) -> bool:
        """Whether the goals can certainly never be reached together."""
        return isinstance(self.decide(goals, policy, settled), Impossible)

    def ever(self, goals: Iterable[Goal], policy: Policy, settled: bool = False) -> bool:
        """Whether the goals can be reached together."""
        return isinstance(self.decide(goals, policy, settled), Possible)

    def implies(self, first: Condition, second: Condition, policy: Policy) -> bool:
        """Whether the second certainly holds wherever the first does."""
        return self.never([(first, TRUE), (second, NOT_TRUE)], policy)

    def _worked_out(self, read: frozenset[str], policy: Policy) -> tuple[Goal, ...]:
        """What has to be so of the facts that rules work out, and of those that these rest on."""
        key = (id(policy), read)
        if key not in self._of:
            self._of[key] = tuple(_as_worked_out(sorted(read), policy))
        return self._of[key]


def _reached(goal: Goal, found: Possible) -> bool:
    condition, wanted = goal
    facts = Facts(found.day, found.states)
    return truth(condition, {test: signal(test, facts) for test in tests(condition)}) in wanted


def _as_worked_out(read: Iterable[str], policy: Policy) -> Iterator[Goal]:
    by_fact: dict[str, list[Definition]] = {}
    for pack in policy.packs:
        for rule in pack.definitions:
            by_fact.setdefault(rule.fact, []).append(rule)
    waiting, seen, size = [*dict.fromkeys(read)], {*read}, 0
    while waiting:
        name = waiting.pop()
        rules = by_fact.get(name, [])
        rows = [row for rule in rules for row in rule.rows]
        size += sum(1 for row in rows for _ in tests(row.when))
        if not rules or rules[0].hit == "all" or size > _MOST_TESTS:
            continue
        condition = _value_by_rows(name, rules)
        yield condition, TRUE
        yield from _no_clash(name, rules)
        more = {*facts_of(condition)} - seen
        seen |= more
        waiting += sorted(more)
    yield from ((each, TRUE) for each in _as_asked_for(seen))
    yield from ((each, TRUE) for each in _as_recorded(seen, policy.vocabulary.facts))


def _no_clash(name: str, rules: Sequence[Definition]) -> Iterator[Goal]:
    """That a fact has a value only where no two rows with different ones hold."""
    if rules[0].hit != "exactly_one":
        return
    rows = [row for rule in rules for row in rule.rows]
    for value in dict.fromkeys(row.value for row in rows):
        mine = Any(tuple(row.when for row in rows if row.value == value))
        others = Any(tuple(row.when for row in rows if row.value != value))
        yield All((Test(name, "known"), mine, others)), NOT_TRUE


def _as_recorded(read: Collection[str], facts: Mapping[str, Fact]) -> Iterator[Condition]:
    """What facts that are read off the same records have to do with each other."""
    readings = {name: fact.reading for name in read if (fact := facts.get(name)) and fact.reading is not None}
    for name, reading in readings.items():
        if reading.certain:
            other = next((n for n, r in readings.items() if r == replace(reading, certain=False)), None)
            if other is not None:
                yield Any((Not(Test(name, "known")), Test(name, "is", OtherFact(other))))
        if reading.take == "ever" and not (reading.where or reading.during or reading.since or reading.by):
            for gap, its in readings.items():
                if its.take == "longest_gap" and {*its.events} & {*reading.events}:
                    yield Any((Not(Test(gap, "known")), Test(name, "is", (True,))))


def _as_asked_for(read: Collection[str]) -> Iterator[Condition]:
    """That what is proposed is what is asked for, as far as both are read."""
    direction, to = DIRECTION.replace("proposed", "request"), TO.replace("proposed", "request")
    nothing = (Test(direction, "is", ("none",)), Not(Test(direction, "known")))
    for asked, proposed in ((direction, DIRECTION), (to, TO)):
        if {asked, proposed} <= {*read}:
            unsaid = nothing if asked == direction else (*nothing, Not(Test(asked, "known")))
            yield Any((*unsaid, Test(asked, "is", OtherFact(proposed))))


def _value_by_rows(name: str, rules: Sequence[Definition]) -> Condition:
    """That a fact is unknown, or has a value that a row gives, or the one for where none holds."""
    ways: list[Condition] = [Not(Test(name, "known"))]
    rows = [row for rule in rules for row in rule.rows]
    for value in dict.fromkeys(row.value for row in rows):
        holding = tuple(row.when for row in rows if row.value == value)
        ways.append(All((Test(name, "is", (value,)), Any(holding))))
    for otherwise in {rule.otherwise for rule in rules if rule.otherwise is not None}:
        none = tuple(Not(row.when) for row in rows)
        ways.append(All((Test(name, "is", (otherwise,)), *none)))
    return Any(tuple(ways))


def in_one_order(condition: Condition) -> Condition:
    """The condition with its parts in one order, so that two that say the same are the same."""
    match condition:
        case Not(part):
            return Not(in_one_order(part))
        case All(parts) | Any(parts):
            parts = tuple(sorted({in_one_order(part) for part in parts}, key=repr))
            if len(parts) == 1:
                return parts[0]
            return All(parts) if isinstance(condition, All) else Any(parts)
        case AtLeast(number, parts):
            return AtLeast(number, tuple(sorted(map(in_one_order, parts), key=repr)))
        case Test(fact, operator, tuple() as operand):
            return Test(fact, operator, tuple(sorted({*operand}, key=repr)))
    return condition


def holds(*conditions: Condition) -> list[Goal]:
    """That each of these is true."""
    return [(condition, TRUE) for condition in conditions]


def fails(*conditions: Condition) -> list[Goal]:
    """That each of these is false."""
    return [(condition, FALSE) for condition in conditions]
