"""The order in which definitions are worked out: each after those whose facts it reads."""

from collections.abc import Iterable

from threshold.conditions import facts_of
from threshold.policy.model import OUTCOME, Definition
from threshold.reading import BadInput, Problem

PROPOSED = ("proposed.direction", "proposed.to")

Strata = tuple[tuple[Definition, ...], ...]


def in_order(definitions: Iterable[Definition]) -> tuple[Strata, Strata]:
    """The strata that come before a direction is proposed, and those that read it and come after.

    Raises BadInput for a circle, for an outcome that reads the proposed direction, and for two
    definitions of one fact that are not both `most_serious`.
    """
    waiting = list(definitions)
    _check_doubles(waiting)
    reads = {rule.head.id: set(_reads(rule)) for rule in waiting}
    defined = {rule.fact for rule in waiting}
    strata: list[tuple[Definition, ...]] = []
    known: set[str] = set()
    while waiting:
        ready_facts = {
            fact
            for fact in {rule.fact for rule in waiting}
            if all((reads[rule.head.id] & defined) <= known for rule in waiting if rule.fact == fact)
        }
        ready = tuple(rule for rule in waiting if rule.fact in ready_facts)
        if not ready:
            names = ", ".join(rule.head.id for rule in waiting)
            raise BadInput(Problem(f"definitions go round in a circle: {names}"))
        strata.append(ready)
        known |= {rule.fact for rule in ready}
        waiting = [rule for rule in waiting if rule not in ready]
    return _split(strata, reads)


def _split(strata: list[tuple[Definition, ...]], reads: dict[str, set[str]]) -> tuple[Strata, Strata]:
    late_facts = set(PROPOSED)
    early: list[tuple[Definition, ...]] = []
    late: list[tuple[Definition, ...]] = []
    for stratum in strata:
        late_here = {rule.fact: rule.head.id for rule in stratum if reads[rule.head.id] & late_facts}
        # The definitions of one fact stay together: each of them may settle it.
        after = tuple(rule for rule in stratum if rule.fact in late_here)
        late_facts |= {*late_here}
        if culprit := late_here.get(OUTCOME):
            message = "an outcome may not depend on the proposed direction, which depends on it"
            raise BadInput(Problem(message, field=culprit))
        before = tuple(rule for rule in stratum if rule not in after)
        if before:
            early.append(before)
        if after:
            late.append(after)
    return tuple(early), tuple(late)


def _reads(rule: Definition) -> Iterable[str]:
    for row in rule.rows:
        yield from facts_of(row.when)


def _check_doubles(definitions: list[Definition]) -> None:
    first: dict[str, Definition] = {}
    for rule in definitions:
        other = first.setdefault(rule.fact, rule)
        if other is not rule and {rule.hit, other.hit} != {"most_serious"}:
            message = f"{rule.fact} is already defined by {other.head.id}"
            raise BadInput(Problem(message, field=rule.head.id))
