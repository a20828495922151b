"""A case in which a rule speaks: of every kind of rule one is found, and the engine says the same of it."""

import pytest

from threshold.policy import load_policy
from threshold.policy.model import rules_of
from threshold.soundness import Examination
from threshold.soundness.showing import (
    A_CONCERN,
    asked_of,
    decided_without,
    relying_on_any,
    rule_at,
    rule_shown,
    shown_at,
    speaking,
    standing,
    with_goals,
)
from threshold.soundness.steps import let_go_at
from threshold.soundness.witness import Finder

from .making import CONFLICT, DEADLINE, DEFINITION, LIMIT, ROUTE, RULE

GROUND = "grounds:\n  - {id: R, carries: [T-1], for: {direction: close}, when: {t.a: true}, else: No}\n"
PROTECTION = "protection:\n  - {id: R, carries: [T-1], when: {care.looked_after: true}, because: Words}\n"


def examined(small, rules: str, parameters: str = ""):
    examination = Examination(load_policy(str(small.tiny(rules, parameters).write())))
    (tiny,) = [each for each in examination.packs if each.held.entry.pack == "tiny"]
    return tiny, examination


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        (RULE, ""),
        (GROUND, ""),
        (DEFINITION, ""),
        (DEADLINE, LIMIT),
        (ROUTE, ""),
        (PROTECTION, ""),
    ],
)
def test_a_rule_of_every_kind_speaks_in_some_case(small, text: str, parameters: str):
    tiny, examination = examined(small, text, parameters)
    shown = rule_shown("R", tiny, examination)
    assert shown is not None
    assert shown.goals
    assert Finder().case(shown) is not None


def test_a_requirement_is_shown_where_it_is_asked_for_and_not_met(small):
    tiny, examination = examined(small, RULE)
    shown = rule_shown("R", tiny, examination)
    assert shown is not None
    case = Finder().case(shown)
    assert case is not None
    assert case.given == {"request.direction": "step_up", "t.a": False}


def test_what_cannot_be_is_shown_by_no_case(small):
    never = CONFLICT.replace("{t.b: false}", "{t.a: false}")
    assert never != CONFLICT
    tiny, examination = examined(small, never)
    shown = rule_shown("R", tiny, examination)
    assert shown is not None
    assert Finder().case(shown) is None


def test_a_rule_that_stands_nowhere(small):
    tiny, examination = examined(small, RULE)
    assert standing("R2", tiny, examination) is None
    assert rule_shown("R2", tiny, examination) is None
    assert speaking(object(), examination.policies[0], examination.days[0]) is None
    assert with_goals(None, A_CONCERN) is None


def test_the_rule_in_whose_text_a_line_stands(small):
    tiny, examination = examined(small, RULE + "\n" + GROUND.replace("id: R", "id: G"))
    file = tiny.held.groups[0].file
    line = tiny.places["G"][1].line
    assert [rule_at(tiny, file, each) for each in (3, 8, 11, line, 99)] == ["R", "R", "R", "G", ""]
    assert rule_at(tiny, "another", 3) == ""
    assert shown_at(tiny, examination, file, 99) is None
    assert shown_at(tiny, examination, file, 8) == rule_shown("R", tiny, examination)


def test_a_rule_that_relies_on_a_parameter(small):
    tiny, examination = examined(small, DEADLINE, LIMIT)
    shown = relying_on_any("set.tiny.limit", examination)
    assert shown == relying_on_any("tiny.limit", examination) == rule_shown("R", tiny, examination)
    assert relying_on_any("tiny.other", examination) is None
    assert relying_on_any("nobody.limit", examination) is None


def test_nobody_has_said_it_and_it_is_decided(small):
    tiny, examination = examined(small, RULE.replace("{t.a: true}", "{t.a: {known: true}}"))
    policy, pack = tiny.resolved[-1]
    (rule,) = rules_of(pack)
    shown = decided_without("t.a", rule, policy, examination.day_of(policy))
    assert shown is not None
    case = Finder().case(shown)
    assert case is not None
    assert "t.a" not in case.given


def test_a_step_that_lets_go_is_told_under_a_concern(small):
    tiny, examination = examined(small, ROUTE)
    shown = let_go_at("R-1", tiny, examination)
    assert shown is not None
    assert A_CONCERN in shown.goals
    assert Finder().case(shown) is not None
    assert let_go_at("R-2", tiny, examination) is None


def test_what_is_asked_is_the_first_that_is_a_request():
    assert asked_of(["compliance", "close", "step_up"]) == {"request.direction": "close"}
    assert asked_of(["compliance"]) == {}
