"""Counting the results of a batch a rule at a time: outcomes, lateness, months, teams, and the worst."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from threshold.audit.model import Bucket, Counts, Lateness, Month, Part, Worst
from threshold.audit.period import Period
from threshold.batch import Results
from threshold.semantics.closed_lists import AUDIT_STATES, FAILED

WORST = 10
SEVERAL = "several"
NAMES = ("team", "worker")

_SAME = {"undetermined": "cannot_tell"}
_MISSED = ("late", "overdue", "missed")
_BOUNDS: Mapping[str, tuple[int, ...]] = {
    "working days": (5, 10, 20, 40, 80),
    "days": (7, 14, 28, 56, 91),
    "hours": (4, 24, 72, 168),
    "working hours": (4, 8, 24, 40),
}
# What one of each unit counts for, where the worst are looked for; of any other, 24.
_WEIGHTS: Mapping[str, int] = {"hours": 1, "working hours": 3}


@dataclass(frozen=True, slots=True)
class Tally:
    """What one rule came to."""

    counts: Counts
    without: int
    lateness: tuple[Lateness, ...]
    months: tuple[Month, ...]
    worst: tuple[Worst, ...]
    by_team: tuple[Part, ...]
    by_worker: tuple[Part, ...]
    not_done: int = 0  # overdue at the end of a period by which it would have been done, or missed in it


class Teams:
    """Which team and worker each child has; several where rows differ.

    `pairs` are the teams and workers that occur together, nobody the first: one number tells both.
    """

    def __init__(self, allocated: pl.DataFrame) -> None:
        self._known: dict[str, pl.Series] = {}
        self.of_children = allocated.select("child", *NAMES)
        if allocated["child"].n_unique() < allocated.height:
            self.of_children = self._once(allocated)
        nobody = pl.DataFrame({name: [None] for name in NAMES}, dict.fromkeys(NAMES, pl.String))
        pairs = pl.concat([nobody, self.of_children.select(NAMES)]).unique(maintain_order=True)
        self.pairs = pairs.with_row_index("pair")
        self.has = {name: pairs[name].null_count() < pairs.height for name in NAMES}

    @staticmethod
    def _once(allocated: pl.DataFrame) -> pl.DataFrame:
        """One row for each child."""
        table = allocated.select(pl.col("child").unique())
        for name in NAMES:
            distinct = allocated.select("child", name).drop_nulls().unique()
            several = pl.when(pl.len() > 1).then(pl.lit(SEVERAL)).otherwise(pl.col(name).first())
            alone = distinct.group_by("child").agg(several.alias(name))
            table = table.join(alone, on="child", how="left")
        return table

    def beside(self, results: Results, anchor: str) -> pl.Series:
        """The number of every unit's pair, in the order of a batch's units."""
        if "" not in self._known:
            of_children = self.of_children.join(self.pairs, on=NAMES, nulls_equal=True).select(
                "child", "pair"
            )
            joined = results.units[""].join(of_children, on="child", how="left", maintain_order="left")
            self._known[""] = joined["pair"].fill_null(0)
        if anchor not in self._known:
            self._known[anchor] = self._known[""][results.children(anchor)]
        return self._known[anchor]


def tally(
    rule: str, results: Results, teams: Teams, by_team: bool = True, period: Period | None = None
) -> Tally:
    """One rule counted; `by_team`: for each team and worker as well. Of a period, where one is given."""
    rows, anchor, without = _rows(rule, results), results.anchors[rule], _without(rule, results)
    timed, not_done = rule in results.deadlines, 0
    elsewhere = results.units[anchor].height - without - rows["row"].n_unique() if timed else 0
    if period is not None:
        if timed and period.by == "done":
            not_done = int(rows.select(period.not_done(results.as_at).sum()).item())
        rows = of_period(rows, rule, results, period)
    outcomes = _counted(rows["state"])
    outcomes["not_applicable"] += elsewhere
    told = counts(outcomes)
    shown = [name for name in NAMES if by_team and told.judged and teams.has[name]]
    parts = _by_pair(rows, teams.beside(results, anchor)).join(teams.pairs, on="pair") if shown else rows
    missed = rows.filter(_is_missed(rows)) if timed else pl.DataFrame()
    return Tally(
        counts=told,
        without=without,
        lateness=_lateness(missed),
        months=_months(rows) if timed else (),
        worst=_worst(missed, results, anchor, teams),
        by_team=_parts(parts, "team") if "team" in shown else (),
        by_worker=_parts(parts, "worker") if "worker" in shown else (),
        not_done=not_done,
    )


def of_period(rows: pl.DataFrame, rule: str, results: Results, period: Period) -> pl.DataFrame:
    """The rows of a rule that belong to a period.

    A requirement about each run of an episode goes by the days of that run. One about the child itself is
    as at the date of the audit, and belongs to any period.
    """
    anchor, states = results.anchors[rule], rows.schema["state"]
    if rule in results.deadlines:
        return rows.filter(period.holds("start", "met_on")).with_columns(state=period.judged("start", states))
    if not anchor:
        return rows
    days = results.units[anchor].select("opened", "closed")[rows["row"]]
    found = rows.hstack(days).filter(period.holds("opened", "closed"))
    return found.with_columns(state=period.judged("opened", states)).drop("opened", "closed")


def counts(outcomes: Mapping[str, int]) -> Counts:
    """The counts of outcomes, with what follows from them."""
    known: dict[str, int] = {name: outcomes.get(name, 0) for name in AUDIT_STATES}
    judged = known["met"] + sum(known[name] for name in FAILED)
    n = sum(known.values()) - known["not_applicable"]
    untold = known["cannot_tell"] + known["conflict"]
    share, least = (round(known["met"] / of, 6) if judged else None for of in (judged, judged + untold))
    return Counts(**known, n=n, judged=judged, share=share, least=least)  # type: ignore[arg-type]


def _rows(rule: str, results: Results) -> pl.DataFrame:
    """A rule's rows with the place of each one's unit."""
    anchor = results.anchors[rule]
    timed = rule in results.deadlines
    if timed:
        table = results.deadlines[rule]
    else:
        table = pl.DataFrame({"state": results.checks[anchor][rule]}).with_row_index("row")
    if _without(rule, results):
        has_run = results.units[anchor]["instance"].is_not_null()
        table = table.filter(has_run.gather(table["row"]) if timed else has_run)
    return table


def _without(rule: str, results: Results) -> int:
    """How many children have no run of the episode that a rule is about, and so nothing to count."""
    anchor = results.anchors[rule]
    return int(results.units[anchor]["instance"].null_count()) if anchor else 0


def _counted(states: pl.Series) -> Counter[str]:
    found: Counter[str] = Counter()
    numbers = states.to_physical()
    assert isinstance(states.dtype, pl.Enum)
    for number, state in enumerate(states.dtype.categories):  # faster than to count all values at once
        found[_SAME.get(state, state)] += int((numbers == number).sum())
    return found


def _is_missed(rows: pl.DataFrame) -> pl.Series:
    """Which rows tell of something that was not done in time, and by how much."""
    states = rows["state"].dtype
    assert isinstance(states, pl.Enum)
    numbers = [states.categories.index_of(state) for state in _MISSED]
    return rows["state"].to_physical().is_in(numbers) & rows["days"].is_not_null()


def _lateness(missed: pl.DataFrame) -> tuple[Lateness, ...]:
    """By how much, for each unit that the rule counts in; exact, from how often each number occurs."""
    if not missed.height:
        return ()
    table = missed.group_by("unit", "state", "days").len().sort("unit", "days", "state")
    found = []
    for (unit,), some in table.partition_by("unit", as_dict=True, maintain_order=True).items():
        numbers = some.group_by("days", maintain_order=True).agg(pl.col("len").sum()).sort("days")
        n = int(numbers["len"].sum())
        most = int(numbers["days"][-1])
        found.append(Lateness(str(unit), n, _median(numbers, n), most, _buckets(str(unit), some)))
    return tuple(found)


def _median(numbers: pl.DataFrame, n: int) -> float:
    reached = numbers["len"].cum_sum()
    low, high = (int(reached.search_sorted(place, side="left")) for place in ((n + 1) // 2, n // 2 + 1))
    return (int(numbers["days"][low]) + int(numbers["days"][high])) / 2


def _buckets(unit: str, some: pl.DataFrame) -> tuple[Bucket, ...]:
    bounds = _BOUNDS[unit]
    edges = [
        (least, most)
        for least, most in zip((0, *(bound + 1 for bound in bounds)), (*bounds, None), strict=True)
    ]
    found = []
    for least, most in edges:
        inside = some.filter(
            (pl.col("days") >= least) & (pl.lit(most is None) | (pl.col("days") <= (most or 0)))
        )
        by_state = dict(inside.group_by(pl.col("state").cast(pl.String)).agg(pl.col("len").sum()).iter_rows())
        numbers = (by_state.get(state, 0) for state in _MISSED)
        found.append(Bucket(least, most, *numbers))
    return tuple(found)


def _months(rows: pl.DataFrame) -> tuple[Month, ...]:
    by_day = rows.group_by("due", "state").len().drop_nulls("due")
    month = pl.col("due").dt.month_start().alias("month")
    table = by_day.group_by(month, "state").agg(pl.col("len").sum()).sort("month")
    by_month: dict[str, Counter[str]] = {}
    for month, state, number in table.iter_rows():
        by_month.setdefault(f"{month:%Y-%m}", Counter())[_SAME.get(state, state)] += number
    return tuple(Month(month, counts(outcomes)) for month, outcomes in by_month.items())


def _by_pair(rows: pl.DataFrame, pairs: pl.Series) -> pl.DataFrame:
    """How often each pair of a team and a worker has each state: a number for both is counted fastest."""
    states = rows["state"].dtype
    assert isinstance(states, pl.Enum)
    names, number = states.categories, pairs.gather(rows["row"])
    both = (number * names.len() + rows["state"].to_physical()).alias("both")
    table = both.value_counts(name="len")
    pair, state = (table["both"] // names.len()).alias("pair"), names[table["both"] % names.len()]
    return pl.DataFrame([pair, state.alias("state"), table["len"]])


def _parts(table: pl.DataFrame, by: str) -> tuple[Part, ...]:
    found: dict[str, Counter[str]] = {}
    for name, state, number in table.select(by, "state", "len").iter_rows():
        found.setdefault(name or "", Counter())[_SAME.get(state, state)] += number
    ordered = sorted(found.items(), key=lambda item: (not item[0], item[0]))
    return tuple(Part(name or "not given", counts(outcomes)) for name, outcomes in ordered)


def _worst(missed: pl.DataFrame, results: Results, anchor: str, teams: Teams) -> tuple[Worst, ...]:
    if not missed.height:
        return ()
    # A rule in hours counts whole days where no time of day is known; those are set beside 24 hours each, or
    # 8 working hours.
    weights = pl.col("unit").cast(pl.String).replace_strict(_WEIGHTS, default=24, return_dtype=pl.Int64)
    weight = pl.col("days") * weights
    top = missed.with_columns(weight=weight).top_k(WORST, by="weight")
    names = results.units[anchor][top["row"]].select("child", "instance")
    found = top.hstack(names).hstack(teams.pairs[teams.beside(results, anchor)[top["row"]]]).to_dicts()
    found.sort(key=lambda row: (-row["weight"], str(row["due"]), row["child"], row["interval"] or 0))
    return tuple(_as_worst(row) for row in found)


def _as_worst(row: Mapping[str, Any]) -> Worst:
    days = {name: row[name].isoformat() if row[name] else None for name in ("start", "due", "met_on")}
    return Worst(
        child=row["child"],
        instance=row["instance"],
        interval=row["interval"],
        outcome=row["state"],
        days=row["days"],
        unit=row["unit"],
        team=row.get("team"),
        worker=row.get("worker"),
        **days,
    )
