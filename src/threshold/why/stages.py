"""The facts as each condition saw them: what was found contradictory later had not been put in doubt yet."""

from dataclasses import dataclass
from functools import cached_property

from threshold.conditions import Facts
from threshold.policy.inference_plan import Contradict, Propose, conditions, plan
from threshold.policy.strata import PROPOSED
from threshold.semantics.findings import Findings
from threshold.semantics.labels import other_names
from threshold.vocabulary import UNKNOWN, State


@dataclass(frozen=True)
class Stages:
    """The facts of one case at each stage of inference. `read` are those read off it, before any rule."""

    findings: Findings
    read: Facts

    def saw(self, key: str) -> Facts:
        """The facts that the condition of this key was evaluated over; of another key, all that is known."""
        return (self.as_read, self.before_the_proposal, self.findings.facts)[self._stage.get(key, 2)]

    @cached_property
    def as_read(self) -> Facts:
        """What is stated and recorded, with the policy's own names of workflow steps and actions."""
        states = dict(self.read.states)
        other_names(self.findings.policy).rename(states)
        return Facts(self.read.as_at, states, self.read.breaks)

    @cached_property
    def before_the_proposal(self) -> Facts:
        """What definitions and protection saw: only what is stated and recorded had been put in doubt."""
        states = dict(self.findings.facts.states)
        plain = self._doubted(self._contradicting[:1])
        for name in self._doubted(self._contradicting[1:]) - plain:
            states[name] = self._undoubted(name)
        return Facts(self.read.as_at, states, self.read.breaks)

    def _undoubted(self, name: str) -> State:
        """The state of a fact before a contradiction of facts worked out put it in doubt."""
        derived, judged = self.findings.derived.get(name), self.findings.case.overrides.get(name)
        if derived is None:
            return self.as_read.states.get(name, UNKNOWN)
        return derived.state if judged is None else judged.value

    def _doubted(self, stages: list[Contradict]) -> set[str]:
        ids = {rule.head.id for stage in stages for rule in stage.rules}
        facts = self.findings.policy.vocabulary.facts
        named = (name for each in self.findings.contradictions if each.id in ids for name in each.facts)
        return {name for name in named if not facts[name].protection and name not in PROPOSED}

    @cached_property
    def _contradicting(self) -> list[Contradict]:
        return [stage for stage in plan(self.findings.policy) if isinstance(stage, Contradict)]

    @cached_property
    def _stage(self) -> dict[str, int]:
        found: dict[str, int] = {}
        at = 0
        for stage in plan(self.findings.policy):
            at = 2 if isinstance(stage, Propose) else at
            found |= dict.fromkeys(conditions(stage), at)
            at = max(at, 1)
        return found
