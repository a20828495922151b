"""Findings: what is in a pack and makes no difference, and lengths of time that stand in words."""

from datetime import date

import pytest

from threshold.conditions import tests as leaves_of
from threshold.policy import load_policy, policy_names
from threshold.policy.inference_plan import conditions_of
from threshold.policy.soundness import findings
from threshold.reading import Problem

LIMIT = """
limit:
  type: duration
  means: How long it may take
  values: [{from: 2020-01-01, is: 3 days, because: T-1}]
"""
RULE = """
requirements:
  - id: R
    carries: [T-1]
    title: A title
    bears_on: [step_up]
    warn:
      - must: {t.a: true}
        else: Words
        unknown: Words
        do: Act
        by: Anyone
"""
DEADLINE = """
deadlines:
  - id: R
    carries: [T-1]
    title: A title
    starts: {fact: t.day}
    within: $limit
    met_by: {fact: visit.first}
    late: Words
    overdue: Words
"""
ROUTE = """
routes:
  - id: R
    carries: [T-1]
    when: {t.a: true}
    steps:
      - R-1: Act
        says: Words
"""
CONFLICT = """
conflicts:
  - {id: R, carries: [T-1], why: Words, when: {all: [{t.a: true}, {t.a: false}]}}
"""
DEFINITION = """
definitions:
  - id: R
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows:
      - when: {t.a: true}
        is: red
        because: Words
        do: Act
        by: Anyone
"""


def found(small, rules: str, parameters: str = "") -> list[Problem]:
    return list(findings(load_policy(str(small.tiny(rules, parameters).write()))))


@pytest.mark.parametrize("name", policy_names())
def test_what_comes_along_has_none(name: str):
    assert list(findings(load_policy(name))) == []


@pytest.mark.parametrize("text", [RULE, ROUTE, CONFLICT, DEFINITION])
def test_a_small_pack_has_none(small, text: str):
    assert found(small, text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [(RULE, key) for key in ("title", "else", "unknown", "do")]
    + [(DEADLINE, key) for key in ("title", "late", "overdue")]
    + [(ROUTE, "R-1"), (ROUTE, "says"), (CONFLICT, "why"), (DEFINITION, "because"), (DEFINITION, "do")],
)
def test_a_length_of_time_in_words_is_found_wherever_it_stands(small, text: str, key: str):
    for word in ("Words", "Act", "A title"):
        text = text.replace(f"{key}: {word}", f"{key}: Wait three months", 1)
    (problem,) = found(small, text, LIMIT if text.startswith(DEADLINE[:10]) else "")
    assert "a length of time stands in words" in problem.message
    assert problem.line is not None
    assert problem.file.endswith("all.yaml")


@pytest.mark.parametrize(
    "words",
    [
        "Within 7 days",
        "after forty-five working days",
        "one hour",
        "Twelve-month reviews",
        "beyond day 15",
        "day fifteen",
        "reviewed weekly",
        "a quarterly meeting",
        "2 calendar days",
    ],
)
def test_however_it_is_written(small, words: str):
    assert len(found(small, RULE.replace("A title", words))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Level 4 and section 47",
        "somebody put a 0 on the scale",
        "on or before the day of the action",
        "'within {limit}'",
        "three people and a month of May",
        "days of the calendar",
    ],
)
def test_other_numbers_and_words_are_none(small, words: str):
    assert found(small, RULE.replace("A title", words), LIMIT if "{" in words else "") == []


def test_a_length_of_time_in_what_a_parameter_means(small):
    parameters = LIMIT.replace("How long it may take", "The three days that it may take")
    (problem,) = found(small, DEADLINE, parameters)
    assert problem.field == "tiny.limit"


def test_a_parameter_that_no_rule_uses(small):
    (problem,) = found(small, RULE, LIMIT)
    assert (problem.message, problem.field) == ("no rule uses this parameter", "tiny.limit")
    assert found(small, DEADLINE, LIMIT) == []


@pytest.mark.parametrize("place", ["title", "else", "do"])
def test_a_parameter_that_stands_in_a_sentence_alone_is_used(small, place: str):
    rules = RULE.replace(f"{place}: ", f"{place}: 'In {{limit}}: ", 1)
    rules = "\n".join(f"{line}'" if "{limit}" in line else line for line in rules.splitlines())
    assert found(small, rules, LIMIT) == []


def test_a_fact_that_is_worked_out_for_nobody(small):
    unread = DEFINITION.replace("        do: Act\n        by: Anyone\n", "")
    (problem,) = found(small, unread)
    assert problem.message == "works out made.answer, which no rule reads and nothing shows"
    assert problem.field == "R"
    reader = RULE.replace("id: R", "id: R2").replace("{t.a: true}", "{made.answer: red}")
    assert found(small, unread + reader) == []


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ("bears_on: [step_down]", RULE),  # the rule says its own
        ("bears_on: [step_down]", CONFLICT),
        ("each: spell", ROUTE),
        ("applies: {t.b: true}", CONFLICT),
        (
            "in_force: {from: 2020-01-01}",
            RULE.replace("    title", "    in_force: {from: 2021-01-01}\n    title"),
        ),
    ],
)
def test_what_a_scope_says_and_no_rule_takes(small, scope: str, text: str):
    (problem,) = found(small, f"scope: {{{scope}}}\n{text}")
    key = scope.partition(":")[0]
    assert problem.message == f"no rule under this scope takes its `{key}:`"
    assert (problem.line, problem.field) == (1, f"scope.{key}")


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ("bears_on: [step_down]", RULE.replace("    bears_on: [step_up]\n", "")),
        ("bears_on: [step_up]", ROUTE),
        ("applies: {t.b: true}", RULE),
        ("applies: {t.b: true}", ROUTE),
        ("in_force: {from: 2020-01-01}", CONFLICT),
    ],
)
def test_what_a_scope_says_and_some_rule_takes(small, scope: str, text: str):
    assert found(small, f"scope: {{{scope}}}\n{text}") == []


def test_somebody_who_is_nobody_for_some_value(small):
    chosen = ROUTE.replace("says: Words", "to: {fact: t.colour, red: Team Red, green: Team Green}")
    (problem,) = found(small, chosen)
    assert (problem.message, problem.field) == ("does not say who it is where t.colour is amber", "R")
    assert found(small, chosen.replace("red:", "amber: Team Amber, red:")) == []


def test_a_scope_that_only_a_group_under_it_takes(small):
    body = "".join(
        f"    {line}\n" for line in RULE.replace("    bears_on: [step_up]\n", "").splitlines() if line
    )
    assert found(small, f"scope: {{bears_on: [step_up]}}\ngroups:\n  - title: One\n{body}") == []


def test_no_rule_that_comes_with_the_program_compares_what_was_typed_freely():
    compared: set[str] = set()
    for name in policy_names():
        policy = load_policy(name).at(date(2026, 8, 14))
        facts = policy.vocabulary.facts
        for condition in conditions_of(policy).values():
            for test in leaves_of(condition):
                free = "text" in (facts[test.fact].type.kind, facts[test.fact].type.of)
                compared |= {test.fact} if free and test.operator != "known" else set()
    assert compared == set()
