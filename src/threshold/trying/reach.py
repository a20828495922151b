"""How far a rule is put to the test by a case: it comes out there, stays open, or has nothing to say.

That nobody flips is worth something only where somebody was judged by what was changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from threshold.conditions import NEVER, Condition, Lookup
from threshold.policy import (
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    ProtectionRule,
    Requirement,
    Route,
    Safety,
)
from threshold.semantics.deadlines import clocks
from threshold.semantics.findings import Findings
from threshold.semantics.status import bears, relevant


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether what was changed came out in a case, or else stayed open, and for want of which facts."""

    judged: bool = False
    open: bool = False
    wanting: tuple[str, ...] = ()

    def __or__(self, other: "Reached") -> "Reached":
        wanting = tuple(dict.fromkeys((*self.wanting, *other.wanting)))
        return Reached(self.judged or other.judged, self.open or other.open, wanting)


NOT_REACHED, JUDGED = Reached(), Reached(judged=True)


def reached(rules: Iterable[Any], findings: Findings, settled: bool) -> Reached:
    """How far any of these rules is put to the test in a case.

    Where the answer is `settled`, it stays what it is whatever becomes known, so that a rule that is open
    leaves nothing open; a clock, which has a row of its own, does.
    """
    found = NOT_REACHED
    for rule in rules:
        came = _reached(rule, findings)
        found |= NOT_REACHED if settled and not came.judged and not isinstance(rule, Deadline) else came
    return found


def _reached(rule: Any, findings: Findings) -> Reached:
    match rule:
        case Requirement():
            return _of_requirement(rule, findings)
        case Ground():
            return _under(rule.fits, (rule.when,), findings)
        case Deadline():
            return _of_deadline(rule, findings)
        case Definition():
            return _any_so((row.when for row in rule.rows), findings)
        case Route():
            return _any_so((rule.when,), findings)
        case ConflictRule() | ProtectionRule():
            return _any_so((rule.when,), findings)
        case Safety():
            concern = findings.protection.concern
            return JUDGED if concern else Reached(open=concern is None)
        case _:
            return NOT_REACHED


def _of_requirement(rule: Requirement, findings: Findings) -> Reached:
    pack = next((each for each in findings.policy.packs if each.name == rule.head.pack), None)
    if pack is None:
        return NOT_REACHED
    if not (bears(rule, pack, findings.proposed) or relevant(rule.head, pack, findings.proposed)):
        return NOT_REACHED
    return _under(rule.applies, (rule.satisfied,), findings)


def _of_deadline(rule: Deadline, findings: Findings) -> Reached:
    applies = findings.now(rule.applies)
    rows = [*clocks(rule, applies, findings.facts, findings.records, findings.doubtful)]
    if any(row.state != "cannot_tell" for row in rows):
        return JUDGED
    if not rows:
        return NOT_REACHED
    missing = [fact for row in rows for name in row.missing for fact in findings.behind(name)]
    if applies is None:
        missing += findings.unknown(rule.applies)
    if not missing and isinstance(rule.within, Lookup):
        missing = [rule.within.row_fact]
    return _open(missing)


def _under(gate: Condition, asked: tuple[Condition, ...], findings: Findings) -> Reached:
    """What comes out once the gate is open; where it is shut, nothing was judged."""
    opened = findings.now(gate)
    if opened is False:
        return NOT_REACHED
    unknown = [condition for condition in asked if findings.now(condition) is None]
    if opened is True and not unknown:
        return JUDGED
    gates = (gate,) if opened is None else ()
    return _open(fact for condition in (*gates, *unknown) for fact in findings.unknown(condition))


def _any_so(conditions: Iterable[Condition], findings: Findings) -> Reached:
    """A row or a rule that holds was judged; where it is known not to hold, it has nothing to say."""
    each = [condition for condition in conditions if condition is not NEVER]
    truths = [findings.now(condition) for condition in each]
    if True in truths:
        return JUDGED
    unknown = [condition for condition, truth in zip(each, truths, strict=True) if truth is None]
    return _open(_missing(unknown, findings)) if unknown else NOT_REACHED


def _missing(conditions: Iterable[Condition], findings: Findings) -> Iterator[str]:
    for condition in conditions:
        yield from findings.unknown(condition)


def _open(wanting: Iterable[str]) -> Reached:
    return Reached(open=True, wanting=tuple(dict.fromkeys(wanting)))
