"""The whole of the status table: every pair of checks, every kind of request, whatever is known of danger."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from threshold.conditions import ALWAYS, Truth
from threshold.policy import Effect, Head, Pack, Requirement
from threshold.policy.model import Source
from threshold.semantics.outcomes import CheckStatus, Status
from threshold.semantics.status import (
    Checked,
    bears,
    check_status,
    directions_meant,
    final_direction,
    relevant,
    request_status,
    turned_urgent,
)
from threshold.semantics.status import (
    checked as checks_of,
)
from threshold.vocabulary import UNKNOWN

TRUTHS: tuple[Truth, ...] = (True, False, None)
PACK = Pack("tiny", "Tiny", Source("A paper", "P", "2020"), {}, (), (), (), (), (), (), {})


def requirement(effect: Effect, *bears_on: str) -> Requirement:
    head = Head("R", "R", "tiny", ("T-1",), bears_on=bears_on)  # type: ignore[arg-type]
    return Requirement(head, ALWAYS, ALWAYS, effect, "says")


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
    pack = Pack("tiny", "Tiny", PACK.source, {}, (), (), (), (), (), (), {}, {}, role, leads_on)  # type: ignore[arg-type]
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
    satisfied: {made.answer: red}
    otherwise: {block: no}
  - {id: Q, carries: [T-1], bears_on: [compliance], satisfied: {t.c: true}, otherwise: {note: no}}
  - {id: P, carries: [T-1], bears_on: [step_down], satisfied: {t.c: true}, otherwise: {block: no}}
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
    concern = f"danger: {{concern: {danger}}}\n" if danger else ""
    findings = small.tiny(RULES).findings(f"request: {{direction: {direction}}}\n{concern}t: {{c: false{c}}}")
    assert [each.rule.head.id for each in checks_of(findings) if turned_urgent(each, findings)] == urgent
