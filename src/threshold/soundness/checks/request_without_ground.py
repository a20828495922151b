"""Rules that ask something of a request which no ground answers.

What would happen: whoever asks for it is told that there is no rule on it, even where everything that the
rules ask for is met; under a protection concern a step up is permitted all the same.
How to mend it: write the document's own criterion under `grounds:`, or take the request out of `bears_on`.
How far it looks: at what blocks or conditions, in a pack that leads on the request. A rule that can only
refuse needs no ground.
"""

from collections.abc import Iterator
from typing import get_args

from threshold.conditions import All
from threshold.policy.model import Pack, Policy, Requirement
from threshold.soundness.asked import named, possible
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import HOLDS, Finding, Shown
from threshold.soundness.requests import as_asked, is_direction
from threshold.vocabulary import RequestDirection, Value
from threshold.vocabulary import shown as in_words

CODE = "request-without-ground"
_WRITE_ONE = "write what makes it right under `grounds:`, or take it out of `bears_on`"


def check(examination: Examination) -> Iterator[Finding]:
    """What blocks or conditions requests, in a pack that leads on them, that no ground answers."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            if pack.role != "lead":
                continue
            for direction in get_args(RequestDirection):
                if pack.leads(direction):
                    yield from _without_ground(direction, policy, pack, examined, examination)


def _without_ground(
    direction: str, policy: Policy, pack: Pack, examined: Examined, examination: Examination
) -> Iterator[Finding]:
    """Where no ground is there at all, told once, at the first rule; else at each rule that none fits."""
    grounds = [
        ground
        for each in policy.packs
        if each.leads(direction)
        for ground in each.grounds
        if direction in ground.asked.direction
    ]
    rules = [rule for rule in pack.requirements if _may_pass(rule, direction, policy)]
    spoken = in_words(direction)

    def shown(rule: Requirement) -> Shown:
        goals = ((rule.applies, HOLDS), (rule.satisfied, HOLDS))
        asked: dict[str, Value] = {"request.direction": direction}
        return Shown(policy, examination.day_of(policy), goals, asked, ("undetermined", "blocked"))

    effect = f"Whoever asks for {spoken} is told that there is no rule on it, and gets no answer"
    if rules and not grounds:
        ids = named([rule.head.id for rule in rules])
        save = ", save under a protection concern" if direction == "step_up" else ""
        message = (
            f"this policy can never permit {spoken}{save}: rules ask something of it ({ids}), and no ground "
            f"answers it, so that whoever asks is told that there is no rule on it; {_WRITE_ONE}"
        )
        yield Finding(CODE, examined.problem(message, rules[0].head.id), effect, shown(rules[0]))
        return
    for rule in rules:
        asked = All((as_asked(rule.applies), as_asked(rule.satisfied), is_direction(direction)))
        if not any(possible(All((asked, as_asked(ground.fits))), policy) for ground in grounds):
            message = (
                f"this policy can never permit {spoken} where this applies and is met: no ground answers it "
                f"there, so that whoever asks is told that there is no rule on it; {_WRITE_ONE}"
            )
            yield Finding(CODE, examined.problem(message, rule.head.id), effect, shown(rule))


def _may_pass(rule: Requirement, direction: str, policy: Policy) -> bool:
    """Whether a rule bears on a direction and may be met there: one that only refuses needs no ground."""
    if rule.effect not in ("block", "condition") or direction not in rule.head.bears_on:
        return False
    met = All((as_asked(rule.applies), as_asked(rule.satisfied), is_direction(direction)))
    return possible(met, policy)
