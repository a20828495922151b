"""What a case comes to: where maps, danger and contradictions change what the checks alone would say."""

import pytest

from threshold.semantics.conclusion import conclude
from threshold.semantics.findings import Findings

RULE = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up, step_down, workflow]
    satisfied: {%s: true}
    otherwise: {%s: Do this first}
"""
TABLE = """
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
    rows:
      - {id: M-1, action: Legal advice, added_by: SW, sent_to: Manager}
      - {id: M-2, action: Strategy discussion, available: false}
"""
LEVEL = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows: [{when: {t.b: true}, is: 3}]
    otherwise: 1
"""
SUPPORT = """
support_for_level:
  type: table
  key: need.level
  columns: {lowest: text, highest: text}
  means: What fits each level
  values:
    - from: 2020-01-01
      is:
        1: {lowest: low, highest: low}
        2: {lowest: low, highest: middle}
        3: {lowest: high, highest: high}
      because: T-1
"""
SAFE = "danger: {concern: false}\n"


def came(findings: Findings) -> tuple[str, str]:
    found = conclude(findings)
    return found.status, found.direction


def workflow(action: str, a: str = "true") -> str:
    return f"{SAFE}request: {{direction: workflow, step: Assessment, action: {action}}}\nt: {{a: {a}}}"


@pytest.mark.parametrize(
    ("action", "a", "expected"),
    [
        ("Legal advice", "true", ("permitted", "workflow")),
        ("Legal advice", "false", ("conditional", "workflow")),
        ("Strategy discussion", "true", ("blocked", "continue")),
        ("Something else", "true", ("undetermined", "continue")),
        ("Something else", "false", ("undetermined", "continue")),
    ],
)
def test_the_maps_have_a_say_in_a_workflow_action(small, action: str, a: str, expected: tuple[str, str]):
    small.tiny(RULE % ("t.a", "condition") + TABLE)
    assert came(small.findings(workflow(action, a))) == expected


def test_what_is_blocked_stays_blocked_where_no_map_covers_it(small):
    small.tiny(RULE % ("t.a", "block") + TABLE)
    assert came(small.findings(workflow("Something else", "false"))) == ("blocked", "continue")


def test_what_a_map_refuses_says_nothing_against_another_direction(small):
    small.tiny(RULE % ("t.a", "block") + TABLE)
    up = workflow("Strategy discussion").replace("direction: workflow", "direction: step_up")
    found = conclude(small.findings(up))
    assert found.route.refused
    assert found.status == "permitted"


def test_no_map_holds_up_help_for_a_child_in_danger(small):
    small.tiny(RULE % ("t.a", "block") + TABLE)
    for action in ("Strategy discussion", "Something else"):
        danger = workflow(action).replace("concern: false", "concern: true")
        assert came(small.findings(danger)) == ("permitted", "safeguarding_now")


def test_only_what_is_in_doubt_makes_a_conflict_and_protection_never_is(small):
    conflict = "conflicts: [{{id: C, carries: [T-1], when: {{t.c: true}}, why: no, doubtful: [{}]}}]\n"
    down = SAFE + "request: {direction: step_down}\nt: {c: true}"
    for doubtful, expected in (("t.a", "conflict"), ("t.b", "undetermined")):
        small.tiny(RULE % ("t.a", "block") + conflict.format(doubtful))
        assert came(small.findings(down))[0] == expected
    # The same fact of protection is in the contradiction, and not known: that is no conflict.
    small.tiny(RULE % ("danger.in_spell", "block") + conflict.format("danger.in_spell"))
    assert came(small.findings(down))[0] == "undetermined"


def test_without_a_request_there_is_advice_and_no_answer(small):
    small.tiny(RULE % ("t.a", "block") + LEVEL, SUPPORT)
    up = "support: {in_place: low}\nt: {a: false, b: true}"
    assert came(small.findings(SAFE + up)) == ("advisory", "step_up")
    assert came(small.findings(up)) == ("advisory", "step_up")


@pytest.mark.parametrize(
    ("effect", "a", "danger", "expected"),
    [
        ("block", "a: true", SAFE, "step_down"),
        ("block", "a: false", SAFE, "continue"),
        ("block", "", SAFE, "continue"),
        ("condition", "a: false", SAFE, "continue"),
        ("condition", "", SAFE, "continue"),
        ("warn", "a: false", SAFE, "step_down"),
        ("block", "a: true", "", "continue"),
    ],
)
def test_a_way_down_that_nobody_asked_for(small, effect: str, a: str, danger: str, expected: str):
    small.tiny(RULE % ("t.a", effect) + LEVEL, SUPPORT)
    told = ", ".join(each for each in ("b: false", a) if each)
    case = f"{danger}support: {{in_place: high}}\nt: {{{told}}}"
    assert came(small.findings(case)) == ("advisory", expected)


def test_what_does_not_apply_stands_in_no_way(small):
    applies = RULE.replace("    satisfied", "    applies: {t.c: true}\n    satisfied")
    small.tiny(applies % ("t.a", "block") + LEVEL, SUPPORT)
    case = SAFE + "support: {in_place: high}\nt: {b: false, a: false, c: %s}"
    assert came(small.findings(case % "false")) == ("advisory", "step_down")
    assert came(small.findings(case % "true")) == ("advisory", "continue")


def test_every_requirement_is_among_the_checks_whether_it_decides_or_not(small):
    rules = RULE % ("t.a", "block")
    another = rules.removeprefix("\nrequirements:\n").replace("R\n", "Q\n").replace("step_up, ", "")
    small.tiny(rules + another)
    found = conclude(small.findings(SAFE + "request: {direction: step_up}\nt: {a: true}"))
    assert [(check.rule.head.id, check.decides) for check in found.checks] == [("R", True), ("Q", False)]
