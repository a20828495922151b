"""What an export can be mapped to: events and stated facts, with the rules that hang on each."""

import json
from datetime import date

import pytest

from threshold.audit.mappable import Mappable, as_json, as_text, mappable, values
from threshold.policy import load_policy
from threshold.vocabulary import ValueType

FILES = load_policy("national")


@pytest.fixture(scope="module")
def found() -> Mappable:
    return mappable(FILES.at(date(2026, 8, 14)))


def test_every_event_is_there_with_what_it_means(found: Mappable) -> None:
    events = {event.name: event for event in found.events}
    assert events.keys() == FILES.vocabulary.events.keys()
    assert all(event.asks for event in found.events)
    consent = events["consent_given"]
    assert (consent.needs, consent.carries) == (("for",), {"for": "support, sharing, step_up or panel"})
    assert events["cp_plan_started"].opens == events["cp_plan_ended"].closes == "child_protection"
    assert events["network_meeting"].belongs_to == ("assessment",)


def test_a_rule_hangs_on_the_events_behind_its_clock(found: Mappable) -> None:
    """Of the national rules one alone is about decisions on referrals."""
    rules = {event.name: event.rules for event in found.events}
    assert rules["referral_decision"] == 1
    assert rules["tac_meeting"] == 0
    assert rules["referral"] > 1


def test_facts_that_a_column_may_state_are_there_and_none_that_are_worked_out(found: Mappable) -> None:
    facts = {fact.name: fact for fact in found.facts}
    needed = facts["child_protection.conference_needed"]
    assert (needed.values, needed.rules > 0) == ("yes or no", True)
    given = FILES.vocabulary.facts
    assert all(given[name].given for name in facts)
    assert not [name for name in facts if name.startswith("request.")]


def test_what_most_rules_hang_on_comes_first(found: Mappable) -> None:
    for listed in (found.events, found.facts):
        rules = [each.rules for each in listed]
        assert rules == sorted(rules, reverse=True)


def test_the_text_says_what_each_is_and_names_what_no_rule_reads(found: Mappable) -> None:
    text = as_text(found)
    assert "  referral_decision: 1 rule\n" in text
    assert "must carry for (support, sharing, step_up or panel)" in text
    assert "ends a run of child protection" in text
    idle = text.split("Facts by which an audit judges no rule\n")[1]
    assert "caf.appropriate" in idle.replace("\n ", "")


def test_the_json_has_all_of_it(found: Mappable) -> None:
    data = json.loads(as_json(found))
    assert data["schema"] == "threshold/mappable/1"
    assert len(data["events"]) == len(found.events)
    assert len(data["facts"]) == len(found.facts)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (ValueType("boolean"), "yes or no"),
        (ValueType("choice", values=("a", "b")), "a or b"),
        (ValueType("datetime"), "a date, with a time of day where it is known"),
        (ValueType("list", names=(("GP", "GP"),)), "a list of roles"),
        (ValueType("list", values=("a", "b")), "a list of a or b"),
        (ValueType("number"), "a number"),
        (ValueType("text"), "text"),
    ],
)
def test_what_a_column_may_hold_is_told_in_words(kind: ValueType, told: str) -> None:
    assert values(kind) == told
