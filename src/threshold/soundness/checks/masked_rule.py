"""A rule that never makes a difference, because another always speaks where it would, as strongly.

What would happen: whoever changes it changes no answer; a child whom it was to protect, or let through, is
decided on by the other rule alone.
How to mend it: leave it out, or say in it what the other does not cover; where it is there for its words, let
it warn or note.
How far it looks: at rows of `most_serious` under a more serious one that always holds with them; at
requirements whose every failure is also one of an equal or stronger one of the pack; at grounds that hold
only where another for the same requests does. What warns or notes in other words, or has other actions, makes
that difference and is no finding; of what blocks only the answer is compared, and the words that it adds are
named. The same rule twice is `duplicate-rule` or `ground-repeated`. What would take too many ways to go
through is not told.
"""

from collections.abc import Iterator, Sequence

from threshold.conditions import FALSE, TRUE, Condition
from threshold.policy.model import Definition, Effect, Ground, Requirement
from threshold.soundness.examination import Examination
from threshold.soundness.finding import FAILS, HOLDS, Finding, Shown
from threshold.soundness.logic import Logic, in_one_order
from threshold.soundness.showing import asked_of
from threshold.soundness.standing import Standing, standings
from threshold.vocabulary import Value, shown

CODE = "masked-rule"
_NOT_TRUE, _NOT_FALSE = frozenset({False, None}), frozenset({True, None})
_STRENGTH: tuple[Effect, ...] = ("block", "condition", "warn", "note")


def check(examination: Examination) -> Iterator[Finding]:
    """Each row, requirement and ground that another masks."""
    for standing in standings(examination):
        yield from _rows(standing, examination.logic)
        yield from _requirements(standing, examination.logic)
        yield from _grounds(standing, examination.logic)


def _rows(standing: Standing, logic: Logic) -> Iterator[Finding]:
    """Rows under a more serious one that holds wherever they do."""
    by_fact: dict[str, list[Definition]] = {}
    for pack in standing.policy.packs:
        for rule in pack.definitions:
            by_fact.setdefault(rule.fact, []).append(rule)
    for rule in standing.pack.definitions:
        if rule.hit != "most_serious" or not standing.examined.holds(rule.head.id):
            continue
        order = standing.policy.vocabulary.facts[rule.fact].order
        for row in rule.rows:
            above = [
                (each.head.id, other)
                for each in by_fact[rule.fact]
                for other in each.rows
                if _before(other.value, row.value, order)
            ]
            for name, other in above if row.do is None else ():
                if logic.implies(row.when, other.when, standing.policy):
                    mine, theirs = (each.key.partition("#")[2] for each in (row, other))
                    message = (
                        f"row {mine} never counts: wherever it holds, row {theirs} of {name} does, and "
                        f"{shown(other.value)} is more serious than {shown(row.value)}; leave it out, or say "
                        "in it what the other does not cover"
                    )
                    effect = f"Nobody's {rule.fact} ever comes to be {shown(row.value)} by this row"
                    both = Shown(standing.policy, standing.day, ((row.when, HOLDS), (other.when, HOLDS)))
                    yield Finding(CODE, standing.examined.problem(message, rule.head.id), effect, both)
                    break


def _before(one: Value, other: Value, order: Sequence[Value]) -> bool:
    return one in order and other in order and order.index(one) < order.index(other)


def _requirements(standing: Standing, logic: Logic) -> Iterator[Finding]:
    """Requirements whose every failure is also one of another, that is as strong."""
    rules = standing.pack.requirements
    for place, rule in enumerate(rules):
        if not standing.examined.holds(rule.head.id) or not _ever_fails(rule, standing, logic):
            continue
        for before, other in enumerate(rules):
            if other is rule or not _masks(other, rule) or not _fails_with(rule, other, standing, logic):
                continue
            if before > place and _masks(rule, other) and _fails_with(other, rule, standing, logic):
                continue  # each masks the other: it is told of the later one
            message = (
                f"changes no answer: wherever it fails, {other.head.id} fails too, and {_does(other.effect)} "
                f"the same requests; {_what_to_do(rule, other)}"
            )
            effect = f"Nobody is ever held back by this alone: {other.head.id} holds back whoever it does"
            goals = ((rule.applies, HOLDS), (rule.satisfied, FAILS), (other.satisfied, FAILS))
            both_fail = Shown(standing.policy, standing.day, goals, asked_of(rule.head.bears_on))
            yield Finding(CODE, standing.examined.problem(message, rule.head.id), effect, both_fail)
            break


def _what_to_do(rule: Requirement, other: Requirement) -> str:
    if _told(rule) <= _told(other):
        return "leave it out, or say in it what the other does not cover"
    only_words = "it only adds its words, which a warning or a note says as well"
    return f"{only_words}; say in it what the other does not cover"


def _told(rule: Requirement) -> set[tuple[object, ...]]:
    """What a requirement says where it fails, and who does what then."""
    return {(part.says, part.do) for part in rule.parts}


def _does(effect: Effect) -> str:
    return {"block": "blocks", "condition": "conditions", "warn": "warns of", "note": "notes"}[effect]


def _masks(other: Requirement, rule: Requirement) -> bool:
    """Whether a requirement decides wherever another does, as strongly."""
    stronger = _STRENGTH.index(other.effect) <= _STRENGTH.index(rule.effect)
    if rule.effect in ("warn", "note") and not _told(rule) <= _told(other):
        return False
    if _same(rule, other):
        return False
    return stronger and {*rule.head.bears_on} <= {*other.head.bears_on} and rule.head.each == other.head.each


def _same(rule: Requirement, other: Requirement) -> bool:
    """Whether it is the same rule twice."""
    alike = all(
        in_one_order(getattr(rule, key)) == in_one_order(getattr(other, key))
        for key in ("applies", "satisfied")
    )
    return alike and rule.effect == other.effect and _told(rule) == _told(other)


def _ever_fails(rule: Requirement, standing: Standing, logic: Logic) -> bool:
    return logic.ever(_failing(rule), standing.policy)


def _fails_with(rule: Requirement, other: Requirement, standing: Standing, logic: Logic) -> bool:
    policy = standing.policy
    return all(
        logic.never([*_failing(rule), goal], policy)
        for goal in ((other.applies, _NOT_TRUE), (other.satisfied, _NOT_FALSE))
    )


def _failing(rule: Requirement) -> list[tuple[Condition, frozenset[bool | None]]]:
    return [(rule.applies, TRUE), (rule.satisfied, FALSE)]


def _grounds(standing: Standing, logic: Logic) -> Iterator[Finding]:
    """Grounds that answer and hold only where another of the pack does."""
    grounds = [each for each in standing.pack.grounds if not each.of_workflow]
    for place, ground in enumerate(grounds):
        if not standing.examined.holds(ground.head.id):
            continue
        for before, other in enumerate(grounds):
            if other is ground or not _held_with(ground, other, standing, logic):
                continue
            repeated = ground.asked == other.asked and in_one_order(ground.when) == in_one_order(other.when)
            if not repeated and not (before > place and _held_with(other, ground, standing, logic)):
                message = (
                    f"makes no difference: wherever it answers and holds, {other.head.id} does too; leave it "
                    "out, or say in it what the other does not cover"
                )
                effect = (
                    f"Nobody is ever permitted anything by this alone: {other.head.id} permits it already"
                )
                goals = ((ground.fits, HOLDS), (ground.when, HOLDS), (other.when, HOLDS))
                both = Shown(standing.policy, standing.day, goals, asked_of(ground.asked.direction))
                yield Finding(CODE, standing.examined.problem(message, ground.head.id), effect, both)
                break


def _held_with(ground: Ground, other: Ground, standing: Standing, logic: Logic) -> bool:
    policy = standing.policy
    holding = [(ground.fits, TRUE), (ground.when, TRUE)]
    return logic.ever(holding, policy) and all(
        logic.never([*holding, (each, _NOT_TRUE)], policy) for each in (other.fits, other.when)
    )
