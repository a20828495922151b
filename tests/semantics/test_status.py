"""The whole of the status table: every pair of checks, every kind of request, whatever is known of danger."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from threshold.conditions import ALWAYS, Truth
from threshold.policy import Effect, Head, Pack, Part, Requirement
from threshold.policy.model import Source
from threshold.semantics.closed_lists import CheckStatus, Status
from threshold.semantics.direction import directions_meant
from threshold.semantics.findings import Findings
from threshold.semantics.status import (
    Checked,
    bears,
    check_status,
    conclude,
    final_direction,
    relevant,
    request_status,
    turned_urgent,
)
from threshold.semantics.status import (
    checked as checks_of,
)
from threshold.vocabulary import UNKNOWN

from .conftest import WIDER_SUPPORT

TRUTHS: tuple[Truth, ...] = (True, False, None)
PACK = Pack("tiny", "Tiny", Source("A paper", "P", "2020"), {}, (), (), (), (), (), (), {})


def requirement(effect: Effect, *bears_on: str) -> Requirement:
    head = Head("R", "R", "tiny", ("T-1",), bears_on=bears_on)  # type: ignore[arg-type]
    return Requirement(head, ALWAYS, ALWAYS, effect, (Part(ALWAYS, "says"),))


def checked(effect: Effect, status: CheckStatus, decides: bool = True) -> Checked:
    missing = ("t.a",) if status == "undetermined" else ()
    return Checked(requirement(effect), PACK, status, decides, decides, missing)


KINDS = list(product(get_args(Effect), get_args(CheckStatus), (True, False)))


def by_the_table(down: bool, kinds: list[tuple[str, str]], danger: Truth, doubtful: bool) -> Status:
    """The answer, read off the table from its first line down. `kinds` are those that decide."""
    blocks = [status for effect, status in kinds if effect == "block"]
    conditions = [status for effect, status in kinds if effect == "condition"]
    bearing = blocks + conditions
    if danger:
        return "blocked" if down else "permitted"
    open_: Status = "conflict" if doubtful else "undetermined"
    if down:
        if "not_met" in blocks:
            return "blocked"
        if danger is None or not bearing:
            return "undetermined"
        if "undetermined" in bearing:
            return open_
        return "conditional" if "not_met" in conditions else "permitted"
    if "not_met" in blocks:
        return "blocked" if danger is False else open_ if "undetermined" in blocks else "undetermined"
    if "undetermined" in blocks:
        return open_
    return "conditional" if {"not_met", "undetermined"} & set(conditions) else "permitted"


@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("danger", TRUTHS)
@pytest.mark.parametrize("doubtful", [True, False])
def test_every_pair_of_checks(down: bool, danger: Truth, doubtful: bool):
    seen: set[Status] = set()
    for one, other in product(KINDS, repeat=2):
        checks = [checked(*one), checked(*other)]
        # Only blocks and conditions are ever marked as deciding.
        if any(kind[2] and kind[0] in ("warn", "note") for kind in (one, other)):
            continue
        deciding = [(effect, status) for effect, status, decides in (one, other) if decides]
        expected = by_the_table(down, deciding, danger, doubtful)
        doubts = frozenset(["t.a"] if doubtful else [])
        assert request_status(down, checks, danger, doubts) == expected, (one, other)
        seen.add(expected)
    if danger is False:
        wanted = {"permitted", "conditional", "blocked", "undetermined", "conflict"}
        assert seen | {"conflict", "undetermined"} == wanted
    if danger:
        assert len(seen) == 1


def test_no_check_at_all():
    assert [request_status(False, [], danger, frozenset()) for danger in TRUTHS] == ["permitted"] * 3
    down = [request_status(True, [], danger, frozenset()) for danger in TRUTHS]
    assert down == ["blocked", "undetermined", "undetermined"]


@pytest.mark.parametrize(("applies", "satisfied"), list(product(TRUTHS, TRUTHS)))
def test_how_a_requirement_comes_out(applies: Truth, satisfied: Truth):
    """As it would come out whichever way its unknowns turn out, where all ways agree."""
    ways = product(*((True, False) if truth is None else (truth,) for truth in (applies, satisfied)))
    outcomes = {"not_applicable" if not a else "met" if s else "not_met" for a, s in ways}
    expected = outcomes.pop() if len(outcomes) == 1 else "undetermined"
    if applies is None and satisfied:
        expected = "met"  # it is met or does not apply, and neither stands in the way
    assert check_status(applies, satisfied) == expected


@pytest.mark.parametrize("effect", get_args(Effect))
@pytest.mark.parametrize("role", ["lead", "overlay"])
@pytest.mark.parametrize("leads_on", [(), ("step_down",), ("triage",)])
def test_what_bears_on_a_direction(effect: Effect, role: str, leads_on: tuple[str, ...]):
    pack = replace(PACK, role=role, leads_on=leads_on)  # type: ignore[arg-type]
    rule = requirement(effect, "step_down", "close")
    counts = effect in ("block", "condition") and leads_on != ("triage",)
    assert bears(rule, pack, "step_down") is counts
    assert not bears(rule, pack, "step_up")


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("asked", ["step_up", "step_down", "workflow"])
def test_the_direction_of_a_request(asked: str, status: Status):
    expected = asked if status in ("permitted", "conditional") else "continue"
    for danger, clear in product((False, None), (True, False)):
        assert final_direction(True, asked, status, danger, clear) == expected
    assert final_direction(True, asked, status, True, True) == "safeguarding_now"


@pytest.mark.parametrize(
    ("proposed", "clear", "expected"),
    [
        ("step_up", False, "step_up"),
        ("step_down", False, "continue"),
        ("close", False, "continue"),
        ("step_down", True, "step_down"),
        ("continue", False, "continue"),
        (None, True, "undetermined"),
    ],
)
def test_the_direction_of_advice(proposed: str | None, clear: bool, expected: str):
    assert final_direction(False, proposed, "advisory", False, clear) == expected
    assert final_direction(False, proposed, "advisory", True, clear) == "safeguarding_now"


@pytest.mark.parametrize(
    ("bears_on", "leads_on", "directions"),
    [
        ((), (), {"step_up", "step_down", "close", "none", "safeguarding_now"}),
        # A rule that names no direction has a say even where its pack leads elsewhere.
        ((), ("close",), {"step_up", "step_down", "close", "none", "safeguarding_now"}),
        (("step_down",), (), {"step_down"}),
        (("step_up",), (), {"step_up", "safeguarding_now"}),
        (("triage",), (), {"safeguarding_now"}),
        (("step_down", "close"), ("close",), {"close"}),
        (("step_down",), ("close",), set()),
        (("step_down", "compliance"), (), {"step_up", "step_down", "close", "none", "safeguarding_now"}),
        (("compliance",), ("close",), set()),
        (("compliance",), ("compliance",), {"step_up", "step_down", "close", "none", "safeguarding_now"}),
    ],
)
def test_who_has_a_say(bears_on: tuple[str, ...], leads_on: tuple[str, ...], directions: set[str]):
    pack = replace(PACK, leads_on=leads_on)  # type: ignore[arg-type]
    head = requirement("note", *bears_on).head
    every = ("step_up", "step_down", "close", "none", "safeguarding_now")
    assert {each for each in every if relevant(head, pack, each)} == directions


def test_protecting_a_child_is_help_going_up():
    assert directions_meant("safeguarding_now") == {"step_up", "step_across", "triage"}
    assert all(directions_meant(each) == {each} for each in ("step_up", "workflow", "continue", UNKNOWN))


RULES = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.a: true, t.b: true}, is: red}]
    otherwise: amber
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up, close]
    applies: {t.a: true}
    block: [{must: {made.answer: red}, else: no}]
  - {id: Q, carries: [T-1], bears_on: [compliance], note: [{must: {t.c: true}, else: no}]}
  - {id: P, carries: [T-1], bears_on: [step_down], block: [{must: {t.c: true}, else: no}]}
"""


def test_every_requirement_is_put_to_the_case(small):
    rule, quality, other = checks_of(small.tiny(RULES).findings("request: {direction: step_up}"))
    assert (rule.status, rule.decides, rule.relevant) == ("undetermined", True, True)
    assert (quality.decides, quality.relevant) == (False, True)
    assert (other.decides, other.relevant) == (False, False)


@pytest.mark.parametrize(
    ("t", "status", "missing"),
    [
        # What is missing on both sides is told once, and traced to what somebody can give.
        ("{}", "undetermined", ("t.a", "t.b")),
        ("{a: true}", "undetermined", ("t.b",)),
        ("{a: false}", "not_applicable", ()),
        ("{a: true, b: true}", "met", ()),
        ("{a: true, b: false}", "not_met", ()),
    ],
)
def test_only_what_is_open_misses_something(small, t: str, status: str, missing: tuple[str, ...]):
    rule, *_ = checks_of(small.tiny(RULES).findings(f"t: {t}"))
    assert (rule.status, rule.missing) == (status, missing)


@pytest.mark.parametrize(
    ("direction", "danger", "c", "urgent"),
    [
        ("step_up", "true", "", ["R"]),
        ("step_up", "false", "", []),
        ("step_up", "", "", []),
        ("close", "true", "", []),
        ("step_up", "true", ", a: true, b: false", ["R"]),
        ("step_up", "true", ", a: true, b: true", []),
        ("step_up", "true", ", a: false", []),
    ],
)
def test_with_a_protection_concern_what_stands_in_the_way_of_help_turns_urgent(
    small, direction: str, danger: str, c: str, urgent: list[str]
):
    concern = f"child_protection: {{concern: {danger}}}\n" if danger else ""
    findings = small.tiny(RULES).findings(f"request: {{direction: {direction}}}\n{concern}t: {{c: false{c}}}")
    assert [each.rule.head.id for each in checks_of(findings) if turned_urgent(each, findings)] == urgent


# What a case comes to: where maps, danger and contradictions change what the checks alone would say.
RULE = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up, step_down, workflow]
    %s: [{must: {%s: true}, else: Do this first}]
"""
TABLE = """
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
    actions:
      - {M-1: Legal advice, by: SW, to: Manager}
      - {M-2: Strategy discussion, available: false}
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
SAFE = "child_protection: {concern: false}\n"


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
    small.tiny(RULE % ("condition", "t.a") + TABLE)
    assert came(small.findings(workflow(action, a))) == expected


def test_what_is_blocked_stays_blocked_where_no_map_covers_it(small):
    small.tiny(RULE % ("block", "t.a") + TABLE)
    assert came(small.findings(workflow("Something else", "false"))) == ("blocked", "continue")


def test_what_a_map_refuses_says_nothing_against_another_direction(small):
    small.tiny(RULE % ("block", "t.a") + TABLE)
    up = workflow("Strategy discussion").replace("direction: workflow", "direction: step_up")
    found = conclude(small.findings(up))
    assert found.route.refused
    assert found.status == "permitted"


def test_no_map_holds_up_help_for_a_child_in_danger(small):
    small.tiny(RULE % ("block", "t.a") + TABLE)
    for action in ("Strategy discussion", "Something else"):
        danger = workflow(action).replace("concern: false", "concern: true")
        assert came(small.findings(danger)) == ("permitted", "safeguarding_now")


def test_only_what_is_in_doubt_makes_a_conflict_and_protection_never_is(small):
    conflict = "conflicts: [{{id: C, carries: [T-1], when: {{t.c: true}}, why: no, doubtful: [{}]}}]\n"
    down = SAFE + "request: {direction: step_down}\nt: {c: true}"
    for doubtful, expected in (("t.a", "conflict"), ("t.b", "undetermined")):
        small.tiny(RULE % ("block", "t.a") + conflict.format(doubtful))
        assert came(small.findings(down))[0] == expected
    # The same fact of protection is in the contradiction, and not known: that is no conflict.
    small.tiny(RULE % ("block", "danger.in_spell") + conflict.format("danger.in_spell"))
    assert came(small.findings(down))[0] == "undetermined"


def test_without_a_request_there_is_advice_and_no_answer(small):
    small.tiny(RULE % ("block", "t.a") + LEVEL, WIDER_SUPPORT)
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
    small.tiny(RULE % (effect, "t.a") + LEVEL, WIDER_SUPPORT)
    told = ", ".join(each for each in ("b: false", a) if each)
    case = f"{danger}support: {{in_place: high}}\nt: {{{told}}}"
    assert came(small.findings(case)) == ("advisory", expected)


def test_what_does_not_apply_stands_in_no_way(small):
    applies = RULE.replace("    %s: [", "    applies: {t.c: true}\n    %s: [")
    small.tiny(applies % ("block", "t.a") + LEVEL, WIDER_SUPPORT)
    case = SAFE + "support: {in_place: high}\nt: {b: false, a: false, c: %s}"
    assert came(small.findings(case % "false")) == ("advisory", "step_down")
    assert came(small.findings(case % "true")) == ("advisory", "continue")


def test_every_requirement_is_among_the_checks_whether_it_decides_or_not(small):
    rules = RULE % ("block", "t.a")
    another = rules.removeprefix("\nrequirements:\n").replace("R\n", "Q\n").replace("step_up, ", "")
    small.tiny(rules + another)
    found = conclude(small.findings(SAFE + "request: {direction: step_up}\nt: {a: true}"))
    assert [(check.rule.head.id, check.decides) for check in found.checks] == [("R", True), ("Q", False)]
