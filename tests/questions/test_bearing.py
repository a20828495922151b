"""What bears on a kind of request is worked out once for a policy, and anew for another policy or request."""

from datetime import date

from threshold.questions.bearing import Bearings

from ..semantics.conftest import Small

RULES = """
requirements:
  - {id: UP, carries: [T-1], bears_on: [step_up], block: [{must: {t.n: {at_least: 5}}, else: No}]}
  - {id: DOWN, carries: [T-1], bears_on: [step_down],
     block: [{must: {visit.latest: {recorded: true}}, else: No}]}
conflicts:
  - {id: X, carries: [T-1], why: never both, when: {t.b: true, t.c: true}}
"""


def test_it_is_kept_by_policy_direction_and_call(small: Small) -> None:
    engine, kept = small.tiny(RULES).engine(), Bearings()
    policy = engine.policy.at(date(2026, 8, 14))
    up = kept.of(policy, "step_up")
    assert kept.of(policy, "step_up") is up
    assert kept.of(policy, "step_down") is not up
    assert kept.of(policy, "step_up", True) is not up
    assert kept.of(policy, "step_up", True) is kept.of(policy, "step_up", True)
    assert kept.of(small.engine().policy.at(date(2026, 8, 14)), "step_up") is not up


def test_only_what_bears_on_the_request_is_read(small: Small) -> None:
    policy, kept = small.tiny(RULES).engine().policy.at(date(2026, 8, 14)), Bearings()
    up, down = kept.of(policy, "step_up"), kept.of(policy, "step_down")
    assert ("t.n" in up.read, "visit.latest" in up.read) == (True, False)
    assert ("t.n" in down.read, "visit.latest" in down.read) == (False, True)
    assert up.compared["t.n"] == (5,)
    assert up.events_behind["visit.latest"] == ("visit",)
    assert {"t.b", "t.c", "child_protection.concern"} <= up.contradictable
    assert "t.n" not in up.contradictable
