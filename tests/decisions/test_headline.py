"""The first line says what to do, and never names a fact of the case but what was asked for."""

from typing import get_args

import pytest

from threshold.decisions.headline import headline
from threshold.decisions.model import Check, Citation, MissingFact, Request
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
ASKS = [MissingFact(f"t.{letter}", "?", ("R",)) for letter in "ab"]


PACK = Pack("tiny", "Tiny", Source("A paper", "P", "2020"), {}, (), (), (), (), (), (), (), (), {})


def came(
    direction: Direction, status: Status, answered: bool = True, contradictory: bool = False
) -> Conclusion:
    replies = (Answer(PACK, ()),) if answered else ()
    found = Protection(None, False, contradictory, (), UNKNOWN, None)
    return Conclusion(status, direction, Way((), ()), (), (), replies, found)


def check(until: str | None, decides: bool = True) -> Check:
    return Check("R", "R", "not_met", "block", decides, decides, "", 1, "No", "", until, {}, (), (), (), HERE)


@pytest.mark.parametrize(
    ("direction", "status", "request_", "expected"),
    [
        ("step_down", "permitted", DOWN, "Step down to early help: may go ahead"),
        (
            "step_down",
            "conditional",
            DOWN,
            "Step down to early help: may go ahead once the actions below are done",
        ),
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
            "Step down to early help: cannot be answered yet; 2 facts are not known",
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
        ("step_up", "advisory", None, "Consider a step up to child in need"),
        ("close", "advisory", None, "Consider closing"),
        ("continue", "advisory", None, "Continue with the support in place"),
        ("undetermined", "advisory", None, "No direction can be named yet; 2 facts are not known"),
    ],
)
def test_the_first_line(direction: Direction, status: Status, request_: Request | None, expected: str):
    # The latest of the dates counts, of the checks that bear on the answer.
    checks = [check("2026-09-01"), check("2026-10-01"), check(None), check("2027-01-01", decides=False)]
    to = "child_in_need" if direction == "step_up" else None
    assert headline(came(direction, status), request_, to, ["Too soon"], ASKS, checks) == expected


@pytest.mark.parametrize(
    ("missing", "expected"), [([], "something is"), (ASKS[:1], "1 fact is"), (ASKS, "2 facts are")]
)
def test_how_much_is_not_known(missing: list[MissingFact], expected: str):
    told = headline(came("continue", "undetermined"), DOWN, None, [], missing, [])
    assert told == f"Step down to early help: cannot be answered yet; {expected} not known"


def test_what_the_policy_has_no_rule_on_is_said_so_and_not_as_a_lack_of_facts():
    told = headline(came("continue", "undetermined", answered=False), DOWN, None, [], [], [])
    assert told == "Step down to early help: cannot be answered here. This policy has no rule on it"
    # Danger comes first, whatever the policy has rules on.
    danger = headline(came("safeguarding_now", "undetermined", answered=False), DOWN, None, [], [], [])
    assert danger.startswith("Refer to social care now")


@pytest.mark.parametrize("direction", get_args(RequestDirection))
def test_whatever_may_be_asked_for_is_named_by_its_own_words(direction: RequestDirection):
    request_ = Request(direction, None, None, None, None)
    told = headline(came(direction, "permitted"), request_, None, [], [], [])
    words = "Workflow action" if direction == "workflow" else direction.replace("_", " ").capitalize()
    assert told == f"{words}: may go ahead"


@pytest.mark.parametrize("direction", ["step_up", "step_down", "step_across"])
def test_advice_on_a_move_names_where_to_only_where_that_is_known(direction: Direction):
    words = f"Consider a {direction.replace('_', ' ')}"
    assert headline(came(direction, "advisory"), None, None, [], [], []) == words
    assert headline(came(direction, "advisory"), None, "early_help", [], [], []) == f"{words} to early help"


def test_only_a_request_that_danger_blocks_is_said_to_be_not_now():
    now = "Refer to social care now: there is a protection concern"
    told = headline(came("safeguarding_now", "undetermined"), DOWN, None, [], [], [])
    assert told == f"{now}. Step down to early help: not now"
    for status in ("permitted", "conditional"):
        assert headline(came("safeguarding_now", status), DOWN, None, [], [], []) == now  # type: ignore[arg-type]


def test_where_facts_about_danger_contradict_somebody_has_to_say_first_which_is_right():
    told = headline(came("safeguarding_now", "conflict", contradictory=True), DOWN, None, [], [], [])
    now = "Refer to social care now: facts about danger contradict each other"
    assert told == f"{now}. Step down to early help: somebody has to say first which is right"


def test_what_is_blocked_for_good_names_no_date():
    told = headline(
        came("continue", "blocked"), DOWN, None, ["Too soon"], [], [check(None), check("2027-01-01", False)]
    )
    assert told == "Step down to early help: not now. Too soon"
