"""Which rules read a fact, and what for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from threshold.conditions import Condition, Lookup, facts_of
from threshold.policy import (
    Action,
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    Pack,
    ProtectionRule,
    Requirement,
    Route,
    Safety,
    Who,
    rules_of,
)

Rule = Ground | Definition | Requirement | Deadline | Route | ConflictRule | ProtectionRule | Safety


@dataclass(frozen=True, slots=True)
class Use:
    """A rule that reads a fact, and what it reads it for."""

    rule: Rule
    what_for: str


def uses_of(packs: Iterable[Pack]) -> Mapping[str, tuple[Use, ...]]:
    """Every fact that some rule reads, with the rules in their order."""
    found: dict[str, dict[Use, None]] = {}
    for pack in packs:
        for rule in rules_of(pack):
            for what_for, fact in reads(rule):
                found.setdefault(fact, {})[Use(rule, what_for)] = None
    return {fact: tuple(uses) for fact, uses in found.items()}


def reads(rule: Rule) -> Iterator[tuple[str, str]]:
    """The facts that a rule reads, each with what for; a fact may come several times."""
    match rule:
        case Ground():
            yield from _all("which requests it answers", rule.fits)
            yield from _all("when it holds", rule.when)
            yield from _all("what is said", *(said.when for said in rule.otherwise))
        case Definition():
            yield from _all("what it works out", *(row.when for row in rule.rows))
            for row in rule.rows:
                yield from _chosen_by(row.do)
        case Requirement():
            yield from _all("when it applies", rule.applies)
            yield from _all("its exception", rule.unless)
            yield from _all("what must be so", rule.every_part)
            for part in rule.parts:
                yield from _chosen_by(part.do)
        case Deadline():
            yield from _of_deadline(rule)
        case Route():
            yield from _all("when it is taken", rule.when)
            yield from _of_steps(rule)
        case ConflictRule():
            yield from _all("what contradicts itself", rule.when)
            yield from (("what is in doubt then", fact) for fact in rule.doubtful)
        case ProtectionRule():
            yield from _all("what calls for protection", rule.when)
        case Safety():
            yield from _chosen_by(rule.do)


def _of_deadline(rule: Deadline) -> Iterator[tuple[str, str]]:
    yield from _all("when it applies", rule.applies)
    for what_for, fact in (
        ("what starts the clock", rule.starts),
        ("what meets it", rule.met_by),
        ("what else counts if it is sooner", rule.or_sooner),
        ("how long it is", rule.within.row_fact if isinstance(rule.within, Lookup) else ""),
    ):
        if fact:
            yield what_for, fact
    yield from _chosen_by(rule.do)


def _of_steps(rule: Route) -> Iterator[tuple[str, str]]:
    for step in rule.steps:
        if not rule.table_step:
            yield from _all("when a step is taken", step.when)
        yield from _all("when a step is done", step.done)
        yield from (("who does it", who.fact) for who in (step.by, step.to) if who.fact)


def _all(what_for: str, *conditions: Condition) -> Iterator[tuple[str, str]]:
    for condition in conditions:
        yield from ((what_for, fact) for fact in facts_of(condition))


def _chosen_by(action: Action | None) -> Iterator[tuple[str, str]]:
    if action is None:
        return
    people: tuple[Who | None, ...] = (action.by, action.to)
    yield from (("who does it", who.fact) for who in people if who is not None and who.fact)
