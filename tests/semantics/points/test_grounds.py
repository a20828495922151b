"""S101 to S106 of docs/semantics.md: what makes a request right, and which way it goes."""

import pytest

from threshold.semantics.moves import way_of

from ..conftest import BRAG, GROUND

SAFE = "child_protection: {concern: false}\n"
OURS = GROUND.replace("S-1", "T-1").replace("SAFE-3", "G").replace("t.right", "t.a")
ALSO = OURS.replace("\ngrounds:\n", "").replace("id: G", "id: H").replace("t.a", "t.b")
NARROW = """
scope: {for: {direction: step_down, to: early_help}}
grounds:
  - id: G
    carries: [T-1]
    for: {from: child_in_need}
    when: {t.a: true}
    else: [{when: {t.a: false}, says: Not A}]
  - {id: H, carries: [T-1], for: {from: early_help, to: universal}, when: {t.a: true}, else: No}
"""
TABLE = """
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
    also: [CFA]
    actions:
      - {M-1: Legal advice, by: SW}
      - {M-2: Review, also: [Look again], by: {fact: t.colour, red: SW, green: Team Manager}}
"""


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("true", "true", "permitted"),
        ("true", "false", "permitted"),
        ("true", "", "permitted"),
        ("false", "", "undetermined"),
        ("false", "false", "blocked"),
    ],
)
def test_s101_a_yes_is_earned(small, a, b, expected):
    small.tiny(OURS + ALSO)
    t = ", ".join(f"{name}: {value}" for name, value in (("a", a), ("b", b)) if value)
    case = f"request: {{direction: step_up}}\n{SAFE}t: {{{t}%s}}"
    assert small.decide(case % "").status == expected
    # The other pack needs one of its own.
    assert small.decide(case % ", right: false").status == "blocked"


@pytest.mark.parametrize(
    ("to", "support", "expected"),
    [
        ("early_help", "child_in_need", {"G": "met", "H": "not_applicable"}),
        ("universal", "early_help", {"G": "not_applicable", "H": "met"}),
        ("early_help", "care", {"G": "not_applicable", "H": "not_applicable"}),
        ("", "child_in_need", {"G": "undetermined", "H": "not_applicable"}),
        ("early_help", "", {"G": "undetermined", "H": "not_applicable"}),
    ],
)
def test_s102_which_requests_a_ground_answers(supported, to, support, expected):
    place = f"support: {{in_place: {support}}}\n" if support else ""
    request = f"request: {{direction: step_down{f', to: {to}' if to else ''}}}\n"
    decision = supported.ungrounded().tiny(NARROW).decide(f"{request}{place}{SAFE}t: {{a: true}}")
    assert {check.rule: check.status for check in decision.checks} == expected
    assert decision.answered is ("met" in expected.values() or "undetermined" in expected.values())


def test_s102_from_is_the_highest_support_stated_or_recorded(supported):
    supported.ungrounded().tiny(NARROW)
    case = f"request: {{direction: step_down, to: early_help}}\n{SAFE}t: {{a: true}}\n%s"
    assert supported.check(case % "child_in_need: {plan_active: true}", "G").status == "met"
    both = "support: {in_place: early_help}\nchild_in_need: {plan_active: true}"
    assert supported.check(case % both, "G").status == "met"


@pytest.mark.parametrize(
    ("a", "status", "says"), [("true", "met", ""), ("false", "not_met", "Not A"), ("", "undetermined", "")]
)
def test_s103_whether_it_holds(supported, a, status, says):
    supported.ungrounded().tiny(NARROW)
    t = f"t: {{a: {a}}}" if a else ""
    request = "request: {direction: step_down, to: early_help}\nsupport: {in_place: child_in_need}\n"
    check = supported.check(request + SAFE + t, "G")
    assert (check.status, check.says, check.question) == (status, says, "" if a else "A?")


@pytest.mark.parametrize(
    ("request_", "answered"), [("step_up", True), ("step_down", False), ("close", False), ("none", None)]
)
def test_s104_answered(small, request_, answered):
    only_up = OURS.replace(", step_down, step_across, close, triage, workflow", "")
    decision = small.ungrounded().tiny(only_up).decide(f"request: {{direction: {request_}}}\n{SAFE}")
    assert decision.answered is answered


@pytest.mark.parametrize(
    ("step", "action", "by", "colour", "expected"),
    [
        ("Assessment", "Legal advice", "", "", "permitted"),
        ("CFA", "legal advice", "", "", "permitted"),
        ("Assessment", "Legal advice", "Senior Social Worker", "", "permitted"),
        ("Assessment", "Legal advice", "Team Manager", "", "blocked"),
        ("CFA", "Look again", "SW", "red", "permitted"),
        ("CFA", "Look again", "SW", "green", "blocked"),
        ("CFA", "Look again", "SW", "", "undetermined"),
    ],
)
def test_s105_the_rows_of_a_workflow_table(small, step, action, by, colour, expected):
    who = f", by: {by}" if by else ""
    request = f"request: {{direction: workflow, step: {step}, action: {action}{who}}}\n"
    t = f"t: {{colour: {colour}}}\n" if colour else ""
    assert small.ungrounded().tiny(TABLE).decide(request + SAFE + t).status == expected


@pytest.mark.parametrize(
    ("request_", "more", "calm", "danger"),
    [
        ("direction: step_up, to: child_in_need", "", "up", "up"),
        ("direction: step_up, to: early_help", "", "divert", "divert"),
        ("direction: step_down, to: early_help", "", "down", "down"),
        ("direction: close", "", "down", "down"),
        (
            "direction: close",
            "closure: {of: caf_episode}\ncaf: {closing_reason: stepped_up}\nreferral: {accepted: true}\n",
            "same",
            "same",
        ),
        (
            "direction: close",
            "closure: {of: caf_episode}\ncaf: {closing_reason: stepped_up}\ncare: {looked_after: true}\n",
            "same",
            "same",
        ),
        (
            "direction: close",
            "closure: {of: caf_episode}\ncaf: {closing_reason: stepped_up}\n",
            "down",
            "down",
        ),
        ("direction: step_across", "", "divert", "divert"),
        ("direction: triage", "contact: {brag: red}\n", "up", "up"),
        ("direction: triage", "contact: {brag: green}\n", "divert", "divert"),
        ("direction: triage", "contact: {brag: amber}\n", "divert", "up"),
        ("direction: triage", "", "divert", "up"),
        ("direction: workflow", "", "same", "same"),
    ],
)
def test_s106_which_way_a_request_goes(supported, request_, more, calm, danger):
    supported.tiny("", BRAG)
    for concern, expected in (("false", calm), ("true", danger)):
        told = f"request: {{{request_}}}\nchild_protection: {{concern: {concern}}}\n{more}"
        assert way_of(supported.findings(told)) == expected
