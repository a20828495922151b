"""Made-up Annex A: the latest year's lists, each child under its open plan, as a workbook or a folder."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from threshold.demo import annex_a
from threshold.demo.annex_a import write
from threshold.demo.dirt import CLEAN, read_dirt
from threshold.demo.journeys import Journeys
from threshold.reading import BadInput

from .by_hand import AS_AT, journeys

YEAR = AS_AT - timedelta(365)
DAY = timedelta(1)


def lists(made: Journeys, folder: Path) -> dict[str, pl.DataFrame]:
    """What is written of each list, by its name."""
    files = write(made, folder / "demo", CLEAN, 1)
    return {file.stem: pl.read_csv(file, infer_schema=False) for file in files}


def rows(made: Journeys, folder: Path, name: str, *columns: str) -> list[tuple[Any, ...]]:
    return lists(made, folder)[name].select("Child Unique ID", *columns).rows()


def test_of_the_latest_year_alone_referrals_and_enquiries_are_told(tmp_path: Path) -> None:
    """A year ago to the day lies outside."""
    made = journeys(
        referrals=[("A", 1, YEAR), ("B", 2, YEAR + DAY), ("C", 3, AS_AT)],
        enquiries=[("A", 1, YEAR, True), ("B", 2, YEAR + DAY, True, AS_AT), ("C", 3, AS_AT, False)],
    )
    told = lists(made, tmp_path)
    assert told["List 3"]["Child Unique ID"].to_list() == ["B", "C"]
    assert told["List 3"]["Date of referral"].to_list() == [str(YEAR + DAY), str(AS_AT)]
    enquiries = told["List 5"].select(
        "Child Unique ID",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
    )
    assert enquiries.rows() == [("B", "b) No", str(AS_AT)), ("C", "a) Yes", None)]


def test_assessments_and_plans_are_those_open_in_the_latest_year(tmp_path: Path) -> None:
    long_ago = date(2024, 5, 1)
    made = journeys(
        referrals=[(child, number, long_ago) for number, child in enumerate("ABC")],
        assessments=[
            ("A", 0, long_ago, None, YEAR, None, True),
            ("B", 1, long_ago, None, YEAR + DAY, None, False),
            ("C", 2, long_ago, None, None, None, True),
        ],
        cp_plans=[("A", 0, long_ago, YEAR), ("B", 1, long_ago, YEAR + DAY), ("C", 2, long_ago)],
    )
    told = lists(made, tmp_path)
    answers = told["List 4"].select("Child Unique ID", pl.col("^Was the child assessed .*$").alias("in need"))
    # Nobody has been assessed before the assessment is done.
    assert answers.rows() == [("B", "b) No"), ("C", None)]
    assert told["List 7"]["Child Unique ID"].to_list() == ["B", "C"]


def test_a_child_is_told_once_under_the_open_plan_that_counts_for_more(tmp_path: Path) -> None:
    days = [date(2025, 6, day) for day in range(1, 6)]
    made = journeys(
        referrals=[
            ("B", 1, days[0]),
            ("B", 2, days[1]),
            ("A", 3, days[2]),
            ("C", 4, days[3]),
            ("D", 5, days[4]),
        ],
        cin_plans=[("B", 1, days[0]), ("A", 3, days[2]), ("C", 4, days[3], AS_AT)],
        cp_plans=[("B", 2, days[1]), ("D", 5, days[4], AS_AT)],
    )
    assert rows(made, tmp_path, "List 6", "CIN Start Date", "Case Status") == [
        ("A", str(days[2]), "c) Child in need plan"),
        ("B", str(days[1]), "b) Child protection plan"),
    ]


def test_of_several_protection_plans_the_latest_is_told_with_its_latest_review(tmp_path: Path) -> None:
    first, second = date(2025, 6, 1), date(2026, 1, 1)
    made = journeys(
        cp_plans=[("A", 2, second), ("A", 1, first, date(2025, 12, 1)), ("B", 3, first)],
        cp_reviews=[("A", 1, date(2025, 9, 1)), ("A", 2, date(2026, 2, 1)), ("A", 2, date(2026, 3, 1))],
    )
    assert rows(
        made,
        tmp_path,
        "List 7",
        "Child Protection Plan Start Date",
        "Date of latest review conference",
        "Child Protection Plan End Date",
    ) == [("A", str(second), "2026-03-01", None), ("B", str(first), None, None)]


def test_every_list_says_who_works_with_the_child(tmp_path: Path) -> None:
    made = journeys(referrals=[("A", 1, AS_AT), ("B", 2, AS_AT)], teams=[("A", "North", "W1")])
    assert rows(made, tmp_path, "List 3", "Allocated Team", "Allocated Worker") == [
        ("A", "North", "W1"),
        ("B", None, None),
    ]
    assert all(
        table.columns[-2:] == ["Allocated Team", "Allocated Worker"]
        for table in lists(made, made_in(tmp_path)).values()
    )


def made_in(folder: Path) -> Path:
    place = folder / "again"
    place.mkdir()
    return place


def test_a_workbook_has_the_same_lists_as_a_folder(tmp_path: Path) -> None:
    made = journeys(referrals=[("=1+1", 1, AS_AT)], cp_plans=[("A", 2, AS_AT)])
    (path,) = write(made, tmp_path / "demo.xlsx", CLEAN, 1)
    sheets = pl.read_excel(path, sheet_id=0, raise_if_empty=False)
    folder = lists(made, tmp_path)
    assert list(sheets) == list(folder) == [f"List {number}" for number in range(3, 8)]
    told = sheets["List 3"].select("Child Unique ID", "Date of referral").rows()
    assert told == [("=1+1", AS_AT)]
    assert {name: table.height for name, table in folder.items()} == {
        "List 3": 1,
        "List 4": 0,
        "List 5": 0,
        "List 6": 0,
        "List 7": 1,
    }


def test_more_rows_than_a_sheet_holds_are_refused_and_as_many_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = journeys(referrals=[("A", number, AS_AT) for number in range(3)])
    monkeypatch.setattr(annex_a, "_MOST_ROWS", 2)
    with pytest.raises(BadInput, match="so many rows"):
        write(made, tmp_path / "demo.xlsx", CLEAN, 1)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(annex_a, "_MOST_ROWS", 3)
    assert write(made, tmp_path / "demo.xlsx", CLEAN, 1)


def test_a_folder_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    with pytest.raises(BadInput, match="exist already"):
        write(journeys(), tmp_path / "demo", CLEAN, 1)
    assert not list((tmp_path / "demo").iterdir())


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    write(journeys(), tmp_path / "demo", CLEAN, 1)
    assert (tmp_path / "demo").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["demo.csv", "demo.xls", "demo.xml"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"\.xlsx"):
        write(journeys(), tmp_path / name, CLEAN, 1)
    assert not list(tmp_path.iterdir())


OTHERS = journeys(
    referrals=[("A", 1, AS_AT, None, None, None, True)],
    assessments=[("A", 1, AS_AT, None, AS_AT, None, True)],
    enquiries=[("A", 1, AS_AT, False)],
    cin_plans=[("A", 1, AS_AT)],
    cp_plans=[("A", 1, AS_AT)],
)


def test_no_further_action_is_told_of_each_referral(tmp_path: Path) -> None:
    assert rows(OTHERS, tmp_path, "List 3", "Referral NFA?") == [("A", "a) Yes")]


def test_names_headers_and_statuses_can_be_asked_for_in_other_words(tmp_path: Path) -> None:
    asked = read_dirt("named-sheets,other-headers,other-statuses")
    files = write(OTHERS, tmp_path / "demo", asked, 1)
    told = {file.stem: pl.read_csv(file, infer_schema=False) for file in files}
    usual = lists(OTHERS, made_in(tmp_path))
    assert not set(told) & set(usual)
    assert told["Children in Need"]["Case Status"].to_list() == ["CPP"]
    for name, other in zip(usual, told, strict=True):
        assert usual[name].rows() == told[other].rows() or name == "List 6"
        assert usual[name].columns != told[other].columns or name == "List 6"
