"""Made-up journeys: about as late as England is, nothing ahead or backward, the same for the same seed."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest

from threshold.dates import working_days_between
from threshold.dates.working_days import is_working_day
from threshold.demo import AS_AT
from threshold.demo.journeys import TEAMS, Journeys, make_journeys

TABLES = [name for name in Journeys.__slots__ if name != "as_at"]


@pytest.fixture(scope="module")
def some() -> Journeys:
    return make_journeys(3_000, 11, AS_AT)


def share_in_time(days: Mapping[tuple[date, date], int], limit: int) -> float:
    """The share of pairs of days (with how often each comes up) no more than so many working days apart."""
    met = sum(count for (start, end), count in days.items() if working_days_between(start, end) <= limit)
    return met / sum(days.values())


def spans(rows: pl.DataFrame, start: str, end: str) -> dict[tuple[date, date], int]:
    counted = rows.drop_nulls([start, end]).group_by(start, end).len()
    return {(begun, ended): count for begun, ended, count in counted.rows()}


def test_lateness_is_near_to_that_of_england() -> None:
    journeys = make_journeys(40_000, 7, AS_AT)
    assessed = journeys.assessments.join(journeys.referrals.select("episode", "referral"), on="episode")
    # Of the latest referrals only the quick assessments are there yet.
    settled = assessed.filter(pl.col("referral") < date(2025, 9, 1))
    assert share_in_time(spans(settled, "referral", "assessment_completed"), 45) == pytest.approx(
        0.845, abs=0.01
    )
    enquiries = journeys.enquiries.filter(pl.col("section_47_started") < date(2025, 9, 1))
    held = spans(enquiries, "section_47_started", "cp_conference")
    assert share_in_time(held, 15) == pytest.approx(0.797, abs=0.015)


def test_nothing_lies_ahead_and_nothing_runs_backward() -> None:
    journeys = make_journeys(5_000, 3, AS_AT)
    tables = (getattr(journeys, name) for name in journeys.__slots__ if name != "as_at")
    days = [column for table in tables for column in table.iter_columns() if column.dtype == pl.Date]
    assert max(column.max() for column in days) <= AS_AT
    for table, start, end in (
        (journeys.assessments, "assessment_started", "assessment_completed"),
        (journeys.enquiries, "section_47_started", "cp_conference"),
        (journeys.cin_plans, "cin_plan_started", "cin_plan_ended"),
        (journeys.cp_plans, "cp_plan_started", "cp_plan_ended"),
    ):
        assert (table[start] <= table[end]).all()


def tables(journeys: Journeys) -> dict[str, pl.DataFrame]:
    return {name: getattr(journeys, name) for name in TABLES}


def test_the_same_seed_and_day_give_the_same_and_another_of_either_something_else() -> None:
    once = tables(make_journeys(200, 1, AS_AT))
    for other, same in (
        (make_journeys(200, 1, AS_AT), True),
        (make_journeys(200, 2, AS_AT), False),
        (make_journeys(200, 1, AS_AT - timedelta(1)), False),
    ):
        assert all(table.equals(once[name]) for name, table in tables(other).items()) is same


def test_every_child_is_referred_on_a_working_day_within_two_years_and_one_in_five_again(
    some: Journeys,
) -> None:
    referrals = some.referrals.sort("child", "referral")
    assert all(is_working_day(day) for day in referrals["referral"].unique())
    times = referrals.group_by("child").agg(pl.col("referral").min().alias("first"), pl.len().alias("times"))
    assert times.height == some.teams.height == 3_000
    assert set(times["times"]) == {1, 2}
    # A closed day may lie some days before the next open one.
    assert times["first"].min() > AS_AT - timedelta(730 + 7)
    again = referrals.filter(pl.len().over("child") == 2)
    apart = again.group_by("child").agg(pl.col("referral").max() - pl.col("referral").min())["referral"]
    assert 190 < apart.dt.total_days().min() <= apart.dt.total_days().max() < 510
    early = times.filter(pl.col("first") < AS_AT - timedelta(520))
    assert early["times"].mean() == pytest.approx(1.2, abs=0.06)


def test_every_piece_of_work_belongs_to_a_referral_of_its_child(some: Journeys) -> None:
    referred = set(some.referrals.select("child", "episode").rows())
    assert len(referred) == some.referrals["episode"].n_unique()
    for name, table in tables(some).items():
        if name != "teams":
            assert set(table.select("child", "episode").rows()) <= referred, name


def test_what_did_not_happen_has_no_day(some: Journeys) -> None:
    needed = some.enquiries["conference_needed"]
    assert some.enquiries.filter(~needed)["cp_conference"].null_count() == (~needed).sum()
    assert some.enquiries.filter(pl.col("core_group").is_not_null())["conference_needed"].all()
    met = some.assessments.filter(pl.col("cin_meeting").is_not_null())
    assert met["in_need"].all()
    assert not set(met["episode"]) & set(some.enquiries["episode"])


def test_a_protection_plan_starts_with_its_conference_and_steps_down_to_a_plan_in_need(
    some: Journeys,
) -> None:
    plans = some.cp_plans.join(some.enquiries, on="episode")
    assert plans.height == some.cp_plans.height > 0
    assert (plans["cp_plan_started"] == plans["cp_conference"]).all()
    ended = some.cp_plans.filter(pl.col("cp_plan_ended") < AS_AT)
    after = ended.join(some.cin_plans, on="episode")
    assert after.height == ended.height > 0
    assert (after["cp_plan_ended"] == after["cin_plan_started"]).all()
    still = some.cp_plans.filter(pl.col("cp_plan_ended").is_null())
    assert not set(still["episode"]) & set(some.cin_plans["episode"])


@pytest.mark.parametrize(
    ("kind", "first", "later"), [("cin", (21, 41), (21, 41)), ("cp", (75, 96), (150, 189))]
)
def test_reviews_follow_one_another_while_the_plan_lasts(
    some: Journeys, kind: str, first: tuple[int, int], later: tuple[int, int]
) -> None:
    plans, reviews = getattr(some, f"{kind}_plans"), getattr(some, f"{kind}_reviews")
    started, ended, review = f"{kind}_plan_started", f"{kind}_plan_ended", f"{kind}_review"
    held = reviews.join(plans, on="episode").sort("episode", review)
    assert held.height == reviews.height > 100
    assert (held[review] <= held[ended].fill_null(AS_AT)).all()
    before = pl.coalesce(pl.col(review).shift(1).over("episode"), pl.col(started))
    apart = held.with_columns(
        days=(pl.col(review) - before).dt.total_days(), nth=pl.int_range(pl.len()).over("episode")
    )
    for which, (least, most) in ((pl.col("nth") == 0, first), (pl.col("nth") > 0, later)):
        days = apart.filter(which)["days"]
        # So many days that those at both ends come up, or nearly.
        assert least <= days.min() <= least + 2
        assert most - 2 <= days.max() <= most


def test_each_child_has_a_team_and_a_worker_of_it(some: Journeys) -> None:
    assert some.teams["child"].n_unique() == some.teams.height
    assert set(some.teams["team"]) == set(TEAMS)
    numbers = some.teams.select(pl.col("worker").str.extract_groups(r"^Worker (\d+)-(\d+)$")).unnest("worker")
    places = [TEAMS[int(number) - 1] for number in numbers["1"]]
    assert places == some.teams["team"].to_list()
    assert set(numbers["2"].cast(pl.Int64)) == set(range(1, 13))


def test_an_assessment_starts_within_a_week_and_what_is_not_yet_done_is_left_open(some: Journeys) -> None:
    joined = some.assessments.join(some.referrals, on="episode")
    spans = [working_days_between(*pair) for pair in joined.select("referral", "assessment_started").rows()]
    assert (min(spans), max(spans)) == (0, 5)
    # Whoever was referred long ago is assessed by now; of the latest some are not.
    late = joined.filter(pl.col("assessment_completed").is_null())
    assert late.height > 0
    assert late["referral"].min() > AS_AT - timedelta(365)


def test_what_happened_on_the_day_itself_is_known(some: Journeys) -> None:
    for table, name in (
        (some.assessments, "assessment_completed"),
        (some.cin_plans, "cin_plan_ended"),
        (some.cin_reviews, "cin_review"),
    ):
        assert table[name].max() == AS_AT


def test_no_child_at_all() -> None:
    empty = make_journeys(0, 1, AS_AT)
    assert all(table.height == 0 for table in tables(empty).values())
