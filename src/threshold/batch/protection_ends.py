"""Whether protection stands for certain, or merely because a record that may lack ends holds none."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.signals import truth_name
from threshold.batch.timeline.source import Source
from threshold.policy import ProtectionRule
from threshold.policy.protection import (
    ENDING_EVENTS,
    IN_PLACE_LEVELS,
    LOOKED_AFTER,
    PLAN_ENDS,
    STATED,
    answered_yes,
    concern_keys,
)

SURE_CONCERN, SURE_IN_PLACE = "sure concern", "sure in place"


def with_ends(frame: pl.DataFrame, source: Source, added: Sequence[ProtectionRule]) -> pl.DataFrame:
    """The frame with two columns: where a concern, and protection in place, would stand for certain.

    An enquiry, a plan or a conference without an end on record is taken to go on, as for a single case. Where
    the export does not hold every such end, that is all that anybody can say.
    """
    child = frame["child"]
    ends = {event: _covered(source, event, child) for event in {*ENDING_EVENTS.values(), PLAN_ENDS}}
    frame = frame.with_columns(mask.alias(f"ends {event}") for event, mask in ends.items())
    return frame.with_columns(
        _any(_concerns(added)).alias(SURE_CONCERN),
        _any(_in_place(frame)).alias(SURE_IN_PLACE),
    )


def _concerns(added: Sequence[ProtectionRule]) -> Iterator[pl.Expr]:
    for key in (*answered_yes(), *concern_keys(added)):
        holds = pl.col(truth_name(key)).fill_null(False)
        yield holds & pl.col(f"ends {ENDING_EVENTS[key]}") if key in ENDING_EVENTS else holds


def _in_place(frame: pl.DataFrame) -> Iterator[pl.Expr]:
    if STATED in frame.columns:
        yield pl.col(STATED).cast(pl.String).is_in([str(level) for level in IN_PLACE_LEVELS])
    if LOOKED_AFTER in frame.columns:
        yield pl.col(LOOKED_AFTER)
    yield pl.col(truth_name("support:child_protection")) & pl.col(f"ends {PLAN_ENDS}")


def _covered(source: Source, event: str, child: pl.Series) -> pl.Series:
    covered = source.covered((event,), child)
    return covered if isinstance(covered, pl.Series) else pl.Series([covered]).new_from_index(0, child.len())


def _any(masks: Iterator[pl.Expr]) -> pl.Expr:
    return reduce(or_, (mask.fill_null(False) for mask in masks), pl.lit(False))
