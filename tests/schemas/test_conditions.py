"""Conditions as a schema takes them: on the facts named, and on no others."""

import pytest
from jsonschema import Draft202012Validator

from threshold.policy import load_policy
from threshold.policy.declared import declared
from threshold.schemas.conditions import conditions, offered_parameters

POLICY = load_policy()
FACTS = [POLICY.vocabulary.facts[name] for name in ("caf.open", "consultation.caller")]
CHECK = Draft202012Validator(
    {
        "$ref": "#/$defs/condition",
        "$defs": {**conditions(FACTS), **offered_parameters(declared(POLICY)), "role": {}},
    }
)


@pytest.mark.parametrize(
    "condition",
    [
        {"caf.open": True},
        {"caf.open": {"not_known_to_be": ["true"]}},
        {"any": [{"caf.open": {"known": False}}, {"consultation.caller": ["family", "public"]}]},
        {"consultation.caller": "$callers"},
        {"count": ["caf.open", {"consultation.caller": "public"}], "at_least": 2},
        {"caf.open": True, "count": ["$which", "caf.open"], "at_least": "$enough"},
    ],
)
def test_a_condition_on_what_is_named(condition: object) -> None:
    assert CHECK.is_valid(condition)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"caf.stuck": True},
        {"caf.open": "perhaps"},
        {"caf.open": {"fact": "caf.stuck"}},
        {"caf.open": {"at_least_ago": "3 months"}},
        {"any": []},
        {"count": ["caf.open"]},
        {"at_least": 2},
        {"count": [], "at_least": 1},
        {"count": ["consultation.caller"], "at_least": 1},
        {"count": ["caf.open"], "at_least": 0},
        {"count": "referral", "at_least": 2},
    ],
)
def test_nothing_else_is_one(condition: object) -> None:
    assert not CHECK.is_valid(condition)


def test_a_parameter_is_offered_with_what_it_means_where_its_type_suits() -> None:
    offered = offered_parameters(declared(POLICY))
    names = {key: {each["const"] for each in held["anyOf"][0]["oneOf"]} for key, held in offered.items()}
    assert "$cin_minimum_after_cp" in names["length_parameter"]
    assert "$consent_gone" in names["parameter"] - names["length_parameter"]
