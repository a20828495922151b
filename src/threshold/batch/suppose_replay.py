"""A request put to many children put again to some of them, one by one: any difference stops everything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from random import Random

import polars as pl

from threshold.batch.asking import with_request
from threshold.batch.replay import Difference, cases, holds
from threshold.batch.request_status import READ, Request, answering, deciding
from threshold.batch.suppose import Supposed
from threshold.batch.tables import Tables
from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.dates import OutsideCalendar, day_of
from threshold.decisions.left_open import wanting
from threshold.engine import CompiledPolicy, Engine, evaluators
from threshold.engine.decide import inferred
from threshold.policy import DatedPolicy, Policy
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.policy.traced import traced
from threshold.reading import BadInput
from threshold.semantics.events_to_ask import events_to_ask
from threshold.semantics.findings import Findings
from threshold.semantics.moves import leaves_protection, way_of
from threshold.semantics.parts import mends, ripens, speaking
from threshold.semantics.records import Records
from threshold.semantics.status import Conclusion, conclude
from threshold.semantics.timeline import Reader

_WANTED: Mapping[str, pl.DataType] = {
    "alike": pl.UInt32(),
    "fact": pl.String(),
    "events": pl.List(pl.String()),
}
_Obstacle = tuple[str, int | None, date | None]  # the rule, the part that speaks, and until when
# What is compared of each child: status, whether anything answers, earliest date, and what is in the way.
_Told = tuple[str, bool, date | None, frozenset[_Obstacle]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What would have to be known.

    children   `child` and `alike` of everybody of whom something would have to be
    facts      for each number of those alike a row for each `fact`, with the `events` that would tell one
               that is read off the record; where a contradiction alone keeps it open, `fact` is empty
    """

    children: pl.DataFrame
    facts: pl.DataFrame

    def of_children(self) -> pl.DataFrame:
        """A row for each `child` and `fact`."""
        return self.children.join(self.facts, on="alike", maintain_order="left_right").select("child", "fact")


class Alone:
    """The request put to children one by one, as the engine decides every case."""

    def __init__(
        self, files: DatedPolicy, tables: Tables, supposed: Supposed, trial: tuple[str, ...]
    ) -> None:
        self._engine = Engine(files, trial, test=holds)
        self._policy = files.at(tables.as_at, trial)
        self._tables = with_request(tables, supposed.request, self._policy)
        self._supposed = supposed

    def replay(self, sample: int, seed: int = 0, decided_one: Callable[[int], None] = lambda _: None) -> int:
        """Put it again to a random sample of those who were asked. Returns how many it were.

        Raises Difference, naming the case, where anything comes out otherwise.
        """
        everybody = self._supposed.asked["child"]
        chosen = sorted(Random(seed).sample(range(everybody.len()), min(sample, everybody.len())))
        names = everybody.gather(chosen)
        found = _told(self._supposed, names)
        for case in self._cases(names):
            self.compare(case, found[case.reference])
            decided_one(1)
        return names.len()

    def compare(self, case: Case, found: _Told) -> None:
        """Raises Difference where the engine answers a case otherwise."""
        wanted = self.answer(case)
        for one, other, name in zip(
            found, wanted, ("status", "answered", "earliest", "obstacles"), strict=True
        ):
            if one != other:
                raise Difference(f"the {name} of the request", case.reference)

    def answer(self, case: Case) -> _Told:
        """What the engine comes to for a case."""
        try:
            found = self._engine.concluded(case)
            came, findings, day = found.came, found.findings, found.earliest
        except BadInput:  # a count leaves the calendar, and nobody can say on which day
            findings = self._engine.findings(case)
            came, day = conclude(findings), None
        obstacles = frozenset(_obstacles(came, findings)) if came.status != "permitted" else frozenset()
        return came.status, came.answered, None if day is None else day_of(day), obstacles

    def wanting(self, decided_one: Callable[[int], None] = lambda _: None) -> "Wanted":
        """What would have to be known of those who neither may nor, for all that is known, may not go ahead.

        Of all of whom the same is known, one is looked at. Raises Difference where it is answered otherwise.
        """
        asked = self._supposed.asked
        open_ = pl.col("answered") & pl.col("status").is_in(["undetermined", "conflict", "conditional"])
        but_for_time = pl.col("held_until").is_not_null() & pl.col("earliest").is_null()
        unsure = asked.filter(open_ | but_for_time)
        first = unsure.unique("alike", keep="first", maintain_order=True)
        lean = Lean(self._policy, self._supposed.request)
        about = {child: rest for child, *rest in first.select("child", "alike", "status").iter_rows()}
        rows = []
        for case in self._cases(first["child"]):
            findings = lean.findings(case, self._tables.as_at)
            came, (alike, status) = conclude(findings), about[case.reference]
            if came.status != status:
                raise Difference("the status of the request", case.reference)
            facts = wanting(came, findings) or (("",) if came.status != "conditional" else ())
            rows += [(alike, fact, self._events(fact, case)) for fact in facts]
            decided_one(1)
        return Wanted(unsure.select("child", "alike"), pl.DataFrame(rows, _WANTED, orient="row"))

    def _events(self, name: str, case: Case) -> list[str]:
        """The events that would tell a fact that is read off the record; none of one that is stated."""
        fact = self._policy.vocabulary.facts.get(name)
        if fact is None or fact.reading is None:
            return []
        asked = events_to_ask(case, self._policy.vocabulary, fact, self._tables.as_at)
        return asked or [fact.reading.events[0]]

    def _cases(self, names: pl.Series) -> Iterator[Case]:
        return cases(self._tables, names.to_list(), self._policy.vocabulary)


class Lean:
    """A policy with nothing but what the answer to a request hangs on, for very many single cases."""

    def __init__(self, policy: Policy, request: Request) -> None:
        rules, grounds = deciding(policy, request), [ground for _, ground in answering(policy, request)]
        read = [name for name in READ if name in policy.vocabulary.facts]
        self._kept = traced(policy, rules, grounds, read)
        packs = tuple(
            replace(
                pack,
                requirements=tuple(rule for rule in pack.requirements if rule in rules),
                grounds=tuple(ground for ground in pack.grounds if ground in grounds),
                deadlines=(),
                routes=(),
            )
            for pack in policy.packs
        )
        lean = replace(policy, packs=packs)
        self._compiled = CompiledPolicy(lean, evaluators()[:1], holds, self._kept.stages)

    def findings(self, case: Case, as_at: date) -> Findings:
        """What is found about a case, as far as the answer hangs on it."""
        reader = Reader(Records(case, self._compiled.policy.vocabulary, as_at), as_at)
        facts = reader.facts(None, self._kept.facts)
        return inferred(self._compiled, facts, reader.contradictions, reader.records)


def _obstacles(came: Conclusion, findings: Findings) -> Iterator[_Obstacle]:
    """What stands in the way, and until when where time alone mends it."""
    protection = findings.protection
    if protection.concern is True and way_of(findings) in ("down", "divert"):
        yield CONCERN, None, None
    if protection.in_place is True and leaves_protection(findings) is True:
        yield IN_PLACE, None, None
    known = findings.signals, findings.facts
    for answer in came.answers:
        for each in answer.grounds if answer.holds is False else ():
            if each.status == "not_met":
                yield each.ground.head.id, None, _day(partial(ripens, each.ground.when, *known))
    for check in came.checks:
        if check.decides and check.status == "not_met":
            part = speaking(check.rule, check.status, findings.signals)
            yield check.rule.head.id, part, _day(partial(mends, check.rule, *known))


def _day(work_out: Callable[[], Moment | None]) -> date | None:
    try:
        moment = work_out()
    except OutsideCalendar:
        return None
    return None if moment is None else day_of(moment)


def _told(supposed: Supposed, names: pl.Series) -> dict[str, _Told]:
    mine = pl.col("child").is_in(names.implode())
    obstacles: dict[str, set[_Obstacle]] = {name: set() for name in names}
    told = supposed.obstacles.filter(mine).select("child", "rule", "part", "until")
    for child, *obstacle in told.iter_rows():
        obstacles[child].add(tuple(obstacle))
    asked = supposed.asked.filter(mine).select("child", "status", "answered", "earliest")
    return {
        child: (status, answered, earliest, frozenset(obstacles[child]))
        for child, status, answered, earliest in asked.iter_rows()
    }
