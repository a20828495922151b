"""How the true rows of definitions become a derived fact: as `decisions.derive` has it, by column."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.tables import column_type
from threshold.policy import Definition, Row
from threshold.vocabulary import Fact, Value


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derived fact's values; where its rows clash; and what certainly holds while more is not ruled out."""

    value: pl.Expr
    clash: pl.Expr
    floor: pl.Expr | None = None


def derivation(fact: Fact, definitions: Sequence[Definition], truth: Callable[[Row], pl.Expr]) -> Derivation:
    """The fact from the truth of its rows; several definitions of one fact are taken together."""
    rows = [row for rule in definitions for row in rule.rows]
    otherwise = next((rule.otherwise for rule in definitions if rule.otherwise is not None), None)
    if definitions[0].hit == "most_serious":
        return _most_serious(fact, rows, otherwise, truth)
    if definitions[0].hit == "all":
        return _all(rows, truth)
    return _exactly_one(fact, rows, otherwise, truth)


def _exactly_one(
    fact: Fact, rows: Sequence[Row], otherwise: Value | None, truth: Callable[[Row], pl.Expr]
) -> Derivation:
    dtype = column_type(fact.type)
    fired = {
        value: _any(truth(row).fill_null(False) for row in rows if row.value == value)
        for value in dict.fromkeys(row.value for row in rows)
    }
    clash = pl.sum_horizontal(fired.values()) > 1
    is_open = _any(truth(row).is_null() for row in rows)
    value: pl.Expr = pl.when(~is_open).then(pl.lit(otherwise, dtype=dtype))
    for each, holds in fired.items():
        value = pl.when(holds).then(pl.lit(each, dtype=dtype)).otherwise(value)
    return Derivation(pl.when(~clash).then(value), clash)


def _all(rows: Sequence[Row], truth: Callable[[Row], pl.Expr]) -> Derivation:
    nothing = pl.lit(None, dtype=pl.String)
    values = [pl.when(truth(row)).then(pl.lit(str(row.value))).otherwise(nothing) for row in rows]
    is_open = _any(truth(row).is_null() for row in rows)
    value = pl.when(~is_open).then(pl.concat_list(values).list.drop_nulls())
    return Derivation(value, pl.lit(False))


def _most_serious(
    fact: Fact, rows: Sequence[Row], otherwise: Value | None, truth: Callable[[Row], pl.Expr]
) -> Derivation:
    rank = {value: position for position, value in enumerate(fact.order)}
    dtype = column_type(fact.type)
    fired = [pl.when(truth(row)).then(pl.lit(rank[row.value], dtype=pl.Int16)) for row in rows]
    is_open = [pl.when(truth(row).is_null()).then(pl.lit(rank[row.value], dtype=pl.Int16)) for row in rows]
    # The most serious ranks lowest; the least and the greatest of ranks pass over what is none.
    top = pl.min_horizontal(fired)
    base = pl.coalesce(top, pl.lit(None if otherwise is None else rank[otherwise], dtype=pl.Int16))
    highest = pl.min_horizontal(base, *is_open)
    lowest = pl.when(top.is_not_null()).then(top).otherwise(pl.max_horizontal(base, *is_open))
    certain = pl.when(base.is_not_null()).then(lowest)
    order = pl.lit(pl.Series(fact.order, dtype=dtype))
    return Derivation(
        value=order.gather(pl.when(highest == lowest).then(certain)),
        clash=pl.lit(False),
        floor=order.gather(pl.when(highest != lowest).then(certain)),
    )


def _any(masks: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, masks, pl.lit(False))
