"""What may be suggested for another answer: work that can still be done, time, and what the family decides.

Never the past, a danger, the child's and the family's circumstances, a level of need or an age (S195, S196).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from threshold.casefiles import Case, Entry
from threshold.conditions import Condition, Facts, Moment, Test, facts_of, tests
from threshold.conditions.words import Words
from threshold.dates import Duration, add, day_of
from threshold.output.words import plainly, spoken
from threshold.policy import Policy
from threshold.policy.protection import rests_on
from threshold.semantics.findings import Findings
from threshold.vocabulary import Event, Fact, MayBe, Missing, Reading, Value, shown
from threshold.vocabulary.phrases import happened
from threshold.vocabulary.questions import statement
from threshold.why.not_model import Kind, Step

# A known choice moves on only from what says that something has not been done yet.
NOT_YET: tuple[Value, ...] = ("not_asked", "not_recorded", "pending")
_GIVEN, _CONSENT = "given", "consent_given"
_YEARS = 2  # further ahead nobody waits for an answer


@dataclass(frozen=True, slots=True)
class Change:
    """One change that may be suggested. Of `given`, `entry` and `day` one is there, or two for consent."""

    kind: Kind
    about: str
    text: str
    given: tuple[str, Value] | None = None
    entry: Entry | None = None
    day: date | None = None

    @property
    def step(self) -> Step:
        """The change as it is told."""
        if self.day is not None:
            return Step(self.kind, "", self.day.isoformat(), self.text)
        if self.given is None:
            return Step(self.kind, self.about, "", self.text)
        value = self.given[1]
        to = ", ".join(map(str, value)) if isinstance(value, tuple) else shown(value)
        return Step(self.kind, self.about, to, self.text)


def changed(case: Case, changes: Iterable[Change], moment: Moment) -> tuple[Case, Moment]:
    """The case with these changes, and the moment at which it is decided then.

    What is done is done on the day of the decision. Where time is among the changes, what was known up to
    that day is taken to be complete up to the later one as well: nothing else has happened.
    """
    made, at = case, moment
    for change in changes:
        if change.given is not None:
            made = replace(made, given={**made.given, change.given[0]: change.given[1]})
        if change.entry is not None:
            made = replace(made, timeline=(*made.timeline, change.entry))
        if change.day is not None:
            at = change.day
    if at is not moment:
        today, later = day_of(moment), day_of(at)
        covers = {event: later if upto >= today else upto for event, upto in made.covers.items()}
        made = replace(made, covers=covers, as_at=made.as_at or moment)
    return made, at


@dataclass(frozen=True)
class Changeable:
    """The changes that may be suggested of what a case states and records."""

    findings: Findings
    words: Words
    compared: Mapping[str, Sequence[Value]]

    @property
    def policy(self) -> Policy:
        return self.findings.policy

    def may_change(self, fact: Fact) -> bool:
        """Whether a stated fact is one that may be suggested: work that can be done, or a consent."""
        if fact.protection or fact.derived or fact.name in rests_on(self.policy):
            return False
        return fact.reading is None and (fact.work or bool(fact.consent_for))

    def of(self, condition: Condition) -> Iterator[Change]:
        """Every change that may bear on a condition, through the facts that it rests on."""
        names = behind(condition, self.findings)
        seen: set[tuple[object, ...]] = set()
        for name in names:
            for change in self.of_fact(name):
                key = (change.given, change.about, str(change.entry))
                if key not in seen:
                    seen.add(key)
                    yield change

    def movable(self, condition: Condition) -> frozenset[str]:
        """The facts of a condition that some suggestion, or time, may bring out otherwise."""
        waiting = {test.fact for test in _tests(condition, self.findings) if self._waits(test)}
        return (
            frozenset(name for name in behind(condition, self.findings) if any(self.of_fact(name))) | waiting
        )

    def _waits(self, test: Test) -> bool:
        day = _over(test, self.findings.facts)
        return day is not None and day > day_of(self.findings.facts.as_at)

    def of_fact(self, name: str) -> Iterator[Change]:
        """The changes of one fact: of its value, or of the events that it is read off."""
        fact = self.words.vocabulary.facts[name]
        if fact.protection:
            return
        if fact.reading is not None:
            yield from self._events(fact, fact.reading)
        elif self.may_change(fact):
            if fact.consent_for:
                yield from self._consent(fact)
            else:
                yield from self._values(fact)

    def _consent(self, fact: Fact) -> Iterator[Change]:
        """That the family consents: theirs to decide, so told with `if` and never as something to do."""
        facts = self.findings.facts
        if facts.state(fact.name) == _GIVEN:
            return
        told = statement(fact.asks)
        yes = told.yes if told is not None else f"{self.words.of(fact.name)} is given"
        would = yes.replace(" has consented ", " consents ")
        unknown = isinstance(facts.state(fact.name), Missing)
        kind: Kind = "found_out" if unknown else "consent"
        text = f"once it is known that {yes}" if unknown else f"if {would}"
        where = dict(fact.settling.where) if fact.settling is not None else {}
        settles = fact.settling is not None and _CONSENT in dict(fact.settling.says)
        recorded = settles and any(self._says(fact, entry) for entry in self.findings.case.timeline)
        # What is on record stands: a later entry says otherwise, as it would in the file.
        carries = {key: value for key, value in where.items() if not isinstance(value, MayBe)}
        entry = Entry(self.findings.records.today, _CONSENT, "held", carries) if recorded else None
        stated = not recorded or fact.name in self.findings.case.given
        yield Change(kind, fact.name, text, (fact.name, _GIVEN) if stated else None, entry)

    def _says(self, fact: Fact, entry: Entry) -> bool:
        assert fact.settling is not None
        matches = all(entry.carries.get(key, value) == value for key, value in fact.settling.where)
        return matches and entry.event in dict(fact.settling.says)

    def _values(self, fact: Fact) -> Iterator[Change]:
        """What a stated fact may come to: what was not done is done, what nobody knows is found out."""
        for value, test in self._wanted(fact, self.findings.facts.state(fact.name)):
            yield self._to(fact.name, value, test)

    def adding(self, name: str, more: tuple[str, ...]) -> Change:
        """That these are in a list beside what is there."""
        state = self.findings.facts.state(name)
        held = state if isinstance(state, tuple) else ()
        return self._to(name, (*held, *more), Test(name, "includes_all", more))

    def _to(self, name: str, value: Value, test: Test) -> Change:
        unknown, so = isinstance(self.findings.facts.state(name), Missing), self.words.sentence(test)
        kind: Kind = "found_out" if unknown else "done"
        return Change(kind, name, f"once it is known that {so}" if unknown else f"once {so}", (name, value))

    def _wanted(self, fact: Fact, state: Value | Missing) -> Iterator[tuple[Value, Test]]:
        kind, compared = fact.type.kind, self.compared.get(fact.name, ())
        if kind == "boolean":
            if state is not True:
                yield True, Test(fact.name, "is", (True,))
        elif kind == "list":
            held = state if isinstance(state, tuple) else ()
            named = [str(each) for each in compared if isinstance(each, str)]
            lacking = [each for each in dict.fromkeys(named) if each not in held]
            ways = [tuple(lacking), *((each,) for each in lacking)] if len(lacking) > 1 else [tuple(lacking)]
            for more in filter(None, ways):
                yield (*held, *more), Test(fact.name, "includes_all", tuple(more))
        elif kind == "role" or (kind == "choice" and (isinstance(state, Missing) or state in NOT_YET)):
            for value in dict.fromkeys(compared):
                if value != state and value not in NOT_YET:
                    yield value, Test(fact.name, "is", (value,))

    def _events(self, fact: Fact, reading: Reading) -> Iterator[Change]:
        """What may take place from today on: of work that is done, an entry of today."""
        vocabulary, records = self.words.vocabulary, self.findings.records
        if reading.status == "planned":
            return
        for name in reading.events:
            event = vocabulary.events[name]
            if not event.work:
                continue
            for carries in self._carried(fact, reading, event):
                entry = Entry(records.today, name, "held", carries, of=self._of_the_request(event))
                told = happened(event).yes.replace("the latest ", "the ", 1)
                says = [f"{spoken(key)}: {_plain(value)}" for key, value in carries.items() if key != "at"]
                text = f"{told}{f' ({chr(59).join(says)})' if says else ''}".replace(";", "; ")
                known = records.covered(name) or bool(records.held((name,)))
                kind: Kind = "done" if known else "found_out"
                before = "once" if known else "once it is recorded that"
                yield Change(kind, name, f"{before} {text}", entry=entry)

    def _of_the_request(self, event: Event) -> str:
        made = self.findings.facts.state("request.made")
        return "request" if event.for_request and not isinstance(made, Missing) else ""

    def _carried(self, fact: Fact, reading: Reading, event: Event) -> Iterator[dict[str, Value]]:
        """What the entry carries: what the reading asks for, and each value that rules compare it with."""
        carries: dict[str, Value] = {}
        for key, value in reading.where:
            if isinstance(value, MayBe):
                carries[key] = value.fits[0]
            elif value is not None:
                carries[key] = value
        moment = self.findings.facts.as_at
        if event.timed and isinstance(moment, datetime):
            carries["at"] = moment
        if not reading.give or reading.give == "at":
            yield carries
            return
        kind = event.carries.get(reading.give)
        compared = [
            each
            for each in self.compared.get(fact.name, ())
            if not isinstance(each, int) or isinstance(each, bool)
        ]
        if kind is not None and kind.kind == "list":
            yield {**carries, reading.give: tuple(str(each) for each in dict.fromkeys(compared))}
            return
        for value in dict.fromkeys(compared):
            yield {**carries, reading.give: value}

    def of_time(self, condition: Condition) -> Iterator[Change]:
        """The days, in their order, on which a length of time is over that a condition waits for."""
        facts = self.findings.facts
        days = {day for test in _tests(condition, self.findings) if (day := _over(test, facts)) is not None}
        today = day_of(facts.as_at)
        last = add(today, Duration(_YEARS, "years"))
        for day in sorted(day for day in days if today < day <= last):
            yield Change("time", "", f"from {shown(day)}", day=day)


def behind(condition: Condition, findings: Findings) -> tuple[str, ...]:
    """The facts that a condition rests on; of those worked out, what they are worked out from as well."""
    found: dict[str, None] = {}
    for test in _tests(condition, findings):
        found |= dict.fromkeys(facts_of(test))
    return tuple(found)


def _tests(condition: Condition, findings: Findings) -> Iterator[Test]:
    """The tests of a condition, and those of the rows that work out the facts that it reads."""
    waiting, looked = [condition], set[str]()
    rules = [
        rule for strata in (findings.policy.strata, findings.policy.late_strata) for s in strata for rule in s
    ]
    while waiting:
        for test in tests(waiting.pop()):
            yield test
            for name in facts_of(test):
                if name not in looked:
                    looked.add(name)
                    waiting += [row.when for rule in rules if rule.fact == name for row in rule.rows]


def _over(test: Test, facts: Facts) -> date | None:
    """The day from which a test of a length of time comes out otherwise."""
    length = test.operand[0] if isinstance(test.operand, tuple) and test.operand else None
    start = facts.state(test.fact)
    if not isinstance(start, date) or not isinstance(length, Duration) or length.in_hours:
        return None
    after = 0 if test.operator == "at_least_ago" else 1
    return day_of(add(start, length)) + timedelta(facts.breaks.get(test.fact, 0) + after)


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(plainly(str(each)) for each in value)
    return plainly(value) if isinstance(value, str) else shown(value)
