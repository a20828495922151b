"""How time and memory of a batch grow with the number of children: `batch_scaling.py [POLICY [CHILDREN...]]`.

Each size runs in a process of its own, so that its greatest use of memory is its own.
"""

import resource
import subprocess
import sys
import time
from datetime import date

import polars as pl

from threshold.batch import Batch, Tables
from threshold.policy import load_policy

AS_AT = date(2026, 8, 14)
SIZES = (2_000, 10_000, 100_000, 1_000_000)


def tables(children: int, seed: int = 1) -> Tables:
    """Plausible journeys: referral, assessment, for some a plan with reviews, for fewer child protection."""
    people = pl.DataFrame({"n": pl.int_range(children, eager=True)}).with_columns(
        child=pl.format("C{}", "n"), referral=_days(children, seed, 30, 700), draw=_share(children, seed + 1)
    )
    steps = [
        ("referral", "referral", 0, 0, 1.0),
        ("referral_decision", "referral", 0, 3, 0.95),
        ("assessment_started", "referral", 1, 5, 0.9),
        ("network_meeting", "assessment_started", 5, 20, 0.7),
        ("assessment_review", "assessment_started", 8, 25, 0.8),
        ("assessment_completed", "assessment_started", 20, 80, 0.85),
        ("cin_meeting", "assessment_completed", 1, 14, 0.5),
        ("cin_plan_started", "assessment_completed", 1, 20, 0.5),
        ("cin_review", "cin_plan_started", 20, 40, 0.5),
        ("cin_review", "cin_plan_started", 45, 80, 0.45),
        ("cin_review", "cin_plan_started", 85, 120, 0.4),
        ("cin_plan_ended", "cin_plan_started", 90, 300, 0.35),
        ("strategy_discussion", "referral", 10, 40, 0.15),
        ("section_47_started", "strategy_discussion", 0, 2, 0.15),
        ("cp_conference", "strategy_discussion", 10, 30, 0.12),
        ("cp_plan_started", "cp_conference", 0, 0, 0.1),
        ("core_group", "cp_conference", 5, 20, 0.1),
        ("cp_review", "cp_conference", 70, 110, 0.09),
        ("cp_review", "cp_conference", 220, 300, 0.08),
        ("cp_plan_ended", "cp_conference", 300, 500, 0.05),
        ("assessment_started", "assessment_completed", 90, 200, 0.2),
        ("assessment_completed", "assessment_started", 20, 70, 0.18),
    ]
    for number, (event, after, least, most, _) in enumerate(steps):
        if event != "referral":
            later = _days(children, seed + 10 + number, least, most, forward=True)
            people = people.with_columns((pl.col(after) + later).alias(f"{number} {event}"))
            people = people.with_columns(pl.col(f"{number} {event}").alias(event))
        else:
            people = people.with_columns(pl.col("referral").alias(f"{number} {event}"))
    parts = [
        people.filter(pl.col("draw") < share).select(
            "n", "child", pl.lit(event).cast(pl.Categorical).alias("event"), on=pl.col(f"{number} {event}")
        )
        for number, (event, _, _, _, share) in enumerate(steps)
    ]
    events = pl.concat(parts).filter(pl.col("on") <= AS_AT).sort("n", "on").drop("n")
    facts = people.select(
        "child",
        (pl.col("draw") < 0.6).alias("child_in_need.assessed"),
        (pl.col("draw") < 0.5).alias("child_in_need.service_provided"),
        (pl.col("draw") < 0.12).alias("child_protection.conference_needed"),
    )
    kinds = {event for event, *_ in steps}
    return Tables(events, facts, dict.fromkeys(kinds, AS_AT), AS_AT)


def _share(rows: int, seed: int) -> pl.Series:
    return pl.int_range(rows, eager=True).hash(seed) % 10_000 / 10_000


def _days(rows: int, seed: int, least: int, most: int, forward: bool = False) -> pl.Series:
    number = least + (_share(rows, seed) * (most - least + 1)).cast(pl.Int64)
    days = pl.select(pl.duration(days=number)).to_series()
    return days if forward else pl.select(pl.lit(AS_AT) - days).to_series()


def measure(policy: str, children: int) -> None:
    given = tables(children)
    before = time.perf_counter()
    rules = load_policy(policy).at(AS_AT)
    loaded = time.perf_counter()
    batch = Batch(rules, AS_AT)
    compiled = time.perf_counter()
    results = batch.evaluate(given)
    counts = results.counts()
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clocks = sum(rows.height for rows in results.deadlines.values())
    checks = sum(table.height * table.width for table in results.checks.values())
    print(
        f"{children:>9,} children {given.events.height:>11,} events  load {loaded - before:5.2f} s  "
        f"compile {compiled - loaded:5.2f} s  evaluate {done - compiled:6.2f} s  {memory:6.0f} MiB  "
        f"{counts.height} rules  {checks + clocks:,} results"
    )


if __name__ == "__main__":
    policy, *sizes = sys.argv[1:] or ["default"]
    if len(sizes) == 1:
        measure(policy, int(sizes[0]))
    for size in sizes or SIZES:
        if len(sizes) != 1:
            subprocess.run([sys.executable, __file__, policy, str(size)], check=True)
