"""Two rows of a definition that hold in the same case and give different values.

What would happen: of a child to whom both apply the fact counts as contradicted, and whatever rests on it is
undecided until somebody has asked; `hit: exactly_one` promises that it never comes to that.
How to mend it: say in one of the rows that the other does not hold, or let the more serious value stand, with
`hit: most_serious`. Where two things that people say are meant to be found at odds, `contradicts:` says
which.
How far it looks: at each two rows with different values, with how the facts in them are worked out; only what
a case shows is told. Rows that give the same value do not contradict each other, and are no finding.
"""

from collections.abc import Iterator
from itertools import combinations

from threshold.conditions import NotDecided, Possible
from threshold.policy.model import Definition, Row
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.soundness.logic import holds
from threshold.soundness.standing import Standing, standings
from threshold.vocabulary import shown

CODE = "exactly-one-overlap"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """Each two rows that can hold together and differ."""
    for standing in standings(examination):
        meant = {
            entry.id
            for group in standing.examined.held.groups
            for entry, _ in group.entries("definitions")
            if entry.contradicts
        }
        for rule in standing.pack.definitions:
            written = standing.examined.holds(rule.head.id)
            if rule.hit == "exactly_one" and written and rule.head.id not in meant:
                for one, other in combinations(rule.rows, 2):
                    if one.value != other.value:
                        goals = holds(one.when, other.when)
                        answer = examination.logic.decide(goals, standing.policy, settled=True)
                        yield from _told(rule, one, other, answer, standing)


def _told(
    rule: Definition, one: Row, other: Row, answer: object, standing: Standing
) -> Iterator[Finding | Unexamined]:
    rows = [row.key.partition("#")[2] for row in (one, other)]
    if isinstance(answer, NotDecided):
        yield Unexamined(CODE, rule.head.id, f"rows {rows[0]} and {rows[1]}: {answer.why}")
    if not isinstance(answer, Possible):
        return
    values = f"{shown(one.value)} and {shown(other.value)}"
    message = (
        f"rows {rows[0]} and {rows[1]} can hold in the same case and say different things, {values}; "
        "exclude one in the other, or write `hit: most_serious`"
    )
    effect = f"Of a child to whom both apply, nobody can tell whether {rule.fact} is {shown(one.value)}"
    seen = Shown(standing.policy, standing.day, tuple(holds(one.when, other.when)))
    yield Finding(CODE, standing.examined.problem(message, rule.head.id), effect, seen, needs_witness=True)
