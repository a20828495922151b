"""A fact that rules work out and a rule reads, and that nothing in the policy works out.

What would happen: what reads it can never be told, so that it is asked for and nobody can answer.
How to mend it: write the definition, choose the pack that has it, or read another fact.
How far it looks: at every condition of the packs, on every date.
"""

from collections.abc import Iterator

from threshold.conditions import facts_of
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.policy.model import rules_of
from threshold.policy.protection import WORKED_OUT
from threshold.policy.strata import PROPOSED
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding, Shown

CODE = "fact-nothing-gives"
_EFFECT = "What hangs on this stays open for every child, whatever is known"


def check(examination: Examination) -> Iterator[Finding]:
    """Each such fact, at the first rule that reads it."""
    for examined in examination.packs:
        yield from _untold(examined, examination)


def _untold(examined: Examined, examination: Examination) -> Iterator[Finding]:
    told: set[str] = set()
    for policy, pack in examined.resolved:
        worked_out = {rule.fact for each in policy.packs for rule in each.definitions}
        untold = {name for name, fact in policy.vocabulary.facts.items() if fact.derived}
        untold -= {*worked_out, *WORKED_OUT, *PROPOSED, *told}
        own = {rule.head.id for rule in rules_of(pack)}
        for key, condition in conditions_of(policy).items():
            for name in {*facts_of(condition)} & untold if rule_of(key) in own else ():
                untold.discard(name)
                told.add(name)
                message = (
                    f"reads {name}, which nothing in this policy works out, so that it can never be told"
                )
                shown = Shown(policy, examination.day_of(policy), ((condition, frozenset({None})),))
                yield Finding(CODE, examined.problem(message, rule_of(key)), _EFFECT, shown)
