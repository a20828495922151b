"""A definition of which no row holds, though everything is known.

What would happen: of a child in that gap the fact stays unknown whatever anybody finds out, and what rests on it
is never decided: people are asked on and on, or told that nobody can tell.
How to mend it: write the row that is missing, or `otherwise:` with what it comes to where none holds.
How far it looks: at the rows of `hit: exactly_one` without `otherwise:`, with every fact known that they read, and
with how those are worked out; only what a case shows is told. A fact of yes and no of which the rows give one alone
is looked at like any other.
"""

from collections.abc import Iterator

from threshold.conditions import FALSE, NotDecided, Possible
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.standing import standings

CODE = "exactly-one-gap"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Each definition with such a gap."""
    for standing in standings(examination):
        for rule in standing.pack.definitions:
            told = standing.examined.holds(rule.head.id)
            if rule.hit != "exactly_one" or rule.otherwise is not None or not told:
                continue
            goals = tuple((row.when, FALSE) for row in rule.rows)
            answer = examination.logic.decide(goals, standing.policy, settled=True)
            if isinstance(answer, NotDecided):
                yield Unexamined(CODE, rule.head.id, answer.why)
            elif isinstance(answer, Possible):
                message = (
                    f"no row may hold although everything is known, and then {rule.fact} stays unknown; "
                    "write the row that is missing, or `otherwise:`"
                )
                effect = f"Whatever is found out of a child in this gap, {rule.fact} is never told"
                seen = Shown(standing.policy, standing.day, goals)
                problem = standing.examined.problem(message, rule.head.id)
                yield Finding(CODE, problem, effect, seen, needs_witness=True)
