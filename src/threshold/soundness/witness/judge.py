"""What an engine finds in a case under one policy on one day: the only word on whether a goal is reached."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from threshold.casefiles import Case
from threshold.conditions import Condition, Facts, Test, Truth, facts_of, signal, tests, truth
from threshold.dates import OutsideCalendar
from threshold.engine import CompiledPolicy
from threshold.engine.decide import findings_of
from threshold.engine.evaluators import PYTHON
from threshold.policy import Policy
from threshold.policy.inference_plan import conditions_of
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.status import conclude
from threshold.semantics.timeline import Reader
from threshold.soundness.finding import Goal


@dataclass
class Judge:
    """A policy put to cases as they stand on a day."""

    policy: Policy
    day: date
    tried: int = 0  # cases so far
    _keys: dict[Condition, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._compiled = CompiledPolicy(self.policy, (PYTHON,))
        self._keys = {condition: key for key, condition in conditions_of(self.policy).items()}

    def findings(self, case: Case) -> Findings | None:
        """What is found in a case; None where one of its dates leaves the calendar."""
        self.tried += 1
        try:
            return findings_of(self._compiled, case, self.day)
        except (OutsideCalendar, ValueError, OverflowError):
            return None

    def reached(self, goal: Goal, found: Findings) -> bool:
        """Whether a condition comes out as wanted: a rule's own as the rule saw it, any other in the end."""
        condition, wanted = goal
        key = self._keys.get(condition)
        return (found.now(condition) if key is None else found.truths[key]) in wanted

    def said(self, goal: Goal, found: Findings) -> bool:
        """Whether a condition would come out as wanted if what is said did not contradict something else."""
        condition, wanted = goal
        names = {*facts_of(condition)}
        if not names & found.doubtful:
            return False
        facts = self.facts(found.case, names)
        return facts is not None and came(condition, facts) in wanted

    def status(self, found: Findings) -> str:
        """What a request comes to."""
        return conclude(found).status

    def facts(self, case: Case, names: Collection[str]) -> Facts | None:
        """These facts as they are stated or read off the records, before any rule is looked at."""
        try:
            reader = Reader(Records(case, self.policy.vocabulary, self.day), self.day)
            return reader.facts(names=names)
        except (OutsideCalendar, ValueError, OverflowError):
            return None

    def seen(self, condition: Condition, case: Case) -> Truth:
        """What a condition comes to by what is stated and recorded alone."""
        facts = self.facts(case, {*facts_of(condition)})
        return None if facts is None else came(condition, facts)


def came(condition: Condition, facts: Facts) -> Truth:
    """The truth of a condition of these facts."""
    if isinstance(condition, Test):
        return signal(condition, facts)
    return truth(condition, {test: signal(test, facts) for test in tests(condition)})
