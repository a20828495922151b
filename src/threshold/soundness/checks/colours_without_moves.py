"""A table of colours that does not say which of them end in social care, where triage is answered.

What would happen: under a protection concern the triage of even the most serious contact is refused, because
a contact of every colour counts as passing a social worker by.
How to mend it: add the column `moves: text` to the table, and `up` in the rows that end in social care.
How far it looks: at the table `brag` of each pack, where some ground answers triage.
"""

from collections.abc import Iterator

from threshold.policy.model import BRAG_TABLE
from threshold.reading import Problem
from threshold.reading.tree import child_of
from threshold.soundness.checks.colours_without_table import COLOUR
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Shown
from threshold.soundness.showing import A_CONCERN, is_value

CODE = "colours-without-moves"


def check(examination: Examination) -> Iterator[Finding]:
    """A table of colours without the column, where triage is answered."""
    for examined in examination.packs:
        parameter = examined.held.parameters.get(BRAG_TABLE)
        if parameter is None or "moves" in parameter.entry.columns:
            continue
        answered = [
            policy
            for policy, _ in examined.resolved
            if any("triage" in ground.asked.direction for ground in policy.grounds)
        ]
        if answered:
            message = (
                "has no column `moves`, so that a contact of every colour counts as passing a social worker "
                "by, and under a protection concern even the most serious one is refused; add `moves: text`, "
                "and `up` in the rows of the colours that end in social care"
            )
            place = child_of(parameter.node, "columns")
            problem = Problem(message, parameter.file, place.line, place.column, parameter.name)
            policy = answered[-1]
            colour = policy.vocabulary.facts[COLOUR].type.values[0]
            goals = (A_CONCERN, (is_value(COLOUR, colour), HOLDS))
            asked = {"request.direction": "triage"}
            shown = Shown(policy, examination.day_of(policy), goals, asked, ("blocked",))
            yield Finding(CODE, problem, _EFFECT, shown)


_EFFECT = "The triage of a contact about a child in danger is refused, whatever its colour"
