"""Requests that can never be permitted: grounds that cannot hold, and rules about what no ground answers.

Only what is certain is told: where it would take days, lengths of time or too many ways to find out, nothing
is said. What a table of the workflow says is not available is not meant to be, and so is no finding.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from threshold.conditions import All, Condition, contradiction
from threshold.output.words import listed
from threshold.policy.model import Ground, Pack, Policy, Requirement
from threshold.policy.protection import below_social_care
from threshold.policy.soundness.examined import Examined
from threshold.policy.soundness.requests import as_asked, holds_for, is_direction
from threshold.reading import Problem
from threshold.vocabulary import RequestDirection, shown

_MOST_NAMED = 3
_WRITE_ONE = "write what makes it right under `grounds:`, or take it out of `bears_on`"


def grounds_that_never_hold(examined: Examined) -> Iterator[Problem]:
    """Grounds that contradict themselves, their own `for`, or what holds in every policy."""
    for policy, pack in examined.resolved:
        for ground in pack.grounds:
            if ground.of_workflow:
                continue
            why = _why_never(ground, policy)
            if why:
                message = f"never holds: {why}; {_what_is_left(ground, pack, policy)}"
                yield examined.problem(message, ground.head.id)


def _why_never(ground: Ground, policy: Policy) -> str:
    """Why a ground cannot hold; empty where it can, or nobody can tell."""
    facts = policy.vocabulary.facts
    for what, condition in (
        ("its `when`", as_asked(ground.when)),
        ("its `for` and its `when` together", All((as_asked(ground.fits), as_asked(ground.when)))),
    ):
        against = contradiction(condition, facts)
        if against:
            return f"{what} would need what cannot be of {_named(against)}"
        if against is not None:
            return f"{what} would need what cannot be"
    if contradiction(holds_for(ground, below_social_care(policy.vocabulary)), facts) is not None:
        return (
            "it would let go of a child for whom there is a protection concern or protection in place, "
            "which every policy refuses"
        )
    return ""


def _what_is_left(ground: Ground, pack: Pack, policy: Policy) -> str:
    """What becomes of those who ask for what it answers, as it never holds itself."""
    fits = as_asked(ground.fits)
    others = [
        each.head.id
        for each in pack.grounds
        if _possible(All((fits, holds_for(each, below_social_care(policy.vocabulary)))), policy)
    ]
    if others:
        return f"whoever asks is left to {_named(others)}; mend it, or leave it out"
    return "no other ground of this pack answers such a request, so that it is never permitted; mend it"


def requests_without_ground(examined: Examined) -> Iterator[Problem]:
    """What blocks or conditions requests, in a pack that leads on them, that no ground answers."""
    for policy, pack in examined.resolved:
        if pack.role != "lead":
            continue
        for direction in get_args(RequestDirection):
            if pack.leads(direction):
                yield from _without_ground(direction, policy, pack, examined)


def _without_ground(direction: str, policy: Policy, pack: Pack, examined: Examined) -> Iterator[Problem]:
    """Where no ground is there at all, told once, at the first rule; else at each rule that none fits."""
    grounds = [
        ground
        for each in policy.packs
        if each.leads(direction)
        for ground in each.grounds
        if direction in ground.asked.direction
    ]
    rules = [rule for rule in pack.requirements if _may_pass(rule, direction, policy)]
    spoken = shown(direction)
    if rules and not grounds:
        ids = _named([rule.head.id for rule in rules])
        save = ", save under a protection concern" if direction == "step_up" else ""
        message = (
            f"this policy can never permit {spoken}{save}: rules ask something of it ({ids}), and no ground "
            f"answers it, so that whoever asks is told that there is no rule on it; {_WRITE_ONE}"
        )
        yield examined.problem(message, rules[0].head.id)
        return
    for rule in rules:
        asked = All((as_asked(rule.applies), as_asked(rule.satisfied), is_direction(direction)))
        if not any(_possible(All((asked, as_asked(ground.fits))), policy) for ground in grounds):
            message = (
                f"this policy can never permit {spoken} where this applies and is met: no ground answers it "
                f"there, so that whoever asks is told that there is no rule on it; {_WRITE_ONE}"
            )
            yield examined.problem(message, rule.head.id)


def _may_pass(rule: Requirement, direction: str, policy: Policy) -> bool:
    """Whether a rule bears on a direction and may be met there: one that only refuses needs no ground."""
    if rule.effect not in ("block", "condition") or direction not in rule.head.bears_on:
        return False
    met = All((as_asked(rule.applies), as_asked(rule.satisfied), is_direction(direction)))
    return _possible(met, policy)


def _named(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return listed([*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])], last="and")


def _possible(condition: Condition, policy: Policy) -> bool:
    return contradiction(condition, policy.vocabulary.facts) is None
