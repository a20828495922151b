"""Made-up local events: a row for each date, answers beside the event that they are known from, and a map."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from threshold.demo.dirt import CLEAN, mixed
from threshold.demo.events import COVERED, SUFFIXES, write
from threshold.demo.journeys import make_journeys
from threshold.reading import BadInput
from threshold.vocabulary.load import load_vocabulary

from .by_hand import journeys

RULES = Path(__file__).parents[2] / "rules"
HAND = journeys(
    referrals=[
        ("B", 1, date(2026, 1, 5), date(2026, 1, 6)),
        ("A", 2, date(2026, 2, 2), None, date(2026, 3, 1)),
    ],
    assessments=[("B", 1, date(2026, 1, 6), None, date(2026, 3, 2), None, True), ("A", 2, date(2026, 2, 3))],
    enquiries=[("B", 1, date(2026, 1, 7), False)],
    cp_reviews=[("A", 2, date(2026, 3, 9))],
    teams=[("A", "North", "W1"), ("B", "South", "W2")],
)
# Child, event, day, reference, needed, assessed.
WANTED = [
    ("A", "referral", date(2026, 2, 2), "R2", None, None),
    ("A", "assessment_started", date(2026, 2, 3), "A2", None, None),
    ("A", "tac_started", date(2026, 3, 1), "R2", None, None),
    ("A", "cp_review", date(2026, 3, 9), "W2", None, None),
    ("B", "referral", date(2026, 1, 5), "R1", None, None),
    ("B", "assessment_started", date(2026, 1, 6), "A1", None, None),
    ("B", "referral_decision", date(2026, 1, 6), "R1", None, None),
    ("B", "section_47_started", date(2026, 1, 7), "E1", False, None),
    ("B", "strategy_discussion", date(2026, 1, 7), "E1", None, None),
    ("B", "assessment_completed", date(2026, 3, 2), "A1", None, True),
]


def test_every_date_is_a_row_with_the_answer_that_is_known_from_it(tmp_path: Path) -> None:
    write(HAND, tmp_path / "demo.parquet", CLEAN, 1)
    rows = pl.read_parquet(tmp_path / "demo.parquet")
    assert rows.select("child_id", "event", "date", "ref_id", "conference_needed", "in_need").rows() == WANTED
    people = rows.select("child_id", "team", "worker").unique().sort("child_id").rows()
    assert people == [("A", "North", "W1"), ("B", "South", "W2")]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_rows_in_each_form(tmp_path: Path, suffix: str) -> None:
    file, beside = write(HAND, tmp_path / f"demo{suffix}", CLEAN, 1)
    readers: dict[str, Any] = {".csv": pl.read_csv, ".parquet": pl.read_parquet, ".ndjson": pl.read_ndjson}
    rows = readers[suffix](file).select("child_id", "event", pl.col("date").cast(pl.String))
    assert rows.rows() == [(child, event, day.isoformat()) for child, event, day, *_ in WANTED]
    assert (file.name, beside.name) == (f"demo{suffix}", "demo.columns.yaml")


def test_the_map_says_how_the_columns_are_read_and_what_is_covered(tmp_path: Path) -> None:
    file, beside = write(HAND, tmp_path / "demo.csv", CLEAN, 1)
    told = yaml.safe_load(beside.read_text(encoding="utf-8"))
    assert set(told["columns"].values()) | set(told["facts"].values()) == set(pl.read_csv(file).columns)
    assert told["covers"] == dict.fromkeys(COVERED, "as_at")
    vocabulary = load_vocabulary(RULES / "vocabulary.yaml")
    assert set(COVERED) <= set(vocabulary.events)
    assert set(told["facts"]) <= set(vocabulary.facts)


def test_everything_that_is_written_is_a_kind_of_event_that_is_known(tmp_path: Path) -> None:
    made = make_journeys(400, 1, date(2026, 3, 31))
    write(made, tmp_path / "demo.parquet", CLEAN, 1)
    rows = pl.read_parquet(tmp_path / "demo.parquet")
    events = set(rows["event"])
    assert events <= set(load_vocabulary(RULES / "vocabulary.yaml").events)
    # All that is covered comes up; beside it only what may have begun before the file does.
    assert events - set(COVERED) == {"referral", "cp_plan_started", "tac_started"} & events
    assert set(COVERED) <= events


def test_dirt_is_in_the_dates_and_in_the_rows(tmp_path: Path) -> None:
    made = make_journeys(300, 1, date(2026, 3, 31))
    clean, _ = write(made, tmp_path / "clean.csv", CLEAN, 1)
    dirty, _ = write(made, tmp_path / "dirty.csv", mixed(0.3), 1)
    rows = pl.read_csv(dirty)
    assert rows.height > pl.read_csv(clean).height
    assert rows["child_id"].null_count() > 0
    assert "see notes" in set(rows["date"])


@pytest.mark.parametrize("name", ["demo", "demo.txt", "demo.xlsx"])
def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"\.csv, \.parquet, \.ndjson"):
        write(HAND, tmp_path / name, CLEAN, 1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("there", ["events.parquet", "events.columns.yaml"])
def test_nothing_is_written_where_one_of_the_two_is_there(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")
    with pytest.raises(BadInput, match="of this name already"):
        write(make_journeys(5, 0, date(2026, 3, 31)), tmp_path / "events.parquet", CLEAN, 0)
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"
