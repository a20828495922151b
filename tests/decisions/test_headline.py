"""The first line says what to do: the answer or, where nothing is asked for, what matters most."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from threshold.decisions.headline import Told, headline
from threshold.decisions.model import (
    ActionLine,
    Check,
    Citation,
    DeadlineRow,
    Limit,
    MissingFact,
    Request,
    RouteStep,
    Start,
)
from threshold.policy import Pack
from threshold.policy.model import Source
from threshold.semantics.closed_lists import Direction, Status
from threshold.semantics.grounds import Answer
from threshold.semantics.protection import Protection
from threshold.semantics.routes import Way
from threshold.semantics.status import Conclusion
from threshold.vocabulary import UNKNOWN, RequestDirection

DOWN = Request("step_down", "early_help", None, None, None)
FLOW = Request("workflow", None, None, "Visit", "Close the case")
HERE = Citation("tiny", "A paper", ("T-1",))
NOTHING = Told("2026-08-14", UNKNOWN, UNKNOWN, (), (), (), (), (), (), ())
A, B = (MissingFact(f"t.{letter}", f"{letter.upper()}?", ("R",)) for letter in "ab")
PACK = Pack("tiny", "Tiny", Source("A paper", "P", "2020"), {}, (), (), (), (), (), (), (), (), {})


def came(
    direction: Direction, status: Status, answered: bool = True, contradictory: bool = False
) -> Conclusion:
    replies = (Answer(PACK, ()),) if answered else ()
    found = Protection(None, False, contradictory, (), UNKNOWN, None)
    return Conclusion(status, direction, Way((), ()), (), (), replies, found)


def check(until: str | None = None, decides: bool = True, **parts: Any) -> Check:
    """A check that is not met and blocks."""
    made = Check(
        "R", "R", "not_met", "block", decides, True, "", 1, "No", "", until, None, {}, (), (), (),
        HERE,
    )  # fmt: skip
    return replace(made, **parts)


def row(title: str, state: str = "overdue", days: int = 4, **parts: Any) -> DeadlineRow:
    """A deadline of five days that applies."""
    start, limit = Start("t.day", "2026-08-01"), Limit(5, "days")
    made = DeadlineRow(
        title, title, start, limit, "2026-08-06", None, "overdue", days, "days", None, None, None, None,
        "", True, True, (), (), HERE,
    )  # fmt: skip
    return replace(made, state=state, **parts)


def action(do: str, by: str = "SW", **parts: Any) -> ActionLine:
    return replace(ActionLine(do, by, None, False, False, "R", HERE), **parts)


def step(action: str, **parts: Any) -> RouteStep:
    made = RouteStep(1, "W-1", "", action, "action", "Manager", "", "", "", True, True, None, (), HERE)
    return replace(made, **parts)


def advice(direction: Direction, to: str | None = None, **parts: Any) -> str:
    """The first line where nothing is asked for."""
    return headline(came(direction, "advisory"), None, to, replace(NOTHING, **parts))


# What was asked for


@pytest.mark.parametrize(
    ("direction", "status", "request_", "expected"),
    [
        ("step_down", "permitted", DOWN, "Step down to early help: may go ahead"),
        (
            "continue",
            "blocked",
            DOWN,
            "Step down to early help: not now. Too soon; the earliest date is 1 October 2026",
        ),
        (
            "continue",
            "undetermined",
            DOWN,
            "Step down to early help: cannot be answered yet; 2 things are not known",
        ),
        (
            "continue",
            "conflict",
            DOWN,
            "Step down to early help: cannot be answered, because the case file contradicts itself",
        ),
        (
            "safeguarding_now",
            "blocked",
            DOWN,
            "Refer to social care now: there is a protection concern. Step down to early help: not now",
        ),
        ("safeguarding_now", "permitted", FLOW, "Refer to social care now: there is a protection concern"),
        ("safeguarding_now", "advisory", None, "Refer to social care now: there is a protection concern"),
        ("workflow", "permitted", FLOW, "Workflow action “Close the case”: may go ahead"),
    ],
)
def test_the_first_line(direction: Direction, status: Status, request_: Request | None, expected: str):
    # The latest of the dates counts, of the checks that bear on the answer.
    checks = (check("2026-09-01"), check("2026-10-01"), check(None), check("2027-01-01", decides=False))
    told = replace(NOTHING, because=("Too soon", "Too far"), checks=checks, missing=(A, B))
    assert headline(came(direction, status), request_, None, told) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"actions": (action("Write to the family"),)}, "this is done: SW: Write to the family"),
        ({"actions": (action("Find out: A?", by=""),), "missing": (A,)}, "this is done: Find out: A?"),
        ({"actions": (action("Write"), action("Visit"))}, "what is to do below is done"),
        # What follows afterwards is nothing to wait for.
        ({"actions": (action("Write"), action("Visit", afterwards=True))}, "this is done: SW: Write"),
        ({"actions": (action("Visit", afterwards=True),), "missing": (A, B)}, "it is known: A?"),
        ({"checks": (check(),)}, "the conditions below are met"),
    ],
)
def test_what_it_waits_for_is_named_where_it_is_one_thing(parts: dict[str, Any], expected: str):
    told = headline(came("step_down", "conditional"), DOWN, None, replace(NOTHING, **parts))
    assert told == f"Step down to early help: may go ahead once {expected}"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ((), "something is"),
        ((A,), "1 thing is"),
        ((A, B), "2 things are"),
        # As many as are asked: what one question settles is one thing.
        ((A, B, replace(A, fact="t.c")), "2 things are"),
    ],
)
def test_how_much_is_not_known(missing: tuple[MissingFact, ...], expected: str):
    told = headline(came("continue", "undetermined"), DOWN, None, replace(NOTHING, missing=missing))
    assert told == f"Step down to early help: cannot be answered yet; {expected} not known"


def test_what_the_policy_has_no_rule_on_is_said_so_and_not_as_a_lack_of_facts():
    told = headline(came("continue", "undetermined", answered=False), DOWN, None, NOTHING)
    assert told == "Step down to early help: cannot be answered here. This policy has no rule on it"
    # Danger comes first, whatever the policy has rules on.
    danger = headline(came("safeguarding_now", "undetermined", answered=False), DOWN, None, NOTHING)
    assert danger.startswith("Refer to social care now")


@pytest.mark.parametrize("direction", get_args(RequestDirection))
def test_whatever_may_be_asked_for_is_named_by_its_own_words(direction: RequestDirection):
    request_ = Request(direction, None, None, None, None)
    told = headline(came(direction, "permitted"), request_, None, NOTHING)
    words = "Workflow action" if direction == "workflow" else direction.replace("_", " ").capitalize()
    assert told == f"{words}: may go ahead"


@pytest.mark.parametrize("status", ["undetermined", "blocked"])
def test_a_request_that_danger_refuses_is_said_to_be_not_now(status: Status):
    now = "Refer to social care now: there is a protection concern"
    told = headline(came("safeguarding_now", status), DOWN, None, NOTHING)
    assert told == f"{now}. Step down to early help: not now"


@pytest.mark.parametrize("status", ["permitted", "conditional"])
def test_a_request_that_danger_does_not_refuse_is_not_named(status: Status):
    told = headline(came("safeguarding_now", status), DOWN, None, NOTHING)
    assert told == "Refer to social care now: there is a protection concern"


def test_where_facts_about_danger_contradict_somebody_has_to_say_first_which_is_right():
    told = headline(came("safeguarding_now", "conflict", contradictory=True), DOWN, None, NOTHING)
    now = "Refer to social care now: facts about danger contradict each other"
    assert told == f"{now}. Step down to early help: somebody has to say first which is right"


def test_what_is_blocked_for_good_names_no_date():
    told = replace(NOTHING, because=("Too soon",), checks=(check(None), check("2027-01-01", False)))
    assert headline(came("continue", "blocked"), DOWN, None, told) == (
        "Step down to early help: not now. Too soon"
    )
    assert headline(came("continue", "blocked"), DOWN, None, NOTHING) == (
        "Step down to early help: not now. A rule of this policy stands against it"
    )


# Where nothing was asked for

LATE = "First visit: overdue by 4 days, due 6 August 2026"
ACT = "SW: Visit at once"
OPEN = "No direction can be named yet: 2 things are not known"


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
        ("continue", f"{LATE}. {ACT}. Continue with the support in place"),
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


def test_dates_are_counted_by_what_they_are_of():
    """Ten visits that were missed are one thing that was missed."""
    rows = (row("A"), row("A", interval=2), row("B"), row("C", "missed"), row("C", "missed", interval=2))
    told = advice("close", deadlines=rows)
    assert told == "A: overdue by 4 days, due 6 August 2026 (2 more dates missed). Consider closing"


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


NEXT = "Next: A, due 6 August 2026"


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
