"""A small export whose results can be told by hand, and many small cases put through as one batch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from threshold.batch import Batch, Results, Tables
from threshold.batch.replay import replay
from threshold.policy import load_policy

from ..semantics.conftest import Small
from .making import tables_of

AS_AT = date(2026, 8, 14)
POLICY = load_policy("default").at(AS_AT)
EVENTS = [
    # Two assessments, the first late by two working days, the second under way.
    ("A", "referral", date(2026, 1, 5)),
    ("A", "assessment_started", date(2026, 1, 6)),
    ("A", "assessment_completed", date(2026, 3, 11)),
    ("A", "referral", date(2026, 7, 20)),
    ("A", "assessment_started", date(2026, 7, 21)),
    # A plan with reviews: in time, late, and the next overdue.
    ("B", "cin_plan_started", date(2026, 5, 1)),
    ("B", "cin_review", date(2026, 5, 29)),
    ("B", "cin_review", date(2026, 7, 1)),
]
COVERED = (
    *("referral", "assessment_started", "assessment_completed"),
    *("cin_plan_started", "cin_plan_ended", "cin_review"),
)


def tables(facts: dict[str, list[Any]] | None = None, events: list[Any] = EVENTS) -> Tables:
    """The export, or one with other facts and events, of kinds that are covered up to its date."""
    schema = {"child": pl.String, "event": pl.String, "on": pl.Date}
    stated = pl.DataFrame(facts or {"child": ["C"]}, schema_overrides={"child": pl.String})
    covers = dict.fromkeys(COVERED, AS_AT)
    return Tables(pl.DataFrame(events, schema, orient="row"), stated, covers, AS_AT)


def together(
    small: Small, cases: Sequence[str], covers: Mapping[str, date] | None = None, gaps: Sequence[Any] = ()
) -> Results:
    """Many small cases (C-0, C-1 ..) as one batch, each of which is decided again by itself."""
    engine = small.engine()
    policy = engine.policy.at(AS_AT)
    read = [replace(small.case(text, engine), reference=f"C-{place}") for place, text in enumerate(cases)]
    missed = pl.DataFrame(gaps, {"child": pl.String, "event": pl.String}, orient="row")
    given = replace(tables_of(read, policy.vocabulary, AS_AT, covers or {}), gaps=missed)
    results = Batch(policy, AS_AT).evaluate(given)
    assert replay(given, results) == len(cases)
    return results


def statuses(results: Results, rule: str = "R") -> list[str]:
    """How each case came out, in the order given; a unit of an anchor each."""
    return in_order(results.table(rules=[rule]), "state")


def in_order(table: pl.DataFrame, *columns: str) -> list[Any]:
    """These columns, as rows in the order of the cases."""
    number = pl.col("child").str.slice(2).cast(pl.Int32)
    told = table.sort(number, "instance", "interval").select(columns)
    return told.to_series().to_list() if len(columns) == 1 else told.rows()
