"""The first line says what to do: the answer to what was asked for, and danger before it."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from threshold.decisions.headline import headline
from threshold.decisions.model import (
    MissingFact,
    Request,
)
from threshold.policy.protection import IMMEDIATE
from threshold.semantics.closed_lists import Direction, Status
from threshold.vocabulary import UNKNOWN, RequestDirection, State

from ..reports.making import step
from .first_lines import DANGER, DOWN, FLOW, HARM, LATE, NOTHING, A, B, came, check, row

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
            "Step down to early help: cannot be answered yet; 2 things are not known. Ask first: A?",
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
            f"Refer to social care now: {HARM}. Step down to early help: not now",
        ),
        ("safeguarding_now", "permitted", FLOW, f"Refer to social care now: {HARM}"),
        ("safeguarding_now", "advisory", None, f"Refer to social care now: {HARM}"),
        ("workflow", "permitted", FLOW, "Workflow action “Close the case”: may go ahead"),
    ],
)
def test_the_first_line(direction: Direction, status: Status, request_: Request | None, expected: str):
    # The latest of the dates counts, of the checks that bear on the answer.
    checks = (check("2026-09-01"), check("2026-10-01"), check(None), check("2027-01-01", decides=False))
    told = replace(NOTHING, because=("Too soon", "Too far"), checks=checks, missing=(A, B))
    assert headline(came(direction, status), request_, None, told) == expected


CONDITION: dict[str, Any] = {"effect": "condition", "title": "The family agrees"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((CONDITION,), "this is so: The family agrees"),
        (({**CONDITION, "status": "undetermined"},), "this is so: The family agrees"),
        (
            (CONDITION, {**CONDITION, "title": "It is written"}),
            "this is so: The family agrees (and 1 more below)",
        ),
        (
            (CONDITION, CONDITION, {**CONDITION, "status": "undetermined"}),
            "this is so: The family agrees (and 2 more below)",
        ),
        # What is so, has no say here, or is no condition is not waited for.
        (({**CONDITION, "status": "met"}, CONDITION), "this is so: The family agrees"),
        (({**CONDITION, "decides": False, "title": "Elsewhere"}, CONDITION), "this is so: The family agrees"),
        (({"effect": "warn", "title": "Beside"}, CONDITION), "this is so: The family agrees"),
        # Without a condition it is a block that nobody is named for yet, and nothing else.
        (({"effect": "block", "title": "A manager decides"},), "the conditions below are met"),
        (
            ({"effect": "block", "title": "A manager decides", "status": "undetermined"},),
            "this is so: A manager decides",
        ),
        (
            ({"effect": "block", "title": "A manager decides", "status": "undetermined"}, CONDITION),
            "this is so: The family agrees",
        ),
        (
            ({"effect": "block", "title": "Beside", "status": "undetermined", "decides": False},),
            "the conditions below are met",
        ),
        ((), "the conditions below are met"),
    ],
)
def test_the_condition_that_it_waits_for_is_named_and_the_others_are_counted(
    parts: tuple[dict[str, Any], ...], expected: str
):
    told = replace(NOTHING, checks=tuple(check(**each) for each in parts))
    first = headline(came("step_down", "conditional"), DOWN, None, told)
    assert first == f"Step down to early help: may go ahead once {expected}"


JOINED = replace(A, fact="t.d", question="A? B?")


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ((), "what the file holds does not settle it"),
        ((A,), "1 thing is not known. Ask first: A?"),
        ((B, A), "2 things are not known. Ask first: B?"),
        # As many as are asked: what one question settles is one thing, and so is one made up of others.
        ((A, B, replace(A, fact="t.c")), "2 things are not known. Ask first: A?"),
        ((A, B, JOINED), "2 things are not known. Ask first: A?"),
        ((A, JOINED), "2 things are not known. Ask first: A?"),
        ((JOINED,), "1 thing is not known. Ask first: A? B?"),
    ],
)
def test_how_much_is_not_known_and_what_to_ask_first(missing: tuple[MissingFact, ...], expected: str):
    told = headline(came("continue", "undetermined"), DOWN, None, replace(NOTHING, missing=missing))
    assert told == f"Step down to early help: cannot be answered yet; {expected}"


def test_where_nothing_is_to_be_asked_the_reason_stands_there_without_its_clause():
    told = replace(NOTHING, because=("Two records disagree [T-1]", "Another [T-1]"))
    assert headline(came("continue", "undetermined"), DOWN, None, told) == (
        "Step down to early help: cannot be answered yet; Two records disagree"
    )


# What is open about danger


@pytest.mark.parametrize(
    ("status", "before"),
    [
        ("permitted", "may go ahead. "),
        ("conditional", "may go ahead once the conditions below are met. "),
        ("blocked", "not now. Too soon. "),
        ("conflict", "cannot be answered, because the case file contradicts itself. "),
        ("undetermined", "cannot be answered yet; 2 things are not known. "),
    ],
)
def test_whatever_is_answered_what_is_open_about_danger_is_asked_first(status: Status, before: str):
    told = replace(NOTHING, missing=(A, DANGER), because=("Too soon",))
    assert headline(came("step_down", status), DOWN, None, told) == (
        f"Step down to early help: {before}Ask first: Is harm suspected?"
    )


@pytest.mark.parametrize(
    ("concern", "then"),
    [
        # Nobody has said anything of danger, and a request without an answer asks for nothing.
        (None, ". If harm is suspected, refer to social care at once"),
        (False, ""),
    ],
)
def test_what_the_policy_has_no_rule_on_is_said_so_and_not_as_a_lack_of_facts(
    concern: bool | None, then: str
):
    conclusion = came("continue", "undetermined", answered=False)
    conclusion = replace(conclusion, protection=replace(conclusion.protection, concern=concern))
    told = headline(conclusion, DOWN, None, NOTHING)
    words = "cannot be answered here. This policy has no rule on it; ask a manager"
    assert told == f"Step down to early help: {words}{then}"


def test_danger_comes_first_whatever_the_policy_has_rules_on():
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
    now = f"Refer to social care now: {HARM}"
    told = headline(came("safeguarding_now", status), DOWN, None, NOTHING)
    assert told == f"{now}. Step down to early help: not now"


@pytest.mark.parametrize("status", ["permitted", "conditional"])
def test_a_request_that_danger_does_not_refuse_is_not_named(status: Status):
    told = headline(came("safeguarding_now", status), DOWN, None, NOTHING)
    assert told == f"Refer to social care now: {HARM}"


TELL = "Tell the child's social worker and their manager"
ENQUIRY = "a section 47 enquiry is open"


@pytest.mark.parametrize(
    ("support", "because", "expected"),
    [
        (UNKNOWN, (HARM,), f"Refer to social care now: {HARM}"),
        ("universal", (HARM,), f"Refer to social care now: {HARM}"),
        ("early_help", (HARM, HARM, "he is hurt"), f"Refer to social care now: {HARM} and he is hurt"),
        ("child_in_need", (HARM,), f"{TELL} now: {HARM}"),
        ("child_protection", (HARM,), f"{TELL} now: {HARM}"),
        ("care", (HARM,), f"{TELL} now: {HARM}"),
        # Whoever makes an enquiry knows the child already.
        (UNKNOWN, (HARM, ENQUIRY), f"{TELL} now: {HARM} and {ENQUIRY}"),
        # At once is said first of all, and by telephone.
        (UNKNOWN, (IMMEDIATE,), "Immediate danger: call 999, then refer to social care now"),
        (UNKNOWN, (HARM, IMMEDIATE), "Immediate danger: call 999, then refer to social care now"),
        (
            "child_in_need",
            (IMMEDIATE,),
            "Immediate danger: call 999, then tell the child's social worker and their manager now",
        ),
    ],
)
def test_danger_says_who_is_told_and_why(support: State, because: tuple[str, ...], expected: str):
    told = replace(NOTHING, support=support)
    assert headline(came("safeguarding_now", "advisory", because=because), None, None, told) == expected


def test_a_date_that_was_missed_stands_behind_danger_and_before_what_was_asked_for():
    told = replace(NOTHING, deadlines=(row("First visit"),))
    assert headline(came("safeguarding_now", "blocked"), DOWN, None, told) == (
        f"Refer to social care now: {HARM}. {LATE}. Step down to early help: not now"
    )


def test_where_facts_about_danger_contradict_somebody_has_to_say_first_which_is_right():
    told = headline(came("safeguarding_now", "conflict", contradictory=True), DOWN, None, NOTHING)
    now = "Refer to social care now: facts about danger contradict each other"
    assert told == f"{now}. Step down to early help: somebody has to say first which is right"


def test_a_row_that_is_available_to_nobody_is_no_matter_of_now():
    open_, closed = (step(1, available=each) for each in (True, False))
    told = replace(NOTHING, because=("Not available for Us",), route=(closed,))
    asked = "Workflow action “Close the case”"
    assert headline(came("workflow", "blocked"), FLOW, None, told) == f"{asked}: no. Not available for Us"
    assert headline(came("safeguarding_now", "blocked"), FLOW, None, told) == (
        f"Refer to social care now: {HARM}. {asked}: no"
    )
    assert headline(came("workflow", "blocked"), FLOW, None, replace(told, route=(open_,))) == (
        f"{asked}: not now. Not available for Us"
    )


def test_what_is_blocked_for_good_names_no_date():
    told = replace(NOTHING, because=("Too soon",), checks=(check(None), check("2027-01-01", False)))
    assert headline(came("continue", "blocked"), DOWN, None, told) == (
        "Step down to early help: not now. Too soon"
    )
    assert headline(came("continue", "blocked"), DOWN, None, NOTHING) == (
        "Step down to early help: not now. A rule of this policy stands against it"
    )
