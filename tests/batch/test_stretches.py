"""The stretches through which a clock runs on: to the end of its run, cut by each pause."""

from datetime import date, timedelta

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.stretches import stretches, through  # noqa: E402

START = date(2026, 1, 1)
Pause = tuple[int | None, int | None]  # from the one day to the other; None: on no day that is known
Stretch = tuple[int | None, int | None, bool, bool]  # from and to, whether a pause ends it, and goes on


def day(number: int | None) -> date | None:
    return None if number is None else START + timedelta(number)


def clock(end: int | None = None, over: bool = False) -> "pl.DataFrame":
    """A clock that begins on day 10."""
    told = {"begin": day(10), "end": day(end), "over": over or end is not None}
    days = {"begin": pl.Date, "end": pl.Date}
    return pl.DataFrame(
        [{"row": 0, "child": 0, **told}], schema_overrides={"row": pl.UInt32, "child": pl.UInt32, **days}
    )


def found(table: "pl.DataFrame") -> list[Stretch]:
    assert table["nth"].to_list() == list(range(table.height))
    rows = table.select("begin", "stop", "paused", "goes_on").rows()
    return [(*(each and (each - START).days for each in row[:2]), *row[2:]) for row in rows]


def runs(*pauses: tuple[int, Pause], superseded: int | None = None) -> "pl.DataFrame":
    """Pauses, each of a child."""
    rows = [
        (child, day(first), day(last), last is not None, day(superseded)) for child, (first, last) in pauses
    ]
    days = {"opened": pl.Date, "closed": pl.Date, "ended": pl.Boolean, "superseded": pl.Date}
    return pl.DataFrame(rows, {"child": pl.UInt32, **days}, orient="row")


def cut(of: "pl.DataFrame", *pauses: Pause, child: int = 0, superseded: int | None = None) -> list[Stretch]:
    return found(stretches(of, runs(*((child, pause) for pause in pauses), superseded=superseded)))


ONWARDS: Stretch = (10, None, False, False)


@pytest.mark.parametrize(
    ("pauses", "wanted"),
    [
        ([], [ONWARDS]),
        ([(20, 30)], [(10, 20, True, False), (30, None, False, False)]),
        ([(20, 30), (40, 45)], [(10, 20, True, False), (30, 40, True, False), (45, None, False, False)]),
        ([(40, None)], [(10, 40, True, True)]),
        # Those that meet or overlap are one.
        ([(20, 30), (30, 40)], [(10, 20, True, False), (40, None, False, False)]),
        ([(20, 40), (25, 30)], [(10, 20, True, False), (40, None, False, False)]),
        # One over by the day on which it begins cuts nothing; inside one, it starts when that ends.
        ([(2, 10)], [ONWARDS]),
        ([(2, 11)], [(11, None, False, False)]),
        ([(10, 15)], [(15, None, False, False)]),
        ([(None, 15)], [(15, None, False, False)]),
        ([(2, None)], [(None, 2, True, True)]),  # it has stood still since before it was to start
        ([(None, None)], [ONWARDS]),
    ],
)
def test_a_pause_stops_the_clock_and_it_runs_anew_from_its_end(pauses: list[Pause], wanted: list[Stretch]):
    assert cut(clock(), *pauses) == wanted


@pytest.mark.parametrize(
    ("end", "pauses", "wanted"),
    [
        (50, [], [(10, 50, False, False)]),
        (10, [], [(10, 10, False, False)]),
        (9, [], []),
        (50, [(20, 30)], [(10, 20, True, False), (30, 50, False, False)]),
        (50, [(50, 60)], [(10, 50, False, False)]),  # the clock was over when it began
        (50, [(20, 60)], [(10, 20, True, False)]),
        (50, [(20, None)], [(10, 20, True, False)]),  # the pause goes on, but the clock is over
    ],
)
def test_no_stretch_goes_beyond_the_end(end: int, pauses: list[Pause], wanted: list[Stretch]):
    assert cut(clock(end), *pauses) == wanted


def test_a_clock_that_nothing_pauses_has_one_stretch():
    for of, wanted in (
        (clock(), [ONWARDS]),
        (clock(over=True), [ONWARDS]),
        (clock(50), [(10, 50, False, False)]),
        (clock(10), [(10, 10, False, False)]),
        (clock(9), []),
    ):
        assert found(through(of)) == cut(of) == wanted


def test_a_pause_of_another_child_cuts_nothing():
    assert cut(clock(), (20, 30), child=1) == [ONWARDS]
    other = clock().with_columns(pl.lit(1, pl.UInt32).alias("row"), pl.lit(1, pl.UInt32).alias("child"))
    found_of_each = stretches(pl.concat([clock(), other]), runs((1, (20, 30))))
    assert found(found_of_each.filter(pl.col("row") == 0)) == [ONWARDS]
    assert found_of_each.filter(pl.col("row") == 1).height == 2


def test_a_pause_without_an_end_lasts_until_the_next_one_begins():
    assert cut(clock(), (20, None), superseded=28) == [(10, 20, True, False), (28, None, False, False)]
