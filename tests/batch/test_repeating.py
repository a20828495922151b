"""A repeating clock: an interval for each thing held, each due counted from the last one."""

from datetime import date, timedelta

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.repeating import Repeating  # noqa: E402
from threshold.batch.timeline.entries import Entries, keys  # noqa: E402
from threshold.dates import Duration  # noqa: E402

TODAY = date(2026, 8, 14)
WEEK = Duration(7, "days")
OWN = pl.Series([0], dtype=pl.UInt32)
Row = tuple[int | None, str, int | None]  # which interval, its state, how many days
PAUSES = {
    "child": pl.UInt32,
    "opened": pl.Date,
    "closed": pl.Date,
    "ended": pl.Boolean,
    "superseded": pl.Date,
}


def ago(days: int | None) -> date | None:
    return None if days is None else TODAY - timedelta(days)


def held(*days: int) -> Entries:
    """Visits, each so many days ago, the earliest first."""
    on = pl.Series([ago(day) for day in days], dtype=pl.Date).cast(pl.Int32)
    own = OWN.new_from_index(0, len(days))
    return Entries(pl.DataFrame({"key": keys(own, on), "day": on}))


def rows(
    start: int | None,
    *visits: int,
    limit: Duration | None = WEEK,
    owns: bool = False,
    end: int | None = None,
    reached: int = 0,
    pauses: list[tuple[int, int | None]] | None = None,
) -> list[Row]:
    """What is told of one clock; `end` is the day on which its run ended."""
    told = {"start": ago(start), "end": ago(end), "reached": ago(reached), "ends_reached": TODAY}
    flags = {"applies": True, "has_undated": False, "ended": end is not None, "may_have_ended": False}
    part = pl.DataFrame(
        {"row": OWN, "child": OWN}
        | {name: pl.Series([day], dtype=pl.Date) for name, day in told.items()}
        | {name: pl.Series([flag]) for name, flag in flags.items()}
    )
    runs = [(0, ago(first), ago(last), last is not None, None) for first, last in pauses or []]
    still = None if pauses is None else pl.DataFrame(runs, PAUSES, orient="row")
    clock = Repeating(limit, held(*visits), OWN, owns, end is not None, still, TODAY)
    found = clock.rows(part).sort("interval", nulls_last=False)
    return [(row["interval"], row["state"], row["days"]) for row in found.iter_rows(named=True)]


@pytest.mark.parametrize(
    ("start", "visits", "told"),
    [
        (5, (), [(1, "pending", 2)]),
        (30, (), [(1, "overdue", 23)]),
        (30, (23,), [(1, "met", None), (2, "overdue", 16)]),
        (30, (25, 15, 3), [(1, "met", None), (2, "late", 3), (3, "late", 5), (4, "pending", 4)]),
        (5, (5,), [(1, "pending", 2)]),  # what was held on the day of the start opens it, and meets nothing
        (5, (9,), [(1, "pending", 2)]),
        # Without a known start the first one held starts it, and what counts from the start cannot be told.
        (None, (9, 4), [(None, "cannot_tell", None), (1, "met", None), (2, "pending", 3)]),
        (None, (), [(None, "cannot_tell", None)]),
    ],
)
def test_each_interval_is_counted_from_the_last_one_held(
    start: int | None, visits: tuple[int, ...], told: list[Row]
):
    assert rows(start, *visits) == told


def test_one_of_its_own_before_the_start_is_early_and_moves_nothing():
    assert rows(5, 9, 6, owns=True) == [(None, "early", None), (None, "early", None), (1, "pending", 2)]


def test_one_in_between_may_be_missing_where_not_all_is_covered():
    assert rows(30, 15, reached=15) == [(1, "late", 8), (2, "cannot_tell", None)]
    assert rows(30, 15, reached=16) == [(1, "cannot_tell", None), (2, "cannot_tell", None)]
    assert rows(30, 15, reached=8) == [(1, "late", 8), (2, "overdue", 8)]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (20, [(1, "met", None), (2, "ended", None)]),
        (18, [(1, "met", None), (2, "ended", None)]),  # on the day on which it was due
        (16, [(1, "met", None), (2, "missed", 2)]),
        (31, []),  # it would start after the end
    ],
)
def test_the_last_interval_ends_with_its_run(end: int, told: list[Row]):
    assert rows(30, 25, 10, end=end) == told


@pytest.mark.parametrize(
    ("pauses", "told"),
    [
        # What was not due before the pause leaves no row; it counts anew from the end.
        ([(20, 4)], [(1, "met", None), (2, "pending", 3)]),
        ([(15, 4)], [(1, "met", None), (2, "missed", 3), (3, "pending", 3)]),
        ([(20, None)], [(1, "met", None), (2, "paused", None)]),
        ([(15, None)], [(1, "met", None), (2, "missed", 3), (3, "paused", None)]),
    ],
)
def test_it_stands_still_in_a_pause(pauses: list[tuple[int, int | None]], told: list[Row]):
    assert rows(30, 25, pauses=pauses) == told
    assert rows(30, 25, 10, pauses=pauses) == told  # what is held meanwhile meets nothing
    assert rows(30, 25, pauses=[]) == rows(30, 25) == [(1, "met", None), (2, "overdue", 18)]


def test_without_a_limit_it_tells_how_long_ago_the_last_one_was():
    assert rows(30, limit=None) == [(1, "no_limit", 30)]
    assert rows(30, 25, 10, limit=None) == [(1, "no_limit", 10)]
    assert rows(30, 25, 10, limit=None, end=20) == [(1, "no_limit", 5)]
