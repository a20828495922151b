"""How a decision words things: citations, questions, values and dates."""

from datetime import date, datetime

from threshold.conditions import Moment
from threshold.decisions.model import HIDDEN, Citation
from threshold.policy import Head
from threshold.semantics.events_to_ask import events_to_ask
from threshold.semantics.findings import Findings
from threshold.semantics.screening import asked_beside, asked_of, screen_to_ask
from threshold.vocabulary import Missing, State, called, counted_by


def citation(head: Head, findings: Findings, clauses: tuple[str, ...] = ()) -> Citation:
    """Where a rule - or those clauses of it - comes from."""
    pack = findings.pack(head)
    source = pack.source
    return Citation(pack.name, source.document, clauses or head.carries, source.edition, head.standing)


def question(name: str, findings: Findings) -> str:
    """The question that asks for a fact; of one off the timeline, the questions of its events.

    Of a sign, that for its domain or, once something is there, that for all signs of its level (S186, S187).
    """
    vocabulary = findings.policy.vocabulary
    fact = vocabulary.facts[screen_to_ask(name, findings.case, vocabulary) or name]
    if fact.asks:
        return asked_of(asked_beside(fact, findings.case, vocabulary))
    events = events_to_ask(findings.case, vocabulary, fact, findings.facts.as_at)
    if not events and fact.reading is not None:
        ends = fact.reading.take in ("closed", "longest_gap") or not fact.reading.episode
        events = [fact.reading.events[-1 if ends else 0]]
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


def repeated(name: str, state: State, findings: Findings) -> str | None:
    """A fact's value as a decision repeats it. What somebody typed freely might be a child's name."""
    kind = findings.policy.vocabulary.facts[name].type
    if counted_by(name) and isinstance(state, tuple):
        return ", ".join(str(day) or "unknown" for day in state)
    if kind.kind == "ratings" and isinstance(state, tuple):
        return ", ".join(str(rating[1]) for rating in state)
    if {"text", "label"} & {kind.kind, kind.of} and not isinstance(state, Missing):
        return HIDDEN
    if kind.kind == "number" and kind.names and not isinstance(state, Missing):
        return called(state, kind)
    return as_text(state)


def iso(moment: Moment) -> str:
    """A moment as ISO text, to the minute."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()
