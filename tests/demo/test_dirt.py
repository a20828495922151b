"""Dirt in made-up exports: which kinds can be asked for, in how many rows; none where none is."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from threshold.demo import FORMATS, write_demo
from threshold.demo.dirt import (
    CLEAN,
    KINDS,
    OF_DATES,
    USUAL_SHARE,
    WHOLE,
    Dirt,
    mixed,
    not_in,
    read_dirt,
    soil_dates,
    soil_references,
    spoiled,
)
from threshold.reading import BadInput

ROWS, SHARE = 4_000, 0.2
FIRST = date(2025, 1, 1)
ROWS_OF_IT = pl.DataFrame(
    {
        "child": [f"C-{number}" for number in range(ROWS)],
        "start": [FIRST + timedelta(number % 300) for number in range(ROWS)],
        "end": [FIRST + timedelta(400) if number % 4 else None for number in range(ROWS)],
    },
    schema_overrides={"end": pl.Date},
)
WRITTEN = {
    "unreadable-date": "see notes",
    "day-first": "%d/%m/%Y",
    "mixed-dates": "%m/%d/%Y",
    "two-digit-years": "%d/%m/%y",
    "time-of-day": "%Y-%m-%d 00:00:00",
    "error-cell": "#REF!",
}


def test_a_number_spoils_so_many_rows_half_in_their_dates_half_in_the_record() -> None:
    asked = read_dirt("0.02")
    assert asked == mixed(0.02)
    assert sum(asked.shares.values()) == pytest.approx(0.02)
    assert sum(asked.of(OF_DATES).values()) == pytest.approx(0.01)
    assert not read_dirt("0")
    assert not CLEAN


def test_kinds_are_asked_for_by_name_with_a_share_or_the_usual_one() -> None:
    asked = read_dirt("overlap, no-child=0.1,title-lines")
    assert asked.shares == {"overlap": USUAL_SHARE, "no-child": 0.1, "title-lines": 1.0}
    assert "overlap" in asked
    assert "totals" not in asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("overlaps", 'did you mean "overlap"'),
        ("2", "from 0.0 to 1.0"),
        ("-1", "from 0.0 to 1.0"),
        ("nan", "from 0.0 to 1.0"),
        ("overlap=", "from 0.0 to 1.0"),
        ("overlap=much", "from 0.0 to 1.0"),
        ("totals=0.5", "no share"),
    ],
)
def test_what_cannot_be_asked_for_is_told(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_dirt(text)


@pytest.mark.parametrize(
    ("kind", "format_", "name"),
    [
        ("totals", "census", "a.xml"),
        ("named-sheets", "events", "a.csv"),
        ("title-lines", "events", "a.parquet"),
        ("separator-line", "annex-a", "a.xlsx"),
        ("title-lines", "ssd", "a.parquet"),
    ],
)
def test_a_kind_that_such_a_file_cannot_have_is_refused(
    tmp_path: Path, kind: str, format_: str, name: str
) -> None:
    assert not_in(read_dirt(kind), format_, Path(name)) == [kind]
    with pytest.raises(BadInput, match=kind):
        write_demo(tmp_path / name, 10, dirt=read_dirt(kind), format_=format_)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_a_difference_in_some_export(tmp_path: Path, kind: str) -> None:
    names = {"events": "a.csv", "annex-a": "b", "census": "c.xml", "ssd": "d"}
    assert set(names) == set(FORMATS)
    told = Dirt({kind: 1.0 if kind in WHOLE else 0.5})
    dirts = (("clean", CLEAN), ("dirty", told))
    differs = []
    for format_, name in names.items():
        if not_in(told, format_, Path(name)):
            continue
        pair = (write_demo(tmp_path / f"{which}-{name}", 60, 1, asked, format_) for which, asked in dirts)
        clean, dirty = ([(file.name[-5:], file.read_bytes()) for file in files] for files in pair)
        differs.append(clean != dirty)
    assert differs
    assert all(differs)


@pytest.mark.parametrize("kind", OF_DATES)
def test_dates_become_text_in_the_way_that_was_asked_for(kind: str) -> None:
    soiled = soil_dates(ROWS_OF_IT, ["start", "end"], Dirt({kind: SHARE}), 1)
    for name in ("start", "end"):
        clean = ROWS_OF_IT[name]
        there = clean.is_not_null()
        written = soiled[name].filter(there)
        wanted = clean.filter(there).dt.strftime(WRITTEN[kind])
        assert (written == wanted).mean() == pytest.approx(SHARE, abs=0.03)
        assert ((written == wanted) | (written == clean.filter(there).dt.strftime("%Y-%m-%d"))).all()
        # Nothing is made up where there was nothing.
        assert soiled[name].null_count() == clean.null_count()
    assert soiled["child"].equals(ROWS_OF_IT["child"])


def test_of_several_kinds_each_has_rows_of_its_own_and_more_than_all_there_are_is_no_more() -> None:
    asked = Dirt({"unreadable-date": 0.8, "day-first": 0.8})
    soiled = soil_dates(ROWS_OF_IT, ["start"], asked, 1)["start"]
    notes = (soiled == "see notes").mean()
    assert notes == pytest.approx(0.5, abs=0.03)
    assert (soiled.str.contains("/")).mean() == pytest.approx(1 - notes)


def test_not_the_same_rows_are_soiled_in_each_column() -> None:
    rows = ROWS_OF_IT.with_columns(end=pl.col("start"))
    soiled = soil_dates(rows, ["start", "end"], Dirt({"day-first": SHARE}), 1)
    assert not soiled["start"].equals(soiled["end"])


def test_references_are_left_out_or_padded() -> None:
    soiled = soil_references(ROWS_OF_IT, "child", read_dirt("no-child=0.2,padded-reference=0.1"), 1)["child"]
    assert soiled.null_count() / ROWS == pytest.approx(0.2, abs=0.02)
    padded = soiled.drop_nulls().filter(soiled.drop_nulls() != soiled.drop_nulls().str.strip_chars())
    assert len(padded) / ROWS == pytest.approx(0.1, abs=0.02)
    assert set(padded.str.strip_chars()) <= set(ROWS_OF_IT["child"])


def test_without_any_dirt_all_is_as_it_was() -> None:
    assert soil_references(ROWS_OF_IT, "child", CLEAN, 1).equals(ROWS_OF_IT, null_equal=True)
    iso = ROWS_OF_IT["start"].dt.strftime("%Y-%m-%d")
    assert soil_dates(ROWS_OF_IT, ["start"], CLEAN, 1)["start"].equals(iso)
    assert not spoiled(ROWS_OF_IT, "overlap", CLEAN, 1).any()


def test_the_same_seed_soils_the_same_rows() -> None:
    asked = read_dirt("overlap=0.5,day-first=0.5")
    once, again, other = (soil_dates(ROWS_OF_IT, ["start"], asked, seed) for seed in (5, 5, 6))
    assert once.equals(again)
    assert not once.equals(other)
    assert spoiled(ROWS_OF_IT, "overlap", asked, 5).equals(spoiled(ROWS_OF_IT, "overlap", asked, 5))
    assert not spoiled(ROWS_OF_IT, "overlap", asked, 5).equals(spoiled(ROWS_OF_IT, "overlap", asked, 6))
