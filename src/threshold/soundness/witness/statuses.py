"""What has to be so for a request to come to a status: ways worth trying, for the engine to judge."""

from collections.abc import Iterator, Mapping, Sequence

from threshold.conditions import All, Any, Condition, Not, Test
from threshold.policy import Policy
from threshold.policy.model import Ground, Requirement
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.soundness.finding import Goal
from threshold.soundness.witness.wishes import FALSE, TRUE
from threshold.vocabulary import Value


def ways_to_a_status(
    policy: Policy, request: Mapping[str, Value], comes_to: Sequence[str]
) -> Iterator[tuple[Goal, ...]]:
    """Goals to add to those of a case, each a way to one of these statuses; none where any will do."""
    direction = str(request.get("request.direction", ""))
    if not comes_to or not direction:
        yield ()
        return
    grounds = [
        [each for each in pack.grounds if direction in each.asked.direction]
        for pack in policy.packs
        if pack.leads(direction)
    ]
    rules = [rule for rule in policy.requirements if direction in rule.head.bears_on]
    blocks = [rule for rule in rules if rule.effect == "block"]
    conditions = [rule for rule in rules if rule.effect == "condition"]
    safe: Goal = (All((Test(CONCERN, "is", (False,)), Test(IN_PLACE, "is", (False,)))), TRUE)
    answered = tuple((Any(tuple(map(_holds, each))), TRUE) for each in grounds if each)
    for status in comes_to:
        match status:
            case "permitted":
                yield safe, *answered, *map(_passes, blocks), *map(_passes, conditions)
                yield (*answered, *map(_passes, blocks), *map(_passes, conditions))
            case "conditional":
                yield safe, *answered, *map(_passes, blocks), (Any(tuple(map(_fails, conditions))), TRUE)
            case "blocked":
                yield ((Any(tuple(map(_fails, blocks))), TRUE), safe)
                yield (safe, *((_holds(ground), FALSE) for each in grounds for ground in each))
                yield ((Test(CONCERN, "is", (True,)), TRUE),)
    # What has to be so for another reason may lead there by itself.
    yield ()


def _holds(ground: Ground) -> Condition:
    return All((ground.fits, ground.when))


def _passes(rule: Requirement) -> Goal:
    return Any((Not(rule.applies), rule.satisfied)), TRUE


def _fails(rule: Requirement) -> Condition:
    return All((rule.applies, Not(rule.satisfied)))
