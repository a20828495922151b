"""What inference found about one case under one policy: what every meaning after it starts from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from threshold.casefiles import Case
from threshold.conditions import Condition, Facts, Signals, Truth, facts_missing, signal, tests, truth
from threshold.policy import Head, Pack, Policy
from threshold.policy.protection import (
    CONCERN,
    IN_PLACE,
    PLAN_ACTIVE,
    PLAN_UNCLEAR,
    QUESTIONS,
    STATED,
    WORKED_OUT,
)
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.definitions import Derived
from threshold.semantics.direction import Proposal
from threshold.semantics.protection import Protection
from threshold.semantics.records import Records
from threshold.vocabulary import UNKNOWN, State

# What is proposed is what is asked for, where something is.
_ASKED_FOR = {"proposed.direction": "request.direction", "proposed.to": "request.to"}


@dataclass(frozen=True)
class Findings:
    """One case inferred over under one policy."""

    policy: Policy
    facts: Facts
    signals: Signals
    truths: Mapping[str, Truth]
    derived: Mapping[str, Derived]
    contradictions: Sequence[Contradiction]
    proposal: Proposal
    protection: Protection
    records: Records  # as at the decision

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.records.case

    @property
    def proposed(self) -> State:
        """The direction asked for, or else the one that the facts indicate."""
        return self.facts.state("proposed.direction")

    @property
    def doubtful(self) -> frozenset[str]:
        """The facts that count as unknown because they contradict; what is about protection stands."""
        facts = self.policy.vocabulary.facts
        named = (name for each in self.contradictions for name in each.facts)
        return frozenset(name for name in named if not facts[name].protection)

    def now(self, condition: Condition) -> Truth:
        """The truth of a condition by which nothing is decided: it is looked at to find the words."""
        return truth(condition, {test: signal(test, self.facts) for test in tests(condition)})

    def pack(self, head: Head) -> Pack:
        """The pack that a rule belongs to."""
        return self.policy.pack(head.pack)

    def unknown(self, condition: Condition) -> Iterator[str]:
        """The unknown facts behind a condition, derived ones traced to what they rest on."""
        for name in facts_missing(condition, self.signals, self.facts):
            yield from self.behind(name)

    def behind(self, name: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """The unknown facts that a derived fact rests on; any other fact is its own answer."""
        if name in _ASKED_FOR and self.proposal.requested:
            yield _ASKED_FOR[name]
            return
        if name in WORKED_OUT:
            # Beside support that is stated, only a plan that may go on leaves open what is in place.
            unclear = name == IN_PLACE and self.truths[PLAN_UNCLEAR] is True
            plan = (PLAN_ACTIVE,) if unclear else ()
            asked = QUESTIONS if name == CONCERN else (STATED, *plan)
            yield from (fact for fact in asked if self.facts.state(fact) is UNKNOWN)
            return
        derived = self.derived.get(name)
        if derived is None or name in seen:
            yield name
            return
        rest = [
            fact for _, row in derived.open_rows for fact in facts_missing(row.when, self.signals, self.facts)
        ]
        if not rest:
            yield name
        for fact in rest:
            yield from self.behind(fact, seen | {name})
