"""Which way: the direction asked for or, without a request, the one that the facts point to."""

from collections.abc import Mapping
from dataclasses import dataclass

from threshold.conditions import Facts
from threshold.policy import OUTCOME, Policy
from threshold.policy.model import LEVEL, SUPPORT_TABLE
from threshold.policy.protection import HIGHEST, STATED
from threshold.semantics.definitions import Derived
from threshold.vocabulary import ABSENT, UNKNOWN, Missing, State, Value, called, shown

SUPPORT = HIGHEST


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked for (`asked`, `asked_to`), or what the facts indicate when nothing is.

    `missing` are the facts without which no direction can be named.
    """

    requested: bool
    asked: State
    asked_to: State
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


NO_PROPOSAL = Proposal(False, UNKNOWN, UNKNOWN)  # as long as nothing has been worked out


def propose(policy: Policy, facts: Facts, danger: bool, derived: Mapping[str, Derived]) -> Proposal:
    """The request's direction; else safeguarding, the most serious outcome's, or the level's.

    `danger`: the child is to be protected now.
    """
    requested = facts.state("request.direction")
    if requested not in ("none", UNKNOWN):
        return Proposal(True, requested, facts.state("request.to"))
    if danger:
        because = (policy.safety.head.title,)
        return Proposal(False, "safeguarding_now", ABSENT, because)
    return _by_outcome(policy, facts, derived) or _by_level(policy, facts, derived)


def directions_meant(direction: object) -> set[object]:
    """The directions whose rules speak to this one: protecting a child now is help going up."""
    return {"step_up", "step_across", "triage"} if direction == "safeguarding_now" else {direction}


def _by_outcome(policy: Policy, facts: Facts, derived: Mapping[str, Derived]) -> Proposal | None:
    """The direction of the most serious outcome that certainly holds, if any does."""
    found = derived.get(OUTCOME)
    state = facts.state(OUTCOME)
    value = found.floor if found and isinstance(state, Missing) else state
    if found is None or value is None or isinstance(value, Missing):
        return None
    directions = dict(policy.vocabulary.facts[OUTCOME].directions)
    rows = [row for _, row in found.fired if row.value == value]
    because = tuple(row.because or shown(row.value) for row in rows) or (shown(value),)
    to: State = dict(policy.vocabulary.facts[OUTCOME].leads_to).get(value, ABSENT)
    if directions[value] == "step_up":
        to = _support(policy, facts)
    return Proposal(False, directions[value], to, because)


def _by_level(policy: Policy, facts: Facts, derived: Mapping[str, Derived]) -> Proposal:
    """The level of need - or its floor - set beside the support in place."""
    found = derived.get(LEVEL)
    level, support = facts.state(LEVEL), facts.state(SUPPORT)
    if not policy.table(SUPPORT_TABLE) or (found is None and isinstance(level, Missing)):
        return Proposal(False, UNKNOWN, UNKNOWN)
    if not isinstance(support, Missing):
        return _beside(policy, level, found.floor if found is not None else None, support)
    unknown = (LEVEL, STATED) if isinstance(level, Missing) else (STATED,)
    recorded = derived.get(SUPPORT)
    if recorded is None or recorded.floor is None:
        return Proposal(False, UNKNOWN, UNKNOWN, (), unknown)
    # A record is only the least that the support can be: whatever it is, the answer has to be the same.
    order = policy.vocabulary.facts[SUPPORT].order
    possible = order[: order.index(recorded.floor) + 1]
    floor = found.floor if found is not None else None
    ways = [_beside(policy, level, floor, each) for each in reversed(possible)]
    if any((way.asked, way.asked_to) != (ways[0].asked, ways[0].asked_to) for way in ways):
        return Proposal(False, UNKNOWN, UNKNOWN, (), unknown)
    return ways[0]


def _beside(policy: Policy, level: State, floor: Value | None, support: Value) -> Proposal:
    """The level, or its floor where it is not settled, beside one kind of support."""
    place = _rank(policy, support)
    if isinstance(level, Missing):
        lowest, _ = _range(policy, floor)
        if floor is None or isinstance(lowest, Missing) or place >= _rank(policy, lowest):
            return Proposal(False, UNKNOWN, UNKNOWN, (), (LEVEL,))
        because = f"the facts indicate level {_called(policy, floor)} at least, above the support in place"
        return Proposal(False, "step_up", lowest, (because,))
    lowest, highest = _range(policy, level)
    if isinstance(lowest, Missing) or isinstance(highest, Missing):
        because = f"this policy does not say which support fits level {_called(policy, level)}"
        return Proposal(False, UNKNOWN, UNKNOWN, (because,))
    if place < _rank(policy, lowest):
        because = (
            f"level {_called(policy, level)} calls for more than the support in place ({shown(support)})"
        )
        return Proposal(False, "step_up", lowest, (because,))
    if place > _rank(policy, highest):
        because = (
            f"level {_called(policy, level)} calls for less than the support in place ({shown(support)})"
        )
        return Proposal(False, "step_down", highest, (because,))
    because = f"the support in place ({shown(support)}) fits level {_called(policy, level)}"
    return Proposal(False, "continue", ABSENT, (because,))


def _called(policy: Policy, level: Value) -> str:
    return called(level, policy.vocabulary.facts[LEVEL].type)


def _support(policy: Policy, facts: Facts) -> State:
    """The least support that fits the level of need, where that is known and more than there is already."""
    level, here = facts.state(LEVEL), facts.state(SUPPORT)
    least = UNKNOWN if isinstance(level, Missing) else _range(policy, level)[0]
    known = not isinstance(least, Missing) and not isinstance(here, Missing)
    return UNKNOWN if known and _rank(policy, least) <= _rank(policy, here) else least


def _range(policy: Policy, level: Value | None) -> tuple[State, State]:
    """The lowest and the highest support that fit a level; unknown where the table does not say."""
    row, kinds = policy.table(SUPPORT_TABLE).get(str(level), {}), policy.vocabulary.facts[SUPPORT].order
    lowest, highest = (row.get(name) for name in ("lowest", "highest"))
    return lowest if lowest in kinds else UNKNOWN, highest if highest in kinds else UNKNOWN


def _rank(policy: Policy, support: State) -> int:
    """How much support it is: 0 is the least. The vocabulary lists the most serious first."""
    order = policy.vocabulary.facts[SUPPORT].order
    return len(order) - 1 - order.index(support) if support in order else 0
