"""Made-up journeys with records that do not fit together, as real case systems hold them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl

from threshold.demo.dirt import OF_RECORDS, Dirt, spoiled
from threshold.demo.journeys import Journeys

# The tables of records with the day each begins and ends on.
_RUNS = {
    "assessments": ("assessment_started", "assessment_completed"),
    "enquiries": ("section_47_started", "cp_conference"),
    "cin_plans": ("cin_plan_started", "cin_plan_ended"),
    "cp_plans": ("cp_plan_started", "cp_plan_ended"),
}


def tangle(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    """The journeys with so many records spoiled in each way that was asked for."""
    if not dirt.of(OF_RECORDS):
        return journeys
    for spoil in (_referred_again, _enquired_again, _overlapping, _too_early, _left_open, _contradicted):
        journeys = spoil(journeys, dirt, seed)
    for number, name in enumerate(("referrals", *_RUNS)):
        rows = _misdated(getattr(journeys, name), name, dirt, seed + number)
        changed: dict[str, Any] = {name: _twice(rows, dirt, seed + number)}
        journeys = replace(journeys, **changed)
    return journeys


def _referred_again(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    """A second referral that led to nothing, while what the first led to goes on."""
    rows = journeys.referrals
    again = rows.filter(spoiled(rows, "no-further-action", dirt, seed) & ~pl.col("nfa"))
    nothing = [pl.lit(None, pl.Date).alias(name) for name in ("referral_decision", "tac_started", "closed")]
    numbers = pl.int_range(pl.len(), dtype=pl.Int64) + (rows["episode"].max() or 0) + 1
    again = again.with_columns(
        numbers.alias("episode"), pl.col("referral") + timedelta(days=5), *nothing, nfa=pl.lit(True)
    )
    known = again.filter(pl.col("referral") <= journeys.as_at)
    return replace(journeys, referrals=pl.concat([rows, known]))


def _enquired_again(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    rows = journeys.enquiries
    days = [name for name, kind in rows.schema.items() if kind == pl.Date]
    later = [pl.col(name) + timedelta(days=70) for name in days]
    again = rows.filter(spoiled(rows, "two-enquiries", dirt, seed)).with_columns(later)
    past = [pl.when(pl.col(name) <= journeys.as_at).then(pl.col(name)) for name in days]
    again = again.with_columns(past).filter(pl.col("section_47_started").is_not_null())
    return replace(journeys, enquiries=pl.concat([rows, again]))


def _overlapping(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    """A second assessment, begun ten days into the first and done before it."""
    rows = journeys.assessments
    began, done = pl.col("assessment_started"), pl.col("assessment_completed")
    within = rows.filter(spoiled(rows, "overlap", dirt, seed) & (done - began > timedelta(days=20)))
    second = within.with_columns(began + timedelta(days=10), done - timedelta(days=5))
    return replace(journeys, assessments=pl.concat([rows, second]))


def _too_early(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    rows = journeys.assessments
    lot = spoiled(rows, "before-referral", dirt, seed)
    referred = journeys.referrals.select("episode", "referral")
    early = pl.when(lot).then(pl.col("referral") - timedelta(days=7)).otherwise(pl.col("assessment_started"))
    rows = rows.join(referred, on="episode", how="left", maintain_order="left")
    return replace(
        journeys, assessments=rows.with_columns(early.alias("assessment_started")).drop("referral")
    )


def _left_open(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    """Closed after four weeks, and with nothing but the assessment that was left open."""
    rows = journeys.referrals
    closes = pl.col("referral") + timedelta(days=28)
    lot = spoiled(rows, "left-open", dirt, seed)
    whose = rows.filter(lot & ~pl.col("nfa") & (closes <= journeys.as_at))["episode"]
    left = pl.col("episode").is_in(whose.implode())
    open_ = pl.when(~left).then(pl.col("assessment_completed"))
    others = ("enquiries", "cin_plans", "cp_plans", "cin_reviews", "cp_reviews")
    return replace(
        journeys,
        referrals=rows.with_columns(pl.when(left).then(closes).otherwise(pl.col("closed")).alias("closed")),
        assessments=journeys.assessments.with_columns(open_.alias("assessment_completed")),
        **{name: getattr(journeys, name).filter(~left) for name in others},
    )


def _contradicted(journeys: Journeys, dirt: Dirt, seed: int) -> Journeys:
    rows = journeys.enquiries
    denied = spoiled(rows, "contradiction", dirt, seed) & pl.col("cp_conference").is_not_null()
    needed = pl.col("conference_needed") & ~denied
    return replace(journeys, enquiries=rows.with_columns(needed.alias("conference_needed")))


def _misdated(rows: pl.DataFrame, table: str, dirt: Dirt, seed: int) -> pl.DataFrame:
    start, end = _RUNS.get(table, ("referral", ""))
    ahead = spoiled(rows, "after-the-date", dirt, seed)
    later = pl.when(ahead).then(pl.col(start).dt.offset_by("10y")).otherwise(pl.col(start))
    if not end:
        return rows.with_columns(later.alias(start))
    ended = pl.col(end).is_not_null() & ~ahead
    backward = ended & spoiled(rows, "negative-duration", dirt, seed)
    headless = ended & ~backward & spoiled(rows, "missing-start", dirt, seed)
    before = pl.col(start) - timedelta(days=30)
    return rows.with_columns(
        pl.when(headless).then(None).otherwise(later).alias(start),
        pl.when(backward).then(before).otherwise(pl.col(end)).alias(end),
    )


def _twice(rows: pl.DataFrame, dirt: Dirt, seed: int) -> pl.DataFrame:
    return pl.concat([rows, rows.filter(spoiled(rows, "duplicate", dirt, seed))])
