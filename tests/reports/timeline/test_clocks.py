"""The deadlines of a case, each on the run that it belongs to, with start, due date and state."""

from pathlib import Path

from threshold.reports.timeline.clocks import clock_rows
from threshold.reports.timeline.drawing import ClockRow, Drawing

from .making import bar, case_in, engine, timeline_of

NATIONAL = "national"


def clocks(name: str, drawing: Drawing) -> dict[str, ClockRow]:
    return {clock.source: clock for clock in bar(name, drawing).clocks}


def test_a_clock_stands_on_its_run(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        "on: 2026-05-29, event: referral",
        "on: 2026-05-20, event: cp_conference",
        "on: 2026-05-20, event: cp_plan_started",
        policy=NATIONAL,
    )
    [group] = clocks("Child protection", drawing)["[WT-core-group]"].intervals
    assert (group.starts, group.limit, group.state) == ("20 May 2026", "4 Jun 2026", "pending")
    assert group.told.startswith("still open, 3 ")
    # An assessment that has not begun is expected in the referral.
    referral = clocks("Referral", drawing)
    assert "[WT-assessment]" in referral
    assert "[WT-referral-decision]" in referral


def test_how_clocks_stand_is_told_in_words(tmp_path: Path) -> None:
    covers = "covers: {core_group: 2026-06-01, cp_review: 2026-06-01, cp_plan_ended: 2026-06-01}\n"
    plan = ("on: 2026-01-05, event: cp_conference", "on: 2026-01-05, event: cp_plan_started")
    drawing = timeline_of(
        tmp_path,
        *plan,
        "on: 2026-01-12, event: core_group",
        more=covers,
        policy=NATIONAL,
    )
    found = clocks("Child protection", drawing)
    assert found["[WT-core-group]"].intervals[0].told.startswith("met on 12 Jan 2026")
    assert found["[WT-first-review]"].intervals[0].told.startswith("OVERDUE by 5")
    late = timeline_of(
        tmp_path,
        *plan,
        "on: 2026-02-12, event: core_group",
        more=covers,
        policy=NATIONAL,
    )
    told = clocks("Child protection", late)["[WT-core-group]"].intervals[0].told
    assert told.startswith("late by 18 ")
    assert "on 12 Feb 2026" in told


def test_a_repeating_deadline_is_one_row_with_all_its_times(tmp_path: Path) -> None:
    drawing = timeline_of(
        tmp_path,
        "on: 2026-01-05, event: cin_plan_started",
        "on: 2026-01-26, event: cin_review",
        "on: 2026-03-23, event: cin_review",
        more="covers: {cin_review: 2026-06-01}\n",
        policy="step-up-step-down",
    )
    states = [each.state for each in clocks("Child in need", drawing)["[RBC-2.9a]"].intervals]
    assert states[:2] == ["met", "late"]
    assert len(states) == 3


def test_what_nobody_has_said_began_is_counted(tmp_path: Path) -> None:
    drawing = timeline_of(tmp_path, policy=NATIONAL)
    assert not drawing.bars
    [note] = [note for note in drawing.notes if "deadline" in note]
    assert note.startswith("Not drawn: ")


def test_a_clock_whose_start_has_no_day_is_drawn_without_one(tmp_path: Path) -> None:
    plan = ("on: unknown, event: cp_conference", "on: 2026-05-20, event: cp_plan_started")
    drawing = timeline_of(tmp_path, *plan, policy=NATIONAL)
    [group] = clocks("Child protection", drawing)["[WT-core-group]"].intervals
    assert (group.begun, group.starts, group.state) == (None, "day not known", "cannot_tell")


def test_clocks_are_those_that_a_decision_tells(tmp_path: Path) -> None:
    timeline_of(tmp_path, "on: 2026-05-20, event: referral", policy=NATIONAL)
    case = case_in(tmp_path, NATIONAL)
    rows, others = clock_rows(engine(NATIONAL).findings(case))
    decided = [row for row in engine(NATIONAL).decide(case).deadlines if row.relevant]
    begun = {row.rule for row in decided if row.starts.date is not None}
    assert len(rows) == len(begun)
    assert others == len({row.rule for row in decided} - begun)
