"""One rule under two policies, child by child and run by run: who comes out otherwise, and who stays open.

A clock that runs and is due on another day comes out otherwise as well. Where it was judged before and after
to the same end, its days are history, and another due date among them flips nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from threshold.batch import Results
from threshold.batch.results import STATES
from threshold.trying.model import NONE, Aspect, Flow

OPEN = ("undetermined", "cannot_tell", "conflict")  # nobody can tell, or what is known contradicts itself
_NOTHING = (NONE, "not_applicable", "no_limit")  # there is nothing to judge
_NO_CLOCK = (NONE, "not_applicable")
_RUNNING = ("pending", "overdue", "paused")
_STATE = pl.Enum((*STATES, NONE))
_KEYS = ("child", "instance", "interval", "nth")
_ROWS = {
    "child": pl.String(),
    "instance": pl.UInt32(),
    "interval": pl.UInt32(),
    "nth": pl.UInt32(),
    "state": _STATE,
    "due": pl.String(),
}
FLIPS = {
    "rule": pl.String(),
    "aspect": pl.String(),
    "child": pl.String(),
    "place": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What a rule came to under two policies.

    flips    a row for each child, run or interval that comes out otherwise: the columns of `FLIPS`
    flows    how many came out so before and so after
    judged   the children of whom it came out one way or the other, before or after
    open     the others of whom it stays open, before and after
    units    how many runs or intervals stay open both times
    """

    rule: str
    flips: pl.DataFrame
    flows: tuple[Flow, ...]
    judged: pl.Series
    open: pl.Series
    units: int


def compared(rule: str, before: Results, after: Results) -> Compared:
    """A rule of either policy; where only one has it, the other has nothing to say by it."""
    aspect: Aspect = "deadline" if rule in before.deadlines or rule in after.deadlines else "rule"
    rows, others = _rows(rule, before), _rows(rule, after)
    if not _same_units(rule, before, after):
        rows, others = _of_children(rows), _of_children(others)
    both = _beside(rows, others)
    old, new = pl.col("before"), pl.col("after")
    came_or_gone = rule not in before.anchors or rule not in after.anchors
    # That there is no clock, and that none runs, is the same.
    turned = (old != new) & ~(old.is_in(_NO_CLOCK) & new.is_in(_NO_CLOCK))
    if came_or_gone:  # a rule that says nothing of anybody is as good as none
        silent = [*OPEN, *_NOTHING]
        turned = turned & ~(old.is_in(silent) & new.is_in(silent))
    moved = (old == new) & old.is_in(_RUNNING) & pl.col("due_before").ne_missing(pl.col("due_after"))
    told = both.with_columns(turned=turned, moved=moved)
    silent_both = old.is_in([*OPEN, *_NOTHING]) & new.is_in([*OPEN, *_NOTHING])
    open_both = silent_both & (old.is_in(OPEN) | new.is_in(OPEN)) & ~pl.col("turned")
    judged = told.filter(~silent_both)["child"].unique(maintain_order=True)
    open_ = told.filter(open_both)
    whose = open_["child"].unique(maintain_order=True)
    return Compared(
        rule,
        _flips(rule, aspect, told.filter(pl.col("turned") | pl.col("moved"))),
        tuple(_flows(rule, aspect, both)),
        judged,
        whose.filter(~whose.is_in(judged.implode())),
        open_.height,
    )


def _same_units(rule: str, before: Results, after: Results) -> bool:
    """Whether the rule is about the same things both times, so that each can be set beside itself."""
    anchor, other = before.anchors.get(rule), after.anchors.get(rule)
    return anchor is None or other is None or anchor == other


def _rows(rule: str, results: Results) -> pl.DataFrame:
    """Every run that a rule is about, each interval of it apart; none, where there is no such rule."""
    if rule not in results.anchors:
        return pl.DataFrame(schema=_ROWS)
    anchor = results.anchors[rule]
    units = results.units[anchor].select("child", "instance").with_row_index("row")
    if rule in results.deadlines:
        told = _clocks(results.deadlines[rule])
        table = units.join(told, on="row", how="left", maintain_order="left")
    else:
        table = units.with_columns(state=results.checks[anchor][rule].cast(_STATE))
        table = table.with_columns(
            pl.lit(None, _ROWS[name]).alias(name) for name in ("interval", "nth", "due")
        )
    table = table.with_columns(
        pl.col("state").fill_null(pl.lit("not_applicable", _STATE)), pl.col("nth").fill_null(0)
    )
    table = table.filter(pl.col("instance").is_not_null()) if anchor else table
    return table.select(*_ROWS)


def _clocks(clocks: pl.DataFrame) -> pl.DataFrame:
    """The clocks of a deadline, those of one interval numbered in their order."""
    clocks = clocks.sort("row", "interval", "met_on", maintain_order=True)
    once = not clocks.select("row", "interval").is_duplicated().any()
    place = pl.lit(0, pl.UInt32) if once else pl.int_range(pl.len(), dtype=pl.UInt32).over("row", "interval")
    due = pl.col("due").dt.to_string("%Y-%m-%d"), pl.col("due_at").dt.to_string("%Y-%m-%d %H:%M")
    return clocks.select(
        "row",
        "interval",
        place.alias("nth"),
        pl.col("state").cast(_STATE),
        pl.coalesce(*reversed(due)).alias("due"),
    )


def _beside(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Both, each row beside itself; what has nothing beside it is `none` there."""
    old, new = (
        old.rename({"state": "before", "due": "due_before"}),
        new.rename({"state": "after", "due": "due_after"}),
    )
    if old.select(_KEYS).equals(new.select(_KEYS)):
        return old.hstack(new.select("after", "due_after"))
    found = old.join(new, on=_KEYS, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right")
    return found.with_columns(pl.col("before", "after").fill_null(pl.lit(NONE, _STATE)))


def _of_children(table: pl.DataFrame) -> pl.DataFrame:
    """The same without the runs, in the order of their states: of things that are not each other's like."""
    table = table.filter(pl.col("state") != "not_applicable").sort("child", "state", maintain_order=True)
    return table.with_columns(
        pl.lit(None, _ROWS["instance"]).alias("instance"),
        pl.lit(None, _ROWS["interval"]).alias("interval"),
        pl.int_range(pl.len(), dtype=pl.UInt32).over("child").alias("nth"),
    )


def _flips(rule: str, aspect: Aspect, both: pl.DataFrame) -> pl.DataFrame:
    """What comes out otherwise, in words: a state or, where that stays, the day."""
    turned = pl.col("turned")
    words = []
    for name in ("before", "after"):
        state, due = pl.col(name).cast(pl.String), pl.col(f"due_{name}").fill_null(NONE)
        words.append(pl.when(turned).then(state).otherwise(pl.format("{}, due {}", state, due)))
    run = pl.format("run {}", pl.col("instance").cast(pl.String))
    interval = pl.format("interval {}", pl.col("interval").cast(pl.String))
    nth = pl.when(pl.col("nth") > 0).then(pl.format("number {}", pl.col("nth") + 1))
    return both.select(
        pl.lit(rule).alias("rule"),
        pl.lit(aspect).alias("aspect"),
        "child",
        pl.concat_str(run, interval, nth, separator=", ", ignore_nulls=True).alias("place"),
        words[0].alias("before"),
        words[1].alias("after"),
    )


def _flows(rule: str, aspect: Aspect, both: pl.DataFrame) -> Iterator[Flow]:
    """How many came out so before and so after, most frequent first."""
    counted = (
        both.group_by("before", "after").len().sort("len", "before", "after", descending=[True, False, False])
    )
    for before, after, number in counted.iter_rows():
        yield Flow(aspect, rule, before, after, number)
