"""A condition that can never hold.

What would happen: the rule is there to be read and does nothing, or asks for what nobody can give: where it
blocks, nobody to whom it applies is ever permitted.
How to mend it: take out what contradicts the rest of the condition, or what the rule applies to; leave the
rule out where nothing is left of it.
How far it looks: at every condition of a rule, with how the facts in it are worked out, on every day of the
calendar; at what must be so together with what the rule applies to; and at each part of `any`. That a ground
never holds is `ground-never-holds`. What would take too many ways to go through is said to be not examined.
"""

from collections.abc import Iterator

from threshold.conditions import ALWAYS, NEVER, Answer, Condition, Impossible, NotDecided
from threshold.soundness.asked import named
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.logic import Logic, holds
from threshold.soundness.said_of import Said, parts_of, said_of
from threshold.soundness.standing import Standing, standings

CODE = "never-holds"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Conditions of every rule, and the ways among them, that can never be true."""
    logic = examination.logic
    for standing in standings(examination):
        for said in said_of(standing.pack):
            if said.if_never and standing.examined.holds(said.rule):
                yield from _told(said, standing, logic)


def _told(said: Said, standing: Standing, logic: Logic) -> Iterator[Finding | Unexamined]:
    alone = logic.decide(holds(said.condition), standing.policy)
    if isinstance(alone, NotDecided):
        yield Unexamined(CODE, said.rule, f"{said.where}: {alone.why}")
        return
    if isinstance(alone, Impossible):
        yield _finding(said, f"{said.where} can never hold{_against(alone)}", standing)
        return
    if said.within != ALWAYS and logic.ever(holds(said.within), standing.policy):
        within = logic.decide(holds(said.within, said.condition), standing.policy)
        if isinstance(within, Impossible):
            message = f"{said.where} can never hold where the rule applies{_against(within)}"
            yield _finding(said, message, standing, said.within)
            return
    for part, of_several in parts_of(said.condition):
        if of_several and part != NEVER:
            answer = logic.decide(holds(part), standing.policy)
            if isinstance(answer, Impossible):
                message = f"one of the ways in {said.where} can never hold{_against(answer)}"
                problem = standing.examined.problem(f"{message}; mend it, or leave it out", said.rule)
                yield Finding(
                    CODE, problem, "Nobody ever comes by this way; it only looks as if somebody did"
                )


def _against(answer: Answer) -> str:
    culprits = answer.culprits if isinstance(answer, Impossible) else ()
    return f": it would need what cannot be of {named(culprits)}" if culprits else ""


def _finding(said: Said, message: str, standing: Standing, within: Condition = ALWAYS) -> Finding:
    problem = standing.examined.problem(f"{message}; mend it, or leave it out", said.rule)
    shown = None
    if within != ALWAYS:
        goals = (*holds(within), (said.condition, frozenset({False})))
        shown = Shown(standing.policy, standing.day, goals)
    return Finding(CODE, problem, f"{said.if_never[0].upper()}{said.if_never[1:]}", shown)
