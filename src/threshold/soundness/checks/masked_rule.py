"""A rule that never makes a difference, because another always speaks where it would, as strongly.

What would happen: whoever changes it changes no answer; a child whom it was to protect, or let through, is
decided on by the other rule alone.
How to mend it: leave it out, or say in it what the other does not cover; where it is there for its words, let it
warn or note.
How far it looks: at rows of `most_serious` under a more serious one that always holds with them; at requirements
whose every failure is also one of an equal or stronger one of the pack; at grounds that hold only where another
for the same requests does. What says other words, has other actions or another exception of time makes that
difference and is no finding; the same rule twice is `duplicate-rule`. What would take too many ways is not told.
"""

from collections.abc import Iterator, Sequence

from threshold.conditions import FALSE, NOT_FALSE, TRUE, Condition
from threshold.policy.model import Definition, Effect, Ground, Requirement
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.logic import Logic
from threshold.soundness.standing import Standing, standings
from threshold.vocabulary import Value, shown

CODE = "masked-rule"
_STRENGTH: tuple[Effect, ...] = ("block", "condition", "warn", "note")


def check(examination: Examination) -> Iterator[Finding]:
    """Each row, requirement and ground that another masks."""
    for standing in standings(examination):
        yield from _rows(standing, examination.logic)
        yield from _requirements(standing, examination.logic)
        yield from _grounds(standing, examination.logic)
