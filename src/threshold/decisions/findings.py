"""What an engine found about a case under a policy: the input of a decision, and small ways to read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from threshold.casefiles import Case, Contradiction, events_to_ask
from threshold.conditions import Condition, Facts, Moment, Signals, Truth, facts_missing
from threshold.decisions.derive import Derived
from threshold.decisions.direction import Proposal
from threshold.decisions.model import Citation
from threshold.policy import Head, Pack, Policy
from threshold.vocabulary import Missing, State


@dataclass(frozen=True, slots=True)
class Findings:
    """One case inferred over under one policy."""

    policy: Policy
    case: Case
    facts: Facts
    signals: Signals
    truths: Mapping[str, Truth]
    derived: Mapping[str, Derived]
    contradictions: Sequence[Contradiction]
    proposal: Proposal

    @property
    def proposed(self) -> State:
        """The direction asked for, or else the one that the facts indicate."""
        return self.facts.state("proposed.direction")

    def upward(self) -> bool:
        """Whether help goes up, or at least not down: what the safety rule never lets anything hold up."""
        safety = self.policy.safety
        refused = self.truths[f"{safety.head.id}:forbids"] is True
        return self.proposed in safety.covers and not refused

    def pack(self, head: Head) -> Pack:
        """The pack that a rule belongs to."""
        return self.policy.pack(head.pack)

    def cited(self, head: Head, clause: str | None = None) -> Citation:
        """Where a rule - or one clause of it - comes from."""
        pack = self.pack(head)
        clauses = (clause,) if clause and clause in pack.clauses else head.carries
        return Citation(pack.name, pack.source.document, clauses)

    def unknown(self, condition: Condition) -> Iterator[str]:
        """The unknown facts behind a condition, derived ones traced to what they rest on."""
        for name in facts_missing(condition, self.signals, self.facts):
            yield from self.behind(name)

    def behind(self, name: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """The unknown facts that a derived fact rests on; any other fact is its own answer."""
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

    def question(self, name: str) -> str:
        """The question that asks for a fact; of one off the timeline, the questions of its events."""
        vocabulary = self.policy.vocabulary
        fact = vocabulary.facts[name]
        if fact.asks:
            return fact.asks
        events = events_to_ask(self.case, vocabulary, fact, self.facts.as_at)
        if not events and fact.reading is not None:
            events = [fact.reading.events[-1]]
        return " ".join(vocabulary.events[event].asks for event in events) or fact.means


def cite(text: str, head: Head) -> str:
    """A line that ends with its citation."""
    return f"{text} [{', '.join(head.carries)}]"


def as_text(state: State) -> str | None:
    """A state as the JSON of a decision gives it; None where there is no value."""
    if isinstance(state, Missing):
        return None
    if isinstance(state, bool):
        return str(state).lower()
    if isinstance(state, tuple):
        return ", ".join(str(item) for item in state)
    return iso(state) if isinstance(state, date) else str(state)


def iso(moment: Moment) -> str:
    """A moment as ISO text, to the minute."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()
