"""Who may decide: what the policy says of a role, and of whom the case names."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.conditions import facts_of
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.register.authority import authority, decided_at, deciders
from threshold.register.entries import Decided, Doubt

from .conftest import WHY, added, given


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
    settled = given(unsure, support__in_place="early_help", closure__of="case")
    assert record(settled, by="Social Worker", **how).summary.authority == "mismatch"


def test_a_decision_that_nobody_asked_for_is_checked_as_if_it_had_been(record, step_down):
    nothing_asked = given(step_down, request__direction=None, request__to=None)
    entry = record(nothing_asked, by="Social Worker", agrees=False, reason=WHY)
    assert entry.summary.authority in ("mismatch", "cannot_tell")


def test_where_the_policy_names_nobody_that_is_said(record, step_down):
    entry = record(step_down, decision="continue", agrees=False, reason=WHY)
    assert entry.summary.authority == "no_rule"


ANOTHER = """  - id: RBC-4.2x
    title: Another decides on what is complex
    carries: [RBC-4.2b]
    bears_on: [step_down]
    applies: {proposed.direction: step_down, contact.complex: true}
    block: [{must: {step_down.decided_by: [Service Manager, EH Manager]}, else: A senior manager decides}]

"""


def told_of(rule: str) -> str:
    """What the rule says where somebody else has decided."""
    (found,) = (
        each
        for each in load_policy("step-up-step-down").at(date(2026, 3, 20)).requirements
        if each.head.id == rule
    )
    return next(part.says for part in found.parts if "step_down.decided_by" in facts_of(part.must))


OWN_RULE = Doubt("RBC-4.2a", told_of("RBC-4.2a"), ("RBC-4.2a",))
OTHER_RULE = Doubt("RBC-4.2x", "A senior manager decides", ("RBC-4.2b",))
CASE_FILE = Doubt("", "The case file names somebody else (step down decided by)", ())


def asked(engine, case, by: str, decision: str = "step_down"):
    return authority(engine, case, case.as_at, Decided(decision, by, "X-1", True))


@pytest.fixture(scope="module")
def two_rules(engine, tmp_path_factory):
    """The policy with a second rule on who decides, which may or may not apply."""
    return added(engine, tmp_path_factory.mktemp("rules"), ANOTHER)


def test_what_the_case_file_says_of_who_decided_is_never_what_is_checked(engine, step_down):
    assert asked(engine, step_down, "Team Manager") == ("in_order", ())
    assert asked(engine, given(step_down, step_down__decided_by=None), "Team Manager") == ("in_order", ())
    assert asked(engine, step_down, "Social Worker") == ("mismatch", (OWN_RULE, CASE_FILE))
    named = given(step_down, step_down__decided_by="Social Worker")
    assert asked(engine, named, "Team Manager") == ("mismatch", (CASE_FILE,))
    assert asked(engine, named, "Social Worker") == ("mismatch", (OWN_RULE,))


def test_a_rule_of_which_it_is_open_whether_it_applies_leaves_it_open(two_rules, step_down):
    assert asked(two_rules, step_down, "Team Manager") == ("cannot_tell", (OTHER_RULE,))


def test_one_rule_against_a_role_outweighs_another_that_is_open(two_rules, step_down):
    left_open = given(step_down, step_down__decided_by=None)
    assert asked(two_rules, left_open, "Social Worker") == ("mismatch", (OWN_RULE, OTHER_RULE))


def test_a_rule_that_does_not_apply_says_nothing(two_rules, step_down):
    plain = given(step_down, contact__complex=False)
    assert asked(two_rules, plain, "Team Manager") == ("in_order", ())
    assert asked(two_rules, given(step_down, contact__complex=True), "Team Manager") == (
        "mismatch",
        (OTHER_RULE,),
    )


def test_a_role_that_a_rule_names_is_in_order_whatever_else_the_rule_wants(engine, step_down):
    alone = given(step_down, step_down__social_worker_involved=False)
    unknown = given(step_down, step_down__social_worker_involved=None)
    assert asked(engine, alone, "Team Manager") == asked(engine, unknown, "Team Manager") == ("in_order", ())


def test_where_only_the_role_is_wrong_it_is_wrong_even_if_the_rest_is_open(engine, step_down):
    unknown = given(step_down, step_down__social_worker_involved=None, step_down__decided_by=None)
    assert asked(engine, unknown, "Social Worker") == ("mismatch", (OWN_RULE,))


def test_a_decision_that_no_fact_is_about_has_no_rule_on_who_decides(engine, step_down):
    assert [fact.name for fact in deciders(engine, "step_down")] == ["step_down.decided_by"]
    assert deciders(engine, "continue") == []
    for decision in ("continue", "none", "safeguarding_now"):
        assert asked(engine, step_down, "Social Worker", decision) == ("no_rule", ())


def test_a_decision_is_checked_as_if_it_had_been_asked_for(engine, step_down):
    """Where another way was asked for, its rules would not apply."""
    up = given(step_down, request__direction="step_up", request__to="social_care", step_down__decided_by=None)
    assert asked(engine, up, "Social Worker") == ("mismatch", (OWN_RULE,))
    assert asked(engine, up, "Team Manager") == ("in_order", ())


def test_a_case_is_decided_when_that_is_asked_for_or_at_its_own_date_or_today(step_down):
    day = date(2026, 1, 2)
    assert decided_at(step_down, day) == day
    assert decided_at(step_down, None) == step_down.as_at
    before = date.today()
    assert before <= decided_at(replace(step_down, as_at=None), None) <= date.today()


IF_ABUSE = ANOTHER.replace("contact.complex: true}", "contact.complex: false}").replace(
    "must: {step_down.decided_by: [Service Manager, EH Manager]}",
    "must: {any: [{step_down.decided_by: [Service Manager]}, {contact.domestic_abuse: true}]}",
)
OF_CLOSURES = ANOTHER.replace("[step_down]", "[close]").replace(
    "{proposed.direction: step_down, contact.complex: true}", "{contact.complex: false}"
)


def test_a_rule_that_is_met_in_another_way_has_nothing_against_a_role_that_it_does_not_name(
    engine, step_down, tmp_path
):
    using = added(engine, tmp_path, IF_ABUSE)
    plain = given(step_down, contact__complex=False)
    assert asked(using, given(plain, contact__domestic_abuse=True), "Team Manager") == ("in_order", ())
    assert asked(using, given(plain, contact__domestic_abuse=False), "Team Manager")[0] == "mismatch"
    assert asked(using, plain, "Team Manager")[0] == "cannot_tell"


PARTS = ANOTHER.replace(", contact.complex: true}", "}").replace(
    "block: [",
    "block: [{must: {contact.complex: false}, else: It is too complex}, "
    "{must: {contact.domestic_abuse: false}, else: There is abuse, unknown: Is there abuse}, ",
)


def test_of_several_parts_the_one_on_who_decides_is_told(engine, step_down, tmp_path):
    using = added(engine, tmp_path, PARTS)
    for known in (
        {"contact__complex": True, "contact__domestic_abuse": False},
        {"contact__complex": False},
        {"contact__complex": False, "contact__domestic_abuse": False},
    ):
        assert asked(using, given(step_down, **known), "Team Manager") == ("mismatch", (OTHER_RULE,))
        assert asked(using, given(step_down, **known), "Service Manager")[1] == (OWN_RULE, CASE_FILE)


def test_a_rule_on_another_direction_says_nothing(engine, step_down, tmp_path):
    using = added(engine, tmp_path, OF_CLOSURES)
    assert asked(using, given(step_down, contact__complex=False), "Team Manager") == ("in_order", ())


OF_CONTACTS = """
  - id: RBC-7.9
    title: A Team Manager closes a contact
    carries: [RBC-4.2a]
    bears_on: [close]
    applies: {closure.of: contact}
    block: [{must: {closure.authorised_by: [Team Manager]}, else: A Team Manager closes it}]
"""


def test_that_nothing_more_is_done_is_for_whoever_may_close_the_contact(engine, step_down, tmp_path):
    """Of a call there is nothing to close, and for what is passed on or becomes a CAF nobody is named."""
    using = added(engine, tmp_path, OF_CONTACTS)
    case = replace(step_down, given={}, timeline=(), covers={})

    def came(case, decision: str, by: str) -> str:
        return authority(using, case, case.as_at, Decided(decision, by, "TM-07", False, WHY))[0]

    closing = given(case, request__direction="close", closure__of="contact")
    triage = given(case, request__direction="triage")
    for each in (case, closing, triage):
        assert came(each, "no_further_action", "Social Worker") == "mismatch"
        assert came(each, "no_further_action", "Team Manager") == "in_order"
        assert came(each, "start_caf", "Social Worker") == came(each, "pass_on", "Social Worker") == "no_rule"
    another = given(closing, closure__of="caf_episode")
    assert came(another, "no_further_action", "Social Worker") == "no_rule"
    assert came(given(case, consultation__caller="professional"), "no_further_action", "X") == "no_rule"
