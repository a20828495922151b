"""The status of a requirement by column, as `semantics.status` has it; conflicts told apart."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.signals import kleene, truth_name
from threshold.conditions import Condition, Not, Test, operand_facts
from threshold.policy import Definition, Requirement, Row
from threshold.policy.inference_plan import applies_key, satisfied_key
from threshold.semantics.closed_lists import AUDITED_STATUSES

STATUS = pl.Enum(AUDITED_STATUSES)
_NAMED = {status: pl.lit(status, dtype=STATUS) for status in AUDITED_STATUSES}
_Want = Callable[[str], pl.Expr | None]  # None: nowhere


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

    `leaf` gives a test's truth; `unknown` and `doubt` where a fact is unknown, and in doubt (None: nowhere);
    `derived` are the facts that rules work out. Any other mark may stand for doubt: `named` tells the columns
    of one mark from those of another.

    Only tests that are themselves unknown, inside parts that are, want for anything; a derived fact is
    traced to what its open rows want for.
    """

    leaf: Callable[[Test], pl.Expr]
    unknown: Callable[[str], pl.Expr]
    doubt: Callable[[str], pl.Expr | None]
    derived: Collection[str]
    named: str = "behind"

    def behind(self, name: str, rules: Sequence[Definition]) -> pl.Expr:
        """A column that tells whether a derived fact is wanting for any in doubt."""
        rows = [row for rule in rules for row in rule.rows]
        doubtful, own = self._open_rows(rows, self._doubtful), self.doubt(name)
        if own is not None:
            doubtful = doubtful | (own & ~self._open_rows(rows, self._unknown))
        return doubtful.alias(f"{self.named} {name}")

    def _open_rows(self, rows: Sequence[Row], want: _Want) -> pl.Expr:
        """Whether any row is open, and wanting for something."""
        found = [(row, self._wants(row.when, want)) for row in rows]
        wanting = (pl.col(truth_name(row.key)).is_null() & wants for row, wants in found if wants is not None)
        return reduce(or_, wanting, pl.lit(False))

    def doubtful(self, condition: Condition) -> pl.Expr:
        """Whether a condition is unknown for want of a fact in doubt."""
        wants = self._wants(condition, self._doubtful)
        return pl.lit(False) if wants is None else wants

    def _wants(self, condition: Condition, want: _Want) -> pl.Expr | None:
        if isinstance(condition, Test):
            read = dict.fromkeys((condition.fact, *operand_facts(condition.operand)))
            found = [want(name) for name in read]
        else:
            parts = (condition.part,) if isinstance(condition, Not) else condition.parts
            found = [self._wants(part, want) for part in parts]
        wanted = [each for each in found if each is not None]
        return kleene(condition, self.leaf).is_null() & reduce(or_, wanted) if wanted else None

    def _unknown(self, name: str) -> pl.Expr | None:
        return self.unknown(name)

    def _doubtful(self, name: str) -> pl.Expr | None:
        behind = pl.col(f"{self.named} {name}") if name in self.derived else self.doubt(name)
        return None if behind is None else self.unknown(name) & behind


def told_apart(rule: Requirement, wanting: Wanting) -> pl.Expr:
    """The status, a conflict where it is undetermined and would be settled but for facts in doubt."""
    doubtful = wanting.doubtful(rule.applies) | wanting.doubtful(rule.satisfied)
    return (
        pl.when((pl.col(status_name(rule)) == "undetermined") & doubtful)
        .then(_NAMED["conflict"])
        .otherwise(pl.col(status_name(rule)))
        .alias(status_name(rule))
    )
