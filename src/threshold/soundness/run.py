"""Every check of a policy, one after the other: what was found, and what could not be looked at."""

from collections.abc import Iterator
from datetime import date, timedelta

from threshold.policy.load import PolicyFiles
from threshold.soundness.checks import CHECKS
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Unexamined


def examine(files: PolicyFiles) -> Iterator[Finding | Unexamined]:
    """What every check says of a policy, over all dates, each once.

    The policy must be one that can be read: raises BadInput otherwise.
    """
    examination = Examination(files)
    for module in CHECKS:
        told: dict[object, Finding | Unexamined] = {}
        for each in module.check(examination):
            key = each if isinstance(each, Unexamined) else (each.code, each.problem)
            told[key] = _nearer(told.get(key, each), each)
        yield from told.values()


def _nearer(one: Finding | Unexamined, other: Finding | Unexamined) -> Finding | Unexamined:
    """Of two that say the same, the one that a case of these days can show."""
    if isinstance(one, Unexamined) or isinstance(other, Unexamined) or other.shown is None:
        return one
    if one.shown is None:
        return other
    today = date.today()
    return min(one, other, key=lambda each: abs(each.shown.day - today) if each.shown else timedelta.max)


def findings(files: PolicyFiles) -> Iterator[Finding]:
    """The findings alone."""
    return (each for each in examine(files) if isinstance(each, Finding))
