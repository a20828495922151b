"""A rule that bears on a request to which it can never apply.

What would happen: the rule is silent on the requests that it names: nobody is held back by it, though whoever
reads it thinks so.
How to mend it: let `applies` and `bears_on` name the same requests: take out of one what the other excludes.
How far it looks: at what each requirement bears on beside what it applies to, its scopes among them; of what
a scope says for many rules, only that nothing of it can apply. Keeping to the rules (`compliance`) is asked
of every case.
"""

from collections.abc import Iterator

from threshold.conditions import NotDecided
from threshold.output.words import listed
from threshold.policy.model import Requirement
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.logic import Logic, holds
from threshold.soundness.requests import is_direction
from threshold.soundness.standing import Standing, standings
from threshold.vocabulary import shown

CODE = "bears-on-at-odds"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Each requirement that names what it can never be about."""
    for standing in standings(examination):
        own = {
            entry.id
            for group in standing.examined.held.groups
            for entry, _ in group.entries("requirements")
            if entry.bears_on
        }
        for rule in standing.pack.requirements:
            if standing.examined.holds(rule.head.id):
                yield from _told(rule, rule.head.id in own, standing, examination.logic)


def _told(
    rule: Requirement, of_its_own: bool, standing: Standing, logic: Logic
) -> Iterator[Finding | Unexamined]:
    named = [each for each in rule.head.bears_on if each != "compliance"]
    if not logic.ever(holds(rule.applies), standing.policy):
        return  # it never applies at all, or nobody can tell
    excluded = []
    for direction in named:
        goals = holds(rule.applies, is_direction(direction))
        if isinstance(answer := logic.decide(goals, standing.policy), NotDecided):
            yield Unexamined(CODE, rule.head.id, f"{direction}: {answer.why}")
        elif logic.never(goals, standing.policy):
            excluded.append(direction)
    wholly = len(excluded) == len(rule.head.bears_on)
    if not excluded or not (of_its_own or wholly):
        return
    requests = listed([shown(each) for each in excluded], "or")
    message = (
        f"bears on requests to {requests}, and what it applies to excludes them"
        f"{', so that it never decides anything' if wholly else ''}; let `applies` and `bears_on` agree"
    )
    seen = Shown(standing.policy, standing.day, tuple(holds(rule.applies))) if wholly else None
    effect = f"Nobody who asks to {requests} is ever asked for this; it only reads as if they were"
    yield Finding(CODE, standing.examined.problem(message, rule.head.id), effect, seen)
