"""What may be asked for under a policy: whether something can be so of a request, and what may hold it up."""

from collections.abc import Sequence

from threshold.conditions import All, Condition, Not, Test, contradiction
from threshold.output.words import listed
from threshold.policy.inference_plan import TO
from threshold.policy.model import Policy, Requirement
from threshold.policy.protection import below_social_care
from threshold.soundness.requests import as_asked, is_direction

_MOST_NAMED = 3


def possible(condition: Condition, policy: Policy) -> bool:
    """Whether a condition can hold, or nobody can tell."""
    return contradiction(condition, policy.vocabulary.facts) is None


def may_hold_up(rule: Requirement, policy: Policy) -> bool:
    """Whether a requirement may hold up a request that goes up, which is all that a concern changes of it."""
    if rule.effect not in ("block", "condition"):
        return False
    return any(_goes_up(rule, direction, policy) for direction in rule.head.bears_on)


def _goes_up(rule: Requirement, direction: str, policy: Policy) -> bool:
    """Whether a request of this direction, to which the rule applies, may go up."""
    asked: Condition = All((as_asked(rule.applies), is_direction(direction)))
    if direction == "step_up":
        return possible(All((asked, Not(Test(TO, "is", below_social_care(policy.vocabulary))))), policy)
    if direction == "workflow":
        rows = [ground for ground in policy.grounds if ground.moves == "up"]
        return any(possible(All((asked, as_asked(row.fits))), policy) for row in rows)
    return direction == "triage" and possible(asked, policy)


def named(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return listed([*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])], last="and")
