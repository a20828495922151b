"""Where the value of a fact comes from: stated, off the timeline, worked out, judged, or from nowhere yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from threshold.casefiles import Entry
from threshold.conditions import Facts
from threshold.conditions.words import Words
from threshold.decisions.model import HIDDEN
from threshold.decisions.wording import repeated
from threshold.output.words import listed, plainly, sentence, spoken
from threshold.policy.protection import WORKED_OUT
from threshold.policy.strata import PROPOSED
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.events_to_ask import events_behind
from threshold.semantics.findings import Findings
from threshold.vocabulary import ABSENT, UNDATED, Fact, Missing, Reading, Value, called, item_type, shown
from threshold.why.model import Origin, Seen, State

_MOST = 3  # entries that are told: the latest
_NOT_SHOWN = "written, and not shown here"
_BORN, _AGE = "child.born_month", "child.age"
IN_DOUBT = "counts as not known: "


@dataclass(frozen=True)
class Origins:
    """Tells where each value of a case comes from."""

    findings: Findings
    words: Words

    def seen(self, name: str, facts: Facts) -> Seen:
        """A fact as it was seen among some facts, without how a rule worked it out."""
        state, fact = facts.state(name), self.words.vocabulary.facts[name]
        value = self.value(fact, state)
        origin, where = self._where(fact, facts)
        seen = Seen(name, _state(state), value, origin, "")
        return replace(seen, told="; ".join(filter(None, (seen.in_short, where))))

    def value(self, fact: Fact, state: Value | Missing) -> str:
        """A value as it is told; nothing that somebody typed freely is."""
        if isinstance(state, Missing):
            return ""
        if repeated(fact.name, state, self.findings) == HIDDEN:
            return _NOT_SHOWN
        if fact.type.kind == "ratings" and isinstance(state, tuple):
            return listed([str(each[1]) for each in state], "and")
        if isinstance(state, tuple):
            return listed([plainly(str(each)) for each in state], "and") if state else "nothing"
        return called(state, item_type(fact.type)) if not isinstance(state, str) else plainly(state)

    def _where(self, fact: Fact, facts: Facts) -> tuple[Origin, str]:
        findings, name = self.findings, fact.name
        if isinstance(facts.state(name), Missing) and (doubt := self._doubt(name)):
            return "contradiction", f"{IN_DOUBT}{doubt.why} ({'; '.join(self._both(fact))})"
        if name in findings.case.overrides:
            return "judged", "a person judged it so"
        if name in PROPOSED:
            said = "asked for" if findings.proposal.requested else "what the facts point to"
            return ("asked_for" if findings.proposal.requested else "worked_out"), said
        if fact.derived or name in WORKED_OUT:
            return "worked_out", self._by_rules(name)
        if fact.reading is not None:
            return "timeline", self._timeline(fact.reading)
        return self._of_the_file(fact, facts)

    def _of_the_file(self, fact: Fact, facts: Facts) -> tuple[Origin, str]:
        """What the file states, or what stands for it where it does not."""
        given, state = self.findings.case.given, facts.state(fact.name)
        if fact.settling is not None and (entries := self._told(self._settling(fact))):
            return "timeline", f"timeline: {entries}"
        if fact.name in given:
            return "stated", "stated"
        if not isinstance(state, Missing) and any(
            fact.name in e.carries for e in self.findings.case.timeline
        ):
            return "timeline", "stated with an entry of the timeline"
        if isinstance(state, Missing):
            return "silent", "nobody has said"
        if fact.name == _AGE and _BORN in given:
            return "worked_out", "by the month of birth"
        if state is False and fact.screened_by:
            return "screened", f"the answer to “{self.words.vocabulary.facts[fact.screened_by].asks}” is no"
        return "default", "not stated, and taken to be so"

    def _by_rules(self, name: str) -> str:
        derived = self.findings.derived.get(name)
        fired = dict.fromkeys(rule.head.id for rule, _ in derived.fired) if derived is not None else {}
        if fired:
            return f"worked out by {listed([*fired], 'and')}"
        if derived is None or name in WORKED_OUT:
            return "worked out"
        return "no row surely holds" if derived.open_rows else "no row holds"

    def _doubt(self, name: str) -> Contradiction | None:
        if name not in self.findings.doubtful:
            return None
        return next(each for each in self.findings.contradictions if name in each.facts)

    def _both(self, fact: Fact) -> Iterator[str]:
        """Both sides of what contradicts itself."""
        given = self.findings.case.given
        if fact.name in given:
            yield f"stated: {self.value(fact, given[fact.name])}"
        if fact.settling is not None and (entries := self._told(self._settling(fact))):
            yield f"timeline: {entries}"
        if fact.reading is not None:
            yield self._timeline(fact.reading)
        derived = self.findings.derived.get(fact.name)
        rows = derived.fired if derived is not None else ()
        for rule, row in rows:
            yield f"{self.value(fact, row.value)} by {rule.head.id}"
        if fact.name not in given and fact.settling is None and fact.reading is None and not rows:
            yield "not stated"

    def _settling(self, fact: Fact) -> list[Entry]:
        """The entries that say something of a fact that events settle."""
        assert fact.settling is not None
        held = self.findings.records.held([event for event, _ in fact.settling.says])
        return [
            entry
            for entry in held
            if all(entry.carries.get(key, value) == value for key, value in fact.settling.where)
        ]

    def _timeline(self, reading: Reading) -> str:
        """The entries that a fact is read off, or that there are none."""
        records, vocabulary = self.findings.records, self.words.vocabulary
        kinds = [*dict.fromkeys((*events_behind(vocabulary, reading), *reading.events))]
        held = list(records.held(kinds))
        if reading.status != "held":
            held += records.planned(kinds)
        if held:
            told = self._told(held)
            missing = [kind for kind in reading.events if not any(entry.event == kind for entry in held)]
            return f"timeline: {told}{''.join(f'; {self._none(kind)}' for kind in missing)}"
        return f"timeline: {'; '.join(self._none(kind) for kind in reading.events)}"

    def _none(self, kind: str) -> str:
        upto = self.findings.case.covers.get(kind)
        if upto is not None:
            return f"no {spoken(kind)}, complete up to {shown(upto)}"
        return f"no {spoken(kind)}, and the file does not say that it has them all"

    def _told(self, entries: Sequence[Entry]) -> str:
        earlier = len(entries) - _MOST
        before = f"{earlier} earlier; " if earlier > 0 else ""
        return before + "; ".join(self._entry(entry) for entry in entries[-_MOST:])

    def _entry(self, entry: Entry) -> str:
        day = "on a day not known" if entry.on is None else shown(entry.on)
        planned = " (planned)" if entry.status == "planned" else ""
        kinds = self.words.vocabulary.events[entry.event].own_carries
        says = [
            f"{spoken(key)}: {plainly(value) if isinstance(value, str) else shown(value)}"
            for key, value in entry.carries.items()
            if key in kinds and item_type(kinds[key]).kind in ("boolean", "choice")
        ]
        return f"{spoken(entry.event)} {day}{planned}{f' ({listed(says)})' if says else ''}"


def _state(state: Value | Missing) -> State:
    if not isinstance(state, Missing):
        return "known"
    return "none" if state is ABSENT else "undated" if state is UNDATED else "unknown"


def contradiction_told(each: Contradiction, origins: Origins) -> str:
    """What contradicts itself, with both sides of each fact in doubt."""
    facts = origins.words.vocabulary.facts
    both = [f"{spoken(name)} ({'; '.join(origins._both(facts[name]))})" for name in each.facts[:_MOST]]
    return f"{sentence(each.why)}: {'; '.join(both)}"
