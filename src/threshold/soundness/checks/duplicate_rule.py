"""A rule that says the same as another of its pack, under another id.

What would happen: nothing until one of the two is changed; then the other goes on as before, and what was
meant to be lifted still holds somebody up. Meanwhile the same is told twice.
How to mend it: leave one of them out, and let the other carry the clauses of both.
How far it looks: at rules of one kind in one pack, in whichever file: what they bear on, when they apply,
what they ask for, and what they say and who does what. Conditions are compared by what they come to, not by
how they are written. Titles, ids and clauses make no difference. Grounds are looked at by `ground-repeated`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any as Anything

from threshold.conditions import ALWAYS, All, Any, AtLeast, Condition, Not, Test, facts_of, same
from threshold.policy.model import Head, Row, Step
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.logic import in_one_order
from threshold.soundness.showing import speaking
from threshold.soundness.standing import Standing, standings

CODE = "duplicate-rule"
_EFFECT = "Once one of the two is changed, the other still asks, says or decides what it did"
_KINDS = ("definitions", "requirements", "deadlines", "routes", "conflicts", "protection")


@dataclass(frozen=True, slots=True)
class _Content:
    """What a rule says, apart from its conditions, and those, in the order in which they stand."""

    of: tuple[object, ...]
    conditions: tuple[Condition, ...]


def check(examination: Examination) -> Iterator[Finding]:
    """Each rule, row and step with the one before it that says the same."""
    for standing in standings(examination):
        for kind in _KINDS:
            rules = [each for each in getattr(standing.pack, kind) if standing.examined.holds(each.head.id)]
            yield from _repeated(rules, standing)
            for rule in rules:
                yield from _inside(rule, standing)


def _repeated(rules: Sequence[Anything], standing: Standing) -> Iterator[Finding]:
    for rule, other in _pairs(rules, standing):
        message = (
            f"says the same as {other.head.id}; leave one of them out, and let the other carry the clauses "
            "of both"
        )
        seen = speaking(rule, standing.policy, standing.day)
        yield Finding(CODE, standing.examined.problem(message, rule.head.id), _EFFECT, seen)


def _inside(rule: Anything, standing: Standing) -> Iterator[Finding]:
    """Rows of a definition, and steps of a route, that are there twice."""
    for name, parts in (("row", getattr(rule, "rows", ())), ("step", getattr(rule, "steps", ()))):
        for part, other in _pairs(parts, standing):
            one, first = (each.key.partition("#")[2] if name == "row" else each.id for each in (part, other))
            message = f"{name} {one} says the same as {name} {first}; leave one of them out"
            seen = speaking(rule, standing.policy, standing.day)
            yield Finding(CODE, standing.examined.problem(message, rule.head.id), _EFFECT, seen)


def _pairs(rules: Sequence[Anything], standing: Standing) -> Iterator[tuple[Anything, Anything]]:
    facts = standing.policy.vocabulary.facts
    before: dict[tuple[object, ...], list[tuple[_Content, Anything]]] = {}
    for rule in rules:
        content = _content(rule)
        key = (type(rule), content.of, tuple(frozenset(facts_of(each)) for each in content.conditions))
        held = before.setdefault(key, [])
        for other, first in held:
            if _all_the_same(content.conditions, other.conditions, facts):
                yield rule, first
                break
        else:
            held.append((content, rule))


def _all_the_same(ones: Sequence[Condition], others: Sequence[Condition], facts: Anything) -> bool:
    return all(
        in_one_order(one) == in_one_order(other) or same(one, other, ALWAYS, facts)
        for one, other in zip(ones, others, strict=True)
    )


def _content(rule: Anything) -> _Content:
    """What a rule says; its id, title and clauses do not count."""
    conditions: list[Condition] = []

    def taken(value: object) -> object:
        if isinstance(value, Test | All | Any | AtLeast | Not):
            conditions.append(value)
            return "condition"
        if isinstance(value, Head):
            return (frozenset(value.bears_on), value.each, value.pack)
        if isinstance(value, Row):
            return taken((value.when, value.value, value.because, value.do))
        if isinstance(value, Step):
            return taken(tuple(vars_of(replace(value, id="", carries=(), parameters=()))))
        if is_dataclass(value) and not isinstance(value, type):
            return (type(value), taken(tuple(vars_of(value))))
        if isinstance(value, tuple):
            return tuple(taken(each) for each in value)
        return value

    of = taken(rule)
    return _Content((of,), tuple(conditions))


def vars_of(value: Anything) -> Iterator[object]:
    """The values of a dataclass's fields."""
    return (getattr(value, each.name) for each in fields(value) if each.name != "satisfied")
