"""What belongs to which run, for many at once: as one by one, for runs of any kind, days and renewals."""

from datetime import date, timedelta
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline import belonging  # noqa: E402
from threshold.batch.timeline.entries import keys  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402
from threshold.semantics.records.belonging import by_day, by_nearest_start  # noqa: E402
from threshold.semantics.records.runs import Run, by_date  # noqa: E402

FIRST = date(2026, 1, 1)
CHILDREN, DAYS = 400, 14
RANDOM = Random(11)
Child = list[Run]


def day(number: int) -> date:
    return FIRST + timedelta(number)


def any_day() -> date:
    return day(RANDOM.randrange(DAYS))


def any_run() -> Run:
    """A run as a reference makes it: whatever else there is, with days or without."""
    opened = any_day() if RANDOM.random() < 0.8 else None
    ended = RANDOM.random() < 0.6
    closed = any_day() if ended and RANDOM.random() < 0.8 else None
    if opened and closed:
        opened, closed = sorted((opened, closed))
    superseded = any_day() if opened and not ended and RANDOM.random() < 0.3 else None
    return Run(opened, closed, ended, not ended, superseded if superseded != opened else None)


def linked() -> list[Child]:
    children = [[any_run() for _ in range(RANDOM.randrange(4))] for _ in range(CHILDREN)]
    return [sorted(runs, key=lambda run: run.day) for runs in children]


def paired() -> list[Child]:
    marks = [
        [[Entry(any_day(), "x") for _ in range(RANDOM.randrange(4))] for _ in "ab"] for _ in range(CHILDREN)
    ]
    return [by_date(*(sorted(each, key=lambda entry: entry.on or FIRST) for each in both)) for both in marks]


def table_of(children: list[Child]) -> pl.DataFrame:
    rows = [
        (child, run.opened, run.closed, run.ended, run.superseded, (child + place) % 2)
        for child, runs in enumerate(children)
        for place, run in enumerate(runs)
    ]
    days = dict.fromkeys(("opened", "closed"), pl.Date)
    schema = {"child": pl.UInt32, **days, "ended": pl.Boolean, "superseded": pl.Date, "outer": pl.UInt32}
    return pl.DataFrame(rows, schema, orient="row").with_row_index("place")


def things(restricted: bool) -> pl.DataFrame:
    """A thing of every child on every day; where restricted, of one of two outer runs."""
    rows = [(child, number) for child in range(CHILDREN) for number in range(-1, DAYS + 1)]
    table = pl.DataFrame(rows, {"child": pl.UInt32, "number": pl.Int32}, orient="row")
    outer = pl.col("number").abs() % 2 if restricted else pl.lit(None)
    start = (FIRST - date(1970, 1, 1)).days
    return table.with_columns(day=pl.col("number") + start, outer=outer.cast(pl.UInt32))


def renewals() -> list[list[date]]:
    return [[any_day() for _ in range(RANDOM.randrange(3))] for _ in range(CHILDREN)]


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize("nearest_start", [False, True])
def test_runs_of_any_kind_are_chosen_from_as_one_by_one(restricted: bool, nearest_start: bool):
    children, renewed = linked(), renewals()
    table, asked = table_of(children), things(restricted)
    new = [(child, each) for child, days in enumerate(renewed) for each in days]
    again = pl.DataFrame(new, {"child": pl.UInt32, "day": pl.Date}, orient="row")
    again = again.with_columns(pl.col("day").cast(pl.Int32))
    place, unsure = belonging.one_by_one(asked, table, again, nearest_start)
    first = table["child"].search_sorted(pl.int_range(CHILDREN, dtype=pl.UInt32, eager=True), side="left")
    rows = zip(asked.select("child", "number", "outer").iter_rows(), place, unsure, strict=True)
    for (child, number, outer), found, vague in rows:
        runs = children[child]
        among = [at for at in range(len(runs)) if outer is None or (child + at) % 2 == outer]
        if not nearest_start:
            wanted = by_day(day(number), runs, among, [] if outer is not None else renewed[child])
        else:
            wanted = by_nearest_start(day(number), runs, among)
            if wanted is None and among:  # none has a day to be near to
                assert vague is (len(among) > 1)
                wanted = among[0] if len(among) == 1 else None
        assert found == (None if wanted is None else first[child] + wanted), (runs, number)


@pytest.mark.parametrize("nearest_start", [False, True])
def test_runs_that_are_paired_by_date_share_out_the_time_as_one_by_one(nearest_start: bool):
    children, renewed = paired(), renewals()
    table, asked = table_of(children), things(restricted=False)
    new = [(child, (each - date(1970, 1, 1)).days) for child, days in enumerate(renewed) for each in days]
    again = pl.DataFrame(new, {"child": pl.UInt32, "day": pl.Int32}, orient="row")
    sorted_keys = keys(again["child"], again["day"]).sort()
    shares = belonging.by_nearest_start(table) if nearest_start else belonging.by_day(table, sorted_keys)
    found = shares.of(asked["child"], keys(asked["child"], asked["day"]))
    first = table["child"].search_sorted(pl.int_range(CHILDREN, dtype=pl.UInt32, eager=True), side="left")
    for (child, number), place in zip(asked.select("child", "number").iter_rows(), found, strict=True):
        runs = children[child]
        among = range(len(runs))
        wanted = by_day(day(number), runs, among, renewed[child])
        if nearest_start:
            wanted = by_nearest_start(day(number), runs, among)
        assert place == (None if wanted is None else first[child] + wanted), (runs, number)


def test_what_has_no_day_belongs_to_the_only_run_that_there_is():
    table = pl.DataFrame(
        {"child": [1, 2, 2], "opened": [FIRST] * 3, "closed": [None] * 3, "ended": [False] * 3},
        {"child": pl.UInt32, "opened": pl.Date, "closed": pl.Date, "ended": pl.Boolean},
    ).with_columns(superseded=pl.lit(None, pl.Date), outer=pl.Series([0, 0, 1], dtype=pl.UInt32))
    asked = pl.DataFrame(
        {"child": [0, 1, 2, 2], "day": [None] * 4, "outer": [None, None, None, 1]},
        {"child": pl.UInt32, "day": pl.Int32, "outer": pl.UInt32},
    )
    place, unsure = belonging.one_by_one(asked, table.with_row_index("place"), None, False)
    assert place.to_list() == [None, 0, None, 2]
    assert unsure.to_list() == [False, False, True, False]
