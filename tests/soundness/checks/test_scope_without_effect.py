"""What a scope says and no rule takes is found."""

from pathlib import Path

import pytest

from ..making import CONFLICT, ROUTE, RULE, found


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


def test_a_scope_that_only_a_group_under_it_takes(small):
    body = "".join(
        f"    {line}\n" for line in RULE.replace("    bears_on: [step_up]\n", "").splitlines() if line
    )
    assert found(small, f"scope: {{bears_on: [step_up]}}\ngroups:\n  - title: One\n{body}") == []


SEQUENCE = """
routes:
  - id: W
    carries: [T-1]
    when: {%s}
    steps:
      - S: Ask
      - Q: Send
        asked_for: true
"""


def ground(name: str, when: str, asked: str = "{direction: step_up, to: [high, middle]}") -> str:
    return f"  - {{id: {name}, carries: [T-1], for: {asked}, when: {when}, else: No}}\n"


@pytest.mark.parametrize(
    ("scope", "grounds", "taken"),
    [
        ("{direction: step_up}", "{direction: step_up, to: high}", False),
        ("{direction: step_up, to: high}", "{direction: step_up}", True),
        ("{direction: step_up}", "{to: high}", True),
    ],
)
def test_what_a_scope_says_of_requests(small, scope: str, grounds: str, taken: bool):
    problems = found(small, f"scope: {{for: {scope}}}\ngrounds:\n" + ground("G", "{t.a: true}", grounds))
    told = [] if taken else [("no rule under this scope takes its `for:`", "scope.for", 1)]
    assert [(each.message, each.field, each.line) for each in problems] == told
    # Rules of other kinds have no request of their own.
    assert len(found(small, f"scope: {{for: {scope}}}\n{SEQUENCE % 'request.to: high'}")) == 1


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny("scope: {bears_on: [step_down]}\n" + RULE).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny("scope: {applies: {t.b: true}}\n" + RULE).write()
