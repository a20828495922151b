"""The whole of the status table: every pair of checks, every kind of request, whatever is known of danger."""

from itertools import product
from typing import get_args

import pytest

from threshold.conditions import ALWAYS, Truth
from threshold.policy import Effect, Head, Pack, Requirement
from threshold.policy.model import Source
from threshold.semantics.outcomes import CheckStatus, Status
from threshold.semantics.status import Checked, bears, check_status, final_direction, request_status

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
