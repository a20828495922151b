"""Dirt in made-up exports: of which kinds, in how many rows, and none where none is asked for."""

from datetime import date, timedelta

import polars as pl
import pytest

from threshold.demo.dirt import soil_dates, soil_rows

ROWS, SHARE = 4_000, 0.2
FIRST = date(2025, 1, 1)
CLEAN = pl.DataFrame(
    {
        "child": [f"C-{number}" for number in range(ROWS)],
        "start": [FIRST + timedelta(number % 300) for number in range(ROWS)],
        "end": [FIRST + timedelta(400) if number % 4 else None for number in range(ROWS)],
    },
    schema_overrides={"end": pl.Date},
)


def share(rows: pl.DataFrame, which: pl.Expr) -> float:
    return rows.filter(which).height / rows.height


def test_dates_become_text_some_of_it_in_british_form_and_some_no_date_at_all() -> None:
    soiled = soil_dates(CLEAN, ["start", "end"], SHARE, 1)
    for name in ("start", "end"):
        there = soiled.filter(CLEAN[name].is_not_null())
        clean = CLEAN.filter(CLEAN[name].is_not_null())[name]
        kinds = {
            "notes": there[name] == "see notes",
            "british": there[name] == clean.dt.strftime("%d/%m/%Y"),
            "iso": there[name] == clean.dt.strftime("%Y-%m-%d"),
        }
        assert sum(mask.sum() for mask in kinds.values()) == there.height
        assert kinds["notes"].mean() == pytest.approx(SHARE / 2, abs=0.02)
        assert kinds["iso"].mean() == pytest.approx(1 - SHARE, abs=0.02)
        # Nothing is made up where there was nothing.
        assert soiled.filter(CLEAN[name].is_null())[name].null_count() == CLEAN[name].null_count()
    assert soiled["child"].equals(CLEAN["child"])


def test_not_the_same_rows_are_soiled_in_each_column() -> None:
    soiled = soil_dates(CLEAN.with_columns(end=pl.col("start")), ["start", "end"], SHARE, 1)
    assert not soiled["start"].equals(soiled["end"])


def test_rows_are_spoiled_in_each_way_alike() -> None:
    soiled = soil_rows(CLEAN, ["start", "end"], SHARE, 1)
    kept, twice = soiled.head(ROWS), soiled.tail(soiled.height - ROWS)
    ahead = kept["start"] > date(2030, 1, 1)
    quarter = pytest.approx(SHARE / 4, abs=0.012)
    assert kept["child"].null_count() / ROWS == quarter
    assert ahead.mean() == quarter
    assert twice.height / ROWS == quarter
    assert twice.is_unique().all()
    assert set(twice.rows()) <= set(kept.rows())
    backward = kept["end"] < kept["start"]
    there = CLEAN["end"].is_not_null()
    assert backward.filter(there & ~ahead).mean() == pytest.approx(SHARE / 4, abs=0.015)
    assert (
        kept.filter(backward & ~ahead)["start"] - kept.filter(backward & ~ahead)["end"]
    ).unique().to_list() == [timedelta(30)]
    assert kept.filter(~there)["end"].null_count() == (~there).sum()


def test_ten_years_ahead_is_the_same_day_of_another_year() -> None:
    soiled = soil_rows(CLEAN, ["start"], SHARE, 1).head(ROWS)
    moved = CLEAN.filter(soiled["start"] != CLEAN["start"])["start"].to_list()
    told = soiled.filter(soiled["start"] != CLEAN["start"])["start"].to_list()
    assert told == [day.replace(year=day.year + 10) for day in moved]
    assert soiled["end"].equals(CLEAN["end"], null_equal=True)


def test_without_any_dirt_the_rows_are_as_they_were() -> None:
    assert soil_rows(CLEAN, ["start", "end"], 0.0, 1).equals(CLEAN, null_equal=True)
    assert soil_dates(CLEAN, ["start"], 0.0, 1)["start"].equals(CLEAN["start"].dt.strftime("%Y-%m-%d"))


def test_the_same_seed_soils_the_same_rows() -> None:
    for soil in (soil_dates, soil_rows):
        once, again, other = (soil(CLEAN, ["start"], SHARE, seed) for seed in (5, 5, 6))
        assert once.equals(again, null_equal=True)
        assert not once.equals(other, null_equal=True)
