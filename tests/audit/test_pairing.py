"""Rows of two audits paired: by their days, by reference, and by the nearest day."""

from datetime import date, timedelta

import pytest

pytest.importorskip("polars")

import polars as pl

from threshold.audit.pairing import MOST_DAYS, paired

Row = tuple[str, str | None, int | None]  # child, reference, and on which day it began
FIRST = date(2026, 1, 1)


def table(*rows: Row) -> pl.DataFrame:
    days = [None if day is None else FIRST + timedelta(days=day) for _, _, day in rows]
    columns = {
        "child": [child for child, _, _ in rows],
        "ref": [ref for _, ref, _ in rows],
        "opened": days,
        "start": days,
        "due": days,
    }
    types = {"child": pl.String, "ref": pl.String, **dict.fromkeys(("opened", "start", "due"), pl.Date)}
    return pl.DataFrame(columns, types)


def places(then: list[Row], now: list[Row]) -> list[int | None]:
    return paired(table(*then), table(*now)).to_list()


def test_what_began_on_the_same_day_is_the_same_whatever_it_is_called() -> None:
    assert places([("C", "A1", 0), ("C", "A2", 9)], [("C", "B2", 9), ("C", "B1", 0)]) == [1, 0]
    assert places([("C", None, None)], [("C", None, None)]) == [0]
    assert places([("C", None, 0), ("D", None, 0)], [("D", None, 0)]) == [None, 0]


def test_of_two_that_began_on_one_day_each_is_paired_once() -> None:
    assert places([("C", None, 0), ("C", None, 0)], [("C", None, 0)]) == [0, None]
    assert places([("C", "A2", 0), ("C", "A1", 0)], [("C", "A1", 0), ("C", "A2", 0)]) == [1, 0]


def test_a_date_put_right_is_known_by_the_reference_however_far_it_moved() -> None:
    assert places([("C", "A1", 0), ("C", "A2", 5)], [("C", "A2", 400), ("C", "A1", 1)]) == [1, 0]
    assert places([("C", "A1", 0)], [("D", "A1", 0)]) == [None]


def test_another_reference_is_another_thing_however_near() -> None:
    assert places([("C", "A1", 0)], [("C", "A2", 1)]) == [None]
    assert places([("C", "A1", 0)], [("C", None, 1)]) == [0]


def test_without_a_reference_the_nearest_days_go_together_in_order() -> None:
    assert places([("C", None, 0), ("C", None, 30)], [("C", None, 2), ("C", None, 31)]) == [0, 1]
    assert places([("C", None, 0), ("C", None, 30)], [("C", None, 29)]) == [None, 0]
    assert places([("C", None, 10)], [("C", None, 10), ("C", None, 11)]) == [0]


@pytest.mark.parametrize(("days", "place"), [(MOST_DAYS, 0), (-MOST_DAYS, 0), (MOST_DAYS + 1, None)])
def test_what_is_further_away_is_sooner_another_thing(days: int, place: int | None) -> None:
    assert places([("C", None, 100)], [("C", None, 100 + days)]) == [place]


def test_many_of_one_child_are_all_paired() -> None:
    then = [("C", None, 40 * number) for number in range(60)]
    assert places(then, [(child, ref, day + 1) for child, ref, day in then if day is not None]) == [
        *range(60)
    ]
