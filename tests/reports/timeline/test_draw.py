"""A case file as a drawing: what belongs to what, what has no day, and what is left out."""

from pathlib import Path

import pytest

from threshold.reports.timeline import drawn
from threshold.reports.timeline.drawing import Drawing

from .making import bar, case_in, engine, lanes, timeline_of


def outline(drawing: Drawing) -> list[str]:
    """The bars, each as deep as it stands."""
    return [f"{'  ' * each.level}{each.label}" for each in drawing.bars]


REFERRALS = (
    "on: 2025-01-06, event: referral, ref: R-1",
    "on: 2025-03-03, event: referral_closed, ref: R-1",
    "on: 2026-02-02, event: referral, ref: R-2",
)


def test_runs_stand_under_the_referral_that_they_belong_to(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        *REFERRALS,
        "on: 2025-01-07, event: assessment_started",
        "on: 2026-02-03, event: assessment_started",
        "on: 2026-02-10, event: cin_plan_started, ref: CIN-1",
    )
    assert outline(drawing) == [
        "Referral R-1",
        "  Assessment 1",
        "Referral R-2",
        "  Assessment 2",
        "  Child in need CIN-1",
    ]
    assert [each.label for each in drawing.bars if each.current == "yes"] == [
        "Referral R-2",
        "Assessment 2",
        "Child in need CIN-1",
    ]
    assert drawing.current == ("Current: Referral R-2, Assessment 2 and Child in need CIN-1.",)


def test_events_stand_on_the_run_that_they_belong_to(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        *REFERRALS,
        "on: 2025-01-08, event: referral_decision",
        "on: 2026-02-10, event: cin_plan_started",
        "on: 2026-03-09, event: cin_review",
        "on: unknown, event: cin_review",
        "on: 2026-06-20, event: cin_review, status: planned",
        "on: unknown, event: referral_decision, of: R-2",
    )
    assert lanes(bar("Referral R-1", drawing)) == {"referral decision": ["8 Jan 2025"]}
    assert lanes(bar("Referral R-2", drawing)) == {"referral decision": ["day not known"]}
    [reviews] = bar("Child in need", drawing).lanes
    assert [(mark.when, mark.planned) for mark in reviews.marks] == [
        ("day not known", False),
        ("9 Mar 2026", False),
        ("20 Jun 2026", True),
    ]


def test_an_event_stands_on_the_run_that_it_names(tmp_path: Path) -> None:
    plan = "on: 2026-03-02, event: cp_plan_started, ref: CP-1"
    named = timeline_of(tmp_path, *REFERRALS, plan, "on: 2026-02-20, event: cp_conference, of: CP-1")
    assert lanes(bar("Child protection CP-1", named)) == {"child protection conference": ["20 Feb 2026"]}
    [conference] = bar("Child protection CP-1", named).lanes
    assert conference.marks[0].also == "Referral R-2"
    # Else on the first that its kind belongs to.
    unnamed = timeline_of(tmp_path, *REFERRALS, plan, "on: 2026-02-20, event: cp_conference")
    assert lanes(bar("Referral R-2", unnamed)) == {"child protection conference": ["20 Feb 2026"]}


def test_what_belongs_to_no_run_or_may_belong_to_several_stands_apart(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        *REFERRALS,
        "on: 2026-05-20T09:30, event: contact_response",
        "on: unknown, event: referral_decision",
        "on: unknown, event: cp_plan_started",
    )
    assert outline(drawing)[2:6] == [
        "May belong to any referral",
        "  Child protection",
        "Belongs to no run in this file",
        "May belong to more than one run",
    ]
    assert lanes(bar("Belongs to no run in this file", drawing)) == {
        "contact response": ["20 May 2026 09:30"]
    }
    assert lanes(bar("May belong to more than one run", drawing)) == {"referral decision": ["day not known"]}


def test_a_file_without_a_referral_has_its_runs_at_the_edge(tmp_path: Path) -> None:
    drawing = timeline_of(tmp_path, "on: 2026-02-10, event: cin_plan_started")
    assert outline(drawing) == ["Child in need"]


def test_ends_that_close_nothing_in_particular_are_not_lost(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        "on: 2025-01-06, event: cp_plan_started",
        "on: 2025-08-04, event: cp_plan_started",
        "on: unknown, event: cp_plan_ended",
    )
    assert lanes(bar("May belong to more than one run", drawing)) == {
        "child protection plan ended": ["day not known"]
    }
    assert {each.current for each in drawing.bars if not each.heading} == {"cannot_tell"}
    assert drawing.current == ("Which one is current cannot be told of: child protection.",)
    # One start and one end belong together, whatever their days.
    alone = timeline_of(
        tmp_path, "on: 2025-01-06, event: cp_plan_started", "on: unknown, event: cp_plan_ended"
    )
    assert outline(alone) == ["Child protection"]
    assert alone.bars[0].ended == "day not known"


def test_a_run_known_by_its_entries_alone(tmp_path: Path) -> None:
    drawing = timeline_of(tmp_path, REFERRALS[2], "on: 2026-03-09, event: cin_review")
    plan = bar("Child in need", drawing)
    assert (plan.level, plan.begun, plan.ended) == (1, "not in the file", "not in the file; it may go on")
    assert lanes(plan) == {"Child in Need review": ["9 Mar 2026"]}


def test_a_planned_start_and_end_are_no_run(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        REFERRALS[2],
        "on: 2026-02-10, event: cin_plan_started, ref: CIN-1",
        "on: 2026-06-30, event: cin_plan_ended, ref: CIN-1, status: planned",
        "on: 2026-07-01, event: tac_started, status: planned",
    )
    assert outline(drawing) == ["Referral R-2", "  Child in need CIN-1"]
    assert lanes(bar("Child in need CIN-1", drawing)) == {"Child in Need plan ended": ["30 Jun 2026"]}
    assert lanes(bar("Referral R-2", drawing)) == {"TAC started": ["1 Jul 2026"]}


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        REFERRALS[2],
        "on: 2026-03-09, event: referral_decision, status: cancelled",
        "on: 2026-04-09, event: referral_decision, status: cancelled",
        "on: 2026-07-09, event: referral_decision",
    )
    assert lanes(bar("Referral R-2", drawing)) == {}
    assert drawing.notes[:2] == (
        "Left out: 2 cancelled entries.",
        "Left out: 1 entry dated after today as if already held.",
    )
    assert timeline_of(tmp_path).notes[0] == "The file's timeline is empty."


def test_choices_are_told_and_free_text_is_not(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        REFERRALS[2],
        "on: 2026-02-09, event: consent_given, for: support, ref: T-1",
        "on: 2026-02-10, event: managers_conversation, agreed: false",
        more="about: A boy who plays the drums\n",
    )
    said = {lane.label: lane.marks[0].says for lane in bar("Referral R-2", drawing).lanes}
    assert said == {"consent given": "T-1; for: support", "managers conversation": "agreed: no"}
    assert "drums" not in repr(drawing)


@pytest.mark.parametrize("ended", [True, False])
def test_a_current_run_that_has_ended_is_said_to_have(tmp_path: Path, ended: bool) -> None:
    entries = ["on: 2026-02-10, event: cin_plan_started"]
    entries += ["on: 2026-03-10, event: cin_plan_ended"] if ended else []
    [said] = timeline_of(tmp_path, *entries).current
    assert said == f"Current: Child in need{' (ended)' if ended else ''}."


def test_none_is_current_where_all_belong_to_an_earlier_referral(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        *REFERRALS,
        "on: 2025-01-07, event: cin_plan_started",
        "on: 2025-02-07, event: cin_plan_ended",
    )
    assert drawing.current == ("Current: Referral R-2.", "None is current of: child in need.")


def test_values_that_are_tried_are_told(tmp_path: Path) -> None:
    timeline_of(tmp_path)
    drawing = drawn(engine().findings(case_in(tmp_path)), ("a.b=1",))
    assert drawing.about == "as at 1 June 2026, policy default with a.b=1"
