"""How the true rows of definitions become a derived fact: as `semantics.definitions` has it, by column."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_

import polars as pl

from threshold.batch.tables import column_type
from threshold.policy import Definition, Row
from threshold.vocabulary import Fact, Value


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derived fact's values; where its rows clash; and the least that certainly holds, if anything does."""

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
    holds = {
        value: reduce(or_, (truth(row) for row in rows if row.value == value))
        for value in dict.fromkeys(row.value for row in rows)
    }
    is_open = reduce(or_, holds.values()).is_null()  # nothing holds, and something may
    value: pl.Expr = pl.when(~is_open).then(pl.lit(otherwise, dtype=dtype))
    for each, mask in holds.items():
        value = pl.when(mask).then(pl.lit(each, dtype=dtype)).otherwise(value)
    if len(holds) == 1:
        return Derivation(value, pl.lit(False))
    fired = [mask.fill_null(False) for mask in holds.values()]
    clash = _any(one & other for one, other in combinations(fired, 2))
    return Derivation(pl.when(~clash).then(value), clash)


def _all(rows: Sequence[Row], truth: Callable[[Row], pl.Expr]) -> Derivation:
    nothing = pl.lit(None, dtype=pl.String)
    values = [pl.when(truth(row)).then(pl.lit(str(row.value))).otherwise(nothing) for row in rows]
    is_open = _any(truth(row).is_null() for row in rows)
    value: pl.Expr = pl.when(~is_open).then(pl.concat_list(values).list.drop_nulls())
    return Derivation(value, pl.lit(False))


def _most_serious(
    fact: Fact, rows: Sequence[Row], otherwise: Value | None, truth: Callable[[Row], pl.Expr]
) -> Derivation:
    dtype = column_type(fact.type)
    literal = {value: pl.lit(value, dtype=dtype) for value in fact.order}
    nothing = pl.lit(None, dtype=dtype)
    # Masks and choices between two columns are far cheaper than the least of several columns of ranks.
    holds = {
        value: reduce(or_, (truth(row) for row in rows if row.value == value))
        for value in sorted({row.value for row in rows}, key=fact.order.index)
    }
    value: pl.Expr = nothing if otherwise is None else literal[otherwise]
    floor = value
    if otherwise is not None:  # what may hold below it, where nothing else does, is the least that is certain
        for less in fact.order[fact.order.index(otherwise) + 1 :]:
            if less in holds:
                floor = pl.when(holds[less].is_null()).then(literal[less]).otherwise(floor)
    for each in reversed(holds):
        is_open = holds[each].is_null()
        if each == otherwise:  # what may be as serious as what holds anyway leaves nothing open
            is_open = is_open & value.ne_missing(literal[each])
        value = pl.when(holds[each]).then(literal[each]).when(is_open).then(nothing).otherwise(value)
        floor = pl.when(holds[each]).then(literal[each]).otherwise(floor)
    return Derivation(value, pl.lit(False), floor)


def _any(masks: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, masks, pl.lit(False))
