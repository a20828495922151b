"""What a rule says and nothing follows from: words about a concern, marks of a request, repetitions."""

from collections.abc import Iterator

from threshold.conditions import All, Any, AtLeast, Condition, Not, Test, contradiction, facts_of, implies
from threshold.output.words import listed
from threshold.policy.inference_plan import TO
from threshold.policy.model import Ground, Policy, Requirement
from threshold.policy.protection import ASKED, BELOW_SOCIAL_CARE, concern_keys, protection_conditions
from threshold.policy.soundness.examined import Examined
from threshold.policy.soundness.requests import as_asked, is_direction
from threshold.reading import Problem
from threshold.vocabulary import shown


def if_concern_without_effect(examined: Examined) -> Iterator[Problem]:
    """What becomes of a requirement under a concern, where no request that it bears on goes up."""
    for policy, pack in examined.resolved:
        for rule in pack.requirements:
            if not rule.if_concern:
                continue
            if may_hold_up(rule, policy):
                continue
            if rule.effect not in ("block", "condition"):
                message = "has no effect: what warns or notes holds nothing up under a concern"
            else:
                bears_on = listed([shown(each) for each in rule.head.bears_on])
                message = f"has no effect: no request that this bears on ({bears_on}) goes up under a concern"
            yield examined.problem(f"`if_concern:` {message}; leave it out", rule.head.id)


def may_hold_up(rule: Requirement, policy: Policy) -> bool:
    """Whether a requirement may hold up a request that goes up, which is all that a concern changes of it."""
    if rule.effect not in ("block", "condition"):
        return False
    return any(_goes_up(rule, direction, policy) for direction in rule.head.bears_on)


def _goes_up(rule: Requirement, direction: str, policy: Policy) -> bool:
    """Whether a request of this direction, to which the rule applies, may go up."""
    asked: Condition = All((as_asked(rule.applies), is_direction(direction)))
    if direction == "step_up":
        return _possible(All((asked, Not(Test(TO, "is", BELOW_SOCIAL_CARE)))), policy)
    if direction == "workflow":
        rows = [ground for ground in policy.grounds if ground.moves == "up"]
        return any(_possible(All((asked, as_asked(row.fits))), policy) for row in rows)
    return direction == "triage" and _possible(asked, policy)


def marks_without_request(examined: Examined) -> Iterator[Problem]:
    """The step that is the request itself, in a route that is about no request."""
    for _, pack in examined.resolved:
        for route in pack.routes:
            marked = next((step for step in route.steps if step.asked_for), None)
            read = any(name.startswith(("proposed.", "request.")) for name in facts_of(route.when))
            if marked is not None and not read and not {*route.head.bears_on} - {"compliance"}:
                message = (
                    f"`asked_for:` at {marked.id} has no effect: this route is about no request (its `when` "
                    "reads nothing of one, and it says no `bears_on`), so that its steps are told even where "
                    "what was asked for is refused; say what it bears on, or leave the mark out"
                )
                yield examined.problem(message, route.head.id)


def concerns_repeated(examined: Examined) -> Iterator[Problem]:
    """What adds nothing to what gives rise to a concern in every policy."""
    built_in = protection_conditions((), ())
    everywhere = Any(tuple(built_in[key] for key in (ASKED, *concern_keys(()))))
    for policy, pack in examined.resolved:
        for rule in pack.protection:
            if implies(rule.when, everywhere, policy.vocabulary.facts):
                message = (
                    "makes no difference: in every policy this is a protection concern already; leave it out"
                )
                yield examined.problem(message, rule.head.id)


def grounds_repeated(examined: Examined) -> Iterator[Problem]:
    """A ground beside one of its pack that answers the same requests, and holds where it does."""
    for _, pack in examined.resolved:
        first: dict[tuple[object, ...], Ground] = {}
        for ground in pack.grounds:
            if ground.of_workflow:
                continue
            asked = tuple(frozenset(getattr(ground.asked, key)) for key in ground.asked.__slots__)
            other = first.setdefault((asked, _in_one_order(ground.when)), ground)
            if other is not ground:
                message = (
                    f"makes no difference: {other.head.id} answers the same requests and holds where this "
                    "does; leave one of them out, and let the other carry the clauses of both"
                )
                yield examined.problem(message, ground.head.id)


def _in_one_order(condition: Condition) -> Condition:
    """The condition with its parts in one order, so that two that say the same are the same."""
    match condition:
        case Not(part):
            return Not(_in_one_order(part))
        case All(parts) | Any(parts):
            parts = tuple(sorted({_in_one_order(part) for part in parts}, key=repr))
            if len(parts) == 1:
                return parts[0]
            return All(parts) if isinstance(condition, All) else Any(parts)
        case AtLeast(number, parts):
            return AtLeast(number, tuple(sorted(map(_in_one_order, parts), key=repr)))
        case Test(fact, operator, tuple() as operand):
            return Test(fact, operator, tuple(sorted({*operand}, key=repr)))
    return condition


def _possible(condition: Condition, policy: Policy) -> bool:
    return contradiction(condition, policy.vocabulary.facts) is None
