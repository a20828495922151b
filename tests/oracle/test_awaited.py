"""What the definitions say, and audits do not say yet.

Each that is marked is expected to fail; one that passes has been put right, and its mark goes.
"""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from .annex_a import LISTS, save_lists
from .compared import audit, differences
from .local import flat
from .made_up import made_up
from .small import events, states

# The third list, the fourth, and so on: a row for each thing.
Lists = dict[int, list[tuple[object, ...]]]
awaited = pytest.mark.xfail(strict=True, reason="put to those who know the code")


def test_a_referral_that_led_to_nothing_has_no_assessment_that_began_on_its_day(tmp_path: Path) -> None:
    lists: Lists = {number: [("Child Unique ID", *headers)] for number, headers in LISTS.items()}
    lists[3] += [("K1", date(2023, 12, 10), "No"), ("K1", date(2023, 12, 13), "Yes")]
    lists[4] += [("K1", date(2023, 12, 13), None), ("K2", date(2024, 1, 3), date(2024, 1, 9))]
    save_lists(tmp_path / "annex-a.xlsx", lists, Random(0))
    assert states(tmp_path / "annex-a.xlsx", "WT-assessment") == ["cannot_tell", "overdue"]


def test_a_review_that_belongs_to_no_plan_spoils_no_other(tmp_path: Path) -> None:
    file = events(
        tmp_path,
        "referral cp_conference cp_plan_started cp_plan_ended cp_review",
        "K1,referral,2023-02-18",
        "K1,referral_closed,2023-10-01",
        "K1,cp_conference,2023-03-20",
        "K1,cp_plan_started,2023-03-21",
        "K1,cp_review,2023-04-25",
        "K1,cp_plan_ended,2023-09-16",
        "K1,referral,2024-11-13",
        "K1,cp_review,2025-02-03",
    )
    assert states(file, "WT-first-review") == ["met"]


@pytest.mark.slow
def test_a_plan_inside_another_spoils_no_other_plan(tmp_path: Path) -> None:
    file = flat(tmp_path, made_up("2026", 100), Random("2026"), "linking")
    found, _ = differences(file, audit(file, tmp_path), others_too=True)
    assert found == []
