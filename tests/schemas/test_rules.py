"""Rule files against their schema: the shape of every rule, and conditions completed by the vocabulary."""

from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from threshold.policy import load_policy
from threshold.policy.declared import declared
from threshold.schemas.rules import rules_schema
from threshold.schemas.values import Schema

Check = Callable[[str], list[str]]
Checks = Callable[[str], Check]

NOTE = "note: [{papers: $d, else: x}]"
CONDITION = "conflicts: [{{id: X-1, why: so, when: {}}}]"


@pytest.mark.parametrize(
    "condition",
    [
        "{need.complex: true}",
        "{need.complex: 'true', need.level: 3}",
        "{need.level: {at_least: 2, not: $highest}}",
        "{need.level: {between: [1, 3]}}",
        "{assessment.started: {recorded: true, at_least_ago: 3 months}}",
        "{assessment.started: {more_than_ago: $limit}}",
        "{assessment.completed: {after: {fact: referral.received, plus: 45 working days}}}",
        "{assessment.completed: 2026-08-01}",
        "{support.in_place: [child_in_need, $others]}",
        "{documents.attached: {includes_all: [consent form, $papers]}}",
        "{safety.scale: {known: true, includes: 0}}",
        "{assessment.lead_role: $roles}",
        "{any: [{need.complex: true}, {none: [{care.looked_after: true}]}]}",
        "{$clock: {known: true}}",
    ],
)
def test_conditions_that_suit(checks: Checks, condition: str) -> None:
    assert checks("rules")(CONDITION.format(condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        "{}",
        "[need.complex]",
        "need.complex",
        "{need.comlex: true}",
        "{need.complex: yes}",
        "{need.complex: {at_least: 1}}",
        "{need.complex: {recorded: true}}",
        "{need.complex: {known: perhaps}}",
        "{need.complex: {}}",
        "{need.level: 5}",
        "{need.level: {atleast: 2}}",
        "{need.level: {before: 2026-08-01}}",
        "{support.in_place: [care, mars]}",
        "{documents.attached: {includes: birthday card}}",
        "{documents.attached: {before: 2026-08-01}}",
        "{assessment.started: {at_least_ago: a while}}",
        "{assessment.started: {at_least_ago: 3 fortnights}}",
        "{assessment.started: {after: {fact: no.such_fact}}}",
        "{assessment.started: {after: {fact: referral.received, minus: 3 days}}}",
        "{any: {need.complex: true}}",
        "{any: []}",
        "{any: [{need.comlex: true}]}",
    ],
)
def test_conditions_that_do_not_suit(checks: Checks, condition: str) -> None:
    assert len(checks("rules")(CONDITION.format(condition))) >= 2, "wrong in both readings"


@pytest.mark.parametrize(
    "text",
    [
        "requirement: []",
        f"requirements: [{{id: X-1, bears_on: [up], {NOTE}}}]",
        "requirements: [{id: X-1, bears_on: [close]}]",
        f"requirements: [{{id: 1, bears_on: [close], {NOTE}}}]",
        f"requirements: [{{id: X-1, {NOTE}, block: [{{papers: $d, else: x}}]}}]",
        f"requirements: [{{id: X-1, {NOTE}, unless: need.complex}}]",
        f"requirements: [{{id: X-1, {NOTE}, in_force: {{}}}}]",
        f"requirements: [{{id: X-1, {NOTE}, in_force: {{since: 2026-01-01}}}}]",
        f"requirements: [{{id: X-1, {NOTE}, tensions: [T999]}}]",
        "requirements: [{id: X-1, note: {papers: $d, else: x}}]",
        "requirements: [{id: X-1, note: [{papers: [card], else: x}]}]",
        "requirements: [{id: X-1, note: [{papers: $d}]}]",
        "requirements: [{id: X-1, note: [{else: x}]}]",
        "requirements: [{id: X-1, note: [{papers: $d, must: {need.complex: true}, else: x}]}]",
        "requirements: [{id: X-1, note: [{must: {need.comlex: true}, else: x}]}]",
        "requirements: [{id: X-1, note: [{papers: $d, else: x, by: {fact: need.comlex, a: b}}]}]",
        "requirements: [{id: X-1, satisfied: {need.complex: true}, otherwise: {note: x}}]",
        "scope: {applies: {need.comlex: true}}",
        "scope: {each: party}",
        "scope: {carries: [X-1]}",
        "groups: [{scope: {bears_on: [up]}}]",
        "groups: [{groups: []}]",
        "definitions: [{id: X-1, fact: need.complex, hit: all, rows: [{when: $c, is: true}]}]",
        "definitions: [{id: X-1, fact: need.level, hit: all, rows: []}]",
        "deadlines: [{id: X-1, starts: {fact: need.level}, within: none, met_by: {event: referral}}]",
        "deadlines: [{id: X-1, starts: {fact: $c}, within: soon, met_by: {event: referral}}]",
        "deadlines: [{id: X-1, starts: {fact: $c}, within: none, met_by: {event: party}}]",
        "deadlines: [{id: X-1, starts: {fact: $c}, within: none, met_by: {}}]",
        "deadlines: [{id: X-1, starts: {fact: $c}, within: none, met_by: {fact: $c}, otherwise: {warn: x}}]",
        "routes: [{id: X-1}]",
        "routes: [{id: X-1, steps: [{X-2: go, available: perhaps}]}]",
        "routes: [{id: X-1, steps: [{x-2: go}]}]",
        "routes: [{id: X-1, steps: [{id: X-2, action: go}]}]",
        "routes: [{id: X-1, steps: [{X-2: go}], actions: [{X-2: go}]}]",
        "routes: [{id: X-1, sequence: [{X-2: go}]}]",
        "conflicts: [{id: X-1, when: {need.complex: true}, why: x, each: party}]",
    ],
)
def test_rules_that_do_not_suit(checks: Checks, text: str) -> None:
    assert len(checks("rules")(text)) >= 2, "wrong in both readings"


# As a whole


@pytest.fixture(scope="module")
def schema() -> Schema:
    return rules_schema(load_policy().vocabulary, declared(load_policy()))


def can_be_asked(schema: Schema, fact: str) -> set[str]:
    """The names of the tests that a fact can be put to."""
    reference = schema["$defs"]["condition"]["properties"][fact]["$ref"].removeprefix("#/$defs/")
    test = schema["$defs"][reference]
    (mapping,) = [each for each in test.get("anyOf", [test]) if each.get("type") == "object"]
    return set(mapping["properties"])


def test_every_fact_can_be_tested_and_an_editor_shows_its_question(schema: Schema) -> None:
    vocabulary = load_policy().vocabulary
    properties = schema["$defs"]["condition"]["properties"]
    assert set(properties) == {"all", "any", "none", "count", "at_least", "within_last", *vocabulary.facts}
    asks = vocabulary.facts["child_protection.concern"].asks
    assert properties["child_protection.concern"]["description"].startswith(asks)


GROUND = "{{id: G-1, for: {}, when: {{need.complex: true}}, else: no}}"


@pytest.mark.parametrize(
    "asked",
    [
        "{direction: step_down, from: child_in_need, to: early_help}",
        "{direction: [step_up, step_across], to: [child_in_need, early_help]}",
        "{direction: close, of: [caf_episode, case]}",
        "{direction: workflow, step: Whatever the guide calls it, action: [Close, Closed]}",
    ],
)
def test_a_ground_names_the_requests_that_it_answers(checks: Checks, asked: str) -> None:
    assert checks("rules")(f"grounds: [{GROUND.format(asked)}]") == []
    assert checks("rules")(f"scope: {{for: {asked}}}\n{CONDITION.format('{need.complex: true}')}") == []


@pytest.mark.parametrize(
    "asked",
    [
        "{direction: sideways}",
        "{direction: safeguarding_now}",
        "{from: mars}",
        "{to: [early_help, mars]}",
        "{to: {fact: contact.brag, red: care}}",
        "{of: everything}",
        "{towards: care}",
        "step_down",
    ],
)
def test_a_ground_for_what_is_no_request(checks: Checks, asked: str) -> None:
    assert checks("rules")(f"grounds: [{GROUND.format(asked)}]") != []


def test_a_fact_is_put_only_to_tests_that_suit_its_type(schema: Schema) -> None:
    assert can_be_asked(schema, "need.complex") == {"is", "not", "known", "not_known_to_be"}
    assert {"at_least", "between", "is", "not", "known"} <= can_be_asked(schema, "need.level")
    assert not {"within_last", "recorded", "includes"} & can_be_asked(schema, "need.level")
    assert {"within_last", "at_least_ago", "recorded", "known"} <= can_be_asked(schema, "assessment.started")
    assert "includes" in can_be_asked(schema, "documents.attached")


def test_only_what_is_read_off_the_timeline_can_be_recorded(schema: Schema) -> None:
    for fact in load_policy().vocabulary.facts.values():
        assert ("recorded" in can_be_asked(schema, fact.name)) is (fact.reading is not None), fact.name


def test_only_what_is_derived_can_be_defined_and_only_dates_start_a_clock(schema: Schema) -> None:
    facts = load_policy().vocabulary.facts.values()
    shapes = schema["$defs"]
    assert shapes["DefinitionEntry"]["properties"]["fact"] == {
        "enum": [fact.name for fact in facts if fact.derived]
    }
    dates, parameter = shapes["FactReference"]["properties"]["fact"]["anyOf"]
    assert dates["enum"] == [fact.name for fact in facts if fact.type.is_date]
    assert parameter == {"$ref": "#/$defs/parameter"}
    offered, other = shapes["parameter"]["anyOf"]
    assert other["pattern"] == "^\\$[a-z][a-z0-9_]*$"
    assert {"const", "description"} == set(offered["oneOf"][0])


def test_a_rule_has_one_of_what_excludes_each_other(schema: Schema) -> None:
    found = {name: each["oneOf"] for name, each in schema["$defs"].items() if "oneOf" in each}
    assert found == {
        "RequirementEntry": [{"required": [key]} for key in ("block", "condition", "warn", "note")],
        "PartEntry": [{"required": [key]} for key in ("must", "papers")],
        "FactOrEvent": [{"required": [key]} for key in ("fact", "event")],
        "RouteEntry": [{"required": [key]} for key in ("steps", "actions")],
    }


def test_it_is_a_schema_whose_references_all_lead_somewhere(schema: Schema) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:threshold:schema:rules"

    def references(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*map(references, part.values()))
        return set().union(*map(references, part)) if isinstance(part, list) else set()

    assert {name.removeprefix("#/$defs/") for name in references(schema)} <= set(schema["$defs"])
