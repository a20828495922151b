"""From facts to the truth of every condition of a policy: the stages of its plan, each by all evaluators."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from threshold.casefiles import Override
from threshold.conditions import Condition, Facts, Test, Truth, signal, tests
from threshold.engine.evaluators import Evaluator, Prepared, prepare
from threshold.policy import Definition, Policy, ProtectionRule
from threshold.policy.inference_plan import (
    Check,
    Contradict,
    Define,
    Propose,
    Protect,
    Stage,
    conditions,
    plan,
)
from threshold.policy.protection import CONCERN, HIGHEST, IN_PLACE
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.definitions import Derived, derive
from threshold.semantics.direction import NO_PROPOSAL, Proposal, propose
from threshold.semantics.labels import other_names
from threshold.semantics.protection import (
    NOT_LOOKED_AT,
    Protection,
    disagreements,
    level_called_for,
    protection,
    too_low,
)
from threshold.vocabulary import UNKNOWN, Fact, State

_REMEMBERED = 4_096


@dataclass(slots=True)
class _Conditions:
    """Conditions that are evaluated together, and their leaves: by fact, and those that compare two facts.

    Most of what is known stays as it is from one way of completing a case to the next: only the leaves of
    facts that have changed since the last time (`last`) are tested again. Nothing but the truth of the leaves
    bears on a condition, so that the same truths are put to the evaluators once; the answers to some
    thousands of them are remembered.
    """

    leaves: Mapping[str, tuple[Test, ...]]
    comparing: tuple[Test, ...]
    evaluate: Prepared
    known: dict[tuple[Truth, ...], Mapping[str, Truth]] = field(default_factory=dict)
    last: tuple[Facts, Sequence[State], Mapping[Test, Truth]] | None = None

    def signals(self, facts: Facts, test: Callable[[Test, Facts], Truth]) -> Mapping[Test, Truth]:
        """The truth of every leaf, always in the same order."""
        states = [facts.states.get(fact, UNKNOWN) for fact in self.leaves]
        changed, signals = self._since_last(facts, states)
        for fact in changed:
            signals.update((leaf, test(leaf, facts)) for leaf in self.leaves[fact])
        signals.update((leaf, test(leaf, facts)) for leaf in self.comparing)
        self.last = facts, states, signals
        return signals

    def _since_last(self, facts: Facts, states: Sequence[State]) -> tuple[Iterable[str], dict[Test, Truth]]:
        """The facts whose leaves have to be tested again, and the truth of every leaf as it was."""
        if self.last is None:
            return self.leaves, {}
        before, held, signals = self.last
        if (before.as_at, before.breaks) != (facts.as_at, facts.breaks):
            return self.leaves, {}
        changed = [fact for fact, old, new in zip(self.leaves, held, states, strict=True) if old is not new]
        return changed, dict(signals)

    def truths(self, signals: Mapping[Test, Truth]) -> Mapping[str, Truth]:
        """The truth of every condition, by that of each leaf in their order."""
        asked = tuple(signals.values())
        if asked not in self.known:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[asked] = self.evaluate(signals)
        return self.known[asked]


@dataclass(frozen=True, slots=True)
class _Defined:
    """The definitions of one fact. What they come to for the same truths of their rows is remembered."""

    fact: Fact
    definitions: Sequence[Definition]
    known: dict[tuple[Truth, ...], Derived] = field(default_factory=dict)

    def derive(self, truths: Mapping[str, Truth]) -> Derived:
        """The fact's state by the truth of every row."""
        asked = tuple([truths[row.key] for rule in self.definitions for row in rule.rows])
        if asked not in self.known:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[asked] = derive(self.fact, self.definitions, truths)
        return self.known[asked]


@dataclass(slots=True)
class Inference:
    """What is known so far: facts, derived ones included; every leaf's and every condition's truth.

    `facts` shows `states` as they are at any moment; until that stage, nothing is proposed.
    """

    facts: Facts
    states: dict[str, State]
    signals: dict[Test, Truth] = field(default_factory=dict)
    truths: dict[str, Truth] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    proposal: Proposal = NO_PROPOSAL
    protection: Protection = NOT_LOOKED_AT


class CompiledPolicy:
    """A policy compiled once for the evaluators at hand; `infer` runs one case's facts through its plan.

    `test` tells whether a test holds of facts, in its own way where a caller has one; `stages` are those of
    the plan that matter, where not all do.
    """

    def __init__(
        self,
        policy: Policy,
        using: tuple[Evaluator, ...],
        test: Callable[[Test, Facts], Truth] = signal,
        stages: Sequence[Stage] | None = None,
    ) -> None:
        self.policy, self._test = policy, test
        self._names = other_names(policy)
        self._stages = [(stage, _prepared(conditions(stage), using)) for stage in stages or plan(policy)]
        self._defined = {
            name: _Defined(policy.vocabulary.facts[name], [rule for rule in rules if rule.fact == name])
            for stage, _ in self._stages
            for rules in ([stage.rules] if isinstance(stage, Define) else ())
            for name in {rule.fact for rule in rules}
        }

    def infer(
        self,
        facts: Facts,
        contradictions: Sequence[Contradiction] = (),
        overrides: Mapping[str, Override] | None = None,
    ) -> Inference:
        """Infer over one case's facts. Raises Disagreement if the evaluators ever differ."""
        states = dict(facts.states)
        self._names.rename(states)
        inference = Inference(
            Facts(facts.as_at, states, facts.breaks), states, contradictions=[*contradictions]
        )
        for stage, prepared in self._stages:
            self._evaluate(inference, prepared)
            match stage:
                case Contradict(rules):
                    for rule in rules:
                        if inference.truths[rule.head.id]:
                            self._doubt(inference, Contradiction(rule.head.id, rule.doubtful, rule.why))
                case Define(rules):
                    self._define(inference, rules, overrides or {})
                case Protect(added=added):
                    self._protect(inference, added)
                case Propose():
                    self._propose(inference)
                case Check():
                    pass  # their truths are all there is to know
        return inference

    def _evaluate(self, inference: Inference, prepared: _Conditions) -> None:
        signals = prepared.signals(inference.facts, self._test)
        inference.truths.update(prepared.truths(signals))
        inference.signals.update(signals)

    def _doubt(self, inference: Inference, contradiction: Contradiction) -> None:
        inference.contradictions.append(contradiction)
        for name in contradiction.facts:
            if not self.policy.vocabulary.facts[name].protection:
                inference.states[name] = UNKNOWN

    def _define(
        self, inference: Inference, stratum: tuple[Definition, ...], judged: Mapping[str, Override]
    ) -> None:
        for name in dict.fromkeys(rule.fact for rule in stratum):
            defined = self._defined[name]
            inference.derived[name] = derived = defined.derive(inference.truths)
            if derived.clash:
                first = defined.definitions[0].head.id
                inference.contradictions.append(Contradiction(first, (name,), derived.clash))
            inference.states[name] = derived.state
            if name in judged:
                self._judge(inference, name, judged[name])

    def _judge(self, inference: Inference, name: str, judged: Override) -> None:
        """What a person judged stands, except a level below what protection calls for."""
        least = level_called_for(name, inference.protection, self.policy.vocabulary)
        if least is not None and isinstance(judged.value, int) and judged.value < least:
            inference.contradictions.append(too_low(name, least))
            inference.states[name] = least
        else:
            inference.states[name] = judged.value

    def _protect(self, inference: Inference, added: Sequence[ProtectionRule]) -> None:
        truths, states = inference.truths, inference.states
        inference.protection = found = protection(
            truths, added, inference.contradictions, self.policy.vocabulary
        )
        inference.contradictions += disagreements(truths)
        states[CONCERN] = UNKNOWN if found.concern is None else found.concern
        states[IN_PLACE] = UNKNOWN if found.in_place is None else found.in_place
        states[HIGHEST] = found.highest
        inference.derived[HIGHEST] = Derived(HIGHEST, found.highest, (), (), found.at_least)

    def _propose(self, inference: Inference) -> None:
        inference.proposal = propose(
            self.policy, inference.facts, inference.protection.acted_on, inference.derived
        )
        inference.states["proposed.direction"] = inference.proposal.asked
        inference.states["proposed.to"] = inference.proposal.asked_to


def _prepared(conditions: Mapping[str, Condition], using: tuple[Evaluator, ...]) -> _Conditions:
    leaves = dict.fromkeys(leaf for condition in conditions.values() for leaf in tests(condition))
    by_fact: dict[str, list[Test]] = {}
    comparing = []
    for leaf in leaves:
        if isinstance(leaf.operand, tuple) or leaf.operand is None:
            by_fact.setdefault(leaf.fact, []).append(leaf)
        else:
            comparing.append(leaf)
    alone = {fact: tuple(each) for fact, each in by_fact.items()}
    return _Conditions(alone, tuple(comparing), prepare(conditions, using))
