"""The status of a requirement by column, as `semantics.status` has it; conflicts told apart."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.signals import kleene, truth_name
from threshold.conditions import Condition, Not, Test, operand_facts
from threshold.policy import Definition, Requirement
from threshold.policy.inference_plan import applies_key, satisfied_key
from threshold.semantics.closed_lists import AUDITED_STATUSES

STATUS = pl.Enum(AUDITED_STATUSES)
_NAMED = {status: pl.lit(status, dtype=STATUS) for status in AUDITED_STATUSES}
_Want = Callable[[str], pl.Expr]


def status_name(rule: Requirement) -> str:
    """The column of a requirement's status."""
    return f"status {rule.head.id}"


def status(rule: Requirement) -> pl.Expr:
    """A requirement's outcome. Met is only what is known to apply, for an audit counts nothing else."""
    applies, satisfied = (
        pl.col(truth_name(applies_key(rule))),
        pl.col(truth_name(satisfied_key(rule))),
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


@dataclass(frozen=True, slots=True)
class Wanting:
    """The facts for want of which a condition is unknown: whether there are any, and any in doubt.

    `leaf` gives a test's truth; `unknown` and `doubt` where a fact is unknown, and in doubt; `derived` are
    the facts that rules work out.

    Only tests that are themselves unknown, inside parts that are, want for anything; a derived fact is
    traced to what its open rows want for.
    """

    leaf: Callable[[Test], pl.Expr]
    unknown: Callable[[str], pl.Expr]
    doubt: Callable[[str], pl.Expr]
    derived: Collection[str]

    def behind(self, name: str, rules: Sequence[Definition]) -> list[pl.Expr]:
        """Columns that tell whether a derived fact is wanting for others, and for any in doubt."""
        rows = [row for rule in rules for row in rule.rows]
        wanting, doubtful = pl.lit(False), pl.lit(False)
        for row in rows:
            is_open = pl.col(truth_name(row.key)).is_null()
            wanting = wanting | (is_open & self._wants(row.when, self.unknown))
            doubtful = doubtful | (is_open & self._wants(row.when, self._doubtful))
        return [(doubtful | (~wanting & self.doubt(name))).alias(f"behind {name}")]

    def doubtful(self, condition: Condition) -> pl.Expr:
        """Whether a condition is unknown for want of a fact in doubt."""
        return self._wants(condition, self._doubtful)

    def _wants(self, condition: Condition, want: _Want) -> pl.Expr:
        if isinstance(condition, Test):
            read = dict.fromkeys((condition.fact, *operand_facts(condition.operand)))
            wanted = reduce(or_, (want(name) for name in read))
            return self.leaf(condition).is_null() & wanted
        parts = (condition.part,) if isinstance(condition, Not) else condition.parts
        found = [self._wants(part, want) for part in parts]
        is_open = kleene(condition, self.leaf).is_null()
        return is_open & reduce(or_, found, pl.lit(False))

    def _doubtful(self, name: str) -> pl.Expr:
        behind = pl.col(f"behind {name}") if name in self.derived else self.doubt(name)
        return self.unknown(name) & behind


def told_apart(rule: Requirement, wanting: Wanting) -> pl.Expr:
    """The status, a conflict where it is undetermined and would be settled but for facts in doubt."""
    doubtful = wanting.doubtful(rule.applies) | wanting.doubtful(rule.satisfied)
    return (
        pl.when((pl.col(status_name(rule)) == "undetermined") & doubtful)
        .then(_NAMED["conflict"])
        .otherwise(pl.col(status_name(rule)))
        .alias(status_name(rule))
    )
