"""The rows that tell how clocks stand, and how one that has a due date is judged: by column."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.batch.dates import counted, hours_between, in_hours
from threshold.dates import Duration
from threshold.semantics.closed_lists import DEADLINE_STATES

STATE = pl.Enum(DEADLINE_STATES)
UNIT = pl.Enum(("days", "working days", "hours", "working hours"))
SCHEMA: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "interval": pl.UInt32(),
    "state": STATE,
    "start": pl.Date(),
    "due": pl.Date(),
    "due_at": pl.Datetime("us"),
    "met_on": pl.Date(),
    "days": pl.Int32(),
    "unit": UNIT,
    "stopped_on": pl.Date(),
}
_STATES: dict[str, pl.Expr] = {name: pl.lit(name, dtype=STATE) for name in DEADLINE_STATES}
_UNITS = {name: pl.lit(name, dtype=UNIT) for name in UNIT.categories}
_NOTHING = pl.DataFrame(schema=SCHEMA)
_UNTOLD = ("interval", "due", "due_at", "met_on", "days", "stopped_on")


def state(name: str) -> pl.Expr:
    """A state, as the rows have it: to turn words into it would take longer than all else."""
    return _STATES[name]


def unit(name: str) -> pl.Expr:
    """A unit, as the rows have it."""
    return _UNITS[name]


def nothing_told() -> pl.DataFrame:
    """No rows."""
    return _NOTHING


def finished(part: pl.DataFrame, verdict: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """The rows as they are told. Where it is not known whether the limit applies, no verdict is given."""
    if not part.height:
        return nothing_told()
    applies = pl.col("applies").fill_null(False)
    told = {
        **{name: pl.lit(None) for name in _UNTOLD},
        "start": pl.col("start"),
        "unit": unit("days"),
        **columns,
        "state": pl.when(applies).then(verdict).otherwise(state("cannot_tell")),
    }
    told["days"] = pl.when(applies).then(told["days"])
    return part.select(
        pl.col("row"),
        *(told[name].cast(dtype).alias(name) for name, dtype in SCHEMA.items() if name != "row"),
    )


def open_question(part: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """Rows of which nothing more can be told: a start or a limit is not known."""
    return finished(part, state("cannot_tell"), **columns)


def unit_of(limit: Duration) -> pl.Expr:
    """What a limit counts, between days."""
    return unit("working days" if limit.unit == "working days" else "days")


def covered(upto: pl.Expr) -> pl.Expr:
    """Whether every event that could have met it is recorded, up to a day."""
    return (upto <= pl.col("reached")).fill_null(False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How clocks of one limit that have a due date stand.

    The frame has `due`, `met` (and `due_at`, `met_at`, where there are times of day), `undated` (met on a
    day that nobody knows), `certain` (whether nothing that would have met it is missing), `has_undated`;
    and of the run whose end ends it `ended`, `end`, `may_have_ended`, `ends_reached` (up to when ends are
    recorded).
    """

    limit: Duration
    today: date
    ends: bool

    def rows(self, part: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
        """Met or late; not due any more, or not done by the end; not due yet, or overdue."""
        if not part.height:
            return nothing_told()
        due, met, end, today = pl.col("due"), pl.col("met"), pl.col("end"), pl.lit(self.today)
        if self.ends:
            # What ended before it was due is over, whatever was done afterwards.
            over = (pl.col("ended") & (end <= due) & (met > due)).fill_null(False)
            part = part.with_columns(met=pl.when(~over).then(met))
        timed = pl.col("met_at").is_not_null() & pl.col("due_at").is_not_null()
        late = pl.when(timed).then(pl.col("met_at") > pl.col("due_at")).otherwise(met > due)
        done = met.is_not_null()
        certain = pl.col("certain") & ~pl.col("has_undated")
        ahead = due >= today
        steps = [(done & ~late, "met"), (done, "late"), (pl.col("undated"), "cannot_tell")]
        if self.ends:
            ended, in_time = pl.col("ended"), (end <= due).fill_null(ahead)
            steps += [
                (ended & in_time, "ended"),
                (ended & certain & end.is_not_null(), "missed"),
                (ended, "cannot_tell"),
            ]
        steps += [(ahead, "pending"), (~certain, "cannot_tell")]
        if self.ends:
            told = (due <= pl.col("ends_reached")).fill_null(False) & ~pl.col("may_have_ended")
            steps.append((~told, "cannot_tell"))
        part = part.with_columns(verdict=_first_that_holds(steps, "overdue"))
        is_ = {name: pl.col("verdict") == state(name) for name in ("late", "missed", "pending", "overdue")}
        in_words, late_unit = counted(due, met, self.limit), unit_of(self.limit)
        if in_hours(self.limit):
            hours = hours_between(pl.col("due_at"), pl.col("met_at"), self.limit)
            in_words = pl.when(timed).then(hours).otherwise(in_words)
            late_unit = pl.when(timed).then(unit(self.limit.unit)).otherwise(unit("days"))
        days = (
            pl.when(is_["late"])
            .then(in_words)
            .when(is_["pending"])
            .then(counted(today, due, self.limit))
            .when(is_["overdue"])
            .then(counted(due, today, self.limit))
        )
        if self.ends:
            days = days.when(is_["missed"]).then(counted(due, end, self.limit))
            undecided = pl.col("undated") | done
            stopped = pl.when(pl.col("ended") & ~undecided).then(end)
            columns["stopped_on"] = stopped
        counted_in = (
            pl.when(is_["late"])
            .then(late_unit)
            .when(is_["pending"] | is_["overdue"] | is_["missed"])
            .then(unit_of(self.limit))
            .otherwise(unit("days"))
        )
        return finished(
            part,
            pl.col("verdict"),
            due=due,
            due_at=pl.col("due_at"),
            met_on=met,
            days=days,
            unit=counted_in,
            **columns,
        )


def _first_that_holds(steps: list[tuple[pl.Expr, str]], otherwise: str) -> pl.Expr:
    chain = pl.when(steps[0][0]).then(state(steps[0][1]))
    for mask, name in steps[1:]:
        chain = chain.when(mask).then(state(name))  # type: ignore[assignment]
    return chain.otherwise(state(otherwise))
