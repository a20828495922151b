"""The first line where nothing was asked for: what matters most, then the way."""

from dataclasses import replace
from typing import Any

import pytest

from threshold.decisions.headline import headline
from threshold.decisions.model import (
    Conflict,
    DeadlineRow,
)
from threshold.semantics.closed_lists import Direction

from .first_lines import ACT, DANGER, DOWN, LATE, NOTHING, OPEN, A, B, action, advice, came, check, row, step

CLOSING = replace(A, fact="closure.of")

# Where nothing was asked for


@pytest.mark.parametrize("direction", ["step_up", "step_down", "step_across"])
def test_advice_on_a_move_names_where_to_only_where_that_is_known(direction: Direction):
    words = f"Consider a {direction.replace('_', ' ')}"
    assert advice(direction) == words
    assert advice(direction, "early_help") == f"{words} to early help"


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        # A step up comes before everything; whatever else is advised stands behind what is to be done.
        ("step_up", f"Consider a step up. {LATE}. {ACT}"),
        ("step_down", f"{LATE}. {ACT}. Consider a step down"),
        ("close", f"{LATE}. {ACT}. Consider closing"),
        ("continue", f"{LATE}. {ACT}. Meanwhile the support in place goes on"),
        ("undetermined", f"{LATE}. {ACT}. {OPEN}"),
    ],
)
def test_what_was_missed_and_who_must_act_stand_before_the_way(direction: Direction, expected: str):
    # What nobody in particular does is no task of the first line.
    todo = (action("Find out: A?", by=""), action("Visit at once"), action("Write"))
    told = advice(direction, deadlines=(row("First visit"),), actions=todo, missing=(A, B), checks=(check(),))
    assert told == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("A"), row("B", "missed", due="2026-07-01")], "A: overdue by 4 days, due 6 August 2026"),
        ([row("A"), row("B", due="2026-07-01")], "B: overdue by 4 days, due 1 July 2026"),
        ([row("A", "missed", days=1)], "A: missed by 1 day, due 6 August 2026"),
        ([row("A", days=1, unit="working days")], "A: overdue by 1 working day, due 6 August 2026"),
        (
            [row("A", days=0, unit="hours", due="2026-08-06T10:00")],
            "A: overdue by less than an hour, due 6 August 2026 at 10:00",
        ),
    ],
)
def test_of_what_was_missed_that_comes_first_which_can_still_be_done(rows: list[DeadlineRow], expected: str):
    others = f" ({len(rows) - 1} more date missed)" if len(rows) > 1 else ""
    assert advice("close", deadlines=tuple(rows)) == f"{expected}{others}. Consider closing"


def test_dates_are_counted_by_their_days():
    """A local limit and the statutory one beside it that fall on one day are one date."""
    july = (row("C", "missed", due="2026-07-01"), row("D", "missed", due="2026-07-02"))
    told = advice("close", deadlines=(row("A"), row("B"), *july, row("E", "missed", due="2026-07-02")))
    assert told == "A: overdue by 4 days, due 6 August 2026 (2 more dates missed). Consider closing"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((row("A", "pending", due="2026-08-14"),), "A: due today. "),
        ((row("A", "pending", due="2026-08-14T18:00"),), "A: due today. "),
        ((row("A", "pending", due="2026-08-15"),), ""),
        ((row("A", "met", due="2026-08-14"),), ""),
        ((row("A", "pending", due="2026-08-14", certain=False),), ""),
        ((row("A", "pending", due="2026-08-14", relevant=False),), ""),
        # What was missed comes first, and both are said.
        ((row("A", "pending", due="2026-08-14"), row("First visit")), "LATE. A: due today. "),
    ],
)
def test_what_is_due_today_is_said(rows: tuple[DeadlineRow, ...], expected: str):
    assert advice("close", deadlines=rows) == f"{expected.replace('LATE', LATE)}Consider closing"


TELLS = "B: due 6 August 2026; find out whether it was done. "


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((row("A", "cannot_tell", due="2026-08-01"), row("B", "cannot_tell")), TELLS),
        ((row("B", "cannot_tell", due="2026-08-14"),), ""),  # it may be done yet
        ((row("B", "cannot_tell", due=None),), ""),
        ((row("B", "cannot_tell", met_on="2026-08-05"),), ""),
        ((row("B", "cannot_tell", certain=False),), ""),
        ((row("B", "cannot_tell", relevant=False),), ""),
        # What was missed, or is due today, is certain and comes first.
        ((row("B", "cannot_tell"), row("First visit")), "LATE. "),
        ((row("B", "cannot_tell"), row("A", "pending", due="2026-08-14")), "A: due today. "),
    ],
)
def test_what_was_due_and_nobody_can_tell_is_said_where_nothing_else_presses(
    rows: tuple[DeadlineRow, ...], expected: str
):
    assert advice("close", deadlines=rows) == f"{expected.replace('LATE', LATE)}Consider closing"


NEVER_BOTH = Conflict("C", ("t.a", "t.b"), "A, and not A", ())


def test_a_contradiction_is_said():
    told = replace(NOTHING, conflicts=(NEVER_BOTH,))
    assert headline(came("continue", "conflict"), DOWN, None, told) == (
        "Step down to early help: cannot be answered, because the case file contradicts itself. A, and not A"
    )
    says = "The file contradicts itself: A, and not A. Consider closing"
    assert advice("close", conflicts=(NEVER_BOTH,)) == says
    # What a rule wants otherwise comes first.
    assert advice("close", conflicts=(NEVER_BOTH,), checks=(check(),)) == "No. Consider closing"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, "Continue with the support in place"),
        ({"support": "early_help"}, "Continue with the support in place"),
        ({"support": "universal"}, "Continue with the support in place"),
        # What points down and may not go ahead yet is said to do so, and why.
        (
            {"indicated": "close", "because": ("The needs are met [T-1]",)},
            "Something points to closing (The needs are met); it may not go ahead yet",
        ),
        # Where only what is to close is open, that decides.
        (
            {"indicated": "close", "missing": (CLOSING,)},
            "Something points to closing; whether it may go ahead hangs on what is to close",
        ),
        (
            {"indicated": "close", "missing": (CLOSING, A)},
            "Something points to closing; it may not go ahead yet",
        ),
        (
            {"indicated": "step_down"},
            "Something points to a step down; it may not go ahead yet, and the support goes on until then",
        ),
    ],
)
def test_where_the_support_goes_on_that_is_said_and_what_points_down(parts: dict[str, Any], expected: str):
    assert advice("continue", **parts) == expected


@pytest.mark.parametrize(
    "parts",
    [{"state": "pending"}, {"state": "late"}, {"relevant": False}, {"certain": False}],
    ids=str,
)
def test_what_is_not_missed_or_may_not_apply_is_not_said_to_be_missed(parts: dict[str, Any]):
    assert advice("close", deadlines=(row("A", **parts),)) == "Consider closing"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, "No. Consider closing"),
        ({"effect": "warn", "decides": False}, "No. Consider closing"),
        ({"effect": "note"}, "Consider closing"),
        ({"effect": "ground"}, "Consider closing"),
        ({"status": "undetermined"}, "Consider closing"),
        ({"relevant": False}, "Consider closing"),
    ],
)
def test_what_is_not_as_a_rule_wants_it_is_said_where_nobody_has_to_act(parts: dict[str, Any], expected: str):
    assert advice("close", checks=(check(**parts),)) == expected
    second = (check(status="met"), check(**parts), check(says="Nor this"))
    assert advice("close", checks=second).startswith("N")
    assert advice("close", checks=second, actions=(action("Visit at once"),)) == f"{ACT}. Consider closing"
    assert advice("close", checks=second, deadlines=(row("First visit"),)) == f"{LATE}. Consider closing"


NEXT = "Next date: A, due 6 August 2026"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # Never alone: what to ask first stands with it.
        ({}, f"{OPEN}. Ask first: A?"),
        ({"deadlines": (row("A", "pending"),)}, f"{NEXT}. {OPEN}. Ask first: A?"),
        (
            {"deadlines": (row("B", "pending", due="2026-08-07"), row("A", "pending"))},
            f"{NEXT}. {OPEN}. Ask first: A?",
        ),
        ({"deadlines": (row("A", "pending", certain=False),)}, f"{OPEN}. Ask first: A?"),
        ({"route": (step("Call"),)}, f"Next step: Manager: Call. {OPEN}. Ask first: A?"),
        (
            {"route": (step("Call", done="2026-08-01"), step("Ring", available=False), step("Write"))},
            f"Next step: Manager: Write. {OPEN}. Ask first: A?",
        ),
        ({"route": (step("Call", added_by=""),)}, f"{OPEN}. Ask first: A?"),
        # What is due comes before the step that is next.
        ({"deadlines": (row("A", "pending"),), "route": (step("Call"),)}, f"{NEXT}. {OPEN}. Ask first: A?"),
        ({"actions": (action("Visit at once"),), "route": (step("Call"),)}, f"{ACT}. {OPEN}"),
        ({"deadlines": (row("First visit"),), "route": (step("Call"),)}, f"{LATE}. {OPEN}"),
    ],
)
def test_where_no_direction_can_be_named_something_to_do_stands_there(parts: dict[str, Any], expected: str):
    assert advice("undetermined", missing=(A, B), **parts) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, "Nothing that the file holds calls for a step; it says too little to name a direction"),
        ({"deadlines": (row("A", "pending"),)}, NEXT),
        ({"route": (step("Call"),)}, "Next step: Manager: Call"),
        ({"actions": (action("Visit at once"),)}, ACT),
        ({"deadlines": (row("First visit"),)}, LATE),
    ],
)
def test_where_there_is_nothing_to_ask_either_the_first_line_says_so_or_what_is_next(
    parts: dict[str, Any], expected: str
):
    assert advice("undetermined", **parts) == expected


def test_where_nothing_is_asked_for_what_is_open_about_danger_comes_before_everything():
    parts: dict[str, Any] = {"missing": (A, DANGER), "deadlines": (row("First visit"),)}
    assert advice("step_up", **parts) == f"Ask first: Is harm suspected? Consider a step up. {LATE}"
    assert advice("close", **parts) == f"Ask first: Is harm suspected? {LATE}. Consider closing"
    assert advice("undetermined", missing=(DANGER, A)) == f"Ask first: Is harm suspected? {OPEN}"
