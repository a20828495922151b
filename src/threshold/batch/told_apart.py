"""What a decision on a request can hang on, or repeat, as columns: cases that have the same are told alike.

Each is looked at only where it can make a difference. Dates are not among them: what is said of one is
whether there is any, and how tests of it come out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from threshold.batch.counted import facts_counted
from threshold.batch.program import Program
from threshold.batch.protection import ACTED_ON
from threshold.batch.request_status import READ
from threshold.batch.signals import absence_columns, doubt_name, state_columns, truth_name
from threshold.conditions import Condition, facts_of, operand_facts, tests
from threshold.policy import Action, Ground, Policy, Requirement, Route, Step, Who
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
    HARM_SUSPECTED,
    HIGHEST,
    IMMEDIATE_DANGER,
    IN_PLACE,
    PLAN_ACTIVE,
    QUESTIONS,
    STATED,
)
from threshold.semantics.moves import COLOUR

_EVERYWHERE = pl.lit(True)


def told_apart(policy: Policy, program: Program) -> list[pl.Expr]:
    """The columns, over a frame to which a program of all of the policy's rules was put."""
    return _Looked(policy, program).columns()


def facts_looked_at(policy: Policy) -> Iterator[str]:
    """All facts that anything looks at."""
    looked_at = [name for each in conditions_of(policy).values() for name in facts_of(each)]
    for ground in policy.grounds:
        looked_at += [name for said in ground.otherwise for name in facts_of(said.when)]
    for step in _steps(policy):
        looked_at += [*facts_of(step.done), step.done_fact]
    looked_at += [who.fact for who in people(policy)]
    for rule in policy.deadlines:
        looked_at += facts_counted(rule)
    looked_at += [*READ, *QUESTIONS, STATED, PLAN_ACTIVE, "request.direction", "request.to"]
    yield from (name for name in dict.fromkeys(looked_at) if name in policy.vocabulary.facts)


def _steps(policy: Policy) -> Iterator[Step]:
    return (step for route in policy.routes for step in route.steps)


def people(policy: Policy) -> Iterator[Who]:
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


def told_by_hours(policy: Policy) -> frozenset[str]:
    """The facts with a time of day that a rule compares: of most of those a batch sees the day alone."""
    each = {test for condition in conditions_of(policy).values() for test in tests(condition)}
    facts = policy.vocabulary.facts
    return frozenset(
        name
        for test in each
        if test.operator not in ("known", "recorded")
        for name in (test.fact, *operand_facts(test.operand))
        if facts[name].type.kind == "datetime"
    )


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
        for name in (IMMEDIATE_DANGER, HARM_SUSPECTED):  # of a child to be protected, how serious it is
            self._value(name, _sure(pl.col(ACTED_ON)))
        return [
            (each if any(mask is _EVERYWHERE for mask in masks) else _where(each, masks)).alias(str(number))
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
        for column in (*state_columns(name, self.program.columns), f"floor {name}"):
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
            for column in absence_columns(name, self.program.columns):
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


def _where(column: pl.Expr, masks: Sequence[pl.Expr]) -> pl.Expr:
    """The column where any of the masks holds; there may be hundreds, which none may nest in the others."""
    return pl.when(pl.any_horizontal(masks) if len(masks) > 1 else masks[0]).then(column)


def _sure(truth: pl.Expr) -> pl.Expr:
    """Where something is known to be so."""
    return truth.fill_null(False)
