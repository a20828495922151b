"""A step that lets go of a child by its label, and says that it goes up.

What would happen: what goes up is permitted, or told, at once under a protection concern, so that a child
in danger may be let go.
How to mend it: write `moves: down`, or name the step by what protects the child.
How far it looks: at the labels of all steps that are available, by the words that let go of a child in
English.
"""

from collections.abc import Iterator

from threshold.policy.letting_go import TO_ANOTHER, let_go_by_label
from threshold.reading import Problem
from threshold.reading.tree import child_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.steps import let_go_at, steps_of

CODE = "step-lets-go-upwards"


def check(examination: Examination) -> Iterator[Finding]:
    """Steps that let go of a child by their label, and say that they go up."""
    for examined in examination.packs:
        for file, node, step, of_table in steps_of(examined):
            told = let_go_by_label(step.action) if step.moves == "up" else None
            if told is not None and told not in TO_ANOTHER:
                place = child_of(node, "moves")
                then = "permitted" if of_table else "told"
                message = (
                    f"by its label this {told}, and it says that it goes up, so that under a protection "
                    f"concern it is {then} at once; write `moves: down`, or name it by what protects"
                )
                problem = Problem(message, file, place.line, place.column, step.id)
                shown = let_go_at(step.id, examined, examination)
                yield Finding(CODE, problem, _EFFECT, shown)


_EFFECT = "A child for whom there is a protection concern is let go by this step at once"
