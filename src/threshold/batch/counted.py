"""What the deadlines of many cases count from: each sort once, numbered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from threshold.batch.columns import numbered
from threshold.batch.program import Program
from threshold.batch.signals import (
    absent_name,
    breaks_name,
    doubt_name,
    state_columns,
    truth_name,
    undated_name,
    whole_day_name,
)
from threshold.conditions import Lookup, Truth
from threshold.policy import Deadline, Policy
from threshold.policy.inference_plan import applies_key
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, State, Value


@dataclass(frozen=True, slots=True)
class Counted:
    """What a deadline counts from: whether it applies, and the states of the facts that it reads.

    `place` is its own among the policy's deadlines. `doubtful` are those of the facts that contradict
    something; for `breaks` see `conditions.Facts`.
    """

    place: int
    rule: Deadline
    applies: Truth
    states: Mapping[str, State]
    breaks: Mapping[str, int]
    doubtful: frozenset[str]


def counted_of(
    policy: Policy, program: Program, frame: pl.DataFrame
) -> tuple[list[int], list[tuple[Counted, ...]], tuple[Counted, ...]]:
    """What the deadlines of each case count from, each by its number; and what is the same of all.

    What a deadline counts from is there once, the same object wherever it is the same.
    """
    numbers: dict[str, list[int]] = {}
    each: list[list[Counted]] = []
    fixed: list[Counted] = []
    for place, rule in enumerate(policy.deadlines):
        number, rows = numbered(frame.select(_of_clock(rule, program)))
        found = [_of_row(place, rule, row) for row in rows.rows(named=True)]
        if len(found) == 1:
            fixed += found
        else:
            numbers[rule.head.id] = number
            each.append(found)
    told = tuple([one for one in fixed if one.applies is not False])
    if not each:
        return [0] * frame.height, [()], told
    number, rows = numbered(pl.DataFrame(numbers))
    groups = [tuple([found[at] for found, at in zip(each, row, strict=True)]) for row in rows.rows()]
    return number, groups, told


def _of_row(place: int, rule: Deadline, row: Mapping[str, Any]) -> Counted:
    names = facts_counted(rule)
    breaks = {name: row.get(breaks_name(name)) for name in names}
    return Counted(
        place,
        rule,
        row[truth_name(applies_key(rule))],
        {name: _state(name, row) for name in names},
        {name: days for name, days in breaks.items() if days},
        frozenset(name for name in names if row.get(doubt_name(name))),
    )


def _state(name: str, row: Mapping[str, Any]) -> State:
    value: Value | None = row.get(name)
    if isinstance(value, datetime) and row.get(whole_day_name(name)):
        return value.date()
    if value is not None:
        return value
    return ABSENT if row.get(absent_name(name)) else UNDATED if row.get(undated_name(name)) else UNKNOWN


def facts_counted(rule: Deadline) -> tuple[str, ...]:
    """The facts that a deadline reads, beside those on which hangs whether it applies."""
    row = rule.within.row_fact if isinstance(rule.within, Lookup) else ""
    return tuple(dict.fromkeys(filter(None, (rule.starts, rule.met_by, rule.or_sooner, row))))


def _of_clock(rule: Deadline, program: Program) -> Iterator[pl.Expr]:
    """All that a deadline counts from: whether it applies, and the facts that it reads, where it may."""
    applies = pl.col(truth_name(applies_key(rule)))
    yield applies
    for name in facts_counted(rule):
        for column in state_columns(name, program.columns):
            yield pl.when(~(~applies).fill_null(False)).then(pl.col(column)).alias(column)
