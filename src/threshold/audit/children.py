"""Who became late since an earlier audit, who was put right and who left: children compared by reference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from threshold.audit import cells
from threshold.audit.model import Children, Moved, Moves
from threshold.audit.pairing import DAYS, paired
from threshold.audit.rows import Where, rows
from threshold.audit.run import Run
from threshold.exports.files.parquet_limits import look_inside_parquet
from threshold.reading import BadInput, Problem, check_ordinary
from threshold.semantics.closed_lists import FAILED

MOST_NAMED = 200
# What is not done, and may still be; and how such a thing may come out since.
_NOT_DONE = ("overdue", "not_met")
_DONE = ("met", "late")
_UNDONE = tuple(state for state in FAILED if state != "late")
_DATES = ("opened", "start", "due")
_NEEDED = ("child", "rule", "state", *_DATES)
_NOTHING = pl.DataFrame(
    schema={**dict.fromkeys(("child", "state", "ref"), pl.String), **dict.fromkeys(_DATES, pl.Date)}
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The results of an earlier audit; `as_at` is empty where they do not say of when they are.

    rules   what was late or not done, by rule
    file    all that was judged or not, to be read where more is wanted
    plain   it is CSV
    """

    source: str
    as_at: str
    rules: Mapping[str, pl.DataFrame]
    children: pl.Series
    file: pl.LazyFrame | None = None
    plain: bool = False

    def called(self, child: pl.Expr) -> pl.Expr:
        """What the file calls children: written as CSV, as its cells have them."""
        return cells.within(child) if self.plain else child


def read_results(path: Path) -> Earlier:
    """The results that an earlier audit wrote. Raises BadInput where the file holds none."""
    check_ordinary(path, str(path))
    try:
        return _read(path)
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError, OSError):
        raise BadInput(Problem("this is no file of results that can be read", str(path))) from None
    except pl.exceptions.PolarsError:
        raise BadInput(Problem("is no file of results: its dates are none", str(path))) from None


def moved(run: Run, earlier: Earlier) -> Children:
    """What became of every child since an earlier audit."""
    today = run.results.units[""].select(earlier.called(pl.col("child")))["child"]
    gone = earlier.children.filter(~earlier.children.is_in(today.implode()))
    come = today.filter(~today.is_in(earlier.children.implode()))
    about = {rule.rule: rule for rule in run.audit.rules if rule.of_practice}
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
    """Of each rule: what became late, was put right, is not done still, left, is not told any more, and what
    has another date.
    """
    known = [rule.rule for rule in run.audit.rules if rule.of_practice]
    bearing, moving = {}, {}
    for rule, table in zip(known, _now(run, earlier, known), strict=True):
        then = earlier.rules.get(rule, _NOTHING)
        now = _told(table).filter(
            pl.col("state").is_in(FAILED) | pl.col("child").is_in(then["child"].implode())
        )
        bearing[rule] = then, now
        # What is as it was, day for day, is nearly all; only of other children is everything looked at.
        if children := _moving(then, now, gone):
            moving[rule] = children
    before = _all_then(earlier, moving)
    for rule, (then, now) in bearing.items():
        if rule not in moving:
            yield rule, _moves(then, now, gone)
            continue
        others = ~pl.col("child").is_in(list(moving[rule]))
        (whole,) = _now(run, earlier, [rule], moving[rule])
        told_then = pl.concat([then.filter(others), before.get(rule, _NOTHING)])
        yield rule, _moves(told_then, pl.concat([now.filter(others), _told(whole)]), gone)


def _now(
    run: Run, earlier: Earlier, rules: Sequence[str], children: frozenset[str] | None = None
) -> Iterator[pl.DataFrame]:
    """The rows of today: those judged, or all of some children; children as the earlier file calls them."""
    states = frozenset((*FAILED, *_DONE)) if children is None else None
    for table in rows(run, Where(states=states, rules=frozenset(rules), children=children)):
        yield table.with_columns(earlier.called(pl.col("child")))


def _told(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(_NOTHING.columns)


def _moving(then: pl.DataFrame, now: pl.DataFrame, gone: pl.Series) -> frozenset[str]:
    """The children, still here, of whom something was late or not done then and is not judged of that day."""
    lost = then.join(now, on=["child", *DAYS], how="anti", nulls_equal=True)
    return frozenset(lost["child"].filter(~lost["child"].is_in(gone.implode())))


def _all_then(earlier: Earlier, some: Mapping[str, frozenset[str]]) -> Mapping[str, pl.DataFrame]:
    """All earlier rows of some children, by rule."""
    if not some or earlier.file is None:
        return {}
    wanted = pl.col("child").is_in(list(frozenset().union(*some.values())))
    found = earlier.file.filter(wanted, pl.col("rule").is_in(list(some))).collect()
    by_rule = {str(rule): part for (rule,), part in found.partition_by("rule", as_dict=True).items()}
    return {
        rule: _told(part.filter(pl.col("child").is_in(list(some[rule])))) for rule, part in by_rule.items()
    }


def _moves(then: pl.DataFrame, now: pl.DataFrame, gone: pl.Series) -> tuple[Moved, ...]:
    """What became of one rule, from all its rows that bear on it."""
    at = paired(then, now)
    of = now[at].select("state", *DAYS)
    beside = then.with_columns(
        of["state"].alias("is"), of["opened"].alias("opens"), of["start"].alias("starts")
    )
    failed = then["state"].is_in(FAILED)
    before = pl.Series(at.filter(failed & at.is_not_null()))
    became = now.with_row_index("at").filter(
        pl.col("state").is_in(FAILED), ~pl.col("at").is_in(before.implode())
    )
    was_open, left = pl.col("state").is_in(_NOT_DONE), pl.col("child").is_in(gone.implode())
    done, undone = (pl.col("is").is_in(states).fill_null(False) for states in (_DONE, _UNDONE))
    other = pl.col("opened").ne_missing(pl.col("opens")) | pl.col("start").ne_missing(pl.col("starts"))
    kept = beside.filter(was_open & ~left)
    return (
        _moved(became["child"]),
        _moved(
            beside.filter(
                ~left & ((was_open & done) | (pl.col("state").is_in(FAILED) & (pl.col("is") == "met")))
            )["child"]
        ),
        _moved(kept.filter(undone)["child"]),
        _moved(beside.filter(was_open & left)["child"]),
        _moved(kept.filter(~done & ~undone)["child"]),
        _moved(beside.filter(pl.col("state").is_in(FAILED), pl.col("is").is_not_null(), other)["child"]),
    )


def _moved(children: pl.Series) -> Moved:
    """How many things those are, of how many children, and the first of these by reference."""
    names = children.unique().sort()
    return Moved(children.len(), names.len(), tuple(names.head(MOST_NAMED)))


def _read(path: Path) -> Earlier:
    """What of a file bears on who moved: of all its rows, those of what was not done in time, and the others
    of some children when these are asked for.
    """
    parquet = path.suffix.lower() == ".parquet"
    if parquet:
        look_inside_parquet(path, str(path))
    file = pl.scan_parquet(path, glob=False) if parquet else pl.scan_csv(path, infer_schema=False, glob=False)
    schema = file.collect_schema()
    if missing := [name for name in _NEEDED if name not in schema]:
        message = f"is no file of results, written with --results: it has no column {', '.join(missing)}"
        raise BadInput(Problem(message, str(path)))
    child = pl.col("child").cast(pl.String)
    # What a spreadsheet might run got an apostrophe when it was written as CSV.
    defused = pl.lit(not parquet) & child.str.starts_with("'") & cells.is_formula(child.str.slice(1))
    child = pl.when(defused).then(child.str.slice(1)).otherwise(child).alias("child")
    named = file.filter(pl.col("child").is_not_null())
    ref = pl.col("ref").cast(pl.String) if "ref" in schema else pl.lit(None, pl.String).alias("ref")
    dates = (_day(name, schema[name]) for name in _DATES)
    told = named.select(child, pl.col("rule", "state").cast(pl.String), ref, *dates)
    failed = told.filter(pl.col("state").is_in(FAILED)).collect()
    dated = "as_at" in schema
    days = named.select(pl.col("as_at").unique().head(2)).collect()["as_at"].to_list() if dated else []
    return Earlier(
        source=path.name,
        as_at=_as_at(days[0]) if len(days) == 1 else "",
        rules={str(rule): _told(part) for (rule,), part in failed.partition_by("rule", as_dict=True).items()},
        children=named.select(child.unique()).collect()["child"],
        file=told,
        plain=not parquet,
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
