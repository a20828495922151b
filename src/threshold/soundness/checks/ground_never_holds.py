"""A ground that can never hold.

What would happen: whoever asks for what it answers is left to the other grounds of the pack; where there is
none, nobody can ever be permitted what the ground was written to permit.
How to mend it: take out of `when` what contradicts the rest of it or its own `for`, or leave the ground out.
How far it looks: at `when` alone, at `for` and `when` together, and at what every policy asks before a child
is let go. A table of the workflow that says that something is not available is no finding.
"""

from collections.abc import Iterator

from threshold.conditions import All, contradiction
from threshold.policy.model import Ground, Pack, Policy
from threshold.policy.protection import below_social_care
from threshold.soundness.asked import named, possible
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Shown
from threshold.soundness.requests import as_asked, holds_for
from threshold.vocabulary import Value

CODE = "ground-never-holds"


def check(examination: Examination) -> Iterator[Finding]:
    """Grounds that contradict themselves, their own `for`, or what holds in every policy."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            for ground in pack.grounds:
                why = "" if ground.of_workflow else _why_never(ground, policy)
                if why:
                    left = _what_is_left(ground, pack, policy)
                    problem = examined.problem(f"never holds: {why}; {left}", ground.head.id)
                    yield Finding(CODE, problem, _EFFECT, _shown(ground, policy, examination))


_EFFECT = "Nobody is ever permitted anything by this ground, whatever is known of the child"


def _shown(ground: Ground, policy: Policy, examination: Examination) -> Shown | None:
    """Somebody who asks for just what the ground answers."""
    if not ground.asked.direction:
        return None
    asked: dict[str, Value] = {"request.direction": ground.asked.direction[0]}
    return Shown(policy, examination.day_of(policy), ((ground.fits, HOLDS),), asked)


def _why_never(ground: Ground, policy: Policy) -> str:
    """Why a ground cannot hold; empty where it can, or nobody can tell."""
    facts = policy.vocabulary.facts
    for what, condition in (
        ("its `when`", as_asked(ground.when)),
        ("its `for` and its `when` together", All((as_asked(ground.fits), as_asked(ground.when)))),
    ):
        against = contradiction(condition, facts)
        if against:
            return f"{what} would need what cannot be of {named(against)}"
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
        if possible(All((fits, holds_for(each, below_social_care(policy.vocabulary)))), policy)
    ]
    if others:
        return f"whoever asks is left to {named(others)}; mend it, or leave it out"
    return "no other ground of this pack answers such a request, so that it is never permitted; mend it"
