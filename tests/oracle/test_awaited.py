"""What audits once did not say as the definitions do, each by itself.

What is found anew is written here as a failure that is strictly expected, and its mark goes once it is put
right.
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
    found, _ = differences(file, audit(file, tmp_path))
    assert found == []


def test_an_assessment_review_that_belongs_to_none_spoils_no_assessment(tmp_path: Path) -> None:
    file = events(
        tmp_path,
        "referral assessment_started assessment_completed assessment_review",
        "K1,referral,2023-02-18",
        "K1,assessment_started,2023-02-20",
        "K1,assessment_completed,2023-08-20",
        "K1,referral_closed,2023-10-01",
        "K1,referral,2024-11-13",
        "K1,assessment_review,2025-02-03",
        "K2,referral,2024-11-13",
        "K2,referral_closed,2025-01-13",
    )
    assert states(file, "WT-assessment") == ["late"]


def test_a_conference_in_an_enquiry_said_to_need_none_leaves_its_answer_open(tmp_path: Path) -> None:
    """Held in the one that goes on, not in a later one that was over by then."""
    columns = "{child: child, event: event, on: date, ref: ref}"
    (tmp_path / "events.columns.yaml").write_text(
        f"columns: {columns}\nfacts: {{child_protection.conference_needed: {{column: needed}}}}\n"
        "covers: {cp_conference: as_at, section_47_started: as_at, strategy_discussion: as_at}\n",
        encoding="utf-8",
    )
    (tmp_path / "events.csv").write_text(
        "child,event,date,ref,needed\n"
        "K1,section_47_started,2023-08-21,a,no\n"
        "K1,section_47_started,2023-09-18,b,yes\n"
        "K1,section_47_ended,2023-10-02,b,\n"
        "K1,strategy_discussion,2023-09-18,,\n"
        "K1,cp_conference,2023-12-05,,\n",
        encoding="utf-8",
    )
    assert states(tmp_path / "events.csv", "WT-conference") == ["cannot_tell", "overdue"]
