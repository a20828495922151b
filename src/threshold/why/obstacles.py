"""What stands between a request and a better answer: rules in the way, and what no suggestion may touch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threshold.conditions import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    Signals,
    Test,
    decisive,
    facts_of,
    signal,
    tests,
    truth,
)
from threshold.decisions.wording import question
from threshold.policy import Head
from threshold.policy.protection import ASKED_FIRST, STATED
from threshold.semantics.findings import Findings
from threshold.semantics.moves import leaves_protection, way_of
from threshold.semantics.status import Conclusion
from threshold.vocabulary import UNKNOWN, Missing

FAR = 1000.0  # nothing that can change brings it about
_DEEP = 4  # definitions that are looked into, one below the other


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rule in the way, and the condition that has to become true."""

    head: Head
    wanted: Condition


def obstacles(came: Conclusion, findings: Findings, wanted: str) -> Iterator[Obstacle]:
    """Every rule that has to come out otherwise for a request to be `permitted`, or `conditional`."""
    down = way_of(findings) == "down"
    for check in came.checks:
        if not check.decides or check.status not in ("not_met", "undetermined"):
            continue
        blocks = check.rule.effect == "block"
        if blocks or wanted == "permitted" or (down and check.status == "undetermined"):
            rule = check.rule
            yield Obstacle(rule.head, Any((rule.satisfied, Not(rule.applies))))
    for answer in came.answers:
        if answer.holds is not True:
            fitting = [each.ground for each in answer.grounds]
            ways = tuple(All((ground.when, ground.fits)) for ground in fitting)
            yield Obstacle(fitting[0].head, Any(ways))


def protection_stands(came: Conclusion, findings: Findings) -> bool:
    """Whether it is the child's protection that stands against a request, so that nothing is suggested."""
    way = way_of(findings)
    if way not in ("down", "divert"):
        return findings.protection.contradictory
    found = findings.protection
    in_place = found.in_place is True and leaves_protection(findings) is True
    return found.concern is True or found.contradictory or in_place


def to_be_asked(findings: Findings) -> tuple[str, ...]:
    """The questions about danger that are open, and that a way down or past a social worker waits for."""
    way, found = way_of(findings), findings.protection
    if way not in ("down", "divert"):
        return ()
    asked: list[str] = []
    if found.concern is None:
        asked += [name for name in ASKED_FIRST if findings.facts.state(name) is UNKNOWN]
        for rule in findings.policy.protection:
            if findings.truths[rule.head.id] is None or truth_now(rule.worry, findings) is True:
                asked += [name for name in findings.unknown(rule.worry) if name not in asked]
    if found.in_place is None and leaves_protection(findings) is not False:
        asked.append(STATED)
    return tuple(dict.fromkeys(question(name, findings) for name in asked))


def truth_now(condition: Condition, findings: Findings) -> bool | None:
    """The truth of a condition by all that is known."""
    return truth(condition, signals_of(condition, findings))


def signals_of(condition: Condition, findings: Findings) -> Signals:
    """The truth of each test of a condition by all that is known."""
    return {test: signal(test, findings.facts) for test in tests(condition)}


@dataclass(frozen=True, slots=True)
class Distance:
    """How far conditions are from being so. Only `movable` facts can come otherwise; None: any can."""

    findings: Findings
    movable: frozenset[str] | None = None

    def to(self, condition: Condition, so: bool = True, deep: int = _DEEP) -> float:
        """How many tests at the least have to come out otherwise for a condition to be so, or not so."""
        match condition:
            case Test():
                return self._of_a_test(condition, so, deep)
            case Not(part):
                return self.to(part, not so, deep)
            case AtLeast(number, parts):
                each = sorted(self.to(part, so, deep) for part in parts)
                enough = number if so else len(parts) - number + 1
                return FAR if enough > len(each) else sum(each[: max(enough, 0)])
            case All(parts) | Any(parts):
                costs = [self.to(part, so, deep) for part in parts]
                return sum(costs) if isinstance(condition, All) == so else min(costs, default=FAR)

    def _of_a_test(self, test: Test, so: bool, deep: int) -> float:
        if signal(test, self.findings.facts) is so:
            return 0
        strata = (*self.findings.policy.strata, *self.findings.policy.late_strata)
        rows = [row for rules in strata for rule in rules if rule.fact == test.fact for row in rule.rows]
        if not rows:
            return 1 if self.movable is None or {*facts_of(test)} & self.movable else FAR
        if not deep or test.operator != "is" or not isinstance(test.operand, tuple):
            return 1
        gives = [row.when for row in rows if (row.value in test.operand) is so]
        others = [row.when for row in rows if (row.value in test.operand) is not so]
        # It wants one row that gives what is wanted, or none that gives anything else.
        ways = [self.to(when, True, deep - 1) for when in gives]
        return max(0.5, min(*ways, sum(self.to(when, False, deep - 1) for when in others), FAR))


def because(each: Obstacle, findings: Findings, told: Mapping[Test, str]) -> tuple[str, ...]:
    """What is known that makes an obstacle one, in words."""
    signals = signals_of(each.wanted, findings)
    leaves = decisive(each.wanted, truth(each.wanted, signals), signals)
    known = [test for test in leaves if not isinstance(findings.facts.state(test.fact), Missing)]
    return tuple(dict.fromkeys(told[test] for test in known or leaves if test in told))
