"""Which way: the direction asked for or, without a request, the one that the facts point to."""

from collections.abc import Mapping
from dataclasses import dataclass

from threshold.conditions import Facts, Truth
from threshold.decisions.derive import Derived
from threshold.policy import OUTCOME, Policy
from threshold.vocabulary import ABSENT, UNKNOWN, Missing, State, Value, shown

LEVEL = "need.level"
SUPPORT = "support.in_place"
SUPPORT_TABLE = "support_for_level"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked for (`asked`, `asked_to`), or what the facts indicate when nothing is.

    `missing` are the facts without which no direction can be named.
    """

    requested: bool
    safety: Truth
    asked: State
    asked_to: State
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def propose(
    policy: Policy, facts: Facts, safety: Truth, derived: Mapping[str, Derived]
) -> Proposal:
    """The request's direction; else safeguarding, the most serious outcome's, or the level's."""
    requested = facts.state("request.direction")
    if requested not in ("none", UNKNOWN):
        return Proposal(True, safety, requested, facts.state("request.to"))
    if safety:
        because = (policy.safety.head.title,)
        return Proposal(False, safety, "safeguarding_now", ABSENT, because)
    outcome = _by_outcome(policy, facts, safety, derived)
    return outcome or _by_level(policy, facts, safety, derived)


def _by_outcome(
    policy: Policy, facts: Facts, safety: Truth, derived: Mapping[str, Derived]
) -> Proposal | None:
    """The direction of the most serious outcome that certainly holds, if any does."""
    found = derived.get(OUTCOME)
    state = facts.state(OUTCOME)
    value = found.floor if found and isinstance(state, Missing) else state
    if found is None or value is None or isinstance(value, Missing):
        return None
    directions = dict(policy.vocabulary.facts[OUTCOME].directions)
    rows = [row for _, row in found.fired if row.value == value]
    because = tuple(row.because or shown(row.value) for row in rows) or (shown(value),)
    to = _support(policy, facts, highest=False) if directions[value] == "step_up" else ABSENT
    return Proposal(False, safety, directions[value], to, because)


def _by_level(
    policy: Policy, facts: Facts, safety: Truth, derived: Mapping[str, Derived]
) -> Proposal:
    """The level of need set beside the support in place."""
    table = policy.table(SUPPORT_TABLE)
    level, support = facts.state(LEVEL), facts.state(SUPPORT)
    found = derived.get(LEVEL)
    floor = found.floor if found is not None else None
    if not table or (found is None and isinstance(level, Missing)):
        return Proposal(False, safety, UNKNOWN, UNKNOWN)
    if isinstance(support, Missing):
        wanted = (SUPPORT,) if not isinstance(level, Missing) else (LEVEL, SUPPORT)
        return Proposal(False, safety, UNKNOWN, UNKNOWN, (), wanted)
    if isinstance(level, Missing):
        if floor is not None and _rank(policy, support) < _rank(policy, table[str(floor)]["lowest"]):
            lowest = table[str(floor)]["lowest"] or UNKNOWN
            because = (f"the facts indicate level {floor} at least, above the support in place",)
            return Proposal(False, safety, "step_up", lowest, because)
        return Proposal(False, safety, UNKNOWN, UNKNOWN, (), (LEVEL,))
    lowest, highest = table[str(level)]["lowest"], table[str(level)]["highest"]
    place = _rank(policy, support)
    if place < _rank(policy, lowest):
        because = (f"level {level} calls for more than the support in place ({shown(support)})",)
        return Proposal(False, safety, "step_up", lowest or UNKNOWN, because)
    if place > _rank(policy, highest):
        because = (f"level {level} calls for less than the support in place ({shown(support)})",)
        return Proposal(False, safety, "step_down", highest or UNKNOWN, because)
    because = (f"the support in place ({shown(support)}) fits level {level}",)
    return Proposal(False, safety, "continue", ABSENT, because)


def _support(policy: Policy, facts: Facts, highest: bool) -> State:
    """The support that the level of need calls for, where both are known."""
    table, level = policy.table(SUPPORT_TABLE), facts.state(LEVEL)
    if not table or isinstance(level, Missing):
        return UNKNOWN
    return table[str(level)]["highest" if highest else "lowest"] or UNKNOWN


def _rank(policy: Policy, support: Value | None) -> int:
    """How much support it is: 0 is the least. The vocabulary lists the most serious first."""
    order = policy.vocabulary.facts[SUPPORT].order
    return len(order) - 1 - order.index(support) if support in order else 0
