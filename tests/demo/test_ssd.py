"""A made-up Standard Safeguarding Dataset: a file for each table, whose rows name one another by id."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from threshold.demo import AS_AT
from threshold.demo.dirt import CLEAN, mixed, read_dirt
from threshold.demo.journeys import Journeys, make_journeys
from threshold.demo.ssd import write
from threshold.demo.tangles import tangle
from threshold.reading import BadInput

from .by_hand import journeys

HAND = journeys(
    referrals=[
        ("A", 1, date(2025, 6, 2), None, None, date(2025, 9, 1), False),
        ("B", 2, date(2026, 2, 2), None, None, None, True),
    ],
    assessments=[("A", 1, date(2025, 6, 3), None, date(2025, 7, 1), None, True)],
    enquiries=[
        ("A", 1, date(2025, 6, 4), True, date(2025, 6, 20)),
        ("A", 1, date(2025, 8, 4), False),
    ],
    cp_plans=[("A", 1, date(2025, 6, 20), date(2025, 8, 20))],
    cp_reviews=[("A", 1, date(2025, 8, 19))],
    teams=[("A", "North", "W1"), ("B", "South", "W2")],
)


def tables(made: Journeys, folder: Path) -> dict[str, pl.DataFrame]:
    files = write(made, folder / "ssd", CLEAN, 1)
    return {file.stem: pl.read_csv(file, infer_schema=False) for file in files}


def test_rows_name_what_they_belong_to(tmp_path: Path) -> None:
    told = tables(HAND, tmp_path)
    first, second = told["ssd_s47_enquiry"]["s47e_s47_enquiry_id"]
    assert first != second
    assert told["ssd_s47_enquiry"]["s47e_s47_nfa"].to_list() == ["N", "Y"]
    (held,) = told["ssd_initial_cp_conference"].rows(named=True)
    assert held["icpc_s47_enquiry_id"] == first
    (plan,) = told["ssd_cp_plans"]["cppl_cp_plan_id"]
    assert held["icpc_cp_plan_id"] == plan == told["ssd_cp_reviews"]["cppr_cp_plan_id"][0]
    (assessment,) = told["ssd_cin_assessments"].rows(named=True)
    assert assessment["cina_referral_id"] == told["ssd_cin_episodes"]["cine_referral_id"][0]
    assert assessment["cina_assessment_outcome_nfa"] == "N"


def test_closure_and_no_further_action_are_told_of_the_episode(tmp_path: Path) -> None:
    columns = ("cine_person_id", "cine_referral_nfa", "cine_close_date", "cine_close_reason")
    assert tables(HAND, tmp_path)["ssd_cin_episodes"].select(columns).rows() == [
        ("A", "N", "2025-09-01", "RC7"),
        ("B", "Y", None, None),
    ]


def test_every_id_stands_once_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    made = tangle(make_journeys(400, 2, AS_AT), read_dirt("two-enquiries=0.5,overlap=0.5"), 1)
    told = tables(made, tmp_path)
    ids = {name: set(table.to_series(0)) for name, table in told.items()}
    for name, table in told.items():
        assert table.to_series(0).n_unique() == table.height, name
    for table, column, where in (
        ("ssd_cin_assessments", "cina_referral_id", "ssd_cin_episodes"),
        ("ssd_cin_plans", "cinp_referral_id", "ssd_cin_episodes"),
        ("ssd_s47_enquiry", "s47e_referral_id", "ssd_cin_episodes"),
        ("ssd_initial_cp_conference", "icpc_s47_enquiry_id", "ssd_s47_enquiry"),
        ("ssd_cp_reviews", "cppr_cp_plan_id", "ssd_cp_plans"),
    ):
        assert told[table].height > 0
        assert set(told[table][column]) <= ids[where], table


def test_parquet_holds_the_same_and_keeps_dates(tmp_path: Path) -> None:
    made = make_journeys(50, 2, AS_AT)
    csv = tables(made, tmp_path)
    for file in write(made, tmp_path / "ssd.parquet", CLEAN, 1):
        rows = pl.read_parquet(file)
        assert rows.select(pl.all().cast(pl.String)).equals(csv[file.stem])
    assert (
        pl.read_parquet(tmp_path / "ssd.parquet" / "ssd_cin_plans.parquet").schema["cinp_cin_plan_start_date"]
        == pl.Date
    )


def test_dirt_is_in_dates_and_references(tmp_path: Path) -> None:
    files = write(make_journeys(300, 1, AS_AT), tmp_path / "ssd", mixed(0.4), 1)
    told = {file.stem: pl.read_csv(file, infer_schema=False) for file in files}
    assert "see notes" in set(told["ssd_cin_assessments"]["cina_assessment_auth_date"])
    assert told["ssd_cin_assessments"]["cina_person_id"].null_count() > 0


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="folder"):
        write(HAND, tmp_path / "ssd.csv", CLEAN, 1)
    assert not list(tmp_path.iterdir())
