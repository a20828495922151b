"""What came out of a batch: each rule's status for every unit, kept narrow, and told as long tables."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.batch.clock_rows import SCHEMA
from threshold.policy import Policy
from threshold.semantics.closed_lists import AUDITED_STATUSES, DEADLINE_STATES, FAILED

# Every state that a rule may be in. Of a deadline without a clock only counts tell: it does not apply.
STATES = tuple(dict.fromkeys((*AUDITED_STATUSES, *DEADLINE_STATES)))
STATE = pl.Enum(STATES)


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a batch.

    units       for each anchor ("" is the child itself) a table of what was evaluated: `child`, `instance`
                (the run's number, from 1; null for the child itself and for a child without a run),
                `opened` and `closed`; every child is in each of them, in one order
    checks      for each anchor a table with a column for each requirement, its rows those of `units`
    deadlines   for each deadline a table of its clocks; `row` is the place in its anchor's units
    days        for some anchors a table of the dates and truths to be kept, its rows those of `units`
    """

    policy: Policy
    as_at: date
    units: Mapping[str, pl.DataFrame]
    checks: Mapping[str, pl.DataFrame]
    deadlines: Mapping[str, pl.DataFrame]
    anchors: Mapping[str, str]  # rule -> anchor
    days: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def children(self, anchor: str) -> pl.Series:
        """The child of each unit of an anchor, as a place among all children."""
        child = self.units[anchor]["child"]
        return child.ne_missing(child.shift(1)).cum_sum() - 1

    def table(
        self,
        rules: Collection[str] | None = None,
        states: Collection[str] | None = None,
        children: Collection[str] | None = None,
    ) -> pl.DataFrame:
        """A row for each requirement and unit, and for each clock: of these rules, states and children.

        Columns: child, rule, anchor, instance, opened, interval, state, start, due, due_at (where counted in
        hours), met_on, days (left while pending, late when late, overdue or missed, elapsed where there is
        no limit; else null), unit (days, working days or hours) and stopped_on (when what it belongs to
        ended, or a pause began).
        """
        parts = list(self.tables(rules, states, children))
        return pl.concat(parts) if parts else _long(pl.DataFrame(schema=SCHEMA), self.units[""], "", "")

    def tables(
        self,
        rules: Collection[str] | None = None,
        states: Collection[str] | None = None,
        children: Collection[str] | None = None,
    ) -> Iterator[pl.DataFrame]:
        """The same a rule at a time, for results too many to hold at once."""
        places = {anchor: _places(units, children) for anchor, units in self.units.items()}
        for rule, anchor in self.anchors.items():
            if rules is not None and rule not in rules:
                continue
            place = places[anchor]
            if rule in self.deadlines:
                part = self.deadlines[rule]
                part = part if place is None else part.filter(pl.col("row").is_in(place.implode()))
            else:
                states_ = self.checks[anchor][rule]
                row = pl.int_range(states_.len(), dtype=pl.UInt32, eager=True) if place is None else place
                part = pl.DataFrame({"row": row, "state": states_ if place is None else states_[row]})
            yield _long(_in(part, states), self.units[anchor], rule, anchor)

    def counts(self) -> pl.DataFrame:
        """A row for each rule: kind, anchor, how many are in each state, and the share that was kept.

        The share is met / (met + not met), where late, overdue and missed are not met, and what was
        early, ended or is paused is neither; null where there are none.
        """
        rows = []
        for anchor, checks in self.checks.items():
            for rule, told in _counted(checks, AUDITED_STATUSES).items():
                rows.append({"rule": rule, "kind": "requirement", "anchor": anchor, **told})
        for rule, clocks in self.deadlines.items():
            anchor = self.anchors[rule]
            told = _counted(clocks.select(pl.col("state").alias(rule)), DEADLINE_STATES)[rule]
            told["not_applicable"] = self.units[anchor].height - clocks["row"].n_unique()
            rows.append({"rule": rule, "kind": "deadline", "anchor": anchor, **told})
        schema: dict[str, pl.DataType] = dict.fromkeys(("rule", "kind", "anchor"), pl.String())
        schema |= {state: pl.UInt32() for state in STATES}
        failed = pl.sum_horizontal(pl.col(name) for name in FAILED)
        table = pl.DataFrame(rows, schema=schema).with_columns(pl.col(STATES).fill_null(0))
        kept = pl.when(pl.col("met") + failed > 0).then(pl.col("met") / (pl.col("met") + failed))
        return table.with_columns(share=kept)


def _places(units: pl.DataFrame, children: Collection[str] | None) -> pl.Series | None:
    """The places of some children's units; None for everybody's."""
    if children is None:
        return None
    return units.select(pl.col("child").is_in(list(children)).arg_true()).to_series().cast(pl.UInt32)


def _long(part: pl.DataFrame, units: pl.DataFrame, rule: str, anchor: str) -> pl.DataFrame:
    about = units[part["row"]]
    empty = {name: pl.lit(None, dtype=dtype).alias(name) for name, dtype in SCHEMA.items()}
    told = {name: part[name] for name in part.columns if name not in ("row", "state")}
    return about.select(
        "child",
        pl.lit(rule).alias("rule"),
        pl.lit(anchor).alias("anchor"),
        "instance",
        "opened",
        told.get("interval", empty["interval"]),
        part["state"].cast(STATE),
        *(told.get(name, empty[name]) for name in SCHEMA if name not in ("row", "interval", "state")),
    )


def _in(part: pl.DataFrame, states: Collection[str] | None) -> pl.DataFrame:
    return part if states is None else part.filter(pl.col("state").cast(pl.String).is_in(list(states)))


def _counted(states: pl.DataFrame, known: Collection[str]) -> dict[str, dict[str, int]]:
    """How often each column holds each state."""
    by_state = {state: states.select((pl.all() == state).sum()) for state in known}
    rules = states.columns
    return {rule: {state: table[rule].item() for state, table in by_state.items()} for rule in rules}
