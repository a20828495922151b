"""A policy's rules as steps over a frame of facts: each step adds or renews columns that the next ones read.

The order is the policy's plan, which the engine walks for single cases.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.definitions import Derivation, derivation
from threshold.batch.direction import Proposals
from threshold.batch.protection import ACTED_ON, protection
from threshold.batch.signals import (
    CannotCompile,
    Signals,
    absent_name,
    doubt_name,
    kleene,
    truth_name,
    undated_name,
)
from threshold.batch.status import Wanting, status, told_apart
from threshold.conditions import Condition, Test, facts_of, operand_facts, tests
from threshold.policy import ConflictRule, Definition, ProtectionRule
from threshold.policy.inference_plan import (
    DIRECTION,
    TO,
    Check,
    Contradict,
    Define,
    Propose,
    Protect,
    conditions,
    rule_of,
)
from threshold.policy.protection import HIGHEST, QUESTIONS, WORKED_OUT
from threshold.policy.traced import Traced
from threshold.semantics.labels import ACTION, STEP, OtherNames, other_names
from threshold.semantics.screening import screened


@dataclass(frozen=True, slots=True)
class _Told:
    """A column that tells conflicts apart, and the facts that have to be in doubt for any to be one.

    `otherwise` is what it holds where none of them is; None: it stays as it is.
    """

    column: pl.Expr
    facts: frozenset[str]
    otherwise: pl.Expr | None = None


@dataclass(slots=True)
class Program:
    """The steps that evaluate some rules over a frame with certain columns of facts and doubts.

    `as_at` is the date that it is evaluated for; an expression, where that is a column of the frame.
    `proposals` gives what the policy proposes, which is the same for all of its rules.

    Raises CannotCompile, naming the rule, where a rule has a form that no column can take.
    """

    rules: Traced
    columns: set[str]
    as_at: date | pl.Expr
    proposals: Callable[[], Proposals]
    steps: list[list[pl.Expr]] = field(default_factory=list)
    _leaves: dict[Test, str] = field(default_factory=dict)
    _stale: set[Test] = field(default_factory=set)
    _derived: dict[str, list[Definition]] = field(default_factory=dict)
    _floors: dict[str, pl.Expr | None] = field(default_factory=dict)
    _doubts: set[str] = field(default_factory=set)
    _telling_apart: list[list[_Told]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rename(other_names(self.rules.policy))
        self._screen(screened(self.rules.policy.vocabulary))
        self._doubts = {name for name in self.rules.facts if doubt_name(name) in self.columns}
        for stage in self.rules.stages:
            self._evaluate(conditions(stage))
            match stage:
                case Contradict(rules):
                    self._contradict(rules)
                case Define(rules):
                    self._define(rules)
                case Propose():
                    self._propose()
                case Check(requirements=requirements):
                    self._step(status(rule) for rule in requirements)
                case Protect(added=added):
                    self._protect(added)

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with every column that the steps add; statuses in doubt are told apart as conflicts."""
        for step in self.steps:
            frame = frame.with_columns(step)
        doubtful = sorted(name for name in self._doubts if frame[doubt_name(name)].any())
        if not doubtful or not self.rules.requirements:
            return frame
        anywhere = pl.any_horizontal(pl.col(doubt_name(name)) for name in doubtful)
        places = frame.select(anywhere.fill_null(False).arg_true()).to_series()
        told_apart = self._with_conflicts(frame, places, doubtful)
        return frame.with_columns(
            frame[name].scatter(places, told_apart[name]) for name in told_apart.columns
        )

    @property
    def signals(self) -> Signals:
        return Signals(self.rules.policy.vocabulary, self.columns, self.as_at)

    def wanting(
        self, marked: Callable[[str], pl.Expr | None] | None = None, named: str = "behind"
    ) -> Wanting:
        """For want of which facts a condition is unknown: of those in doubt or, where given, those marked."""
        return Wanting(self.leaf, self.signals.unknown, marked or self._may_be_doubt, self._derived, named)

    @property
    def derived(self) -> Mapping[str, Sequence[Definition]]:
        """The facts that rules work out, each after those that it hangs on, with its definitions."""
        return self._derived

    def _step(self, expressions: Iterable[pl.Expr]) -> None:
        step = list(expressions)
        if step:
            self.steps.append(step)
            self.columns |= {expression.meta.output_name() for expression in step}

    def _evaluate(self, conditions: Mapping[str, Condition]) -> None:
        """Steps that evaluate these conditions, after those of their tests whose facts have changed since."""
        signals, new = self.signals, []
        for key, condition in conditions.items():
            for leaf in tests(condition):
                if leaf in self._leaves and leaf not in self._stale:
                    continue
                name = self._leaves.setdefault(leaf, f"test {len(self._leaves)}")
                self._stale.discard(leaf)
                try:
                    new.append(signals.signal(leaf).alias(name))
                except ValueError as error:
                    raise CannotCompile(rule_of(key), str(error)) from None
        self._step(new)
        self._step(kleene(each, self.leaf).alias(truth_name(key)) for key, each in conditions.items())

    def _rename(self, names: OtherNames) -> None:
        """The workflow's steps and actions by the names that its tables list."""
        if names.steps and STEP in self.columns:
            self._step((pl.col(STEP).replace(names.steps),))
        if names.actions and ACTION in self.columns:
            step_known = pl.col(STEP).is_not_null() if STEP in self.columns else pl.lit(False)
            others = [other for _, other in names.actions]
            action: pl.Expr = pl.when(step_known | ~pl.col(ACTION).is_in(others)).then(pl.col(ACTION))
            for (step, other), listed in names.actions.items() if STEP in self.columns else ():
                here = (pl.col(STEP) == step) & (pl.col(ACTION) == other)
                action = pl.when(here).then(pl.lit(listed)).otherwise(action)
            self._step((action.alias(ACTION),))

    def _screen(self, screens: Mapping[str, Sequence[str]]) -> None:
        """A no to what a fact is screened by says that there is nothing beyond what is stated."""
        step: list[pl.Expr] = []
        for screen, names in screens.items():
            if screen not in self.columns:
                continue
            no = ~pl.col(screen).fill_null(True)
            for name in (name for name in names if name in self.rules.facts):
                held = pl.col(name) if name in self.columns else pl.lit(None, dtype=pl.Boolean)
                step.append(pl.when(no & held.is_null()).then(False).otherwise(held).alias(name))
        self._step(step)

    def leaf(self, test: Test) -> pl.Expr:
        """The column of a test's truth."""
        return pl.col(self._leaves[test])

    def _changed(self, facts: Iterable[str]) -> None:
        changed = set(facts)
        for leaf in self._leaves:
            if changed & {leaf.fact, *operand_facts(leaf.operand)}:
                self._stale.add(leaf)

    def _contradict(self, conflicts: Sequence[ConflictRule]) -> None:
        """What a conflict rule doubts is unknown from here on, except what is about protection."""
        step: list[pl.Expr] = []
        facts = self.rules.policy.vocabulary.facts
        doubtful = (name for rule in conflicts for name in rule.doubtful)
        names = dict.fromkeys(name for name in doubtful if name in self.rules.facts)
        for name in names:
            if facts[name].protection:
                continue
            holds = self._any(truth_name(rule.head.id) for rule in conflicts if name in rule.doubtful)
            step.append((self._doubt(name) | holds).alias(doubt_name(name)))
            self._doubts.add(name)
            if name in self.columns:
                nothing = pl.lit(None, dtype=pl.Null)
                step.append(pl.when(holds).then(nothing).otherwise(pl.col(name)).alias(name))
            masks = {absent_name(name), undated_name(name)} & self.columns
            step += [(pl.col(mask) & ~holds).alias(mask) for mask in sorted(masks)]
        self._step(step)
        self._changed(names)

    def _doubt(self, name: str) -> pl.Expr:
        """Where a fact is known to be in doubt, so far."""
        return pl.col(doubt_name(name)) if name in self._doubts else pl.lit(False)

    def _may_be_doubt(self, name: str) -> pl.Expr | None:
        return self._doubt(name) if name in self._doubts else None

    def _any(self, columns: Iterable[str]) -> pl.Expr:
        return reduce(or_, (pl.col(name).fill_null(False) for name in columns), pl.lit(False))

    def _define(self, stratum: Sequence[Definition]) -> None:
        facts = self.rules.policy.vocabulary.facts
        step: list[pl.Expr] = []
        for name in dict.fromkeys(rule.fact for rule in stratum):
            self._derived[name] = [rule for rule in stratum if rule.fact == name]
            derived: Derivation = derivation(
                facts[name], self._derived[name], lambda row: pl.col(truth_name(row.key))
            )
            step.append(derived.value.alias(name))
            self._floors[name] = None
            if derived.floor is not None:
                step.append(derived.floor.alias(f"floor {name}"))
                self._floors[name] = pl.col(f"floor {name}")
            if not facts[name].protection and any(rule.hit == "exactly_one" for rule in self._derived[name]):
                step.append((self._doubt(name) | derived.clash).alias(doubt_name(name)))
                self._doubts.add(name)
        self._step(step)
        self._changed(self._derived)

    def _protect(self, added: Sequence[ProtectionRule]) -> None:
        doubting = {*QUESTIONS}
        rules = [rule for rule in self.rules.policy.conflicts if doubting & {*rule.doubtful}]
        told = [truth_name(rule.head.id) for rule in rules if truth_name(rule.head.id) in self.columns]
        support = self.rules.policy.vocabulary.facts[HIGHEST]
        self._step(protection(added, support, contradictory=self._any(told)))
        self._floors[HIGHEST] = pl.col(f"floor {HIGHEST}")
        self._changed(WORKED_OUT)

    def _propose(self) -> None:
        proposals = self.proposals()
        holds = pl.col(ACTED_ON)
        self._step((proposals.place(self.signals, self._floors).alias("proposal"),))
        proposed = proposals.proposed(self.signals, holds, pl.col("proposal"))
        self._step(
            (
                proposed.direction.alias(DIRECTION),
                proposed.to.alias(TO),
                proposed.no_support.alias(absent_name(TO)),
            )
        )
        self._changed((DIRECTION, TO))

    def _with_conflicts(
        self, frame: pl.DataFrame, places: pl.Series, doubtful: Sequence[str]
    ) -> pl.DataFrame:
        """Requirements that would be settled but for facts in doubt, as conflicts, at places with any."""
        if not self._telling_apart:  # to write these takes longer than to evaluate them: once is enough
            self._telling_apart = self._conflict_steps()
        # Few facts are ever in doubt, and most rules hang on none of those.
        told = [
            [each.column if each.facts & {*doubtful} else each.otherwise for each in step]
            for step in self._telling_apart
        ]
        steps = [[column for column in step if column is not None] for step in told]
        if not steps[-1]:
            return pl.DataFrame()
        read = {name for step in steps for column in step for name in column.meta.root_names()}
        some = frame.select(name for name in frame.columns if name in read)[places]
        for step in steps:
            some = some.with_columns(step)
        return some.select(column.meta.output_name() for column in steps[-1])

    def _conflict_steps(self) -> list[list[_Told]]:
        wanting = self.wanting()
        steps: list[list[_Told]] = []
        for name, rows in self._derived.items():
            column = wanting.behind(name, rows)
            steps.append(
                [_Told(column, self._behind((name,)), pl.lit(False).alias(column.meta.output_name()))]
            )
        statuses = []
        for rule in self.rules.requirements:
            behind = self._behind((*facts_of(rule.applies), *facts_of(rule.satisfied)))
            statuses.append(_Told(told_apart(rule, wanting), behind))
        return [*steps, statuses]

    def _behind(self, facts: Iterable[str]) -> frozenset[str]:
        """These facts, and all that those of them hang on that rules work out."""
        found, more = set[str](), {*facts}
        while more:
            found |= more
            rules = (rule for name in more for rule in self._derived.get(name, ()))
            more = {name for rule in rules for row in rule.rows for name in facts_of(row.when)} - found
        return frozenset(found)
