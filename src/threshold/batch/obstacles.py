"""What stands in the way of a request, child by child, and until when where time alone mends it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl

from threshold.batch.protection_ends import SURE_CONCERN, SURE_IN_PLACE
from threshold.batch.request_status import RequestTable
from threshold.batch.waiting import Waiting, no_day
from threshold.policy.protection import CONCERN, IN_PLACE

OBSTACLES: Mapping[str, pl.DataType] = {
    "child": pl.String(),
    "rule": pl.String(),
    "part": pl.Int32(),
    "until": pl.Date(),
    "sure": pl.Boolean(),
}
_NO_PART, _SURE = pl.lit(None, dtype=pl.Int32), pl.lit(True)


def obstacles(
    frame: pl.DataFrame, table: RequestTable, mending: Waiting, names: pl.Series
) -> Iterator[pl.DataFrame]:
    """What stands in the way of those who may not go ahead, or only on a condition."""
    barred = pl.col("status") != "permitted"
    for each in _kinds(table, mending):
        rows = frame.filter((barred & each.stands).fill_null(False))
        if rows.height:
            told = rows.with_columns(
                names.gather(rows["child"]).alias("child"),
                pl.lit(each.rule).alias("rule"),
                each.part.cast(pl.Int32).alias("part"),
                each.until(rows).alias("until"),
                each.sure.alias("sure"),
            )
            yield told.select(*OBSTACLES)


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """Something that may stand in the way: where it does, until when, and what else is told of it."""

    rule: str
    stands: pl.Expr
    until: Callable[[pl.DataFrame], pl.Series]
    part: pl.Expr = _NO_PART
    sure: pl.Expr = _SURE


def _kinds(table: RequestTable, mending: Waiting) -> Iterator[_Obstacle]:
    """Whatever may stand in the way."""
    yield _Obstacle(CONCERN, table.refused_by_a_concern, no_day, sure=pl.col(SURE_CONCERN))
    yield _Obstacle(IN_PLACE, table.passes_by_protection, no_day, sure=pl.col(SURE_IN_PLACE))
    for reply in table.replies:
        for ground in reply.grounds:
            until = partial(mending.holds_from, ground)
            yield _Obstacle(ground.head.id, table.stands_against(reply, ground), until)
    for rule in table.deciding:
        part = table.part_that_failed(rule)
        yield _Obstacle(rule.head.id, table.fails(rule), partial(mending.mends, rule), part)
