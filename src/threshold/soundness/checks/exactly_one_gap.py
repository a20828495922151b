"""A definition of which no row holds, though everything is known, and by which something is decided.

What would happen: of a child in that gap the fact stays unknown whatever anybody finds out, and what rests on
it is never settled: people are asked on and on, and the request stays undetermined.
How to mend it: write the row that is missing, or `otherwise:` with what it comes to where none holds.
How far it looks: at the rows of `hit: exactly_one` without `otherwise:`, where some requirement, ground,
deadline or route stays open for want of the fact though all else is known, with how that is worked out; only
what a case shows is told. What is open until some time is over, or for want of anything on record, is no gap.
A fact that decides nothing there may stay unknown.
"""

from collections.abc import Iterator

from threshold.conditions import (
    FALSE,
    TRUE,
    All,
    Any,
    AtLeast,
    Condition,
    Goal,
    NotDecided,
    Possible,
    Test,
    facts_of,
    tests,
)
from threshold.policy.model import Definition, Policy
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.logic import Logic
from threshold.soundness.standing import Standing, standings

CODE = "exactly-one-gap"
_OPEN = frozenset({None})
_NOT_FALSE = frozenset({True, None})
_NOT_TRUE = frozenset({False, None})


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Each definition with such a gap, told of the first rule that stays open."""
    for standing in standings(examination):
        for rule in standing.pack.definitions:
            told = standing.examined.holds(rule.head.id)
            if rule.hit == "exactly_one" and rule.otherwise is None and told:
                yield from _told(rule, standing, examination.logic)


def _told(rule: Definition, standing: Standing, logic: Logic) -> Iterator[Finding | Unexamined]:
    none = (*((row.when, FALSE) for row in rule.rows), *_with_time(rule), *_recorded(rule))
    if not logic.ever(none, standing.policy, settled=True):
        answer = logic.decide(none, standing.policy, settled=True)
        if isinstance(answer, NotDecided):
            yield Unexamined(CODE, rule.head.id, answer.why)
        return
    for reader, goals in _left_open(rule.fact, standing.policy):
        answer = logic.decide((*none, *goals), standing.policy, settled=True)
        if isinstance(answer, NotDecided):
            yield Unexamined(CODE, rule.head.id, f"beside {reader}: {answer.why}")
        elif isinstance(answer, Possible):
            message = (
                f"no row may hold although everything is known; then {rule.fact} stays unknown, and "
                f"{reader} open; write the row that is missing, or `otherwise:`"
            )
            effect = f"Whatever is found out of a child in this gap, {reader} is never settled"
            seen = Shown(standing.policy, standing.day, (*none, *goals))
            problem = standing.examined.problem(message, rule.head.id)
            yield Finding(CODE, problem, effect, seen, needs_witness=True)
            return


def _with_time(rule: Definition) -> Iterator[Goal]:
    """That no row holds later either, once the time that it waits for is over."""
    return ((_waited(row.when), FALSE) for row in rule.rows)


def _waited(condition: Condition) -> Condition:
    match condition:
        case Test(fact, "at_least_ago" | "more_than_ago"):
            return Test(fact, "known")
        case All(parts):
            return All(tuple(map(_waited, parts)))
        case Any(parts):
            return Any(tuple(map(_waited, parts)))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(map(_waited, parts)))
    return condition


def _recorded(rule: Definition) -> Iterator[Goal]:
    """That there is something on record of whatever the rows compare, and do not ask about being recorded."""
    read = [test for row in rule.rows for test in tests(row.when)]
    asked = {test.fact for test in read if test.operator in ("recorded", "known", "not_known_to_be")}
    named = dict.fromkeys(name for row in rule.rows for name in facts_of(row.when))
    return ((Test(name, "known"), TRUE) for name in named if name not in asked)


def _left_open(fact: str, policy: Policy) -> Iterator[tuple[str, tuple[Goal, ...]]]:
    """Each rule that reads a fact, and what it comes to where it stays open."""
    for rule in policy.requirements:
        if fact in facts_of(rule.satisfied):
            yield rule.head.id, ((rule.applies, _NOT_FALSE), (rule.satisfied, _OPEN))
        if fact in facts_of(rule.applies):
            yield rule.head.id, ((rule.applies, _OPEN), (rule.satisfied, _NOT_TRUE))
    for ground in policy.grounds:
        for one, other in ((ground.fits, ground.when), (ground.when, ground.fits)):
            if fact in facts_of(one):
                yield ground.head.id, ((one, _OPEN), (other, _NOT_FALSE))
    conditions: list[tuple[str, Condition]] = [(each.head.id, each.applies) for each in policy.deadlines]
    conditions += [(each.head.id, each.when) for each in policy.routes]
    for name, condition in conditions:
        if fact in facts_of(condition):
            yield name, ((condition, _OPEN),)
