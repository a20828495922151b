"""Two requirements of which one is met only where the other fails.

What would happen: nobody to whom both apply can ever be permitted what they bear on, whatever is done or
waited for.
How to mend it: let each apply where the other does not, or mend the one that asks for the wrong thing.
How far it looks: at each two that block or condition the same direction, in packs that lead on it, where both
can apply and each can be met; with how the facts in them are worked out, on every day of the calendar. That
one can never be met by itself is `never-holds`; that a definition gives two values is `exactly-one-overlap`.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from threshold.conditions import ALWAYS, Condition, Impossible, NotDecided, facts_of
from threshold.policy.model import Pack, Policy, Requirement
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.logic import Logic, fails, holds
from threshold.soundness.requests import is_direction
from threshold.soundness.standing import Standing, standings
from threshold.vocabulary import shown

CODE = "contradictory-rules"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Each two such requirements, told of the later one."""
    for standing in standings(examination):
        mine = _deciding(standing.pack)
        others = [rule for pack in standing.policy.packs for rule in _deciding(pack)]
        own = {rule.head.id for rule in mine}
        pairs = [*combinations(mine, 2)]
        # Of two packs it is told in the one that stands later.
        before = others[: others.index(mine[0])] if mine and mine[0] in others else []
        pairs += [(one, other) for other in mine for one in before if one.head.id not in own]
        for one, other in pairs:
            yield from _told(one, other, standing, examination.logic)


def _deciding(pack: Pack) -> Sequence[Requirement]:
    if pack.role != "lead":
        return ()
    return [rule for rule in pack.requirements if rule.effect in ("block", "condition")]


def _told(
    one: Requirement, other: Requirement, standing: Standing, logic: Logic
) -> Iterator[Finding | Unexamined]:
    policy = standing.policy
    directions = _shared(one, other, policy)
    if not directions or not standing.examined.holds(other.head.id):
        return
    if not _may_meet(one, other, policy):
        return
    for direction in directions:
        asked: Condition = is_direction(direction) if direction != "compliance" else ALWAYS
        region = (asked, one.applies, other.applies)
        together = logic.decide(holds(*region, one.satisfied, other.satisfied), policy)
        if isinstance(together, NotDecided):
            yield Unexamined(CODE, other.head.id, f"beside {one.head.id}: {together.why}")
            return
        apart = [holds(*region, rule.satisfied) for rule in (one, other)]
        if isinstance(together, Impossible) and all(logic.ever(goals, policy) for goals in apart):
            message = (
                f"and {one.head.id} contradict each other: where both apply, one is met only where the "
                "other fails; let each apply where the other does not, or mend one of them"
            )
            permitted = "permitted" if "block" in (one.effect, other.effect) else "permitted unconditionally"
            effect = f"Nobody to whom both apply is ever {permitted} to {shown(direction)}"
            goals = (*holds(one.applies, other.applies, one.satisfied), *fails(other.satisfied))
            request = {"request.direction": direction} if direction != "compliance" else {}
            seen = Shown(policy, standing.day, goals, request)
            yield Finding(CODE, standing.examined.problem(message, other.head.id), effect, seen)
            return


def _shared(one: Requirement, other: Requirement, policy: Policy) -> list[str]:
    """The directions on which both decide."""
    both = [each for each in one.head.bears_on if each in other.head.bears_on]
    packs = [policy.pack(rule.head.pack) for rule in (one, other)]
    return [each for each in both if each != "compliance" and all(pack.leads(each) for pack in packs)]


def _may_meet(one: Requirement, other: Requirement, policy: Policy) -> bool:
    """Whether what they ask for has a fact in common, by itself or by how facts are worked out."""
    return bool(_read(one, policy) & _read(other, policy))


def _read(rule: Requirement, policy: Policy) -> set[str]:
    read, waiting = {*facts_of(rule.satisfied)}, [*facts_of(rule.satisfied)]
    rows = [(each.fact, row) for pack in policy.packs for each in pack.definitions for row in each.rows]
    while waiting:
        name = waiting.pop()
        more = {fact for of, row in rows if of == name for fact in facts_of(row.when)} - read
        read |= more
        waiting += more
    return read
