"""Many contacts into rows: the batch says which are alike, and the engine decides one of each kind.

What the batch finds of every contact is compared with what the engine finds of the one that stands for it;
another of each kind, and some drawn from all, are decided by themselves as well: a difference stops
everything. By when to answer is worked out from each contact's own times.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from random import Random

from threshold.batch import CannotCompile
from threshold.batch.alike import Put, put
from threshold.batch.counted import Counted
from threshold.batch.request_status import Request
from threshold.batch.stated import has_column, tables_of
from threshold.batch.told_apart import told_by_hours
from threshold.casefiles import Case, Entry, ages
from threshold.conditions import Facts, Moment, Truth
from threshold.dates import day_of
from threshold.engine import Engine
from threshold.engine.decide import Read
from threshold.exports.contacts import Contact
from threshold.policy.inference_plan import DIRECTION
from threshold.policy.model import CALLER
from threshold.semantics.deadlines import Clock, clocks, running_clocks
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.status import conclude
from threshold.worklist.deciding import Deciding
from threshold.worklist.judge import Judged, judged
from threshold.worklist.model import Response, Row
from threshold.worklist.rows import Difference, decided, row_with
from threshold.worklist.times import may_matter, response
from threshold.worklist.trimmed import TRIAGE, first_day, may_be

SAMPLE = 200
_SEED = 20
_MOST_TIMELINES = 400  # different ones; whoever has more of them has no list of contacts
_ASKED = "request.direction"
_MOST = 2**31 - 1  # as a column holds numbers
_EARLY = "early"  # such a deadline tells its dates as a contradiction

_Timeline = tuple[tuple[str, date | None], ...]
_Overdue = tuple[str, ...]
_Found = tuple[Judged, Response]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the engine finds of the contact that stands for its kind."""

    found: Judged
    status: str
    answered: bool
    concern: Truth
    in_place: Truth


class Many:
    """The rows of many contacts, each as `Deciding` makes it."""

    def __init__(self, engine: Engine, at: Moment, contacts: Sequence[Contact]) -> None:
        self._engine, self._at, self._contacts = engine, at, contacts
        self._deciding = Deciding(engine, at)
        self._vocabulary = engine.policy.vocabulary
        self._asking = Case("", {_ASKED: TRIAGE})
        self._policy = self._deciding.compiled(self._asking).policy
        self._hours = told_by_hours(self._policy)
        self._held: dict[str, bool] = {}
        self._first, self._today = first_day(), day_of(at)
        self._records: dict[_Timeline, Records | None] = {(): Records(self._asking, self._vocabulary, at)}
        self._settling = {
            event
            for fact in self._vocabulary.facts.values()
            if fact.settling is not None
            for event, _ in fact.settling.says
        }

    def rows(self) -> Iterator[Row]:
        """A row of each contact, in their order. Raises Difference."""
        contacts = self._contacts
        found = self._together()
        for number in _some(found):
            case = contacts[number].case
            if case is not None and found[number] != decided(case, self._engine, self._at):
                raise Difference(contacts[number])
        for number, contact in enumerate(contacts):
            each = found.get(number)
            if each is None or contact.case is None:
                yield self._deciding.row(contact)
            else:
                yield row_with(contact, contact.case, *each, self._at)

    def _together(self) -> Mapping[int, _Found]:
        """What is found of each contact by its number, without those that are to be decided by themselves."""
        cases = {
            number: contact.case
            for number, contact in enumerate(self._contacts)
            if contact.case is not None and self._is_plain(contact.case)
        }
        if not cases or not may_be(self._asking, self._at):
            return {}
        tables = tables_of([*cases.values()], self._vocabulary, day_of(self._at))
        try:
            came = put(self._policy, Request(TRIAGE), tables)
        except CannotCompile:
            return {}
        return self._of_kinds(cases, came)

    def _of_kinds(self, cases: Mapping[int, Case], came: Put) -> Mapping[int, _Found]:
        counting = _Counting(self._deciding.findings(self._asking), self._at)
        answers: dict[tuple[int, _Timeline], tuple[_Overdue, Response] | None] = {}
        kinds: dict[tuple[int, str, _Overdue], _Kind] = {}
        last: dict[tuple[int, str, _Overdue], int] = {}
        found: dict[int, _Found] = {}
        for place, (number, case) in enumerate(cases.items()):
            timeline = _key(case.timeline)
            by_when = came.clock[place], timeline
            if by_when not in answers:
                records = self._records[timeline]
                assert records is not None
                answers[by_when] = counting.answer(came.clocks[came.clock[place]], came.fixed, records)
            answer = answers[by_when]
            if answer is None:
                continue
            like = came.kind[place], timeline[0][0] if timeline else "", answer[0]
            kind = kinds.get(like)
            if kind is None:
                kind = kinds[like] = self._kind(number, case, answer)
            else:
                last[like] = number
            told = came.status[place], came.answered[place], came.concern[place], came.in_place[place]
            if told != (kind.status, kind.answered, kind.concern, kind.in_place):
                raise Difference(self._contacts[number])
            found[number] = kind.found, answer[1]
        for number in _some([*last.values()]):
            if found[number] != self._deciding.decided(cases[number]):
                raise Difference(self._contacts[number])
        return found

    def _kind(self, number: int, case: Case, answer: tuple[_Overdue, Response]) -> _Kind:
        findings = self._deciding.findings(case)
        came, running = conclude(findings), list(running_clocks(findings))
        if answer != (_overdue(running), response(running, findings)):
            raise Difference(self._contacts[number])
        protection = findings.protection
        found = judged(came, running, findings)
        return _Kind(found, came.status, came.answered, protection.concern, protection.in_place)

    def _is_plain(self, case: Case) -> bool:
        """Whether nothing but what is stated, as columns hold it, and one entry at most tell of a contact."""
        given = case.given
        if case.covers or case.overrides or given.get(_ASKED) != TRIAGE:
            return False
        for name, value in given.items():
            if name not in self._held:
                self._held[name] = self._is_held(name)
            if not self._held[name] or (isinstance(value, date) and not self._is_past(value)):
                return False
            if isinstance(value, int) and not -_MOST <= value <= _MOST:
                return False
        if ages.stated(given) and not self._is_of_today(case):
            return False
        return not case.timeline or self._has_plain_timeline(case.timeline)

    def _is_of_today(self, case: Case) -> bool:
        """Whether a case is of the day that it is decided as at, and no age in it contradicts another."""
        of_today = case.as_at is None or day_of(case.as_at) == self._today
        return of_today and not ages.at_odds(case.given, self._today)

    def _is_held(self, name: str) -> bool:
        """Whether a column holds a fact, and nothing but its value and the rules tell what hangs on it."""
        request = name.startswith("request.") and name != _ASKED
        fact = self._vocabulary.facts.get(name)
        has_one = fact is not None and fact.given and has_column(fact)
        return has_one and name not in self._hours and name != CALLER and not request

    def _is_past(self, value: date) -> bool:
        return self._first <= day_of(value) <= self._today

    def _has_plain_timeline(self, timeline: tuple[Entry, ...]) -> bool:
        if len(timeline) > 1 or not all(map(_is_bare, timeline)):
            return False
        key = _key(timeline)
        if key not in self._records:
            self._records[key] = self._read(timeline) if len(self._records) < _MOST_TIMELINES else None
        return self._records[key] is not None

    def _read(self, timeline: tuple[Entry, ...]) -> Records | None:
        """The records of a timeline that contradicts nothing; None of any other."""
        for entry in timeline:
            if entry.on is None or not self._is_past(entry.on) or entry.event in self._settling:
                return None
        read = Read.of(Case("", {}, timeline), self._vocabulary, self._at)
        return None if read.contradictions else read.records


@dataclass(frozen=True, slots=True)
class _Running:
    """The clocks of one deadline, counted from the same: those that the time to answer may hang on (`told`).

    `facts` are what they were counted from, `number` is their own, and `place` that of their deadline.
    """

    number: int
    place: int
    facts: Facts
    told: tuple[Clock, ...]
    overdue: tuple[str, ...]
    early: bool


@dataclass(slots=True)
class _Counting:
    """By when contacts are to be answered, from what their deadlines count from; all of it counted once.

    `findings` are of a contact of which nothing is known, as at `at`.
    """

    findings: Findings
    at: Moment
    _running: dict[tuple[int, int], _Running] = field(default_factory=dict)
    _fixed: dict[int, list[_Running]] = field(default_factory=dict)
    _answers: dict[tuple[int, ...], Response] = field(default_factory=dict)

    def answer(
        self, counted: Sequence[Counted], fixed: Sequence[Counted], records: Records
    ) -> tuple[_Overdue, Response] | None:
        """What is overdue that calls for something, and by when to answer; `fixed` is the same of all.

        None where a contact's own dates are told. Records, and what is counted from, are told apart by
        identity: they outlive this.
        """
        if id(records) not in self._fixed:
            self._fixed[id(records)] = self._matter(fixed, records)
        matter = [*self._matter(counted, records), *self._fixed[id(records)]]
        if any(each.early for each in matter):
            return None
        told = sorted((each for each in matter if each.told), key=attrgetter("place"))
        key = tuple([each.number for each in told])
        if key not in self._answers:
            states = {name: state for each in told for name, state in each.facts.states.items()}
            facts = Facts(self.at, states)
            clocks = [clock for each in told for clock in each.told]
            self._answers[key] = response(clocks, replace(self.findings, facts=facts))
        overdue = sorted(rule for each in matter for rule in each.overdue)
        return tuple(overdue), self._answers[key]

    def _matter(self, counted: Sequence[Counted], records: Records) -> list[_Running]:
        """The clocks that anything hangs on."""
        each = [self._of_one(one, records) for one in counted if one.applies is not False]
        return [one for one in each if one.told or one.overdue or one.early]

    def _of_one(self, counted: Counted, records: Records) -> _Running:
        key = id(counted), id(records)
        if key not in self._running:
            facts = Facts(self.at, {**counted.states, DIRECTION: TRIAGE}, counted.breaks)
            found = list(clocks(counted.rule, counted.applies, facts, records, counted.doubtful))
            self._running[key] = _Running(
                len(self._running),
                counted.place,
                facts,
                tuple([clock for clock in found if may_matter(clock, self.findings)]),
                _overdue(found),
                any(clock.state == _EARLY for clock in found),
            )
        return self._running[key]


def _overdue(running: Sequence[Clock]) -> _Overdue:
    """The deadlines for which something is to be done: all that of their dates tells on what was found."""
    late = (clock.rule for clock in running if clock.state == "overdue")
    return tuple(sorted(rule.head.id for rule in late if rule.do is not None))


def _some(numbers: Collection[int]) -> list[int]:
    """Some drawn at random, the same at every run."""
    return sorted(Random(_SEED).sample([*numbers], min(SAMPLE, len(numbers))))


def _key(timeline: tuple[Entry, ...]) -> _Timeline:
    return tuple([(entry.event, entry.on) for entry in timeline])


def _is_bare(entry: Entry) -> bool:
    """Whether an entry says no more than what happened, and when."""
    return entry.status == "held" and not (entry.carries or entry.ref or entry.of)
