"""Many contacts into rows: the batch says which are alike, and the engine decides one of each kind.

What the batch finds of every contact is compared with what the engine finds of the one that stands for it;
another of each kind, and some drawn from all, are decided by themselves as well: a difference stops
everything. By when to answer is worked out from each contact's own times.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from threshold.batch import CannotCompile
from threshold.batch.alike import Counted, Put, put, told_by_hours
from threshold.batch.request_status import Request
from threshold.batch.stated import fits, tables_of
from threshold.casefiles import Case, Entry
from threshold.conditions import Facts, Moment, Truth
from threshold.dates import day_of
from threshold.engine import Engine
from threshold.engine.decide import Read
from threshold.exports.contacts import Contact
from threshold.policy import Policy
from threshold.policy.inference_plan import DIRECTION, applies_key
from threshold.policy.model import CALLER
from threshold.semantics.deadlines import Clock, clocks, running_clocks
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.status import conclude
from threshold.worklist.deciding import Deciding
from threshold.worklist.judge import Judged, judged
from threshold.worklist.model import Response, Row
from threshold.worklist.rows import decided, row_with
from threshold.worklist.times import response
from threshold.worklist.trimmed import TRIAGE, may_be

MANY = 1_000  # contacts; of fewer, to decide each by itself takes no longer
SAMPLE = 200
_SEED = 20
_MOST_TIMELINES = 400  # different ones; whoever has more of them has no list of contacts
_EARLY = "early"  # such a deadline tells its dates as a contradiction

_Timeline = tuple[tuple[str, date | None], ...]
_States = tuple[tuple[str, str, Truth], ...]  # how the deadlines stand, without their dates
_Found = tuple[Judged, Response]


class Difference(Exception):
    """A contact comes out differently among many and by itself: an internal error, no list may be used."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            f"internal error: the contact of {contact.place}, row {contact.row}, comes out differently among "
            "many and by itself, so no list is made; please report this"
        )


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
        self._asking = Case("", {"request.direction": TRIAGE})
        self._policy = self._deciding.compiled(self._asking).policy
        self._hours = told_by_hours(self._policy)
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
        drawn = set(Random(_SEED).sample(range(len(contacts)), min(SAMPLE, len(contacts))))
        for number in sorted(drawn & found.keys()):
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
        if not cases:
            return {}
        tables = tables_of([*cases.values()], self._vocabulary, day_of(self._at))
        try:
            came = put(self._policy, Request(TRIAGE), tables)
        except CannotCompile:
            return {}
        return self._of_kinds(cases, came)

    def _of_kinds(self, cases: Mapping[int, Case], came: Put) -> Mapping[int, _Found]:
        counting = _Counting(self._policy, self._deciding.findings(self._asking), self._at)
        answers: dict[tuple[int, _Timeline], tuple[_States, Response] | None] = {}
        kinds: dict[tuple[int, str, _States], _Kind] = {}
        last: dict[tuple[int, str, _States], int] = {}
        found: dict[int, _Found] = {}
        for place, (number, case) in enumerate(cases.items()):
            timeline = _key(case.timeline)
            by_when = came.clock[place], timeline
            if by_when not in answers:
                records = self._records[timeline]
                assert records is not None
                answers[by_when] = counting.answer(came.clocks[came.clock[place]], records)
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
        for number in last.values():
            if found[number] != self._deciding.decided(cases[number]):
                raise Difference(self._contacts[number])
        return found

    def _kind(self, number: int, case: Case, answer: tuple[_States, Response]) -> _Kind:
        findings = self._deciding.findings(case)
        came, running = conclude(findings), list(running_clocks(findings))
        if answer != (_states(running), response(running, findings)):
            raise Difference(self._contacts[number])
        protection = findings.protection
        found = judged(came, running, findings)
        return _Kind(found, came.status, came.answered, protection.concern, protection.in_place)

    def _is_plain(self, case: Case) -> bool:
        """Whether nothing but what is stated, as columns hold it, and one entry at most tell of a contact."""
        facts = self._vocabulary.facts
        return (
            not (case.covers or case.overrides)
            and may_be(case, self._at)
            and CALLER not in case.given
            and all(
                fits(facts[name], value)
                and name not in self._hours
                and (name == "request.direction" or not name.startswith("request."))
                and not (isinstance(value, date) and self._is_ahead(value))
                for name, value in case.given.items()
            )
            and (not case.timeline or self._has_plain_timeline(case.timeline))
        )

    def _is_ahead(self, value: date) -> bool:
        return day_of(value) > day_of(self._at)

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
            if entry.on is None or self._is_ahead(entry.on) or entry.event in self._settling:
                return None
        read = Read.of(Case("", {}, timeline), self._vocabulary, self._at)
        return None if read.contradictions else read.records


class _Counting:
    """By when contacts are to be answered, from what their deadlines count from."""

    def __init__(self, policy: Policy, findings: Findings, at: Moment) -> None:
        self._policy, self._findings, self._at = policy, findings, at

    def answer(self, counted: Counted, records: Records) -> tuple[_States, Response] | None:
        """How the deadlines stand, and by when to answer; None where a contact's own dates are told."""
        states = {**counted.states, DIRECTION: TRIAGE}
        facts = Facts(self._at, states, counted.breaks)
        running: list[Clock] = []
        for rule in self._policy.deadlines:
            applies = counted.applies[applies_key(rule)]
            if applies is not False:
                running += clocks(rule, applies, facts, records, counted.doubtful)
        if any(clock.state == _EARLY for clock in running):
            return None
        return _states(running), response(running, replace(self._findings, facts=facts))


def _states(running: Sequence[Clock]) -> _States:
    return tuple([(clock.rule.head.id, clock.state, clock.applies) for clock in running])


def _key(timeline: tuple[Entry, ...]) -> _Timeline:
    return tuple([(entry.event, entry.on) for entry in timeline])


def _is_bare(entry: Entry) -> bool:
    """Whether an entry says no more than what happened, and when."""
    return entry.status == "held" and not (entry.carries or entry.ref or entry.of)
