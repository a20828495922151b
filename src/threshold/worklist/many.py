"""Many contacts into rows: those that give the same answers to what is asked of them are judged once.

What is asked hangs on the answers so far (`looking`), so that a tree of questions grows with the contacts.
The first at each of its ends is decided by the engine as well, with all evaluators, and some drawn at random
by all rules; a difference stops everything. By when to answer is worked out for each contact by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from threshold.casefiles import Case, Entry
from threshold.conditions import Facts, Lookup, Moment, Truth
from threshold.dates import day_of
from threshold.engine import Engine
from threshold.engine.decide import Read
from threshold.exports.contacts import Contact
from threshold.policy import Deadline, Policy
from threshold.policy.inference_plan import applies_key
from threshold.policy.model import CALLER
from threshold.semantics.deadlines import Clock, clocks
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.status import conclude
from threshold.vocabulary import State
from threshold.worklist.deciding import Deciding
from threshold.worklist.judge import Judged, judged
from threshold.worklist.looking import Answer, Looking, Part, Question, Rules, Unfit, answer
from threshold.worklist.model import Response, Row
from threshold.worklist.rows import decided, row_with
from threshold.worklist.times import response
from threshold.worklist.trimmed import may_be

MANY = 1_000  # contacts; of fewer, to decide each by itself takes no longer
SAMPLE = 200
_SEED = 20
# To look at a contact takes as long as to decide some by themselves: it pays where others follow.
_TRIED, _WORTH = 500, 0.5
_MOST_TIMELINES = 400  # different ones; whoever has more of them has no list of contacts
_EARLY = "early"  # such a deadline tells its dates as a contradiction

_Found = tuple[Judged, Response]


class Difference(Exception):
    """A contact comes out differently among many and by itself: an internal error, no list may be used."""

    def __init__(self, place: str, row: int) -> None:
        super().__init__(
            f"internal error: the contact of {place}, row {row}, comes out differently among many "
            "and by itself, so no list is made; please report this"
        )


@dataclass(frozen=True, slots=True)
class _Dated:
    """A deadline, by its place among the policy's: each contact's `own` dates count, and these `states`."""

    place: int
    rule: Deadline
    applies: Truth
    own: tuple[str, ...]
    states: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class _Deadlines:
    """The deadlines that may run of all contacts that answer alike so far.

    `fixed` are the clocks that are the same for all, by their rule's place; `findings` and `doubtful` are of
    the contact that was looked at.
    """

    findings: Findings
    doubtful: frozenset[str]
    fixed: Mapping[int, Sequence[Clock]]
    dated: Sequence[_Dated]


@dataclass(slots=True)
class _Node:
    """A question, and where each answer to it leads; or else how the deadlines stand; or what was found."""

    question: Question | None = None
    deadlines: _Deadlines | None = None
    after: dict[object, "_Node"] = field(default_factory=dict)
    found: object = None


_Tree = dict[Part | None, _Node]  # of each part a tree of its own, and of the whole


@dataclass(frozen=True, slots=True)
class _Timeline:
    """What a timeline reads as where nothing is stated."""

    records: Records
    facts: Facts


class Many:
    """The rows of many contacts, each as `Deciding` makes it."""

    def __init__(self, engine: Engine, at: Moment, contacts: Sequence[Contact]) -> None:
        self._engine, self._at = engine, at
        self._deciding = Deciding(engine, at)
        self._vocabulary = engine.policy.vocabulary
        self._settling = {
            event
            for fact in self._vocabulary.facts.values()
            if fact.settling is not None
            for event, _ in fact.settling.says
        }
        self._timelines: dict[tuple[tuple[str, date | None], ...], _Timeline | None] = {}
        self._rules: dict[int, tuple[Policy, Rules]] = {}
        self._trees: dict[tuple[int, str], _Tree] = {}
        self._contacts = contacts
        self._followed_to_the_end = self._looked_at = 0
        self._varying = self._that_vary(contacts)

    def rows(self) -> Iterator[Row]:
        """A row of each contact, in their order. Raises Difference."""
        drawn = set(Random(_SEED).sample(range(len(self._contacts)), min(SAMPLE, len(self._contacts))))
        for number, contact in enumerate(self._contacts):
            case = contact.case
            found = self._found(contact, case) if case is not None and self._is_plain(case) else None
            if found is None or case is None:
                yield self._deciding.row(contact)
                continue
            if number in drawn and found != decided(case, self._engine, self._at):
                raise Difference(contact.place, contact.row)
            yield row_with(contact, case, *found, self._at)

    def _is_plain(self, case: Case) -> bool:
        """Whether nothing but what is stated, and one entry at most, tells of a contact."""
        given = case.given
        return (
            not (case.covers or case.overrides or len(case.timeline) > 1)
            and may_be(case, self._at)
            and not any(name.startswith("request.") and name != "request.direction" for name in given)
            and CALLER not in given
            and not any(isinstance(value, date) and self._is_ahead(value) for value in given.values())
            and self._timeline(case) is not None
        )

    def _is_ahead(self, value: date) -> bool:
        return day_of(value) > day_of(self._at)

    def _timeline(self, case: Case) -> _Timeline | None:
        """What a timeline reads as; None where more than that hangs on it."""
        timeline = case.timeline
        if len(timeline) > 1 or not all(map(_is_bare, timeline)):
            return None
        key = tuple((entry.event, entry.on) for entry in timeline)
        if key not in self._timelines:
            self._timelines[key] = self._read(timeline) if len(self._timelines) < _MOST_TIMELINES else None
        return self._timelines[key]

    def _read(self, timeline: tuple[Entry, ...]) -> _Timeline | None:
        for entry in timeline:
            if entry.on is None or self._is_ahead(entry.on) or entry.event in self._settling:
                return None
        read = Read.of(Case("", {}, timeline), self._vocabulary, self._at)
        return None if read.contradictions else _Timeline(read.records, read.facts)

    def _that_vary(self, contacts: Iterable[Contact]) -> frozenset[str]:
        """The facts that are not the same of all: stated of some, or read off timelines that differ."""
        cases = [contact.case for contact in contacts if contact.case is not None]
        varying = {name for case in cases for name in case.given if name != "request.direction"}
        empty = self._timeline(Case("", {}))
        assert empty is not None
        for case in cases:
            if case.timeline:
                self._timeline(case)
        for timeline in self._timelines.values():
            if timeline is not None and timeline is not empty:
                states = timeline.facts.states
                varying |= {name for name, state in empty.facts.states.items() if states[name] != state}
        return frozenset(varying)

    def _found(self, contact: Contact, case: Case) -> _Found | None:
        """What is found of a contact; None where it is to be decided by itself."""
        timeline = self._timeline(case)
        assert timeline is not None
        facts = self._facts(case, timeline)
        whole = self._engine.policy_for(case, self._at)
        event = case.timeline[0].event if case.timeline else ""
        tree = self._trees.setdefault((id(whole), event), {None: _Node()})
        found = self._followed(tree, facts, timeline)
        if found is not None:
            self._followed_to_the_end += 1
        elif self._looked_at > _TRIED and self._looked_at > _WORTH * self._followed_to_the_end:
            return None  # hardly any is like another
        else:
            self._looked_at += 1
            try:
                found = self._grown(tree, case, facts, timeline, whole)
            except Unfit:
                return None
            if found is not None and found != self._deciding.decided(case):
                raise Difference(contact.place, contact.row)
        return found

    def _followed(self, tree: _Tree, facts: Facts, timeline: _Timeline) -> _Found | None:
        """What was found at the end of a contact's way; None where nobody has gone it to the end."""
        node: _Node | None = tree[None]
        running: list[Clock] = []
        deadlines: _Deadlines | None = None
        parts: dict[Part, object] = {}
        while node is not None and node.found is None:
            if node.question is not None:
                node = node.after.get(_answered(node.question, tree, facts, parts))
            elif node.deadlines is not None:
                deadlines = node.deadlines
                running = _running(deadlines, facts, timeline)
                node = node.after.get(_states(running))
            else:
                return None
        if node is None or not isinstance(node.found, Judged) or deadlines is None:
            return None
        return node.found, response(running, deadlines.findings)

    def _facts(self, case: Case, timeline: _Timeline) -> Facts:
        states = dict(timeline.facts.states)
        kinds = self._vocabulary.facts
        for name, value in case.given.items():
            if kinds[name].reading is None:
                states[name] = value
        return Facts(self._at, states, timeline.facts.breaks)

    def _grown(
        self, tree: _Tree, case: Case, facts: Facts, timeline: _Timeline, whole: Policy
    ) -> _Found | None:
        """What is found by looking at a contact, and the way that leads there; None as for `_found`."""
        records = Records(case, self._vocabulary, self._at)
        looking = Looking(self._rules_of(case, whole), facts, records, self._varying)
        findings = looking.findings()
        came = conclude(findings)
        deadlines = self._deadlines(looking, findings, timeline)
        so_far = list(looking.asked.items())
        running = _running(deadlines, facts, timeline)
        found, answered = judged(came, running, findings), response(running, findings)
        if any(clock.state == _EARLY for clock in running):
            return None  # its dates are told, as a contradiction
        for part, (asked, comes_to) in looking.parts.items():
            _led(tree.setdefault(part, _Node()), list(asked.items())).found = _keyed(comes_to)
        node = _led(tree[None], so_far)
        node.deadlines = node.deadlines or deadlines
        node = node.after.setdefault(_states(running), _Node())
        node = _led(node, list(looking.asked.items())[len(so_far) :])
        node.found = found
        return found, answered

    def _deadlines(self, looking: Looking, findings: Findings, timeline: _Timeline) -> _Deadlines:
        fixed: dict[int, Sequence[Clock]] = {}
        dated: list[_Dated] = []
        doubtful = findings.doubtful
        for place, rule in enumerate(findings.policy.deadlines):
            applies = findings.truths[applies_key(rule)]
            if applies is False:
                continue
            own = [name for name in _dates(rule) if looking.has_date(name)]
            others = {*_dates(rule), *_row_fact(rule)} - {*own}
            states = {name: findings.facts.state(name) for name in sorted(others)}
            if own or timeline.records.case.timeline:
                dated.append(_Dated(place, rule, applies, tuple(own), states))
            else:
                fixed[place] = tuple(clocks(rule, applies, findings.facts, timeline.records, doubtful))
        return _Deadlines(findings, doubtful, fixed, dated)

    def _rules_of(self, case: Case, whole: Policy) -> Rules:
        if id(whole) not in self._rules:
            self._rules[id(whole)] = whole, Rules(self._deciding.compiled(case).policy)
        return self._rules[id(whole)][1]


def _dates(rule: Deadline) -> tuple[str, ...]:
    return tuple(filter(None, (rule.starts, rule.met_by, rule.or_sooner)))


def _row_fact(rule: Deadline) -> tuple[str, ...]:
    return (rule.within.row_fact,) if isinstance(rule.within, Lookup) else ()


def _running(deadlines: _Deadlines, facts: Facts, timeline: _Timeline) -> list[Clock]:
    """The clocks of a contact, each from its own dates."""
    found = dict(deadlines.fixed)
    for each in deadlines.dated:
        states = {**each.states, **{name: facts.state(name) for name in each.own}}
        own = Facts(facts.as_at, states, facts.breaks)
        running = clocks(each.rule, each.applies, own, timeline.records, deadlines.doubtful)
        found[each.place] = tuple(running)
    return [clock for place in sorted(found) for clock in found[place]]


def _states(running: Sequence[Clock]) -> tuple[object, ...]:
    """How the deadlines stand, without their dates."""
    return tuple([(clock.rule.head.id, clock.state, clock.applies) for clock in running])


def _led(node: _Node, asked: Sequence[tuple[Question, Answer]]) -> _Node:
    """Where a way leads from here, whether anybody has gone it before or not."""
    for question, told in asked:
        node.question = question
        node = node.after.setdefault(_keyed(told), _Node())
    return node


def _answered(question: Question, tree: _Tree, facts: Facts, parts: dict[Part, object]) -> object:
    """A contact's answer; of a part, what its own tree leads to (None: it is not known yet)."""
    if not isinstance(question, Part):
        return _keyed(answer(question, facts))
    if question not in parts:
        node = tree.get(question)
        while node is not None and node.found is None:
            on = None if node.question is None else _answered(node.question, tree, facts, parts)
            node = node.after.get(on)
        parts[question] = None if node is None else node.found
    return parts[question]


def _keyed(told: Answer) -> object:
    """An answer, told apart from others that are equal in Python: True and 1, a day and its midnight."""
    return type(told), told


def _is_bare(entry: Entry) -> bool:
    """Whether an entry says no more than what happened, and when."""
    return entry.status == "held" and not (entry.carries or entry.ref or entry.of)
