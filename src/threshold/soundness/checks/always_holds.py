"""A condition that can never fail.

What would happen: what looks like a test leaves nobody out: nobody is held back by it, or everybody gets what
was meant for some.
How to mend it: write what was meant to be asked; where nothing was, leave the condition out, which says so.
How far it looks: at every condition of a rule and each part of `all`, once everything is known that can be;
at what must be so together with what the rule applies to. A condition that asks whether something is known at
all may fail; so may one that names every value there is, but as the whole of what must be so. What would take
too many ways is said to be not examined.
"""

from collections.abc import Iterator

from threshold.conditions import ALWAYS, SILENT, Condition, Impossible, NotDecided, tests
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.logic import Logic, fails, holds
from threshold.soundness.said_of import Said, asking_whether_known, parts_of, said_of
from threshold.soundness.standing import Standing, standings

CODE = "always-holds"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Conditions of every rule, and what they ask for beside others, that can never be false."""
    logic = examination.logic
    for standing in standings(examination):
        for said in said_of(standing.pack):
            if said.if_always and standing.examined.holds(said.rule):
                yield from _told(said, standing, logic)


def _told(said: Said, standing: Standing, logic: Logic) -> Iterator[Finding | Unexamined]:
    effect = f"{said.if_always[0].upper()}{said.if_always[1:]}"
    whole = said.condition
    if not said.asks:
        whole = asking_whether_known(whole, standing.policy.vocabulary.facts)
    answer = logic.decide(fails(whole), standing.policy, settled=True)
    if isinstance(answer, NotDecided):
        yield Unexamined(CODE, said.rule, f"{said.where}: {answer.why}")
        return
    if _never_fails(whole, ALWAYS, standing, logic):
        problem = standing.examined.problem(f"{said.where} always holds; say what it is to ask", said.rule)
        shown = Shown(standing.policy, standing.day, tuple(holds(said.condition)))
        yield Finding(CODE, problem, effect, shown)
        return
    applying = said.within != ALWAYS and logic.ever(holds(said.within), standing.policy)
    if applying and _never_fails(whole, said.within, standing, logic):
        message = f"{said.where} always holds where the rule applies; say what it is to ask"
        shown = Shown(standing.policy, standing.day, tuple(holds(said.within, said.condition)))
        yield Finding(CODE, standing.examined.problem(message, said.rule), effect, shown)
        return
    for part, of_several in parts_of(asking_whether_known(said.condition, standing.policy.vocabulary.facts)):
        if not of_several and part != ALWAYS and _never_fails(part, ALWAYS, standing, logic):
            message = f"a part of {said.where} always holds; say what it is to ask, or leave it out"
            problem = standing.examined.problem(message, said.rule)
            yield Finding(CODE, problem, "This part leaves nobody out; it only looks as if it did")


def _never_fails(condition: Condition, within: Condition, standing: Standing, logic: Logic) -> bool:
    """Whether a condition is never false with everything known, nor, where it asks for that, without."""
    goals = [*holds(within), *fails(condition)]
    silent = any(test.operator in SILENT for each in (within, condition) for test in tests(each))
    if not isinstance(logic.decide(goals, standing.policy, settled=True), Impossible):
        return False
    return not silent or isinstance(logic.decide(goals, standing.policy), Impossible)
