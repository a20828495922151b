"""A fact of every unit: moved to other units, unknown for some, and where any of several things holds."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.column import Column, either  # noqa: E402

DAYS = (date(2026, 8, 1), None, None)
FACT = Column(
    value=pl.Series(DAYS, dtype=pl.Date),
    absent=pl.Series([False, True, False]),
    undated=pl.Series([False, False, True]),
    whole_day=pl.Series([True, False, False]),
    breaks=pl.Series([4, None, None], dtype=pl.Int32),
)
MASKS = ("absent", "undated", "whole_day", "breaks")


def shown(column: Column, name: str) -> list[object] | None:
    mask = getattr(column, name)
    return None if mask is None else mask.to_list()


def test_each_run_has_the_fact_of_its_child_and_all_that_is_known_of_it():
    runs = FACT.at(pl.Series([2, 0, 0], dtype=pl.UInt32))
    assert runs.value.to_list() == [None, DAYS[0], DAYS[0]]
    assert [shown(runs, name) for name in MASKS] == [
        [False, False, False],
        [True, False, False],
        [False, True, True],
        [None, 4, 4],
    ]


def test_what_is_nowhere_is_nowhere_among_the_runs_either():
    runs = Column(FACT.value).at(pl.Series([1], dtype=pl.UInt32))
    assert [shown(runs, name) for name in MASKS] == [None] * 4


@pytest.mark.parametrize(
    ("unknown_of", "value", "absent", "undated", "whole_day"),
    [
        ([True, False, False], [None, None, None], [0, 1, 0], [0, 0, 1], [0, 0, 0]),
        ([False, True, False], [DAYS[0], None, None], [0, 0, 0], [0, 0, 1], [1, 0, 0]),
        ([False, False, True], [DAYS[0], None, None], [0, 1, 0], [0, 0, 0], [1, 0, 0]),
    ],
)
def test_what_is_unknown_is_neither_a_day_nor_absent_nor_undated(
    unknown_of: list[bool], value: list[object], absent: list[int], undated: list[int], whole_day: list[int]
):
    column = FACT.unless(pl.Series(unknown_of))
    assert column.value.to_list() == value
    assert [shown(column, name) for name in MASKS[:3]] == [absent, undated, whole_day]


@pytest.mark.parametrize("mask", [None, pl.Series([False, False, False])])
def test_where_nothing_is_unknown_the_fact_stands_as_it_is(mask: "pl.Series | None"):
    assert FACT.unless(mask) is FACT


@pytest.mark.parametrize(
    ("masks", "found"),
    [
        ([], None),
        ([[True, False]], [True, False]),
        ([[True, False], [False, False]], [True, False]),
        ([[False, False], [False, False], [False, True]], [False, True]),
    ],
)
def test_one_mask_is_enough(masks: list[list[bool]], found: list[bool] | None):
    told = either([pl.Series(mask) for mask in masks])
    assert (told if told is None else told.to_list()) == found
