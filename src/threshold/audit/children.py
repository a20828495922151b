"""Who became late since an earlier audit, who was put right and who left: children compared by reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from threshold.audit.model import Children, Moved, Moves
from threshold.audit.rows import Where, rows
from threshold.audit.run import Run
from threshold.output.escaping import FORMULA
from threshold.reading import BadInput, Problem
from threshold.semantics.closed_lists import FAILED

MOST_NAMED = 200
# What is not done, and may still be; and how such a thing may come out since.
_NOT_DONE = ("overdue", "not_met")
_DONE = ("met", "late")
_KEY = ("child", "opened", "start")  # which of a child's clocks it is, whatever number it has by now
_DATES = ("opened", "start", "due")
_NEEDED = ("child", "rule", "state", *_DATES)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The results of an earlier audit, by rule; `as_at` is empty where they do not say of when they are."""

    source: str
    as_at: str
    rules: Mapping[str, pl.DataFrame]
    children: pl.Series


def read_results(path: Path) -> Earlier:
    """The results that an earlier audit wrote. Raises BadInput where the file holds none."""
    try:
        return _read(path)
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError, OSError):
        raise BadInput(Problem("this is no file of results that can be read", str(path))) from None
    except pl.exceptions.PolarsError:
        raise BadInput(Problem("is no file of results: its dates are none", str(path))) from None


def moved(run: Run, earlier: Earlier) -> Children:
    """What became of every child since an earlier audit."""
    today = run.results.units[""]["child"]
    gone = earlier.children.filter(~earlier.children.is_in(today.implode()))
    come = today.filter(~today.is_in(earlier.children.implode()))
    about = {rule.rule: rule for rule in run.audit.rules if not rule.on_request}
    return Children(
        source=earlier.source,
        as_at=earlier.as_at,
        came=_moved(come),
        left=_moved(gone),
        rules=tuple(
            Moves(rule, about[rule].title, about[rule].beside, *found)
            for rule, found in _by_rule(run, earlier, gone)
            if rule in about and any(each.rows for each in found)
        ),
    )


def _by_rule(run: Run, earlier: Earlier, gone: pl.Series) -> Iterator[tuple[str, tuple[Moved, ...]]]:
    """Of each rule: what became late, was put right, is not done still, left, and is not told any more."""
    empty = pl.DataFrame(schema={**dict.fromkeys(("child", "rule", "state"), pl.String), **_dates()})
    known = [rule.rule for rule in run.audit.rules if not rule.on_request]
    told = Where(states=frozenset((*FAILED, *_DONE)), rules=frozenset(known))
    for rule, table in zip(known, rows(run, told), strict=True):
        then = earlier.rules.get(rule, empty).unique((*_KEY, "state"), maintain_order=True)
        now = table.select("child", "opened", "start", "state").unique((*_KEY, "state"), maintain_order=True)
        failed, before = now.filter(pl.col("state").is_in(FAILED)), then.filter(pl.col("state").is_in(FAILED))
        open_then = then.filter(pl.col("state").is_in(_NOT_DONE))
        done = now.filter(pl.col("state").is_in(_DONE))
        undone = failed.filter(pl.col("state") != "late")
        with_us = open_then.filter(~pl.col("child").is_in(gone.implode()))
        untold = _without(_without(with_us, done), undone)
        yield (
            rule,
            (
                _moved(_without(failed, before)["child"]),
                _moved(_with(with_us, done)["child"]),
                _moved(_with(_without(with_us, done), undone)["child"]),
                _moved(open_then.filter(pl.col("child").is_in(gone.implode()))["child"]),
                _moved(untold["child"]),
            ),
        )


def _with(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return table.join(other, on=_KEY, how="semi", nulls_equal=True)


def _without(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return table.join(other, on=_KEY, how="anti", nulls_equal=True)


def _moved(children: pl.Series) -> Moved:
    """How many things those are, of how many children, and the first of these by reference."""
    names = children.unique().sort()
    return Moved(children.len(), names.len(), tuple(names.head(MOST_NAMED)))


def _dates() -> dict[str, type[pl.DataType]]:
    return dict.fromkeys(_DATES, pl.Date)


def _read(path: Path) -> Earlier:
    """What of a file bears on who moved: of all its rows, only those of what was not done in time."""
    parquet = path.suffix.lower() == ".parquet"
    file = pl.scan_parquet(path, glob=False) if parquet else pl.scan_csv(path, infer_schema=False, glob=False)
    schema = file.collect_schema()
    if missing := [name for name in _NEEDED if name not in schema]:
        message = f"is no file of results, written with --results: it has no column {', '.join(missing)}"
        raise BadInput(Problem(message, str(path)))
    child = pl.col("child").cast(pl.String)
    # What a spreadsheet might run got an apostrophe when it was written as CSV.
    defused = pl.lit(not parquet) & child.str.starts_with("'") & child.str.slice(1).str.contains(FORMULA)
    child = pl.when(defused).then(child.str.slice(1)).otherwise(child).alias("child")
    named = file.filter(pl.col("child").is_not_null())
    failed = named.filter(pl.col("state").cast(pl.String).is_in(FAILED))
    dates = (_day(name, schema[name]) for name in _DATES)
    rows = failed.select(child, pl.col("rule", "state").cast(pl.String), *dates).collect()
    dated = "as_at" in schema
    days = named.select(pl.col("as_at").unique().head(2)).collect()["as_at"].to_list() if dated else []
    return Earlier(
        source=path.name,
        as_at=_as_at(days[0]) if len(days) == 1 else "",
        rules={str(rule): part for (rule,), part in rows.partition_by("rule", as_dict=True).items()},
        children=named.select(child.unique()).collect()["child"],
    )


def _day(name: str, dtype: pl.DataType) -> pl.Expr:
    """A date, which CSV has as text."""
    column = pl.col(name)
    return column.str.to_date("%Y-%m-%d") if dtype == pl.String else column.cast(pl.Date)


def _as_at(written: object) -> str:
    """The date of the audit that a file gives; empty where that is none."""
    try:
        return str(date.fromisoformat(str(written)))
    except ValueError:
        return ""
