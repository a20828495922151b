"""Many cases that ask for the same, put to a policy at once: what each comes to, and which are alike.

Those are alike of which nothing that a decision rests on, or repeats, can be told apart but the dates from
which deadlines count. What is asked for stands in the facts of each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from threshold.batch.direction import every_proposal
from threshold.batch.evaluate import frame_of, sources_of
from threshold.batch.program import Program
from threshold.batch.protection import ACTED_ON
from threshold.batch.request_status import READ, Request, RequestTable
from threshold.batch.signals import (
    absent_name,
    breaks_name,
    doubt_name,
    truth_name,
    undated_name,
    whole_day_name,
)
from threshold.batch.tables import Tables, checked
from threshold.batch.timeline.facts import Facts
from threshold.conditions import Condition, Lookup, Truth, facts_of, operand_facts, tests
from threshold.policy import Action, Deadline, Ground, Policy, Requirement, Route, Step, Who
from threshold.policy.inference_plan import (
    Protect,
    applies_key,
    conditions,
    conditions_of,
    fits_key,
    holds_key,
    plan,
    satisfied_key,
    step_key,
    when_key,
)
from threshold.policy.model import LEVEL
from threshold.policy.protection import (
    CONCERN,
    HIGHEST,
    IN_PLACE,
    PLAN_ACTIVE,
    QUESTIONS,
    STATED,
)
from threshold.policy.traced import Traced
from threshold.semantics.moves import COLOUR
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, State, Value

_EVERYWHERE = pl.lit(True)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a deadline counts from: whether it applies, and the states of the facts that it reads.

    `place` is its own among the policy's deadlines. `doubtful` are those of the facts that contradict something; for `breaks` see `conditions.Facts`.
    """

    place: int
    rule: Deadline
    applies: Truth
    states: Mapping[str, State]
    breaks: Mapping[str, int]
    doubtful: frozenset[str]


@dataclass(frozen=True, slots=True)
class Put:
    """What many cases come to, each by its place in the facts that were given.

    `kind` numbers those that are alike but for what `clock` numbers: all that deadlines count from, which
    `clocks` has once for each number; `fixed` is what is the same of all. Of deadlines that apply to nobody
    there is nothing.
    """

    kind: list[int]
    clock: list[int]
    clocks: list[tuple[Counted, ...]]
    fixed: tuple[Counted, ...]
    status: list[str]
    answered: list[bool]
    concern: list[bool | None]
    in_place: list[bool | None]


def put(policy: Policy, request: Request, tables: Tables) -> Put:
    """The request put to everybody in the tables' facts.

    Raises CannotCompile, naming the rule, where a rule has a form that only single cases can be put to.
    Raises BadInput where the tables are not as `threshold.batch` describes them.
    """
    given = checked(tables, policy.vocabulary)
    (source,) = sources_of(given, policy.vocabulary, max(given.facts.height, 1))
    kept = Traced(policy, (), (), frozenset(_facts(policy)), plan(policy))
    frame = frame_of(Facts(source, source.units("")), kept)
    program = Program(kept, {*frame.columns}, tables.as_at, lambda: every_proposal(policy))
    table = RequestTable(policy, request, program)
    frame = program.run(frame)
    for step in table.steps:
        frame = frame.with_columns(step)
    frame = frame.with_columns(
        table.status.cast(pl.String).alias("status"), table.answered.alias("answered")
    )
    names = source.stated["child"][frame["child"]].alias("name")
    places = pl.DataFrame([names]).with_row_index("place")
    asked = given.facts.select(pl.col("child").alias("name"))
    frame = frame[asked.join(places, on="name", how="left", maintain_order="left")["place"]]
    looked = _Looked(policy, program)
    kinds, _ = _numbered(frame.select(looked.columns()))
    clocks, counted, fixed = _counted(policy, program, frame)
    return Put(
        kinds,
        clocks,
        counted,
        fixed,
        frame["status"].to_list(),
        frame["answered"].to_list(),
        frame[CONCERN].to_list(),
        frame[IN_PLACE].to_list(),
    )


def _counted(
    policy: Policy, program: Program, frame: pl.DataFrame
) -> tuple[list[int], list[tuple[Counted, ...]], tuple[Counted, ...]]:
    """What the deadlines of each count from, numbered, each deadline's own once; and what is the same of all."""
    numbers: dict[str, list[int]] = {}
    each: list[list[Counted]] = []
    fixed: list[Counted] = []
    for place, rule in enumerate(policy.deadlines):
        number, rows = _numbered(frame.select(_of_clock(rule, program)))
        found = [_of_row(place, rule, row) for row in rows.rows(named=True)]
        if len(found) == 1:
            fixed += found
        else:
            numbers[rule.head.id] = number
            each.append(found)
    told = tuple([one for one in fixed if one.applies is not False])
    if not each:
        return [0] * frame.height, [()], told
    number, rows = _numbered(pl.DataFrame(numbers))
    groups = [tuple([found[at] for found, at in zip(each, row, strict=True)]) for row in rows.rows()]
    return number, groups, told


def _of_row(place: int, rule: Deadline, row: Mapping[str, Any]) -> Counted:
    names = (*_dates(rule), *_row_fact(rule))
    breaks = {name: row.get(breaks_name(name)) for name in names}
    return Counted(
        place,
        rule,
        row[truth_name(applies_key(rule))],
        {name: _state(name, row) for name in names},
        {name: days for name, days in breaks.items() if days},
        frozenset(name for name in names if row.get(doubt_name(name))),
    )


def _state(name: str, row: Mapping[str, Any]) -> State:
    value: Value | None = row.get(name)
    if isinstance(value, datetime) and row.get(whole_day_name(name)):
        return value.date()
    if value is not None:
        return tuple(value) if isinstance(value, list) else value
    return ABSENT if row.get(absent_name(name)) else UNDATED if row.get(undated_name(name)) else UNKNOWN


def told_by_hours(policy: Policy) -> frozenset[str]:
    """The facts with a time of day that a rule compares with something: of those a batch sees the days alone."""
    each = {test for condition in conditions_of(policy).values() for test in tests(condition)}
    facts = policy.vocabulary.facts
    return frozenset(
        name
        for test in each
        if test.operator not in ("known", "recorded")
        for name in (test.fact, *operand_facts(test.operand))
        if facts[name].type.kind == "datetime"
    )


def _numbered(frame: pl.DataFrame) -> tuple[list[int], pl.DataFrame]:
    """Of each row the number of those that are like it, and of each number the first row."""
    constant = [name for name in frame.columns if frame[name].n_unique() == 1]
    told = frame.drop(constant) if len(constant) < frame.width else frame.select(frame.columns[:1])
    groups = told.with_row_index("row").group_by(told.columns, maintain_order=True).agg(pl.col("row"))
    first = frame[groups["row"].list.first()]
    number = groups.select("row").with_row_index("number").explode("row").sort("row")["number"]
    return number.to_list(), first


def _facts(policy: Policy) -> Iterator[str]:
    """All facts that anything looks at."""
    looked_at = [name for each in conditions_of(policy).values() for name in facts_of(each)]
    for ground in policy.grounds:
        looked_at += [name for said in ground.otherwise for name in facts_of(said.when)]
    for step in _steps(policy):
        looked_at += [*facts_of(step.done), step.done_fact]
    looked_at += [who.fact for who in _people(policy)]
    for rule in policy.deadlines:
        looked_at += [*_dates(rule), *_row_fact(rule)]
    looked_at += [*READ, *QUESTIONS, STATED, PLAN_ACTIVE, "request.direction", "request.to"]
    yield from (name for name in dict.fromkeys(looked_at) if name in policy.vocabulary.facts)


def _steps(policy: Policy) -> Iterator[Step]:
    return (step for route in policy.routes for step in route.steps)


def _people(policy: Policy) -> Iterator[Who]:
    """Everybody whom a step or an action may name."""
    for step in _steps(policy):
        yield from (step.by, step.to)
    for action in _actions(policy):
        yield from (each for each in (action.by, action.to) if each is not None)


def _actions(policy: Policy) -> Iterator[Action]:
    found = [policy.safety.do]
    for pack in policy.packs:
        found += [row.do for rule in pack.definitions for row in rule.rows]
        found += [part.do for rule in pack.requirements for part in rule.parts]
        found += [rule.do for rule in pack.deadlines]
    yield from (each for each in found if each is not None)


def _dates(rule: Deadline) -> tuple[str, ...]:
    return tuple(filter(None, (rule.starts, rule.met_by, rule.or_sooner)))


def _row_fact(rule: Deadline) -> tuple[str, ...]:
    return (rule.within.row_fact,) if isinstance(rule.within, Lookup) else ()


def _of_clock(rule: Deadline, program: Program) -> Iterator[pl.Expr]:
    """All that a deadline counts from: whether it applies, and the facts that it reads, where it may."""
    applies = pl.col(truth_name(applies_key(rule)))
    yield applies
    for name in dict.fromkeys((*_dates(rule), *_row_fact(rule))):
        for column in _state_columns(name, program, True):
            yield pl.when(~_sure(~applies)).then(pl.col(column)).alias(column)


def _state_columns(name: str, program: Program, value: bool) -> list[str]:
    """The columns of a fact's state."""
    names = [absent_name(name), undated_name(name), doubt_name(name)]
    if value:
        names = [name, whole_day_name(name), breaks_name(name), *names]
    return [each for each in names if each in program.columns]


@dataclass(slots=True)
class _Looked:
    """What a decision can hang on, or repeat, as columns; each but where it makes a difference."""

    policy: Policy
    program: Program
    _found: dict[str, tuple[pl.Expr, list[pl.Expr]]] = field(default_factory=dict)
    _behind: set[str] = field(default_factory=set)

    def columns(self) -> list[pl.Expr]:
        """The columns, of which cases that are alike have the same."""
        policy = self.policy
        self._protection()
        for rule in policy.conflicts:
            self._take(f"is {rule.head.id}", _sure(self._truth(rule.head.id)))
        self._definitions()
        for ground in policy.grounds:
            self._ground(ground)
        for requirement in policy.requirements:
            self._requirement(requirement)
        for route in policy.routes:
            self._route(route)
        for deadline in policy.deadlines:
            self._who(deadline.do, ~_sure(~self._truth(applies_key(deadline))))
        self._who(policy.safety.do, _EVERYWHERE)
        for name in (COLOUR, LEVEL, HIGHEST):
            self._value(name, _EVERYWHERE)
        return [
            pl.when(reduce(or_, masks)).then(each).alias(f"{number}")
            for number, (each, masks) in enumerate(self._found.values())
        ]

    def _take(self, key: str, column: pl.Expr, where: pl.Expr = _EVERYWHERE) -> None:
        _, masks = self._found.setdefault(key, (column, []))
        masks.append(where)

    def _truth(self, key: str) -> pl.Expr:
        return pl.col(truth_name(key))

    def _who(self, action: Action | None, where: pl.Expr) -> None:
        """Whoever is to do something, or to whom it goes."""
        for who in (action.by, action.to) if action is not None else ():
            self._named(who, where)

    def _named(self, who: Who | None, where: pl.Expr) -> None:
        if who is not None and who.fact:
            self._value(who.fact, where)

    def _value(self, name: str, where: pl.Expr) -> None:
        for column in (*_state_columns(name, self.program, True), f"floor {name}"):
            if column in self.program.columns:
                self._take(column, pl.col(column), where)

    def _protection(self) -> None:
        for stage in plan(self.policy):
            if isinstance(stage, Protect):
                for key in conditions(stage):
                    self._take(key, _sure(self._truth(key)))
        for name in (CONCERN, IN_PLACE, ACTED_ON, HIGHEST, f"floor {HIGHEST}"):
            self._take(name, pl.col(name))
        self._known(QUESTIONS, pl.col(CONCERN).is_null())
        self._known((STATED, PLAN_ACTIVE), pl.col(IN_PLACE).is_null())

    def _definitions(self) -> None:
        """What is to be done where rows hold; and of those that clash, which."""
        for name, rules in self.program.derived.items():
            doubt = doubt_name(name)
            for rule in rules:
                for row in rule.rows:
                    key, holds = f"is {row.key}", _sure(self._truth(row.key))
                    if row.do is not None:
                        self._take(key, holds)
                        self._who(row.do, holds)
                    if doubt in self.program.columns:
                        self._take(key, holds, pl.col(doubt))

    def _ground(self, ground: Ground) -> None:
        fits, holds = self._truth(fits_key(ground)), self._truth(holds_key(ground))
        can_fit = ~_sure(~fits)
        self._take(fits_key(ground), fits)
        self._take(holds_key(ground), holds, can_fit)
        self._look(ground.fits, fits.is_null())
        self._look(ground.when, can_fit & (holds.is_null() | (fits.is_null() & ~_sure(holds))))
        for said in ground.otherwise:
            for test in tests(said.when):
                self._take(f"now {test}", self.program.signals.signal(test), can_fit & _sure(~holds))

    def _requirement(self, rule: Requirement) -> None:
        applies, satisfied = self._truth(applies_key(rule)), self._truth(satisfied_key(rule))
        said = ~_sure(~applies) & ~_sure(satisfied)
        self._take(applies_key(rule), applies, said)
        self._take(satisfied_key(rule), satisfied, said)
        self._look(rule.applies, said & applies.is_null())
        self._look(rule.satisfied, said)
        for part in rule.parts:
            self._look(part.must, said)
            self._who(part.do, said)

    def _route(self, route: Route) -> None:
        taken = self._truth(when_key(route))
        self._take(when_key(route), taken)
        self._look(route.when, taken.is_null())
        for step in route.steps:
            belongs = self._truth(step_key(route, step))
            self._take(step_key(route, step), belongs, _sure(taken))
            self._look(step.when, _sure(taken) & belongs.is_null())
            for who in (step.by, step.to):
                self._named(who, _sure(taken) & ~_sure(~belongs))
            for test in tests(step.done):
                self._take(f"now {test}", self.program.signals.signal(test), _sure(taken))
            if step.done_fact:
                self._known((step.done_fact,), _sure(taken))

    def _look(self, condition: Condition, where: pl.Expr) -> None:
        """A condition that is looked into: its tests, and which of its facts are not known, and why not."""
        for test in tests(condition):
            leaf = self.program.leaf(test)
            self._take(f"test {leaf.meta.output_name()}", leaf, where)
            self._known((test.fact, *operand_facts(test.operand)), where)

    def _known(self, names: Iterable[str], where: pl.Expr) -> None:
        for name in names:
            if name in self.program.columns:
                self._take(f"known {name}", pl.col(name).is_null(), where)
            for column in _state_columns(name, self.program, False):
                self._take(column, pl.col(column), where)
            if name in self.program.derived:
                self._open(name)
            if name == CONCERN:
                self._known(QUESTIONS, pl.col(CONCERN).is_null())

    def _open(self, name: str) -> None:
        """What keeps a fact open that rules work out."""
        if name in self._behind:
            return
        self._behind.add(name)
        is_open = pl.col(name).is_null()
        for rule in self.program.derived[name]:
            for row in rule.rows:
                self._take(row.key, self._truth(row.key), is_open)
                self._look(row.when, is_open & self._truth(row.key).is_null())


def _sure(truth: pl.Expr) -> pl.Expr:
    """Where something is known to be so."""
    return truth.fill_null(False)
