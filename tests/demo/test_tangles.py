"""Made-up journeys with records that do not fit together: each kind where it was asked for, no other."""

from datetime import date, timedelta

import polars as pl
import pytest

from threshold.demo import AS_AT
from threshold.demo.dirt import CLEAN, OF_RECORDS, Dirt
from threshold.demo.journeys import Journeys, make_journeys
from threshold.demo.tangles import tangle

TABLES = [name for name in Journeys.__slots__ if name != "as_at"]


@pytest.fixture(scope="module")
def made() -> Journeys:
    return make_journeys(2_000, 3, AS_AT)


def tangled(made: Journeys, kind: str, share: float = 0.3) -> Journeys:
    return tangle(made, Dirt({kind: share}), 1)


def changed(made: Journeys, other: Journeys) -> set[str]:
    return {name for name in TABLES if not getattr(made, name).equals(getattr(other, name))}


def test_without_any_dirt_nothing_is_tangled(made: Journeys) -> None:
    assert tangle(made, CLEAN, 1) is made
    assert not changed(made, tangle(made, Dirt({"day-first": 0.5}), 1))


@pytest.mark.parametrize("kind", OF_RECORDS)
def test_every_kind_tangles_something_and_keeps_the_columns(made: Journeys, kind: str) -> None:
    other = tangled(made, kind)
    assert changed(made, other)
    assert all(getattr(other, name).schema == getattr(made, name).schema for name in TABLES)


@pytest.mark.parametrize("kind", OF_RECORDS)
def test_nobody_at_all_is_left_so(kind: str) -> None:
    nobody = make_journeys(0, 1, AS_AT)
    assert not changed(nobody, tangle(nobody, Dirt({kind: 1.0}), 1))


def test_an_overlapping_assessment_lies_within_the_first(made: Journeys) -> None:
    other = tangled(made, "overlap")
    assert changed(made, other) == {"assessments"}
    second = other.assessments.tail(other.assessments.height - made.assessments.height)
    both = second.join(made.assessments, on="episode", suffix="_first")
    assert both.height == second.height > 100
    assert (both["assessment_started"] > both["assessment_started_first"]).all()
    assert (both["assessment_completed"] < both["assessment_completed_first"]).all()


def test_a_second_enquiry_is_under_the_same_referral_and_lies_not_ahead(made: Journeys) -> None:
    enquiries = tangled(made, "two-enquiries").enquiries
    times = enquiries.group_by("episode").len()["len"]
    assert set(times) == {1, 2}
    assert enquiries["section_47_started"].max() <= AS_AT
    assert enquiries["cp_conference"].max() <= AS_AT


def test_an_early_assessment_began_a_week_before_its_referral(made: Journeys) -> None:
    rows = tangled(made, "before-referral").assessments.join(made.referrals, on="episode")
    early = rows.filter(pl.col("assessment_started") < pl.col("referral"))
    assert early.height / rows.height == pytest.approx(0.3, abs=0.05)
    assert (early["referral"] - early["assessment_started"]).unique().to_list() == [timedelta(7)]


def test_a_second_referral_led_to_nothing_and_has_a_number_of_its_own(made: Journeys) -> None:
    rows = tangled(made, "no-further-action").referrals
    assert rows["episode"].n_unique() == rows.height
    again = rows.filter(~pl.col("episode").is_in(made.referrals["episode"].implode()))
    assert again.height > 100
    assert again["nfa"].all()
    assert again["closed"].null_count() == again.height
    assert not set(again["episode"]) & set(made.assessments["episode"])


def test_what_is_closed_and_left_open_has_nothing_but_its_open_assessment(made: Journeys) -> None:
    other = tangled(made, "left-open")
    closed = other.referrals.filter(~other.referrals["closed"].eq_missing(made.referrals["closed"]))
    assert (closed["closed"] == closed["referral"] + timedelta(28)).all()
    left = closed["episode"].implode()
    work = other.assessments.filter(pl.col("episode").is_in(left))
    assert work.height > 100
    assert work["assessment_completed"].null_count() == work.height
    assert not other.enquiries["episode"].is_in(left).any()


def test_a_conference_was_held_although_none_was_needed(made: Journeys) -> None:
    denied = tangled(made, "contradiction").enquiries.filter(~pl.col("conference_needed"))
    assert 0 < denied["cp_conference"].count() < denied.height


def test_dates_ahead_backward_and_missing(made: Journeys) -> None:
    ahead = tangled(made, "after-the-date")
    assert (ahead.referrals["referral"] > AS_AT).mean() == pytest.approx(0.3, abs=0.05)
    backward = tangled(made, "negative-duration").cin_plans
    assert (backward["cin_plan_ended"] < backward["cin_plan_started"]).any()
    headless = tangled(made, "missing-start").assessments.filter(pl.col("assessment_started").is_null())
    assert headless.height > 100
    assert headless["assessment_completed"].null_count() == 0


def test_a_duplicate_is_the_same_in_every_column(made: Journeys) -> None:
    rows = tangled(made, "duplicate").referrals
    assert rows.height / made.referrals.height == pytest.approx(1.3, abs=0.05)
    assert rows.unique().height == made.referrals.height


def test_all_at_once(made: Journeys) -> None:
    other = tangle(made, Dirt(dict.fromkeys(OF_RECORDS, 0.2)), 1)
    assert {"referrals", "assessments", "enquiries", "cin_plans", "cp_plans"} <= changed(made, other)
    assert other.referrals["referral"].min() > date(2020, 1, 1)
