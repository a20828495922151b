"""A step that lets go of a child by its label, and does not say so.

What would happen: under a protection concern a row of a table may go ahead, and a step of a route is held
back by its label alone, or not at all.
How to mend it: write `moves: down` at the step, or `up` or `same` where it does not let go of the child.
How far it looks: at the labels of all steps that are available, by the words that let go of a child in
English. A step that lets go in other words is not recognised.
"""

from collections.abc import Iterator

from threshold.policy.letting_go import let_go_by_label
from threshold.reading import Problem
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.steps import let_go_at, steps_of

CODE = "step-without-moves"


def check(examination: Examination) -> Iterator[Finding]:
    """Steps that let go of a child by their label, and have no `moves:`."""
    for examined in examination.packs:
        for file, place, step, of_table in steps_of(examined):
            told = let_go_by_label(step.action) if step.moves is None else None
            if told is not None:
                then = "may go ahead" if of_table else "is held back by its label alone, or not at all,"
                message = (
                    f"by its label this {told}, and it does not say `moves:`, so that it {then} for a "
                    "child for whom there is a protection concern; write `moves: down`, or `up` or `same` "
                    "where it does not let go of the child"
                )
                problem = Problem(message, file, place.line, place.column, step.id)
                shown = let_go_at(step.id, examined, examination)
                yield Finding(CODE, problem, _EFFECT, shown)


_EFFECT = "A child for whom there is a protection concern may be let go by this step"
