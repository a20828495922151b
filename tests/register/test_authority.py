"""Who may decide: what the policy says of a role, and of whom the case names."""

from dataclasses import replace

from threshold.engine import Engine
from threshold.policy import load_policy

from .conftest import WHY, given


def test_a_role_that_may_not_decide_is_stored_as_such(record, step_down):
    left_open = given(step_down, step_down__decided_by=None)
    entry = record(left_open, by="Social Worker", agrees=False, reason=WHY)
    assert entry.summary.authority == "mismatch"
    assert entry.summary.doubts[0].rule == "RBC-4.2a"
    assert entry.summary.doubts[0].clauses == ("RBC-4.2a",)
    assert entry.summary.status == "blocked"


def test_somebody_else_than_the_case_names_is_stored_as_such(record, step_down):
    """What the case file says of who decided does not vouch for who records it."""
    entry = record(step_down, by="Social Worker")
    assert entry.summary.authority == "mismatch"
    assert [doubt.rule for doubt in entry.summary.doubts] == ["RBC-4.2a", ""]


def test_another_reason_to_fail_is_no_mismatch_of_role(record, step_down):
    alone = given(step_down, step_down__social_worker_involved=False)
    entry = record(alone, decision="step_down", agrees=False, reason=WHY)
    assert (entry.summary.status, entry.summary.authority) == ("blocked", "in_order")


def test_whether_a_role_may_decide_can_be_open(record, step_down):
    """Nobody says whether it is early help that closes, so nobody can say whether its manager decides."""
    using = Engine(load_policy("early-help-tac"))
    unsure = replace(step_down, given={"request.direction": "close"}, timeline=(), covers={})
    how = {"decision": "close", "agrees": False, "reason": WHY, "using": using}
    assert record(unsure, by="Social Worker", **how).summary.authority == "cannot_tell"
    assert record(unsure, by="EH Manager", **how).summary.authority == "in_order"
    settled = given(unsure, support__in_place="early_help")
    assert record(settled, by="Social Worker", **how).summary.authority == "mismatch"


def test_a_decision_that_nobody_asked_for_is_checked_as_if_it_had_been(record, step_down):
    nothing_asked = given(step_down, request__direction=None, request__to=None)
    entry = record(nothing_asked, by="Social Worker", agrees=False, reason=WHY)
    assert entry.summary.authority in ("mismatch", "cannot_tell")


def test_where_the_policy_names_nobody_that_is_said(record, step_down):
    entry = record(step_down, decision="continue", agrees=False, reason=WHY)
    assert entry.summary.authority == "no_rule"
