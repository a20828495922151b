"""The shape of a file of rules: every key, what it may hold, and what is said of one that was renamed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from threshold.policy.rule_file import (
    BearingEntry,
    DeadlineEntry,
    DefinitionEntry,
    HeadEntry,
    InForceEntry,
    PartEntry,
    RequirementEntry,
    RowEntry,
    RuleFile,
    SafetyEntry,
    StepEntry,
)
from threshold.reading import BadInput

from .making import only, problems, read, told


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
    bears_on = read(BearingEntry, f"{{id: R, bears_on: [{direction}, compliance]}}").bears_on
    assert bears_on == [direction, "compliance"]
    for other in ("none", "continue", "safeguarding_now"):
        assert "must be one of" in told(BearingEntry, f"{{id: R, bears_on: [{other}]}}")


def test_a_requirement_may_say_what_it_bears_on():
    requirement = "{id: R, bears_on: %s, block: [{must: {t.a: true}, else: No}]}"
    assert read(RequirementEntry, requirement % "[close]").applies is None
    assert read(RequirementEntry, requirement % "[]").bears_on == []  # its scope may say it
    assert "must be one of" in told(RequirementEntry, requirement % "[none]")


def test_a_definition_has_rows_and_one_of_three_ways_to_take_them():
    definition = "{id: D, fact: made.answer, hit: %s, rows: %s}"
    row = "[{when: {t.a: true}, is: red}]"
    for hit in ("exactly_one", "most_serious", "all"):
        assert read(DefinitionEntry, definition % (hit, row)).hit == hit
    assert "must be one of" in told(DefinitionEntry, definition % ("first", row))
    assert told(DefinitionEntry, definition % ("all", "[]")) == "must not be empty"


def test_a_deadline_repeats_from_the_last_or_not_at_all():
    deadline = "{id: L, starts: {fact: t.day}, within: 3 days, met_by: {event: seen}%s}"
    assert read(DeadlineEntry, deadline % "").repeats is None
    assert read(DeadlineEntry, deadline % ", repeats: from_last").repeats == "from_last"
    assert told(DeadlineEntry, deadline % ", repeats: from_first") == "must be from_last"
    ended = "is written `ends_with:` now, with the name of the episode that ends the clock"
    assert told(DeadlineEntry, deadline % ", ends: {fact: t.day}") == ended


def test_a_step_is_an_action_that_is_available_unless_it_says_otherwise():
    step = read(StepEntry, "{S: Meet}")
    assert (step.kind, step.available, step.done) == ("action", True, None)
    assert read(StepEntry, "{S: Meet, available: false}").available is False
    assert told(StepEntry, "{S: Meet, available: maybe}") == "write true or false"


def test_what_is_not_known_is_not_passed_over():
    assert told(RowEntry, "{when: {t.a: true}, is: red, becuase: A}").endswith('did you mean "because"?')
    # A key has one name, the one that is written.
    assert "not known here" in told(RowEntry, "{when: {t.a: true}, is: red, value: red}")


# Days in force


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("{from: 2024-01-01}", date(2024, 1, 1), None),
        ("{until: 2024-12-31}", None, date(2024, 12, 31)),
        ("{from: 2024-01-01, until: 2024-01-01}", date(2024, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_rule_is_in_force_from_a_day_until_a_day_or_both(text: str, since: date | None, until: date | None):
    entry = read(InForceEntry, text)
    assert (entry.since, entry.until) == (since, until)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{from: 2024-01-02, until: 2024-01-01}", "ends before it begins"),
        ("{}", "needs `from:`, `until:` or both"),
        ("{from: }", "needs `from:`, `until:` or both"),
        ("{from: soon}", "must be a date written as year-month-day, such as 2026-08-14"),
        ("{until: 2024-02-30}", "is not a day in the calendar"),
        ("{until: 3}", "must be a date written as year-month-day, such as 2026-08-14"),
        ("{until: [2024-01-01]}", "must be a date such as 2013-09-01"),
        ("{since: 2024-01-01}", "this key is not known here"),
        ("{form: 2024-01-01}", 'this key is not known here; did you mean "from"?'),
    ],
)
def test_what_days_in_force_may_not_be(text: str, message: str):
    assert message in told(InForceEntry, text)


# Wrong types, of every key


RULE = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [close]
    %s
    block:
      - must: {t.a: true}
        else: No
        %s
"""


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("unless: [t.a]", "a condition is a mapping of facts to tests"),
        ("unless: 3", "a condition is a mapping of facts to tests"),
        ("unless: {}", "this condition is empty"),
        ("unless: {t.aa: true}", 'no fact "t.aa" is declared; did you mean "t.a"?'),
        ("applies: true", "a condition is a mapping of facts to tests"),
        ("tensions: T01", "must be a list"),
        ("tensions: {T01: x}", "must be a list"),
        ("title: [No]", "must be text"),
        ("title: {t.a: true}", "must be text"),
        ("in_force: soon", "must be a mapping of keys to values"),
        ("in_force: [2024-01-01]", "must be a mapping of keys to values"),
        ("in_force: {from: 2024-01-02, until: 2024-01-01}", "ends before it begins"),
        ("each: [spell]", "must be text"),
        ("warn: no", "must be a list of parts, each with `must:` and `else:`"),
        ("warn: {must: {t.a: true}, else: No}", "must be a list of parts, each with `must:` and `else:`"),
        ("warn: [must]", "must be a mapping of keys to values"),
        ("unles: {t.a: true}", 'this key is not known here; did you mean "unless"?'),
    ],
)
def test_what_is_wrong_with_a_key_of_a_rule_is_told_at_its_line(small, said: str, message: str):
    problem = only(small.tiny(RULE % (said, "")))
    assert message in problem.message
    assert (problem.line, Path(problem.file).name) == (6, "all.yaml")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("unknown: [x]", "must be text"),
        ("unknown: {x: y}", "must be text"),
        ("do: {x: y}, by: SW", "must be text"),
        ("urgent: soon", "write true or false"),
        ("unknwon: x", 'this key is not known here; did you mean "unknown"?'),
        ("unknown: '{lmit}'", "{lmit} names no parameter of this pack"),
    ],
)
def test_what_is_wrong_with_a_key_of_a_part_is_told_at_its_line(small, said: str, message: str):
    said = said.replace(", by: SW", "\n        by: SW")
    found = problems(small.tiny(RULE % ("", said)))
    assert message in found[0].message
    assert (found[0].line, Path(found[0].file).name) == (10, "all.yaml")


@pytest.mark.parametrize("wrong", ["[a, b]", "{a: b}"])
def test_what_is_said_is_text(wrong: str):
    part = "{must: {t.a: true}, else: %s}"
    assert told(PartEntry, part % wrong) == "must be text"
    assert told(DeadlineEntry, f"{{{DEADLINE}, late: {wrong}}}") == "must be text"
    assert told(DeadlineEntry, f"{{{DEADLINE}, overdue: {wrong}}}") == "must be text"
    assert told(StepEntry, f"{{S: Meet, says: {wrong}}}") == "must be text"
    assert told(RowEntry, f"{{when: {{t.a: true}}, is: red, because: {wrong}}}") == "must be text"
    assert read(PartEntry, part % "3").otherwise == "3"  # a number is text until it is typed


DEADLINE = "id: L, starts: {fact: t.day}, within: 3 days, met_by: {event: seen}"


def test_a_file_holds_kinds_of_rules_and_groups_of_them():
    text = "{groups: [{title: A, scope: {each: spell}, requirements: []}, {conflicts: []}]}"
    file = read(RuleFile, text)
    assert [(group.title, group.scope.each) for group in file.groups] == [("A", "spell"), ("", "")]
    for wrong, message in (
        ("{groups: {title: A}}", "must be a list"),
        ("{groups: [A]}", "must be a mapping of keys to values"),
        ("{groups: [{title: [A]}]}", "must be text"),
        ("{groups: [{groups: []}]}", "this key is not known here"),
        ("{requirments: []}", 'this key is not known here; did you mean "requirements"?'),
        ("{definitions: {id: D}}", "must be a list"),
        ("{safety: [S]}", "must be a mapping of keys to values"),
    ):
        assert message in told(RuleFile, wrong)


# Steps


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{by: SW}", "needs one id with its action, such as `- RBC-4.1d: Ask the TAC`"),
        ("{}", "needs one id with its action, such as `- RBC-4.1d: Ask the TAC`"),
        ("{meet: Meet}", "needs one id with its action, such as `- RBC-4.1d: Ask the TAC`"),
        ("{S: Meet, Q: Write}", "needs one id with its action, such as `- RBC-4.1d: Ask the TAC`"),
        ("Meet", "must be a mapping of keys to values"),
        ("[S, Meet]", "must be a mapping of keys to values"),
        ("{S: [Meet]}", "must be text"),
        ("{S: {t.a: true}}", "must be text"),
        ("{S: }", "must be text"),
        ("{S_1: Meet}", "must begin with a letter and hold only letters, digits, dots and hyphens"),
        ("{S: Meet, kind: wish}", "must be one of action, request or task"),
        ("{S: Meet, whne: {t.a: true}}", 'this key is not known here; did you mean "when"?'),
        ("{S: Meet, id: W}", "the id and the action are one line now, such as `- RBC-4.1d: Ask the TAC`"),
    ],
)
def test_what_a_step_may_not_be(text: str, message: str):
    assert message in " / ".join(all_told(StepEntry, text))


def all_told(model: Any, text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(model, text)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize("key", ["by", "to"])
@pytest.mark.parametrize("wrong", ["[SW]", "{fact: [t.a]}", "{fact: {t.a: true}, red: SW}"])
def test_somebody_is_a_name_or_is_chosen(key: str, wrong: str):
    for model, text in (
        (StepEntry, "S: Meet"),
        (SafetyEntry, "id: S, when: {t.a: true}, covers: [], do: It"),
    ):
        assert any("must be" in message for message in all_told(model, f"{{{text}, {key}: {wrong}}}"))


# Names of an earlier form


HEAD = "id: R, carries: [T-1], bears_on: [close]"
SHARED = "say it under block, condition, warn or note: a list of parts, each with `must:` and `else:`"
BESIDE = "is one action now: write `do:`, `by:` and `to:` beside each other"
CHOSEN = "is chosen by `fact:` now, such as {fact: household.area, north: .., south: ..}"
LINED = "the id and the action are one line now, such as `- RBC-4.1d: Ask the TAC`"
NEW = f"{HEAD}, block: [{{must: {{t.a: true}}, else: No}}]"


@pytest.mark.parametrize(
    ("kind", "rule", "field", "message"),
    [
        ("requirements", f"{NEW}, satisfied: {{t.a: true}}", "1", f"is written in parts now: {SHARED}"),
        ("requirements", f"{NEW}, otherwise: {{block: No}}", "1", f"is written in parts now: {SHARED}"),
        (
            "requirements",
            f"{NEW}, documents: [form]",
            "1",
            "is called `papers:` now, in a part of block, condition, warn or note",
        ),
        (
            "requirements",
            f"{NEW}, until: [{{fact: t.day}}]",
            "1",
            "follows from `at_least_ago` by itself now: leave it out",
        ),
        (
            "requirements",
            f"{HEAD}, block: [{{must: {{t.a: true}}, else: No, says: No}}]",
            "1.block.1",
            "is called `else:` now",
        ),
        (
            "requirements",
            f"{HEAD}, block: [{{must: {{t.a: true}}, else: No, otherwise: No}}]",
            "1.block.1",
            "is called `else:` now",
        ),
        (
            "requirements",
            f"{HEAD}, block: [{{must: {{t.a: true}}, else: No, do: [{{do: It, by: SW}}]}}]",
            "1.block.1.do",
            BESIDE,
        ),
        (
            "requirements",
            f"{HEAD}, block: [{{must: {{t.a: true}}, else: No, do: It, by: {{by: t.colour, red: SW}}}}]",
            "1.block.1.by",
            CHOSEN,
        ),
        (
            "deadlines",
            f"{DEADLINE}, carries: [T-1], otherwise: {{warn: Late}}",
            "1",
            "is written `late:` (done after it was due), `overdue:` (not done) and `do:`, `by:` now",
        ),
        (
            "definitions",
            "id: D, carries: [T-1], fact: made.answer, hit: all, "
            "rows: [{when: {t.a: true}, is: red, do: [{do: It, by: SW}]}]",
            "1.rows.1.do",
            BESIDE,
        ),
        (
            "safety",
            "id: S, carries: [T-1], do: [{do: It, by: SW}]",
            "1.do",
            BESIDE,
        ),
        (
            "safety",
            "id: S, carries: [T-1], when: {t.a: true}, do: It, by: SW",
            "1",
            "is the same in every policy: leave it out (a pack adds to it under `protection:`)",
        ),
        (
            "safety",
            "id: S, carries: [T-1], covers: [step_up], do: It, by: SW",
            "1",
            "is the same in every policy: leave it out",
        ),
        (
            "safety",
            "id: S, carries: [T-1], forbids_when: {t.a: true}, do: It, by: SW",
            "1",
            "is the same in every policy: leave it out; "
            "a route row says `moves: down` where it closes or hands on",
        ),
        ("routes", f"{HEAD}, sequence: []", "1", "is called `steps:` now"),
        ("routes", f"{HEAD}, rows: []", "1", "is called `actions:` now"),
        ("routes", f"{HEAD}, steps: [], added_by: SW", "1", "is called `by:` now"),
        ("routes", f"{HEAD}, steps: [], sent_to: SW", "1", "is called `to:` now"),
        ("routes", f"{HEAD}, steps: [{{S: Meet, added_by: SW}}]", "1.steps.1", "is called `by:` now"),
        ("routes", f"{HEAD}, steps: [{{S: Meet, sent_to: SW}}]", "1.steps.1", "is called `to:` now"),
        ("routes", f"{HEAD}, actions: [{{S: Meet, sent_to: SW}}]", "1.actions.1", "is called `to:` now"),
        ("routes", f"{HEAD}, steps: [{{id: S, action: Meet}}]", "1.steps.1", LINED),
        ("routes", f"{HEAD}, steps: [{{S: Meet, by: {{by: t.a, true: SW}}}}]", "1.steps.1.by", CHOSEN),
        ("routes", f"{HEAD}, steps: [], to: {{by: t.a, true: SW}}", "1.to", CHOSEN),
    ],
)
def test_a_key_of_an_earlier_form_is_refused_with_its_new_name(
    small, kind: str, rule: str, field: str, message: str
):
    for text, line, place in (
        (f"{kind}:\n  - {{{rule}}}\n", 2, kind),
        (f"groups:\n  - title: A group\n    {kind}:\n      - {{{rule}}}\n", 4, f"groups.1.{kind}"),
    ):
        problem = only(small.tiny(text))
        assert problem.message == message
        assert (problem.line, Path(problem.file).name) == (line, "all.yaml")
        assert problem.field == f"{place}.{field}"


@pytest.mark.parametrize(
    ("step", "cited"),
    [("X-2", ["X-2"]), ("X-2-finish", ["X-2"]), ("X-2-b-last", ["X-2-b"]), ("X-20", []), ("X", [])],
)
def test_a_row_cites_the_clause_that_its_id_begins_with_or_those_that_it_names(step: str, cited: list[str]):
    clauses = {"X-2", "X-2-b", "X-3"}
    assert read(StepEntry, f"{{{step}: Meet}}").cites(clauses) == cited
    assert read(StepEntry, f"{{{step}: Meet, carries: [X-3]}}").cites(clauses) == ["X-3"]


def test_a_rule_cites_the_clause_of_its_id_or_those_that_it_names():
    assert read(HeadEntry, "{id: X-2}").cites({"X-2"}) == ["X-2"]
    assert read(HeadEntry, "{id: X-2-a}").cites({"X-2"}) == []
    assert read(HeadEntry, "{id: X-2, carries: [X-3]}").cites({"X-2", "X-3"}) == ["X-3"]
