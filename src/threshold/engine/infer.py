"""From facts to the truth of every condition of a policy, stage by stage, each stage by all evaluators.

Contradictions first (what is contradictory counts as unknown from then on), then definitions stratum by
stratum, then the safety rule and the direction proposed, then what depends on it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from threshold.casefiles import Contradiction, Override
from threshold.conditions import NEVER, Condition, Facts, Test, Truth, facts_of, signal, tests
from threshold.decisions.derive import Derived, derive
from threshold.decisions.direction import Proposal, propose
from threshold.engine.evaluators import Evaluator, Prepared, prepare
from threshold.policy import ConflictRule, Definition, Policy
from threshold.vocabulary import UNKNOWN, Missing, State

_REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class _Stage:
    """Conditions that are evaluated together, and their leaves.

    Nothing but the truth of the leaves bears on a condition, so that the same truths are put to the
    evaluators once; the answers to some thousands of them are remembered.
    """

    leaves: tuple[Test, ...]
    evaluate: Prepared
    known: dict[tuple[Truth, ...], Mapping[str, Truth]] = field(default_factory=dict)

    def truths(self, signals: Mapping[Test, Truth]) -> Mapping[str, Truth]:
        """The truth of every condition, by that of each leaf in their order."""
        asked = tuple(signals.values())
        if asked not in self.known:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[asked] = self.evaluate(signals)
        return self.known[asked]


@dataclass(slots=True)
class Inference:
    """What was found: facts, derived ones included; every leaf's and every condition's truth."""

    facts: Facts
    signals: dict[Test, Truth] = field(default_factory=dict)
    truths: dict[str, Truth] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    proposal: Proposal | None = None


class Program:
    """A policy compiled once for the evaluators at hand; `run` infers over one case's facts.

    `test` tells whether a test holds of facts, in its own way where a caller has one.
    """

    def __init__(
        self,
        policy: Policy,
        using: tuple[Evaluator, ...],
        test: Callable[[Test, Facts], Truth] = signal,
    ) -> None:
        self.policy, self._test = policy, test
        derived = {rule.fact for stratum in policy.strata for rule in stratum}
        derived |= {rule.fact for stratum in policy.late_strata for rule in stratum}
        leading = [rule for pack in policy.packs if pack.role != "compare" for rule in pack.conflicts]
        self._plain = [rule for rule in leading if not set(facts_of(rule.when)) & derived]
        self._late = [rule for rule in leading if rule not in self._plain]
        self._stages = {
            "conflicts": _stage({rule.head.id: rule.when for rule in self._plain}, using),
            "late conflicts": _stage({rule.head.id: rule.when for rule in self._late}, using),
            "safety": _stage({policy.safety.head.id: policy.safety.when}, using),
            "rules": _stage(_rule_conditions(policy), using),
        }
        self._early = [(stratum, _definition_stage(stratum, using)) for stratum in policy.strata]
        self._after = [(stratum, _definition_stage(stratum, using)) for stratum in policy.late_strata]

    def run(
        self,
        facts: Facts,
        contradictions: Sequence[Contradiction] = (),
        overrides: Mapping[str, Override] | None = None,
    ) -> Inference:
        """Infer over one case's facts. Raises Disagreement if the evaluators ever differ."""
        found = Inference(Facts(facts.as_at, dict(facts.states)))
        found.contradictions.extend(contradictions)
        judged = overrides or {}
        self._contradict(found, self._plain, self._stages["conflicts"])
        for stratum, stage in self._early:
            self._define(found, stratum, stage, judged)
        self._contradict(found, self._late, self._stages["late conflicts"])
        self._evaluate(found, self._stages["safety"])
        safety = found.truths[self.policy.safety.head.id]
        found.proposal = propose(self.policy, found.facts, safety, found.derived)
        self._set(found, "proposed.direction", found.proposal.asked)
        self._set(found, "proposed.to", found.proposal.asked_to)
        for stratum, stage in self._after:
            self._define(found, stratum, stage, judged)
        self._evaluate(found, self._stages["rules"])
        return found

    def _evaluate(self, found: Inference, stage: _Stage) -> None:
        facts, test = found.facts, self._test
        signals = {leaf: test(leaf, facts) for leaf in stage.leaves}
        found.truths.update(stage.truths(signals))
        found.signals.update(signals)

    def _contradict(self, found: Inference, rules: list[ConflictRule], stage: _Stage) -> None:
        self._evaluate(found, stage)
        for rule in rules:
            if found.truths[rule.head.id]:
                found.contradictions.append(Contradiction(rule.head.id, rule.doubtful, rule.why))
                self._doubt(found, rule.doubtful)

    def _doubt(self, found: Inference, facts: Sequence[str]) -> None:
        for name in facts:
            if not self.policy.vocabulary.facts[name].protection:
                self._set(found, name, UNKNOWN)

    def _define(
        self,
        found: Inference,
        stratum: tuple[Definition, ...],
        stage: _Stage,
        judged: Mapping[str, Override],
    ) -> None:
        self._evaluate(found, stage)
        for name in dict.fromkeys(rule.fact for rule in stratum):
            rules = [rule for rule in stratum if rule.fact == name]
            derived = derive(self.policy.vocabulary.facts[name], rules, found.truths)
            found.derived[name] = derived
            if derived.clash:
                contradiction = Contradiction(rules[0].head.id, (name,), derived.clash)
                found.contradictions.append(contradiction)
            state = judged[name].value if name in judged else derived.state
            self._set(found, name, state)

    def _set(self, found: Inference, name: str, state: State | Missing) -> None:
        states = found.facts.states
        assert isinstance(states, dict)
        states[name] = state


def conditions_of(policy: Policy) -> dict[str, Condition]:
    """Every condition of a policy by its key, as the stages name them."""
    found: dict[str, Condition] = {
        rule.head.id: rule.when for pack in policy.packs for rule in pack.conflicts
    }
    found[policy.safety.head.id] = policy.safety.when
    for pack in policy.packs:
        for rule in pack.definitions:
            found.update({row.key: row.when for row in rule.rows})
    return {**found, **_rule_conditions(policy)}


def _rule_conditions(policy: Policy) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    safety = policy.safety
    found[f"{safety.head.id}:forbids"] = safety.forbids_when or NEVER
    for rule in policy.requirements:
        found[f"{rule.head.id}:applies"] = rule.applies
        found[f"{rule.head.id}:satisfied"] = rule.satisfied
    for deadline in policy.deadlines:
        found[f"{deadline.head.id}:applies"] = deadline.applies
    for route in policy.routes:
        found[f"{route.head.id}:when"] = route.when
        found.update({f"{route.head.id}:{step.id}": step.when for step in route.steps})
    return found


def _stage(conditions: Mapping[str, Condition], using: tuple[Evaluator, ...]) -> _Stage:
    leaves = dict.fromkeys(leaf for condition in conditions.values() for leaf in tests(condition))
    return _Stage(tuple(leaves), prepare(conditions, using))


def _definition_stage(stratum: tuple[Definition, ...], using: tuple[Evaluator, ...]) -> _Stage:
    return _stage({row.key: row.when for rule in stratum for row in rule.rows}, using)
