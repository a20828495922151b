"""A local limit that can end later than the statutory one beside it.

What would happen: whoever keeps to the local limit misses the law's on some day, and is called in time.
How to mend it: shorten the limit. Where the document really allows more, the policy says that it is known,
with the reason, under `looser:` by the id of the deadline; the reason is shown with every decision.
How far it looks: at every deadline that says `beside:` and starts from the same fact, counted from every day
of the holiday calendar, whatever the units; a table row by row. Two that start from different facts are told
as not examined. What `looser:` says of a limit that is not looser is found as well.
"""

from collections.abc import Iterator
from datetime import date

from threshold.policy.looser import looser_than_statute, not_compared
from threshold.policy.model import Deadline, Policy
from threshold.reading import Problem
from threshold.reading.tree import Mapping, child_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined

CODE = "looser-than-statute"
_EFFECT = "A child is seen later than the law allows, and the record says that it was in time"
_NOT_LOOSER = "Whoever reads the policy believes that the limit is looser than the law's"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Local limits of every pack and date, but those that the policy says it knows."""
    known, looser = examination.written.entry.looser, set()
    for examined in examination.packs:
        for day, policies in examination.on.items():
            for policy in policies:
                found = looser_than_statute(policy.packs)
                for rule in (each for each in policy.deadlines if each.head.id in found):
                    looser.add(rule.head.id)
                    if rule.head.pack == examined.held.entry.pack and rule.head.id not in known:
                        problem = examined.problem(found[rule.head.id].text, rule.head.id)
                        yield Finding(CODE, problem, _EFFECT, _shown(rule, policy, day))
    for policy in examination.policies:
        for told in not_compared(policy.packs):
            what, _, why = told.partition(": ")
            yield Unexamined(CODE, what.removesuffix(" are not compared beforehand"), why)
    node = child_of(examination.written.root, "looser")
    for name in known if not examination.held else ():
        if name not in looser:
            place = node.keys[name] if isinstance(node, Mapping) else node
            message = "is not looser than the statute on any day, or stands beside none: leave it out"
            path = str(examination.files.path)
            problem = Problem(message, path, place.line, place.column, f"looser.{name}")
            yield Finding(CODE, problem, _NOT_LOOSER)


def _shown(rule: Deadline, policy: Policy, day: date) -> Shown:
    return Shown(policy, day, ((rule.applies, frozenset({True})),))
