"""Somebody chosen by a fact, of which some value chooses nobody.

What would happen: for a child of whom that value is known, nobody is told to do it.
How to mend it: name somebody for each value of the fact.
How far it looks: at everybody who acts or receives in a rule, a row, a part or a step, on every date.
"""

from collections.abc import Iterator

from threshold.policy.model import rules_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding
from threshold.soundness.showing import is_value, speaking, with_goals
from threshold.soundness.use import everybody

CODE = "nobody-chosen"


def check(examination: Examination) -> Iterator[Finding]:
    """Whoever is chosen by a fact, where some value of it chooses nobody."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            chosen = [(rule, who) for rule in rules_of(pack) for who in everybody(rule) if who.fact]
            for rule, who in chosen:
                values = policy.vocabulary.facts[who.fact].type.values
                nobody = [value for value in values if value not in dict(who.choices)]
                if nobody:
                    where = f"{who.fact} is {' or '.join(nobody)}"
                    problem = examined.problem(f"does not say who it is where {where}", rule.head.id)
                    shown = speaking(rule, policy, examination.day_of(policy))
                    shown = with_goals(shown, (is_value(who.fact, nobody[0]), HOLDS))
                    yield Finding(CODE, problem, f"Nobody is told to do this where {where}", shown)
