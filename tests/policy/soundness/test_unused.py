"""What stands in a pack and is not used: parameters, facts, scopes, and somebody who is nobody."""

import pytest

from threshold.policy import load_policy
from threshold.policy.soundness import findings

from .making import CONFLICT, DEADLINE, DEFINITION, LIMIT, ROUTE, RULE, found


def test_a_parameter_that_no_rule_uses(small):
    (problem,) = found(small, RULE, LIMIT)
    assert (problem.message, problem.field) == ("no rule uses this parameter", "tiny.limit")
    assert found(small, DEADLINE, LIMIT) == []


def test_a_clause_that_no_rule_carries_and_that_is_not_left_out(small):
    path = small.tiny(RULE).write()
    head = path.parent / "tiny" / "pack.yaml"
    head.write_text(head.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-1"))
    (problem,) = findings(load_policy(str(path)))
    message = "no rule carries this clause, and nothing says why it is left out (`left_out`)"
    assert (problem.message, problem.field) == (message, "T-2")


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


def test_a_fact_that_is_read_and_that_nothing_works_out(small):
    reader = RULE.replace("id: R", "id: R2").replace("{t.a: true}", "{made.answer: red}")
    (problem,) = found(small, reader)
    assert problem.message == (
        "reads made.answer, which nothing in this policy works out, so that it can never be told"
    )
    assert problem.field == "R2"
    # What the program works out by itself needs no rule.
    assert found(small, reader.replace("made.answer: red", "protection.concern: true")) == []


def test_a_fact_that_says_when_a_step_is_done_is_read(small):
    unread = DEFINITION.replace("        do: Act\n        by: Anyone\n", "")
    step = "      - T-1-2: Send\n        by: Anyone\n        to: none\n"
    route = f"routes:\n  - id: T-1-R\n    title: A way\n    when: {{t.a: true}}\n    steps:\n{step}"
    assert len(found(small, unread + route)) == 1
    assert found(small, unread + route + "        done: {made.answer: red}\n") == []


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
