"""Every check of a policy, one after the other: what was found, and what could not be looked at."""

from collections.abc import Iterator

from threshold.policy.load import PolicyFiles
from threshold.soundness.checks import CHECKS
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Unexamined


def examine(files: PolicyFiles) -> Iterator[Finding | Unexamined]:
    """What every check says of a policy, over all dates, each once.

    The policy must be one that can be read: raises BadInput otherwise.
    """
    examination = Examination(files)
    told: set[object] = set()
    for module in CHECKS:
        for each in module.check(examination):
            key = each if isinstance(each, Unexamined) else (each.code, each.problem)
            if key not in told:
                told.add(key)
                yield each


def findings(files: PolicyFiles) -> Iterator[Finding]:
    """The findings alone."""
    return (each for each in examine(files) if isinstance(each, Finding))
