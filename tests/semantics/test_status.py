"""The whole of the status table: every line, every kind of request, whatever is known of protection."""

from collections.abc import Sequence
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
from threshold.semantics.moves import way_of
from threshold.semantics.protection import Protection
from threshold.semantics.status import (
    bears,
    check_status,
    conclude,
    relevant,
    under_concern,
)
from threshold.semantics.status import (
    checked as checks_of,
)
from threshold.semantics.timeline import Contradiction
from threshold.vocabulary import UNKNOWN

from .conftest import WIDER_SUPPORT

TRUTHS: tuple[Truth, ...] = (True, False, None)
PACK = Pack("tiny", "Tiny", Source("A paper", "P", "2020"), {}, (), (), (), (), (), (), (), (), {})


def requirement(effect: Effect, *bears_on: str) -> Requirement:
    head = Head("R", "R", "tiny", ("T-1",), bears_on=bears_on)  # type: ignore[arg-type]
    return Requirement(head, ALWAYS, ALWAYS, effect, (Part(ALWAYS, "says"),))


# The table, with the truths of its checks and grounds put in by hand.
TWO_PACKS = """
requirements:
  - id: BLOCK
    carries: [T-1]
    bears_on: [step_up, step_down, step_across, close, triage, workflow]
    block: [{must: {t.a: true}, else: no}]
  - id: CONDITION
    carries: [T-1]
    bears_on: [step_up, step_down, step_across, close, triage, workflow]
    condition: [{must: {t.b: true}, else: no}]
grounds:
  - id: G
    carries: [T-1]
    for: {direction: [step_up, step_down, step_across, close, triage, workflow]}
    when: {t.c: true}
    else: No
"""
ASKED: dict[str, tuple[str, Truth, str]] = {
    # What is asked for: the way it goes, and whether it leaves protection behind.
    "up": ("up", False, "direction: step_up, to: child_in_need"),
    "up, below social care": ("divert", True, "direction: step_up, to: early_help"),
    "across": ("divert", True, "direction: step_across"),
    "down": ("down", True, "direction: step_down, to: early_help"),
    "down to Child in Need": ("down", False, "direction: step_down, to: child_in_need"),
    "down, nobody knows where to": ("down", None, "direction: step_down"),
    "close": ("down", True, "direction: close"),
    "neither": ("same", False, "direction: workflow"),
}
# What the grounds of two packs come to.
GROUNDS: tuple[tuple[CheckStatus, CheckStatus], ...] = (
    ("not_applicable", "not_applicable"),
    *((each, "not_applicable") for each in ("met", "not_met", "undetermined")),
    *(("met", each) for each in ("met", "not_met", "undetermined")),
    ("not_met", "undetermined"),
)
CONCERNS = {
    "a concern": Protection(True, False, False, ("x",), "early_help", "early_help"),
    "no concern": Protection(False, False, False, (), "early_help", "early_help"),
    "not known": Protection(None, False, False, (), "early_help", "early_help"),
    "contradictory": Protection(None, False, True, ("x",), "early_help", "early_help"),
}


def by_the_table(
    asked: str,
    concern: str,
    in_place: Truth,
    block: str,
    condition: str,
    grounds: Sequence[str],
    doubted: str,
) -> tuple[Status, bool]:
    """The answer, read off the table from its first line down, and whether it is one."""
    way, leaves, _ = ASKED[asked]
    up, away = way == "up", way in ("down", "divert")
    fitting = [each for each in grounds if each != "not_applicable"]
    open_facts = [
        name for name, outcome in (("t.a", block), ("t.c", grounds[1])) if outcome == "undetermined"
    ]
    unknown = concern in ("not known", "contradictory")
    refused = block == "not_met" or "not_met" in fitting
    if concern == "a concern" and up:
        return "permitted", bool(fitting)
    if (concern == "a concern" and away) or (in_place is True and leaves is True):
        return "blocked", bool(fitting)
    if refused and not (up and unknown):
        return "blocked", bool(fitting)
    if concern == "contradictory" or doubted in open_facts:
        return "conflict", bool(fitting)
    if not fitting:
        return "undetermined", False
    protection_open = unknown or (in_place is not False and leaves is not False)
    if (
        (away and protection_open)
        or block == "undetermined"
        or (way == "down" and condition == "undetermined")
        or refused
        or "undetermined" in fitting
    ):
        return "undetermined", True
    return ("conditional" if condition in ("not_met", "undetermined") else "permitted"), True


def put_in(outcome: str, first: str, second: str) -> dict[str, Truth]:
    """The truths by which something comes out so: whether it applies or fits, and whether it is so."""
    applies = outcome != "not_applicable"
    holds: Truth = {"met": True, "not_met": False}.get(outcome)
    return {first: applies, second: holds}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("concern", CONCERNS)
@pytest.mark.parametrize("in_place", TRUTHS)
def test_every_line_of_the_table(supported, asked: str, concern: str, in_place: Truth):
    base = supported.tiny(TWO_PACKS).findings(f"request: {{{ASKED[asked][2]}}}")
    base = replace(base, protection=replace(CONCERNS[concern], in_place=in_place))
    assert way_of(base) == ASKED[asked][0]
    seen: set[Status] = set()
    outcomes = get_args(CheckStatus)
    for block, condition, (one, other), doubted in product(outcomes, outcomes, GROUNDS, ("", "t.a", "t.c")):
        truths = {
            **base.truths,
            **put_in(block, "BLOCK:applies", "BLOCK:satisfied"),
            **put_in(condition, "CONDITION:applies", "CONDITION:satisfied"),
            **put_in(one, "SAFE-3:fits", "SAFE-3:holds"),
            **put_in(other, "G:fits", "G:holds"),
        }
        doubts = (Contradiction("C", (doubted,), "no"),) if doubted else ()
        found = conclude(replace(base, truths=truths, contradictions=doubts))
        expected = by_the_table(asked, concern, in_place, block, condition, (one, other), doubted)
        assert (found.status, found.answered) == expected, (block, condition, one, other, doubted)
        seen.add(found.status)
    if concern == "no concern" and in_place is False:
        assert seen == {*get_args(Status)} - {"advisory"}


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


@pytest.mark.parametrize("asked", ["step_up", "step_down", "close", "step_across", "workflow"])
@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("a: true, b: true, right: true", "permitted"),
        ("a: true, b: false, right: true", "conditional"),
        ("a: false, b: true, right: true", "blocked"),
        ("a: true, b: true, right: false", "blocked"),
        ("b: true, right: true", "undetermined"),
    ],
)
def test_the_direction_of_a_request(small, asked: str, rest: str, status: str):
    small.tiny(TWO_PACKS.partition("grounds:")[0])
    case = f"request: {{direction: {asked}}}\nsupport: {{in_place: middle}}\nt: {{{rest}}}\n"
    expected = asked if status in ("permitted", "conditional") else "continue"
    assert came(small.findings(SAFE + case)) == (status, expected)
    assert came(small.findings("child_protection: {concern: true}\n" + case))[1] == "safeguarding_now"


@pytest.mark.parametrize("asked", ["step_up", "step_down", "close", "step_across", "workflow"])
def test_where_facts_about_danger_contradict_the_child_is_protected_until_somebody_has_asked(
    small, asked: str
):
    doubtful = "doubtful: [child_protection.concern]"
    doubt = f"conflicts: [{{id: C, carries: [T-1], when: {{t.c: true}}, why: no, {doubtful}}}]"
    case = f"request: {{direction: {asked}}}\nsupport: {{in_place: middle}}\nt: {{c: true}}\n"
    assert came(small.tiny(doubt).findings(SAFE + case)) == ("conflict", "safeguarding_now")


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
    ("direction", "danger", "t", "expected"),
    [
        ("step_up", "true", "", "lapses"),
        ("step_up", "false", "", ""),
        ("step_up", "", "", ""),
        # Other requests keep their rules.
        ("close", "true", "", ""),
        ("step_up", "true", "a: true, b: false", "lapses"),
        ("step_up", "true", "a: true, b: true", ""),
        ("step_up", "true", "a: false", ""),
    ],
)
@pytest.mark.parametrize("said", ["", "urgent", "afterwards"])
def test_what_becomes_under_a_concern_of_what_stands_in_the_way_of_a_request_that_goes_up(
    small, direction: str, danger: str, t: str, expected: str, said: str
):
    rules = (
        RULES.replace("    applies: {t.a", f"    if_concern: {said}\n    applies: {{t.a") if said else RULES
    )
    concern = f"child_protection: {{concern: {danger}}}\n" if danger else ""
    findings = small.tiny(rules).findings(f"request: {{direction: {direction}}}\n{concern}t: {{{t}}}")
    becomes = {each.rule.head.id: under_concern(each, findings) for each in checks_of(findings)}
    assert becomes == {"R": (said or expected) if expected else "", "Q": "", "P": ""}


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
    small.ungrounded().tiny(RULE % ("condition", "t.a") + TABLE)
    found = conclude(small.findings(workflow(action, a)))
    assert (found.status, found.direction) == expected
    assert found.answered is (action != "Something else")


def test_what_is_blocked_stays_blocked_where_no_map_covers_it(small):
    small.ungrounded().tiny(RULE % ("block", "t.a") + TABLE)
    assert came(small.findings(workflow("Something else", "false"))) == ("blocked", "continue")


def test_what_a_map_refuses_says_nothing_against_another_direction(small):
    small.tiny(RULE % ("block", "t.a") + TABLE)
    up = workflow("Strategy discussion").replace("direction: workflow", "direction: step_up")
    found = conclude(small.findings(up))
    assert found.status == "permitted"
    assert [each.ground.head.id for each in found.grounds if each.can_fit] == ["SAFE-3"]


@pytest.mark.parametrize(
    ("moves", "action", "expected"),
    [
        # Help is not held up for a child in danger, whoever adds it and whatever is missing.
        ("up", "Legal advice", "permitted"),
        ("up", "Strategy discussion", "permitted"),
        # What hands the child on to somebody else is refused, in order or not.
        ("down", "Legal advice", "blocked"),
        # What moves nobody keeps its rules.
        ("same", "Legal advice", "blocked"),
        ("same", "Strategy discussion", "blocked"),
    ],
)
def test_under_a_concern_a_map_decides_by_where_its_row_moves(small, moves: str, action: str, expected: str):
    rows = TABLE.replace("}\n", f", moves: {moves}}}\n")
    small.ungrounded().tiny(RULE % ("block", "t.a") + rows)
    danger = workflow(action, "false").replace("concern: false", "concern: true")
    assert came(small.findings(danger)) == (expected, "safeguarding_now")


def test_a_row_that_hands_the_child_on_waits_until_protection_is_known(small):
    small.ungrounded().tiny(TABLE.replace("}\n", ", moves: down}\n"))
    known = SAFE + "support: {in_place: middle}\n"
    case = workflow("Legal advice").replace(SAFE, "")
    for protection, expected in ((known, "permitted"), (SAFE, "undetermined"), ("", "undetermined")):
        assert came(small.findings(protection + case))[0] == expected


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
