"""The rows of two audits paired: one assessment, plan or interval with itself, its date put right or not.

By its days; else by the reference that the export gives it; else by the nearest day of the same child.
"""

from collections.abc import Sequence

import polars as pl

# By so many days a date that was put right may have moved. More than that, it is sooner another thing.
MOST_DAYS = 31
DAYS = ("opened", "start")
_ROUNDS = 20  # each pairs at least one row of every child that has any to pair


def paired(then: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """For each row of `then` the place of its row in `now`; null where it has none.

    Both have `child`, `ref`, `opened`, `start` and `due`; a row is of one rule.
    """
    then, now = (
        table.select("child", "ref", *DAYS, day=_day()).with_row_index("at") for table in (then, now)
    )
    height = then.height
    found: list[pl.DataFrame] = []
    for keys in (("child", "ref", *DAYS), ("child", *DAYS), ("child", "ref", "start")):
        then, now = _left(then, now, found)
        found.append(_same(then, now, keys))
    for of, most in (("child", "ref"), None), (("child",), MOST_DAYS):
        for _ in range(_ROUNDS):
            then, now = _left(then, now, found)
            nearest = _nearest(then, now, of, most)
            if not nearest.height:
                break
            found.append(nearest)
    pairs = pl.concat(found)
    places = pl.DataFrame({"at": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return places.join(pairs, on="at", how="left", maintain_order="left")["now"]


def _day() -> pl.Expr:
    """The day by which rows are set side by side."""
    return pl.coalesce("start", "opened", "due")


def _left(
    then: pl.DataFrame, now: pl.DataFrame, found: Sequence[pl.DataFrame]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is not paired yet."""
    if not found:
        return then, now
    last = found[-1]
    return (
        then.join(last, on="at", how="anti"),
        now.join(last.select(at="now"), on="at", how="anti"),
    )


def _same(then: pl.DataFrame, now: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Rows of the same keys, the first with the first; where not all days are keys, those of a reference."""
    if not {*DAYS} <= {*keys}:
        then, now = (table.filter(pl.col("ref").is_not_null()) for table in (then, now))
    # Of two that began on one day, each is paired once.
    then, now = (table.with_columns(nth=pl.int_range(pl.len()).over(keys)) for table in (then, now))
    both = then.join(now, on=[*keys, "nth"], how="inner", nulls_equal=True, suffix=" now")
    return both.select("at", now="at now")


def _may_be_one() -> pl.Expr:
    """Whether not both have a reference: one of another reference is another."""
    return pl.col("ref").is_null() | pl.col("ref now").is_null()


def _nearest(then: pl.DataFrame, now: pl.DataFrame, keys: Sequence[str], most: int | None) -> pl.DataFrame:
    """Rows of the same keys that are each other's nearest by their day."""
    known = pl.col("day").is_not_null()
    if "ref" in keys:
        known = known & pl.col("ref").is_not_null()
    then, now = then.filter(known), now.filter(known)
    both = then.join(now, on=list(keys), how="inner", suffix=" now")
    apart = (pl.col("day") - pl.col("day now")).dt.total_days().abs()
    both = both.with_columns(apart=apart)
    if "ref" not in keys:
        both = both.filter(_may_be_one())
    if most is not None:
        both = both.filter(pl.col("apart") <= most)
    both = both.sort("apart", "day", "day now", "at", "at now")
    first = [pl.int_range(pl.len()).over(each) == 0 for each in ("at", "at now")]
    return both.filter(first[0] & first[1]).select("at", now="at now")
