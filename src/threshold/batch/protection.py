"""Protection by column, as `semantics.protection` has it: the concern, what is in place, the support."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.signals import truth_name
from threshold.batch.tables import column_type
from threshold.policy import ProtectionRule
from threshold.policy.protection import (
    ASKED,
    CONCERN,
    HIGHEST,
    IN_PLACE,
    LOWER,
    PLAN_UNCLEAR,
    SAID_TO_BE_NONE,
    SETTLING,
    concern_keys,
    settled_by_record,
    support_key,
)
from threshold.vocabulary import Fact

ACTED_ON = "acted on"  # the column that says where a child is to be protected now


def protection(added: Sequence[ProtectionRule], support: Fact, contradictory: pl.Expr) -> Iterator[pl.Expr]:
    """The columns, from the truths of the conditions. `contradictory`: facts about danger contradict."""
    opened = reduce(or_, (_certain(key) for key in concern_keys(added)))
    doubted = contradictory & _certain(SAID_TO_BE_NONE) & ~opened
    concern = pl.when(opened).then(True).when(~doubted).then(_truth(ASKED))
    yield concern.alias(CONCERN)
    yield (concern.fill_null(False) | doubted).alias(ACTED_ON)
    yield _in_place().alias(IN_PLACE)
    dtype = column_type(support.type)
    at_least: pl.Expr = pl.lit(None, dtype=dtype)
    for level in reversed(support.order):
        here = _certain(support_key(level))
        at_least = pl.when(here).then(pl.lit(level, dtype=dtype)).otherwise(at_least)
    recorded = (at_least == pl.lit(level, dtype=dtype) for level in settled_by_record(support.order))
    settled = reduce(or_, recorded, reduce(or_, map(_certain, SETTLING)))
    yield pl.when(settled).then(at_least).alias(HIGHEST)
    yield at_least.alias(f"floor {HIGHEST}")


def _in_place() -> pl.Expr:
    either = _truth(support_key("child_protection")) | _truth(support_key("care"))
    return (
        pl.when(either.fill_null(False))
        .then(True)
        .when(_certain(LOWER) & ~_certain(PLAN_UNCLEAR))
        .then(False)
    )


def _truth(key: str) -> pl.Expr:
    return pl.col(truth_name(key))


def _certain(key: str) -> pl.Expr:
    """Where a condition is known to hold."""
    return _truth(key).fill_null(False)
