"""S107 to S113 of docs/semantics.md: what is known of protection, and what may be said and done meanwhile."""

import pytest

from threshold.policy import load_policy

from ...soundness.making import problems as unsound
from ..conftest import GROUND

ADDS = "protection: [{id: ADD, carries: [T-1], when: {t.scale: {includes: 0}}, because: somebody put a 0}]\n"
UP = "request: {direction: step_up}\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("concern: false", False),
        ("concern: true", True),
        ("concern: false, harm_suspected: true", True),
        ("concern: false, immediate_danger: true", True),
        ("harm_suspected: false", None),
        ("enquiry_open: true, concern: false", True),
        ("enquiry_open: false, concern: false", False),
        ("conference_needed: true, concern: false", True),
        ("enquiry_open: false", None),
    ],
)
def test_s107_a_concern(small, said, expected):
    findings = small.tiny(ADDS).findings(f"child_protection: {{{said}}}")
    assert findings.protection.concern is expected
    # A pack adds to it, and its no takes nothing away.
    for scale, added in (("{SW: 0}", True), ("{SW: 5}", expected)):
        text = f"child_protection: {{{said}}}\nt: {{scale: {scale}}}"
        assert small.findings(text).protection.concern is added


def test_s107_a_conference_that_has_been_held_since(small):
    told = "child_protection: {concern: false, conference_needed: true, strategy_discussion: 2026-08-05}\n"
    for held, expected in (("2026-08-04", True), ("2026-08-05", False)):
        entry = f"timeline: [{{on: {held}, event: conference}}]\n"
        assert small.findings(told + entry).protection.concern is expected


def test_s107_a_conference_after_the_assessment(recorded):
    decided = "child_protection: {concern: false, conference_needed: true%s}\n%s"
    assessed = decided % ("", "assessment: {started: 2026-08-05}\n")
    discussed = decided % (", strategy_discussion: 2026-08-05", "assessment: {started: 2026-08-01}\n")
    for told, held, expected in (
        (assessed, "2026-08-04", True),
        (assessed, "2026-08-05", False),
        (assessed, "unknown", True),
        # Where something else is recorded that calls for one, the assessment tells nothing.
        (discussed, "2026-08-04", True),
        (decided % ("", ""), "2026-08-05", True),
    ):
        entry = f"timeline: [{{on: {held}, event: conference}}]\n"
        assert recorded.findings(told + entry).protection.concern is expected, (told, held)


def test_s108_nothing_takes_it_away(small):
    small.tiny(
        "conflicts: [{id: C, carries: [T-1], when: {t.c: true}, why: no, "
        "doubtful: [child_protection.enquiry_open, child_protection.plan_active]}]"
    )
    told = "child_protection: {enquiry_open: true, plan_active: true}\nt: {c: true}\n"
    findings = small.findings(told)
    assert "C" in [each.id for each in findings.contradictions]
    assert (findings.protection.concern, findings.protection.in_place) == (True, True)


def test_s109_danger_against_danger(small):
    small.tiny(
        "conflicts: [{id: C, carries: [T-1], when: {t.c: true}, why: no, "
        "doubtful: [child_protection.harm_suspected]}]"
    )
    told = UP + "child_protection: {concern: false%s}\nt: {c: true}\n"
    decision = small.decide(told % "")
    assert (decision.status, decision.recommendation.direction) == ("conflict", "safeguarding_now")
    opened = small.decide(told % ", enquiry_open: true")
    assert (opened.status, opened.recommendation.direction) == ("permitted", "safeguarding_now")


@pytest.mark.parametrize(
    ("told", "expected", "conflicts"),
    [
        ("support: {in_place: care}", True, []),
        ("support: {in_place: child_protection}", True, []),
        ("support: {in_place: early_help}", False, []),
        ("care: {looked_after: true}", True, []),
        ("child_protection: {plan_active: true}", True, []),
        ("care: {looked_after: false}", None, []),
        ("", None, []),
        ("support: {in_place: early_help}\ncare: {looked_after: true}", True, ["support-disagrees"]),
    ],
)
def test_s110_protection_in_place(supported, told, expected, conflicts):
    findings = supported.findings(told)
    assert findings.protection.in_place is expected
    assert [each.id for each in findings.contradictions] == conflicts


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("step_up", "conditional"), ("workflow", "conditional"), ("step_down", "undetermined")],
)
def test_s111_who_decides(small, direction, expected):
    small.tiny(
        "requirements: [{id: R, carries: [T-1], bears_on: [step_up, step_down, workflow], "
        "block: [{must: {t.who: Team Manager}, else: No}]}]\n"
    )
    case = f"request: {{direction: {direction}}}\nchild_protection: {{concern: false}}\n"
    case += "support: {in_place: middle}\n"
    assert small.decide(case).status == expected
    assert small.decide(case + "t: {who: SW}").status == "blocked"
    assert small.decide(case + "t: {who: Team Manager}").status == "permitted"


WAY = """
routes:
  - id: WAY
    carries: [T-1]
    bears_on: [%s]
    steps: [{ONE: Ask, by: SW}, {TWO: Send, by: SW%s}, {THREE: Meet, by: SW, done: {event: seen}}]
"""


@pytest.mark.parametrize(
    ("mark", "right", "seen", "now", "later"),
    [
        ("", "true", False, ["ONE", "TWO", "THREE"], ()),
        ("", "false", False, [], ("ONE", "TWO", "THREE")),
        (", asked_for: true", "false", False, ["ONE"], ("TWO", "THREE")),
        (", asked_for: true", "false", True, ["ONE", "THREE"], ("TWO",)),
    ],
)
def test_s112_what_waits(small, mark, right, seen, now, later):
    small.tiny(WAY % ("step_up", mark))
    entry = "timeline: [{on: 2026-08-01, event: seen}]\n" if seen else ""
    decision = small.decide(f"{UP}child_protection: {{concern: false}}\nt: {{right: {right}}}\n{entry}")
    assert ([step.id for step in decision.route], decision.withheld) == (now, later)


@pytest.mark.parametrize(
    ("when", "silent"),
    [
        ("{t.n: {known: true}}", True),
        ("{t.colour: {not_known_to_be: [red]}}", True),
        ("{protection.concern: {not_known_to_be: [true]}, t.a: true}", False),
        ("{t.a: true}", False),
    ],
)
def test_s113_silence_never_decides(small, when, silent):
    small.tiny(GROUND.replace("S-1", "T-1").replace("SAFE-3", "G").replace("{t.right: true}", when))
    told = [problem.message for problem in unsound(load_policy(str(small.write())))]
    assert any("known" in message for message in told) is silent
