"""A level of need that a child in danger, or under protection, can fall below.

What would happen: a child for whom there is a protection concern, or whose protection is in place, may be
told to be at a lower level than the highest.
How to mend it: write a definition of the level of need with `hit: most_serious`, and a row for each of the
two; a pack that brings a table of signs has both by itself.
How far it looks: at every definition of the level; whether some row of the highest level holds with each of
the two (S110).
"""

from collections.abc import Iterator, Mapping

from threshold.conditions import Any, Test, implies
from threshold.output.words import listed
from threshold.policy.model import LEVEL
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import HOLDS, Finding, Shown

CODE = "level-without-protection"

_CALLS_FOR: Mapping[str, str] = {CONCERN: "there is a protection concern", IN_PLACE: "protection is in place"}


def check(examination: Examination) -> Iterator[Finding]:
    """Definitions of the level of need that lack such a row."""
    for examined in examination.packs:
        yield from _lacking(examined, examination)


def _lacking(examined: Examined, examination: Examination) -> Iterator[Finding]:
    """A level of need worked out without a row for protection: with neither, or with one alone.

    A pack that brings a table of signs has both rows by itself.
    """
    for policy, pack in examined.resolved:
        defining = [rule for rule in pack.definitions if rule.fact == LEVEL]
        facts = policy.vocabulary.facts
        if not defining or (most := facts[LEVEL].type.most) is None:
            continue
        highest = Any(tuple(row.when for rule in defining for row in rule.rows if row.value == most))
        lacking = [name for name in _CALLS_FOR if not implies(Test(name, "is", (True,)), highest, facts)]
        if lacking:
            rows = [f"`{{when: {{{name}: true}}, is: {most}, because: ..}}`" for name in lacking]
            where = listed([_CALLS_FOR[name] for name in lacking], "or")
            message = (
                f"works out the level of need, and no row says that it is {most} where {where}, so that a "
                f"child in danger may be told to be at a lower level; write a definition of {LEVEL} with "
                f"`hit: most_serious` and {listed(rows, 'and')}"
            )
            effect = f"A child of whom it is known that {where} may be told to be below level {most}"
            goals = ((Test(lacking[0], "is", (True,)), HOLDS), (Test(LEVEL, "below", (most,)), HOLDS))
            shown = Shown(policy, examination.day_of(policy), goals)
            yield Finding(CODE, examined.problem(message, defining[0].head.id), effect, shown)
