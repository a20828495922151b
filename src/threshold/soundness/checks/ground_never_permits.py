"""A ground and a requirement that blocks it wherever it holds.

What would happen: nobody is ever permitted what the ground was written to permit, whatever is known of the
child or done: where the one holds, the other fails.
How to mend it: let the requirement apply where the ground does not hold, or mend the one that asks for the
wrong thing.
How far it looks: at each ground beside each requirement that blocks the same direction, in packs that lead on
it; with how the facts in them are worked out, on every day of the calendar. Several requirements that refuse
a ground only together are not looked at.
"""

from collections.abc import Iterator

from threshold.conditions import Any, Condition, Impossible, Not, NotDecided, facts_of
from threshold.policy.model import Ground, Policy, Requirement
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Shown, Unexamined
from threshold.soundness.logic import Logic, holds
from threshold.soundness.requests import is_direction
from threshold.soundness.standing import Standing, standings
from threshold.vocabulary import shown

CODE = "ground-never-permits"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Each such ground of a leading pack, told once."""
    told: set[str] = set()
    for standing in standings(examination):
        for ground in standing.pack.grounds if standing.pack.role == "lead" else ():
            if ground.of_workflow or ground.head.id in told:
                continue
            for found in _told(ground, standing, examination.logic):
                told.add(ground.head.id)
                yield found
                break


def _told(ground: Ground, standing: Standing, logic: Logic) -> Iterator[Finding | Unexamined]:
    policy = standing.policy
    for direction in ground.asked.direction:
        if not standing.pack.leads(direction):
            continue
        region: tuple[Condition, ...] = (is_direction(direction), ground.fits, ground.when)
        for rule in _blocking(direction, policy):
            if not _read(region) & _read((rule.applies, rule.satisfied)):
                continue
            let_through = Any((Not(rule.applies), rule.satisfied))
            answer = logic.decide(holds(*region, let_through), policy, settled=True)
            if isinstance(answer, NotDecided):
                yield Unexamined(CODE, ground.head.id, f"beside {rule.head.id}: {answer.why}")
            elif isinstance(answer, Impossible) and logic.ever(holds(*region), policy, settled=True):
                yield _finding(ground, rule, direction, standing)


def _finding(ground: Ground, rule: Requirement, direction: str, standing: Standing) -> Finding:
    message = (
        f"permits nobody: wherever it holds, {rule.head.id} fails and blocks; let {rule.head.id} apply "
        "elsewhere, or mend one of them"
    )
    goals = ((ground.fits, HOLDS), (ground.when, HOLDS))
    asked = {"request.direction": direction}
    return Finding(
        CODE,
        standing.examined.problem(message, ground.head.id),
        f"Nobody who asks to {shown(direction)} is ever permitted to by this ground",
        Shown(standing.policy, standing.day, goals, asked, ("blocked",)),
    )


def _blocking(direction: str, policy: Policy) -> Iterator[Requirement]:
    for pack in policy.packs:
        if pack.role == "lead" and pack.leads(direction):
            yield from (
                rule
                for rule in pack.requirements
                if rule.effect == "block" and direction in rule.head.bears_on
            )


def _read(conditions: tuple[Condition, ...]) -> set[str]:
    """The facts that conditions read, but for the request itself, which everything reads."""
    found = {name for each in conditions for name in facts_of(each)}
    return {name for name in found if not name.startswith(("request.", "proposed."))}
