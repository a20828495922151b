"""What becomes of a contact agrees with a recommendation where that says so, and never more."""

import json
from typing import Any

import pytest

from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.register.outcomes import OUTCOMES, agreeing, danger, in_words
from threshold.reports import as_json

CALM = {"concern": False, "in_place": False, "contradictory": False, "known": True, "because": []}


def recommended(
    direction: str = "undetermined",
    status: str = "advisory",
    to: str | None = None,
    outcome: str | None = None,
    advice: str | None = None,
    more: tuple[str, ...] = (),
    request: dict[str, Any] | None = None,
    **protection: object,
) -> dict[str, Any]:
    """A recommendation, as far as it is looked at, for a child of whom nothing is feared."""
    return {
        "status": status,
        "request": request,
        "recommendation": {"direction": direction, "to": to, "outcome": outcome},
        "consultation": None if advice is None else {"advice": advice, "not_ruled_out": list(more)},
        "protection": CALM | protection,
    }


@pytest.mark.parametrize(
    ("given", "agree"),
    [
        ({"direction": "continue"}, ("continue",)),
        ({}, ()),
        ({"direction": "triage", "status": "permitted"}, ("triage", "pass_on")),
        ({"direction": "triage", "status": "conditional"}, ("triage", "pass_on")),
        ({"direction": "step_across", "status": "permitted", "to": "early_help"}, ("step_across", "pass_on")),
        ({"direction": "step_across", "outcome": "pass_to_caf_team"}, ("step_across",)),
        ({"direction": "continue", "status": "blocked", "outcome": "pass_to_caf_team"}, ("continue",)),
        ({"advice": "start_caf"}, ("start_caf",)),
        ({"advice": "start_caf", "more": ("refer_to_mash",)}, ()),
        ({"advice": "neither"}, ("no_further_action",)),
        ({"advice": "neither", "more": ("ask_first",)}, ()),
        ({"advice": "ask_first"}, ()),
        ({"advice": "refer_to_mash"}, ()),
        (
            {"direction": "step_down", "to": "early_help", "status": "permitted", "outcome": "offer_caf"},
            ("step_down", "start_caf"),
        ),
        ({"direction": "step_down", "to": "child_in_need", "outcome": "offer_caf"}, ("step_down",)),
        ({"direction": "continue", "status": "blocked", "outcome": "offer_caf"}, ("continue",)),
        ({"direction": "close", "outcome": "close_contact"}, ("close", "no_further_action")),
        ({"direction": "close", "outcome": "close_case"}, ("close",)),
        ({"direction": "continue", "outcome": "close_contact"}, ("continue",)),
        ({"direction": "continue", "outcome": "advice_only"}, ("continue",)),
        (
            {
                "direction": "close",
                "status": "permitted",
                "outcome": "close_contact",
                "request": {"of": "contact"},
            },
            ("close", "no_further_action"),
        ),
        (
            {
                "direction": "close",
                "status": "permitted",
                "outcome": "close_contact",
                "request": {"of": "case"},
            },
            ("close",),
        ),
    ],
)
def test_what_agrees_is_read_off_the_recommendation(given, agree):
    assert agreeing(recommended(**given)) == agree


FEARED = [
    ({"concern": True}, "protected now"),
    ({"concern": None}, "nobody knows yet"),
    ({"known": False}, "nobody knows yet"),
    ({"contradictory": True}, "contradicts itself"),
    ({"in_place": True}, "under protection already"),
]


@pytest.mark.parametrize(("protection", "said"), FEARED)
@pytest.mark.parametrize(
    "given",
    [
        {"advice": "start_caf"},
        {"advice": "neither"},
        {"direction": "close", "outcome": "close_contact"},
        {"direction": "step_down", "to": "early_help", "outcome": "offer_caf"},
    ],
)
def test_where_danger_is_open_or_said_nothing_ends_below_social_care(given, protection, said):
    feared = recommended(**given, **protection)
    assert said in danger(feared)
    assert not set(agreeing(feared)) & {"start_caf", "no_further_action"}


def test_nothing_is_feared_where_all_was_asked_and_answered():
    assert danger(recommended("continue")) == ""
    assert "protected now" in danger(recommended("safeguarding_now", "permitted"))


def test_what_is_no_recommendation_is_refused():
    for read in (agreeing, danger):
        for none in (
            {},
            {"recommendation": None},
            {"recommendation": {"direction": "close"}, "protection": 1},
        ):
            with pytest.raises(ValueError, match="no recommendation"):
                read(none)


def test_of_a_recommendation_of_before_grounds_only_the_direction_agrees():
    older = {
        "status": "advisory",
        "recommendation": {"direction": "close", "outcome": "close_contact", "to": None},
    }
    assert agreeing(older) == ("close",)


def test_outcomes_are_said_as_people_say_them():
    assert [in_words(each) for each in (*OUTCOMES, "step_down")] == [
        "start a CAF",
        "pass on",
        "no further action",
        "step down",
    ]


_OF_CONTACTS = (
    "consultation.caller",
    "contact.brag",
    "contact.received",
    "closure.of",
    "child_in_need.assessed",
)


@pytest.mark.slow
def test_of_no_example_does_an_outcome_leave_a_child_unprotected(examples):
    engine = Engine(load_policy("default"))
    seen: set[str] = set()
    for case in examples.values():
        if not case.given.keys() & set(_OF_CONTACTS):
            continue
        decision = engine.decide(case)
        found = set(agreeing(json.loads(as_json(decision)))) & set(OUTCOMES)
        seen |= found
        protection = decision.protection
        if decision.safeguarding_now or decision.status in ("blocked", "undetermined", "conflict"):
            assert not found
        if protection.concern is not False or not protection.known or protection.in_place is True:
            # What is passed on to social care may be so before danger is asked about.
            assert found <= {"pass_on"}
    assert seen == set(OUTCOMES)
