"""A policy's rules as steps over a frame of facts: each step adds or renews columns that the next ones read.

The order is that of the engine: contradictions, definitions stratum by stratum, contradictions of derived
facts, the safety rule, what is proposed, definitions that read it, and then requirements and deadlines.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.definitions import Derivation, derivation
from threshold.batch.direction import DIRECTION, READ, TO, Proposals, every_proposal
from threshold.batch.signals import CannotCompile, Signals, absent_name, doubt_name, kleene
from threshold.conditions import Condition, Lookup, Not, Test, facts_of, operand_facts, tests
from threshold.policy import ConflictRule, Deadline, Definition, Policy, Requirement

STATUSES = ("met", "not_met", "undetermined", "conflict", "not_applicable")
STATUS = pl.Enum(STATUSES)
_NAMED = {status: pl.lit(status, dtype=STATUS) for status in STATUSES}
_Want = Callable[[str], pl.Expr]


def status_name(rule: Requirement) -> str:
    """The column of a requirement's status."""
    return f"status {rule.head.id}"


def truth_name(key: str) -> str:
    """The column of a condition's truth."""
    return f"truth {key}"


def applies_key(rule: Requirement | Deadline) -> str:
    """The key of the condition under which a rule applies."""
    return f"{rule.head.id}:applies"


@dataclass(frozen=True, slots=True)
class Rules:
    """The requirements and deadlines of one anchor, and everything that they hang on."""

    policy: Policy
    requirements: tuple[Requirement, ...]
    deadlines: tuple[Deadline, ...]
    facts: frozenset[str]
    conflicts: tuple[ConflictRule, ...]
    proposals: Proposals | None  # None where nothing hangs on what is proposed

    def strata(self, strata: Iterable[tuple[Definition, ...]]) -> Iterable[tuple[Definition, ...]]:
        """These strata without the definitions that nothing here hangs on."""
        for stratum in strata:
            needed = tuple(rule for rule in stratum if rule.fact in self.facts)
            if needed:
                yield needed


def rules(policy: Policy, requirements: Sequence[Requirement], deadlines: Sequence[Deadline]) -> Rules:
    """These rules with the facts and conflict rules that they hang on, traced through definitions."""
    facts = {name for rule in requirements for name in (*facts_of(rule.applies), *facts_of(rule.satisfied))}
    for rule in deadlines:
        row = (rule.within.row_fact,) if isinstance(rule.within, Lookup) else ()
        facts |= {*facts_of(rule.applies), rule.starts, rule.met_by, rule.or_sooner, rule.ends, *row} - {""}
    leading = [rule for pack in policy.packs if pack.role != "compare" for rule in pack.conflicts]
    definitions = [rule for stratum in (*policy.strata, *policy.late_strata) for rule in stratum]
    while True:
        more = {
            name
            for rule in definitions
            if rule.fact in facts
            for row in rule.rows
            for name in facts_of(row.when)
        }
        if facts & {DIRECTION, TO}:
            more |= {*READ} & policy.vocabulary.facts.keys()
            more |= {DIRECTION, TO, *facts_of(policy.safety.when)}
        more |= {name for rule in leading if facts & {*rule.doubtful} for name in facts_of(rule.when)}
        if more <= facts:
            break
        facts |= more
    conflicts = tuple(rule for rule in leading if facts & {*rule.doubtful})
    proposals = every_proposal(policy) if facts & {DIRECTION, TO} else None
    return Rules(policy, tuple(requirements), tuple(deadlines), frozenset(facts), conflicts, proposals)


@dataclass(slots=True)
class Program:
    """The steps that evaluate some rules over a frame with certain columns of facts and doubts.

    Raises CannotCompile, naming the rule, where a rule has a form that no column can take.
    """

    rules: Rules
    columns: set[str]
    as_at: date
    steps: list[list[pl.Expr]] = field(default_factory=list)
    _leaves: dict[Test, str] = field(default_factory=dict)
    _stale: set[Test] = field(default_factory=set)
    _derived: dict[str, list[Definition]] = field(default_factory=dict)
    _floors: dict[str, pl.Expr | None] = field(default_factory=dict)
    _doubts: set[str] = field(default_factory=set)
    _telling_apart: list[list[pl.Expr]] = field(default_factory=list)

    def __post_init__(self) -> None:
        policy, kept = self.rules.policy, self.rules
        self._doubts = {name for name in kept.facts if doubt_name(name) in self.columns}
        derived = {rule.fact for stratum in (*policy.strata, *policy.late_strata) for rule in stratum}
        plain = [rule for rule in kept.conflicts if not {*facts_of(rule.when)} & derived]
        late = [rule for rule in kept.conflicts if rule not in plain]
        self._contradict(plain)
        for stratum in kept.strata(policy.strata):
            self._define(stratum)
        self._contradict(late)
        if kept.proposals is not None:
            self._propose(kept.proposals)
        for stratum in kept.strata(policy.late_strata):
            self._define(stratum)
        conditions: dict[str, Condition] = {}
        for rule in kept.requirements:
            conditions |= {applies_key(rule): rule.applies, f"{rule.head.id}:satisfied": rule.satisfied}
        conditions |= {applies_key(rule): rule.applies for rule in kept.deadlines}
        self._evaluate(conditions)
        self._step(_status(rule) for rule in kept.requirements)

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with every column that the steps add; statuses in doubt are told apart as conflicts."""
        for step in self.steps:
            frame = frame.with_columns(step)
        if not self._doubts or not self.rules.requirements:
            return frame
        doubtful = pl.any_horizontal(pl.col(doubt_name(name)) for name in sorted(self._doubts))
        places = frame.select(doubtful.fill_null(False).arg_true()).to_series()
        if places.is_empty():
            return frame
        names = [status_name(rule) for rule in self.rules.requirements]
        told_apart = self._with_conflicts(frame[places])
        return frame.with_columns(frame[name].scatter(places, told_apart[name]) for name in names)

    @property
    def signals(self) -> Signals:
        return Signals(self.rules.policy.vocabulary, self.columns, self.as_at)

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
                    raise CannotCompile(key.partition(":")[0].partition("#")[0], str(error)) from None
        self._step(new)
        self._step(kleene(each, self._leaf).alias(truth_name(key)) for key, each in conditions.items())

    def _leaf(self, test: Test) -> pl.Expr:
        return pl.col(self._leaves[test])

    def _changed(self, facts: Iterable[str]) -> None:
        changed = set(facts)
        for leaf in self._leaves:
            if changed & {leaf.fact, *operand_facts(leaf.operand)}:
                self._stale.add(leaf)

    def _contradict(self, conflicts: Sequence[ConflictRule]) -> None:
        """What a conflict rule doubts is unknown from here on, except what is about protection."""
        self._evaluate({rule.head.id: rule.when for rule in conflicts})
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
            if absent_name(name) in self.columns:
                step.append((pl.col(absent_name(name)) & ~holds).alias(absent_name(name)))
        self._step(step)
        self._changed(names)

    def _doubt(self, name: str) -> pl.Expr:
        """Where a fact is known to be in doubt, so far."""
        return pl.col(doubt_name(name)) if name in self._doubts else pl.lit(False)

    def _any(self, columns: Iterable[str]) -> pl.Expr:
        return reduce(or_, (pl.col(name).fill_null(False) for name in columns), pl.lit(False))

    def _define(self, stratum: Sequence[Definition]) -> None:
        self._evaluate({row.key: row.when for rule in stratum for row in rule.rows})
        facts = self.rules.policy.vocabulary.facts
        step: list[pl.Expr] = []
        for name in dict.fromkeys(rule.fact for rule in stratum):
            self._derived[name] = [rule for rule in stratum if rule.fact == name]
            found: Derivation = derivation(
                facts[name], self._derived[name], lambda row: pl.col(truth_name(row.key))
            )
            step.append(found.value.alias(name))
            self._floors[name] = None
            if found.floor is not None:
                step.append(found.floor.alias(f"floor {name}"))
                self._floors[name] = pl.col(f"floor {name}")
            if not facts[name].protection and any(rule.hit == "exactly_one" for rule in self._derived[name]):
                step.append((self._doubt(name) | found.clash).alias(doubt_name(name)))
                self._doubts.add(name)
        self._step(step)
        self._changed(self._derived)

    def _propose(self, proposals: Proposals) -> None:
        safety = self.rules.policy.safety
        self._evaluate({safety.head.id: safety.when})
        holds = pl.col(truth_name(safety.head.id))
        self._step((proposals.place(self.signals, self._floors).alias("proposal"),))
        found = proposals.proposed(self.signals, holds, pl.col("proposal"))
        self._step(
            (found.direction.alias(DIRECTION), found.to.alias(TO), found.no_support.alias(absent_name(TO)))
        )
        self._changed((DIRECTION, TO))

    def _with_conflicts(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Undetermined requirements that would be settled but for facts in doubt, as conflicts."""
        if not self._telling_apart:  # to write these takes longer than to evaluate them: once is enough
            self._telling_apart = self._conflict_steps()
        for step in self._telling_apart:
            frame = frame.with_columns(step)
        return frame

    def _conflict_steps(self) -> list[list[pl.Expr]]:
        missing = _Missing(self)
        statuses = [
            pl.when(
                (pl.col(status_name(rule)) == "undetermined")
                & (missing.doubtful(rule.applies) | missing.doubtful(rule.satisfied))
            )
            .then(_NAMED["conflict"])
            .otherwise(pl.col(status_name(rule)))
            .alias(status_name(rule))
            for rule in self.rules.requirements
        ]
        return [*(missing.behind(name, rows) for name, rows in self._derived.items()), statuses]


@dataclass(frozen=True, slots=True)
class _Missing:
    """The facts for want of which a condition is unknown: whether there are any, and any in doubt.

    Only tests that are themselves unknown, inside parts that are, want for anything; a derived fact is
    traced to what its open rows want for.
    """

    program: Program

    def behind(self, name: str, rules: Sequence[Definition]) -> list[pl.Expr]:
        """Columns that tell whether a derived fact is wanting for others, and for any in doubt."""
        rows = [row for rule in rules for row in rule.rows]
        wanting, doubtful = pl.lit(False), pl.lit(False)
        for row in rows:
            is_open = pl.col(truth_name(row.key)).is_null()
            wanting = wanting | (is_open & self._wants(row.when, self._unknown))
            doubtful = doubtful | (is_open & self._wants(row.when, self._doubtful))
        return [(doubtful | (~wanting & self.program._doubt(name))).alias(f"behind {name}")]

    def doubtful(self, condition: Condition) -> pl.Expr:
        """Whether a condition is unknown for want of a fact in doubt."""
        return self._wants(condition, self._doubtful)

    def _wants(self, condition: Condition, want: _Want) -> pl.Expr:
        if isinstance(condition, Test):
            read = dict.fromkeys((condition.fact, *operand_facts(condition.operand)))
            wanted = reduce(or_, (want(name) for name in read))
            return self.program._leaf(condition).is_null() & wanted
        parts = (condition.part,) if isinstance(condition, Not) else condition.parts
        found = [self._wants(part, want) for part in parts]
        is_open = kleene(condition, self.program._leaf).is_null()
        return is_open & reduce(or_, found, pl.lit(False))

    def _unknown(self, name: str) -> pl.Expr:
        return self.program.signals.unknown(name)

    def _doubtful(self, name: str) -> pl.Expr:
        behind = pl.col(f"behind {name}") if name in self.program._derived else self.program._doubt(name)
        return self._unknown(name) & behind


def _status(rule: Requirement) -> pl.Expr:
    """A requirement's outcome. Met is only what is known to apply, for an audit counts nothing else."""
    applies, satisfied = (
        pl.col(truth_name(applies_key(rule))),
        pl.col(truth_name(f"{rule.head.id}:satisfied")),
    )
    return (
        pl.when(~applies)
        .then(_NAMED["not_applicable"])
        .when(applies & satisfied)
        .then(_NAMED["met"])
        .when(applies & ~satisfied)
        .then(_NAMED["not_met"])
        .otherwise(_NAMED["undetermined"])
        .alias(status_name(rule))
    )
