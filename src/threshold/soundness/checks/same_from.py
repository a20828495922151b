"""Two values of a parameter that begin on one day, or values that do not stand in the order of their days.

What would happen: of two values of one day the last is taken, and whoever reads the first believes that it
is in force.
How to mend it: keep one of the two, or give the later one its own day; put values in order, the oldest first.
How far it looks: at every value of every parameter of the packs.
"""

from collections.abc import Iterator

from threshold.reading import Problem
from threshold.reading.tree import child_of, items_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import relying_on
from threshold.vocabulary import shown

CODE = "same-from"
_EFFECT = "People rely on a value that is not the one in force"


def check(examination: Examination) -> Iterator[Finding]:
    """Values that begin on a day on which another does, or before one that stands above them."""
    for examined in examination.packs:
        for short, parameter in examined.held.parameters.items():
            values = parameter.entry.values
            nodes = items_of(child_of(parameter.node, "values"))
            for place, (value, node) in enumerate(zip(values, nodes, strict=True)):
                earlier = [each.since for each in values[:place]]
                if value.since in earlier:
                    message = (
                        f"two values begin on {shown(value.since)}, and the last of them is taken; keep one, "
                        "or write the day from which the other holds"
                    )
                elif any(value.since < day for day in earlier):
                    message = "begins before a value that stands above it; put the oldest first"
                else:
                    continue
                problem = Problem(message, parameter.file, node.line, node.column, parameter.name)
                yield Finding(CODE, problem, _EFFECT, relying_on(short, examined, examination, value.since))
