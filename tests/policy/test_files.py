"""The shape of a pack's and a policy's files: which keys there are, and what each may hold."""

from datetime import date

import pytest
from pydantic import BaseModel

from threshold.policy.files import (
    DatedValue,
    DeadlineEntry,
    DefinitionEntry,
    HeadEntry,
    LocalValue,
    PackEntry,
    ParameterEntry,
    PolicyEntry,
    RequirementEntry,
    RowEntry,
    StepEntry,
)
from threshold.reading import BadInput, parse_yaml
from threshold.reading.validate import Model, validate


def read(model: type[Model], text: str) -> Model:
    (node,) = parse_yaml(text, "f")
    return validate(model, node, "f")


def told(model: type[BaseModel], text: str) -> str:
    with pytest.raises(BadInput) as caught:
        read(model, text)
    (problem,) = caught.value.problems
    return problem.message


SOURCE = "source: {document: A paper, publisher: P, date: 2020-01, clauses: T}"


def test_a_pack_has_clauses_and_leaves_unlisted_actions_uncovered():
    text = f"{{pack: tiny, title: Tiny, {SOURCE}, clauses: {{T-1: one place}}%s}}"
    assert read(PackEntry, text % "").unlisted == "not_covered"
    assert read(PackEntry, text % ", unlisted: unavailable").unlisted == "unavailable"
    assert told(PackEntry, text % ", unlisted: nowhere") == "must be one of not_covered or unavailable"
    assert told(PackEntry, text.replace("{T-1: one place}", "{}") % "") == "must not be empty"


def test_what_is_not_known_is_not_passed_over():
    assert told(RowEntry, "{when: {t.a: true}, is: red, becuase: A}").endswith('did you mean "because"?')
    # A key has one name, the one that is written.
    assert "not known here" in told(RowEntry, "{when: {t.a: true}, is: red, value: red}")


@pytest.mark.parametrize("text", ["2020-02-30", "01/01/2020", "2020", "1989-12-31", "[2020-01-01]"])
def test_a_value_begins_on_a_day_of_the_calendar(text: str):
    value = "{from: %s, is: 3 days, because: T-1}"
    assert read(DatedValue, value % "2020-02-29").since == date(2020, 2, 29)
    assert told(DatedValue, value % text)


def test_a_value_says_why_and_only_a_local_one_may_leave_out_since_when():
    assert read(LocalValue, "{is: 3, because: T-1}").since is None
    assert told(LocalValue, "{is: 3}") == '"because" is missing'
    assert told(DatedValue, "{is: 3, because: T-1}") == '"from" is missing'


@pytest.mark.parametrize(
    ("name", "good"), [("A", True), ("a.b-9", True), ("R" * 40, True), ("R" * 41, False)]
)
def test_a_rules_id_is_a_short_word(name: str, good: bool):
    if good:
        assert read(HeadEntry, f"{{id: {name}}}").id == name
    else:
        assert told(HeadEntry, f"{{id: {name}}}")


@pytest.mark.parametrize("name", ["9A", "A:b", "A#1", "A b", "''", "-A"])
def test_no_id_can_be_taken_for_the_key_of_a_condition(name: str):
    assert "must begin with a letter" in told(HeadEntry, f"{{id: {name}}}")


@pytest.mark.parametrize("direction", ["step_up", "step_down", "step_across", "close", "triage", "workflow"])
def test_a_rule_bears_on_what_may_be_asked_for_or_on_compliance(direction: str):
    bears_on = read(HeadEntry, f"{{id: R, bears_on: [{direction}, compliance]}}").bears_on
    assert bears_on == [direction, "compliance"]
    for other in ("none", "continue", "safeguarding_now"):
        assert "must be one of" in told(HeadEntry, f"{{id: R, bears_on: [{other}]}}")


def test_a_requirement_says_what_it_bears_on():
    requirement = "{id: R, bears_on: %s, block: [{must: {t.a: true}, else: No}]}"
    assert read(RequirementEntry, requirement % "[close]").applies is None
    assert told(RequirementEntry, requirement % "[]") == "must not be empty"


def test_a_definition_has_rows_and_one_of_three_ways_to_take_them():
    definition = "{id: D, fact: made.answer, hit: %s, rows: %s}"
    row = "[{when: {t.a: true}, is: red}]"
    for hit in ("exactly_one", "most_serious", "all"):
        assert read(DefinitionEntry, definition % (hit, row)).hit == hit
    assert "must be one of" in told(DefinitionEntry, definition % ("first", row))
    assert told(DefinitionEntry, definition % ("all", "[]")) == "must not be empty"


def test_a_deadline_repeats_from_the_last_or_not_at_all():
    deadline = "{id: L, starts: {fact: t.day}, within: 3 days, met_by: {event: seen}%s}"
    assert read(DeadlineEntry, deadline % "").repeats == ""
    assert read(DeadlineEntry, deadline % ", repeats: from_last").repeats == "from_last"
    assert "must be one of" in told(DeadlineEntry, deadline % ", repeats: from_first")
    assert told(DeadlineEntry, deadline % ", ends: t.day") == "must be a mapping of keys to values"


def test_a_step_is_an_action_that_is_available_unless_it_says_otherwise():
    step = read(StepEntry, "{S: Meet}")
    assert (step.kind, step.available, step.done) == ("action", True, None)
    assert read(StepEntry, "{S: Meet, available: false}").available is False
    assert told(StepEntry, "{S: Meet, available: maybe}") == "write true or false"


def test_a_parameter_has_one_of_the_known_types_and_a_value():
    parameter = "{type: %s, means: M, values: %s}"
    value = "[{from: 2020-01-01, is: 3, because: T-1}]"
    assert read(ParameterEntry, parameter % ("number", value)).presets == {}
    assert "must be one of duration" in told(ParameterEntry, parameter % ("figure", value))
    assert told(ParameterEntry, parameter % ("number", "[]")) == "must not be empty"


def test_a_policy_chooses_packs_each_with_its_part():
    policy = "{policy: p, title: P, packs: %s}"
    (use,) = read(PolicyEntry, policy % "[{pack: tiny, role: lead, leads_on: [close, compliance]}]").packs
    assert (use.role, use.leads_on) == ("lead", ["close", "compliance"])
    assert told(PolicyEntry, policy % "[]") == "must not be empty"
    for wrong in ("role: leader", "role: lead, leads_on: [none]"):
        assert "must be one of" in told(PolicyEntry, policy % f"[{{pack: tiny, {wrong}}}]")


def test_a_policy_sets_values_under_the_word_that_is_written():
    text = "{policy: p, title: P, packs: [{pack: tiny, role: lead}], %s: {tiny.n: {is: 3, because: local}}}"
    entry = read(PolicyEntry, text % "set")
    assert (entry.values["tiny.n"].value, entry.version, entry.presets) == ("3", "1", {})
    assert "not known here" in told(PolicyEntry, text % "values")
