"""S175 and S190 of docs/semantics.md: where a child is to be protected now, nothing lets go of the child."""

from pathlib import Path
from textwrap import dedent

import pytest

from threshold.casefiles import Unreadable, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.semantics.status import refused

from ..conftest import BRAG

ROOT = Path(__file__).parents[3]


def test_s175_under_danger_no_check_that_decides_a_refused_request_is_told_unless_it_is_urgent():
    using = {name: Engine(load_policy(name)) for name in ("caf-team", "step-up-step-down")}
    looked_at = 0
    for origin in sorted(ROOT.glob("cases/*/*.yaml")):
        text = origin.read_text(encoding="utf-8")
        pack = origin.parent.name
        if pack not in using or "request:" not in text or "child_protection:" not in text:
            continue
        if not any(word in text for word in ("safeguarding_now", "urgent:")):
            continue
        (case,) = read_cases([str(origin)], using[pack].policy.vocabulary)
        assert not isinstance(case, Unreadable)
        decision = using[pack].decide(case)
        if not decision.safeguarding_now or not refused(decision.status):
            continue
        looked_at += 1
        deciding = {check.rule for check in decision.checks if check.decides}
        for line in decision.actions:
            assert line.rule not in deciding or line.urgent, (origin.name, line.do)
    assert looked_at > 5


# Everything that a way may hold: what lets go says so, is called so, or passes the child by.
WAYS = """
routes:
  - id: WAY
    carries: [T-1]
    bears_on: [triage, step_up, close]
    when: {t.a: true}
    steps:
      - ASK: Speak to the referrer
      - {DOWN: Give advice, moves: down}
      - CLOSE: Close the contact
      - {STAYS: Close the old form, moves: same}
      - SAFE: Hold a strategy discussion
  - id: ACROSS
    carries: [T-1]
    bears_on: [triage]
    when: {t.a: true}
    steps:
      - BEFORE: Ask at the school
      - {PASS: Send to the hub, asked_for: true}
      - AFTER: Tell the referrer
"""
CONCERN = "child_protection: {concern: true, harm_suspected: false, immediate_danger: false}\n"
NO_DANGER = "child_protection: {concern: false, harm_suspected: false, immediate_danger: false}\n"
RED = "request: {direction: triage}\ncontact: {brag: red}\n"
PROTECTS = ["ASK", "STAYS", "SAFE"]


def told(small, case: str) -> tuple[list[str], list[str]]:
    decision = small.tiny(WAYS, BRAG).decide(f"t: {{a: true}}\n{case}")
    return [step.id for step in decision.route], [*decision.withheld]


def test_s190_under_a_concern_no_step_that_lets_go_is_told_though_the_request_goes_up(small):
    everything = [*PROTECTS[:1], "DOWN", "CLOSE", *PROTECTS[1:], "BEFORE", "PASS", "AFTER"]
    assert told(small, RED + NO_DANGER) == (everything, [])
    assert told(small, RED + CONCERN) == ([*PROTECTS, "BEFORE", "PASS", "AFTER"], ["DOWN", "CLOSE"])


@pytest.mark.parametrize(
    ("contact", "passed_by"),
    [
        ("contact: {brag: red}\n", []),
        ("contact: {brag: green}\n", ["PASS", "AFTER"]),
        ("", ["PASS", "AFTER"]),
    ],
)
def test_s190_where_nothing_is_asked_for_no_way_past_a_social_worker_is_told(small, contact, passed_by):
    route, withheld = told(small, contact + CONCERN)
    assert withheld == ["DOWN", "CLOSE", *passed_by]
    assert route == [*PROTECTS, *(s for s in ("BEFORE", "PASS", "AFTER") if s not in passed_by)]


def test_s190_where_facts_about_danger_contradict_each_other_it_is_the_same(small):
    doubt = """
    conflicts:
      - {id: X, carries: [T-1], why: W, when: {t.b: true}, doubtful: [child_protection.concern]}
    """
    small.tiny(WAYS + dedent(doubt), BRAG)
    decision = small.decide("t: {a: true, b: true}\n" + NO_DANGER)
    assert decision.protection.contradictory
    assert {"DOWN", "CLOSE"} <= {*decision.withheld}
    assert not {"DOWN", "CLOSE"} & {step.id for step in decision.route}


def test_s190_what_was_done_is_told_as_done_and_what_is_not_available_says_so(small):
    rules = WAYS.replace("CLOSE: Close the contact", "{CLOSE: Close the contact, done: {fact: t.day}}")
    rules = rules.replace("moves: down}", "moves: down, available: false, says: not here}")
    case = "t: {a: true%s}\n" + RED + CONCERN
    decision = small.tiny(rules, BRAG).decide(case % ", day: 2026-08-03")
    assert [*decision.withheld] == []
    assert {step.id: step.done for step in decision.route}["CLOSE"] == "2026-08-03"
    decision = small.tiny(rules, BRAG).decide(case % "")
    assert [*decision.withheld] == ["CLOSE"]
    assert "DOWN" in [step.id for step in decision.route]
