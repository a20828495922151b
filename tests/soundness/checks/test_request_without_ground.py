"""Rules on what no ground answers are found."""

from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.reading import Problem

from ...semantics.conftest import Small
from ..making import problems

PARAMETERS = """
level: {type: number, means: L, values: [{from: 2020-01-01, is: 10, because: T-1}]}
paths:
  type: table
  key: t.colour
  columns: {to: text}
  means: Where to
  values: [{from: 2020-01-01, is: {red: {to: none}}, because: T-1}]
"""


@pytest.fixture
def small(rules: Path) -> Small:
    """Nothing is right here but by the grounds of a test."""
    return Small(rules).ungrounded()


def ground(when: str, asked: str = "{direction: step_up}", name: str = "G") -> str:
    return f"  - {{id: {name}, carries: [T-1], for: {asked}, when: {when}, else: No}}\n"


def found(small, *grounds: str, more: str = "") -> list[Problem]:
    text = "grounds:\n" + "".join(grounds) if grounds else ""
    small.tiny(text + more, PARAMETERS if "$" in text else "")
    told = problems(load_policy(str(small.write())))
    return [problem for problem in told if not problem.field.startswith("tiny.")]


def requirement(
    direction: str, strength: str = "block", must: str = "{t.a: true}", more: str = "", name: str = "R"
) -> str:
    return (
        f"  - {{id: {name}, carries: [T-1], bears_on: [{direction}], "
        f"{strength}: [{{must: {must}, else: No}}]{more}}}\n"
    )


@pytest.mark.parametrize("strength", ["block", "condition"])
@pytest.mark.parametrize("direction", ["step_up", "step_down", "step_across", "close", "triage", "workflow"])
def test_rules_on_a_direction_that_no_ground_answers(small, direction: str, strength: str):
    rules = "requirements:\n" + requirement(direction, strength)
    (problem,) = found(small, more=rules)
    spoken = direction.replace("_", " ")
    save = ", save under a protection concern" if direction == "step_up" else ""
    assert problem.message.startswith(
        f"this policy can never permit {spoken}{save}: rules ask something of it (R), and no ground"
    )
    assert (problem.line, problem.field) == (2, "R")
    assert found(small, ground("{t.a: true}", f"{{direction: {direction}}}"), more=rules) == []


def test_it_is_told_once_with_the_rules(small):
    rules = "".join(requirement("close", name=f"R{number}") for number in range(5))
    (problem,) = found(small, more="requirements:\n" + rules)
    assert "(R0, R1, R2 and 2 more)" in problem.message


@pytest.mark.parametrize(
    "rule",
    [
        requirement("step_up", "warn"),
        requirement("step_up", "note"),
        requirement("compliance"),
        # What only refuses needs no ground: there is nothing to permit.
        requirement("step_up", must="{t.a: true}", more=", applies: {t.a: false}"),
        requirement("step_up", must="{request.to: high}", more=", applies: {proposed.to: low}"),
        # It never applies there.
        requirement("step_up", more=", applies: {request.direction: close}"),
    ],
)
def test_rules_that_ask_for_no_ground(small, rule: str):
    assert found(small, more="requirements:\n" + rule) == []


def test_a_pack_that_does_not_lead_on_it_asks_for_none(small):
    rules = "requirements:\n" + requirement("step_up")
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead, leads_on: [close]}]"
    assert found(small, more=rules) == []
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: overlay}]"
    assert found(small, more=rules) == []
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead, leads_on: [step_up]}]"
    assert len(found(small, more=rules)) == 1


def test_a_ground_of_another_leading_pack_answers(small):
    small.pack("zwei", "grounds:\n" + ground("{t.b: true}", name="Z").replace("T-1", "Z-1"))
    rules = "requirements:\n" + requirement("step_up")
    for leads_on, answered in (("step_up", True), ("close", False)):
        small.uses = (
            "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, "
            f"{{pack: zwei, role: lead, leads_on: [{leads_on}]}}]"
        )
        assert (found(small, more=rules) == []) == answered


def test_a_rule_on_requests_that_the_grounds_leave_out(small):
    up_to_low = ground("{t.b: true}", "{direction: step_up, to: low}")
    for to, answered in (("low", True), ("high", False)):
        rule = "requirements:\n" + requirement("step_up", more=f", applies: {{request.to: {to}}}")
        problems = found(small, up_to_low, more=rule)
        assert [each.message.partition(":")[0] for each in problems] == (
            [] if answered else ["this policy can never permit step up where this applies and is met"]
        )


TABLE = """
routes:
  - id: W
    carries: [T-1]
    step: Review
    unlisted: unavailable
    actions:
      - A: Meet
      - B: {action: Write}
"""


NOT_AVAILABLE = TABLE.replace("      - B: {action: Write}\n", "      - B: Write\n        available: false\n")


def test_what_a_table_says_is_not_available_is_no_finding(small):
    for action in ("Meet", "Write", "Read"):
        applies = f", applies: {{request.step: Review, request.action: {action}}}"
        rules = "requirements:\n" + requirement("workflow", more=applies)
        assert found(small, more=NOT_AVAILABLE + rules) == []
    elsewhere = requirement("workflow", more=", applies: {request.step: Visit}")
    assert len(found(small, more=NOT_AVAILABLE + "requirements:\n" + elsewhere)) == 1


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.ungrounded().tiny("requirements:\n" + requirement("step_up")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny("requirements:\n" + requirement("step_up")).write()
