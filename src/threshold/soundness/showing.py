"""What a case must be like to show what is wrong with a rule: one in which the rule speaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any as AnyRule

from threshold.conditions import All, Condition, Not, Test
from threshold.policy.model import (
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    Policy,
    ProtectionRule,
    Requirement,
    Route,
    Safety,
    Step,
    rules_of,
)
from threshold.policy.protection import CONCERN
from threshold.reading import Node
from threshold.reading.tree import Mapping as Tree
from threshold.reading.tree import Sequence as Items
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import FAILS, HOLDS, Goal, Shown
from threshold.vocabulary import Value

A_CONCERN: Goal = (Test(CONCERN, "is", (True,)), HOLDS)


def known(fact: str) -> Condition:
    """That something is known of a fact, whatever it is."""
    return Test(fact, "known")


def is_value(fact: str, value: Value) -> Condition:
    """That a fact is this."""
    return Test(fact, "is", (value,))


def speaking(rule: AnyRule, policy: Policy, day: date) -> Shown | None:
    """A case in which a rule says something: a requirement not met, a ground that fails, a route that holds.

    None for a kind of rule of which no single case can be told.
    """
    match rule:
        case Requirement(applies=applies, satisfied=satisfied):
            goals: tuple[Goal, ...] = ((applies, HOLDS), (satisfied, FAILS))
            return Shown(policy, day, goals, asked_of(rule.head.bears_on))
        case Ground(fits=fits, when=when):
            return Shown(policy, day, ((fits, HOLDS), (when, FAILS)), _asked_of_a_ground(rule))
        case Definition(rows=rows) if rows:
            return Shown(policy, day, ((rows[0].when, HOLDS),))
        case Deadline(applies=applies, starts=starts):
            return Shown(policy, day, ((applies, HOLDS), (known(starts), HOLDS)))
        case Route(steps=steps) if steps:
            return at_step(rule, steps[0], policy, day)
        case ConflictRule(when=when) | ProtectionRule(when=when):
            return Shown(policy, day, ((when, HOLDS),))
        case Safety():
            return Shown(policy, day, (A_CONCERN,))
    return None


def at_step(route: Route, step: Step, policy: Policy, day: date) -> Shown:
    """A case in which a step is told: a row of a table that is asked for, or a step of a route that holds."""
    if route.table_step:
        asked: Mapping[str, Value] = {
            "request.direction": "workflow",
            "request.step": route.table_step,
            "request.action": step.action,
        }
        return Shown(policy, day, (), asked)
    return Shown(policy, day, ((route.when, HOLDS), (step.when, HOLDS)))


def asked_of(bears_on: Sequence[str]) -> Mapping[str, Value]:
    """A request that something bears on; nothing is asked for where it bears on none."""
    direction = next((each for each in bears_on if each != "compliance"), "")
    return {"request.direction": direction} if direction else {}


def with_goals(shown: Shown | None, *goals: Goal) -> Shown | None:
    """The same case, in which something more has to come out so."""
    return None if shown is None else replace(shown, goals=(*shown.goals, *goals))


def rule_shown(rule_id: str, examined: Examined, examination: Examination) -> Shown | None:
    """A case in which the rule of this id speaks, on the day nearest to today; None where it never stands."""
    found = standing(rule_id, examined, examination)
    return None if found is None else speaking(found[1], found[0], examination.day_of(found[0]))


def standing(rule_id: str, examined: Examined, examination: Examination) -> tuple[Policy, AnyRule] | None:
    """The rule of this id, with its policy of the day nearest to today; None where it stands on none."""
    return _nearest(
        examination,
        [
            (policy, rule)
            for policy, pack in examined.resolved
            for rule in rules_of(pack)
            if rule.head.id == rule_id
        ],
    )


def relying_on(
    parameter: str, examined: Examined, examination: Examination, day: date | None = None
) -> Shown | None:
    """A case in which a rule speaks that relies on a parameter of its pack: on a day, or nearest to today."""
    found = [
        (policy, rule)
        for policy, pack in examined.resolved
        for rule in rules_of(pack)
        if parameter in rule.head.parameters
    ]
    if day is not None:
        then = [policies for start, policies in examination.on.items() if start <= day]
        found = [each for each in found if then and any(each[0] is policy for policy in then[-1])]
    chosen = _nearest(examination, found)
    return None if chosen is None else speaking(chosen[1], chosen[0], day or examination.day_of(chosen[0]))


def relying_on_any(field: str, examination: Examination, day: date | None = None) -> Shown | None:
    """The same for a parameter by its whole name, with its pack, as a policy sets it (`set.pack.name`)."""
    pack, _, short = field.removeprefix("set.").partition(".")
    for examined in examination.packs:
        if examined.held.entry.pack == pack:
            return relying_on(short, examined, examination, day)
    return None


def rule_at(examined: Examined, file: str, line: int | None) -> str:
    """The id of the rule in whose text a line of a file stands; empty where it stands in none."""
    for rule_id, (place, node) in examined.places.items():
        if place == file and any(each.line == line for each in _within(node)):
            return rule_id
    return ""


def shown_at(examined: Examined, examination: Examination, file: str, line: int | None) -> Shown | None:
    """A case in which the rule speaks in whose text a line stands; None where it stands in none."""
    rule_id = rule_at(examined, file, line)
    return rule_shown(rule_id, examined, examination) if rule_id else None


def decided_without(fact: str, rule: AnyRule, policy: Policy, day: date) -> Shown | None:
    """A case in which nobody has said a fact, and a rule is decided all the same."""
    decided = HOLDS | FAILS
    silent: Goal = (Not(known(fact)), HOLDS)
    match rule:
        case Requirement(applies=applies, satisfied=satisfied):
            goals: tuple[Goal, ...] = (silent, (applies, decided), (satisfied, decided))
            return Shown(policy, day, goals, asked_of(rule.head.bears_on))
        case Ground(fits=fits, when=when):
            return Shown(policy, day, (silent, (All((fits, when)), decided)), _asked_of_a_ground(rule))
        case Definition(rows=rows):
            return Shown(policy, day, (silent, *((row.when, decided) for row in rows[:1])))
        case Route(steps=steps) if steps:
            return with_goals(at_step(rule, steps[0], policy, day), silent)
    return None


def _asked_of_a_ground(ground: Ground) -> Mapping[str, Value]:
    asked = {key: getattr(ground.asked, key) for key in ("direction", "to", "step", "action")}
    return {f"request.{key}": values[0] for key, values in asked.items() if values}


def _nearest(
    examination: Examination, found: Sequence[tuple[Policy, AnyRule]]
) -> tuple[Policy, AnyRule] | None:
    today = date.today()
    return min(found, key=lambda each: abs(examination.day_of(each[0]) - today), default=None)


def _within(node: Node) -> Iterator[Node]:
    """A part of a file and all that stands in it."""
    yield node
    if isinstance(node, Items):
        for item in node.items:
            yield from _within(item)
    elif isinstance(node, Tree):
        yield from node.keys.values()
        for held in node.entries.values():
            yield from _within(held)
