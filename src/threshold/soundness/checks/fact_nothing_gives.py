"""A fact that rules work out and a rule reads, and that nothing in the policy works out.

What would happen: what reads it can never be told, so that it is asked for and nobody can answer.
How to mend it: write the definition, choose the pack that has it, or read another fact.
How far it looks: at every condition of the packs, at the days and rows of deadlines, and at what chooses
somebody, on every date. Where a pack that is not chosen works it out, that pack is named.
"""

from collections.abc import Iterator

from threshold.conditions import ALWAYS, Condition, facts_of
from threshold.output.words import listed
from threshold.policy.declared import packs_beside
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.policy.model import Pack, Policy, rules_of
from threshold.policy.protection import WORKED_OUT
from threshold.policy.strata import PROPOSED
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import FAILS, Finding, Shown
from threshold.soundness.showing import known
from threshold.soundness.use import beside_conditions

CODE = "fact-nothing-gives"
OPEN = frozenset({None})
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
        for rule, name, condition in _read(policy, pack):
            if name in untold:
                untold.discard(name)
                told.add(name)
                message = (
                    f"reads {name}, which nothing in this policy works out, so that it can never be told"
                    f"{_elsewhere(name, examination)}"
                )
                goal = (known(name), FAILS) if condition is ALWAYS else (condition, OPEN)
                shown = Shown(policy, examination.day_of(policy), (goal,))
                yield Finding(CODE, examined.problem(message, rule), _EFFECT, shown)


def _read(policy: Policy, pack: Pack) -> Iterator[tuple[str, str, Condition]]:
    """Every fact that a rule of the pack reads, with the condition; ALWAYS where it stands in none."""
    own = {rule.head.id for rule in rules_of(pack)}
    for key, condition in conditions_of(policy).items():
        if rule_of(key) in own:
            for name in facts_of(condition):
                yield rule_of(key), name, condition
    for rule in rules_of(pack):
        for name in beside_conditions(rule):
            yield rule.head.id, name, ALWAYS


def _elsewhere(name: str, examination: Examination) -> str:
    """Which packs, that the policy does not choose, work a fact out."""
    found = [
        pack.entry.pack
        for pack in packs_beside(examination.files).values()
        if pack.entry.pack not in examination.written.packs
        and any(entry.fact == name for group in pack.groups for entry, _ in group.entries("definitions"))
    ]
    return f"; {listed(found, 'and')} would, if it were chosen" if found else ""
