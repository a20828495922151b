"""Grounds that cannot hold are found, and those of which nobody can tell are not."""

from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.reading import Problem

from ...policy.making import findings_beside
from ...semantics.conftest import Small
from ..making import problems

PARAMETERS = """
level: {type: number, means: L, values: [{from: 2020-01-01, is: 10, because: T-1}]}
paths:
  type: table
  key: t.colour
  columns: {to: text}
  means: Where to
  values: [{from: 2020-01-01, is: {red: {to: none}}, because: T-1}]
"""


@pytest.fixture
def small(rules: Path) -> Small:
    """Nothing is right here but by the grounds of a test."""
    return Small(rules).ungrounded()


def ground(when: str, asked: str = "{direction: step_up}", name: str = "G") -> str:
    return f"  - {{id: {name}, carries: [T-1], for: {asked}, when: {when}, else: No}}\n"


def found(small, *grounds: str, more: str = "") -> list[Problem]:
    text = "grounds:\n" + "".join(grounds) if grounds else ""
    small.tiny(text + more, PARAMETERS if "$" in text else "")
    told = problems(load_policy(str(small.write())))
    return [problem for problem in told if not problem.field.startswith("tiny.")]


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ("{t.colour: red, all: [{t.colour: green}]}", "t.colour"),
        ("{any: [{t.colour: red}, {t.colour: amber}], t.colour: green}", "t.colour"),
        ("{t.a: true, none: [{t.a: true}]}", "t.a"),
        ("{t.n: {above: 10}}", "t.n"),
        ("{t.day: {within_last: 1 day, more_than_ago: 2 months}}", "t.day"),
        ("{t.n: {above: $level}}", "t.n"),
        ("{t.n: {at_least: 3, below: 3}}", "t.n"),
        ("{t.n: {between: [3, 4]}, any: [{t.n: 1}, {t.n: 9}]}", "t.n"),
        ("{t.list: {includes_all: [x, y], only: [x]}}", "t.list"),
        ("{t.who: Social Worker, all: [{t.who: Team Manager}]}", "t.who"),
        ("{visit.first: {recorded: false, before: {fact: t.day}}}", "visit.first"),
        ("{any: [{t.a: true, all: [{t.a: false}]}, {t.b: true, all: [{t.b: false}]}]}", "t.a and t.b"),
        ("{t.colour: {table: $paths, row: {fact: t.colour}, column: to}}", "t.colour"),
    ],
)
def test_a_ground_that_would_need_what_cannot_be(small, when: str, facts: str):
    (problem,) = found(small, ground(when))
    told = "never holds: its `when` would need what cannot be of "
    assert problem.message.startswith(told)
    named = problem.message.removeprefix(told).partition(";")[0]
    assert {*named.split(" and ")} == {*facts.split(" and ")}
    assert "no other ground of this pack answers such a request" in problem.message
    assert (problem.line, problem.field, Path(problem.file).name) == (2, "G", "all.yaml")


@pytest.mark.parametrize(
    "when",
    [
        "{t.colour: [red, green], all: [{t.colour: [green, amber]}]}",
        "{any: [{t.a: true, all: [{t.a: false}]}, {t.b: true}]}",
        "{t.n: {at_least: 3, at_most: 3}}",
        "{t.n: {at_least: $level}}",
        "{t.list: {includes_all: [x, y], only: [x, y]}}",
        "{t.who: Social Worker, all: [{t.who: Senior Social Worker}]}",
        "{t.scale: {includes: 0}, all: [{t.scale: {includes: 9}}]}",
    ],
)
def test_a_ground_that_can_hold_or_of_which_nobody_can_tell(small, when: str):
    assert found(small, ground(when)) == []


@pytest.mark.parametrize(
    ("asked", "when"),
    [
        ("{direction: step_up, to: high}", "{request.to: low, t.a: true}"),
        ("{direction: step_up, to: high}", "{proposed.to: low, t.a: true}"),
        ("{direction: step_up, from: low}", "{support.highest: middle, t.a: true}"),
        ("{direction: [step_up, triage]}", "{request.direction: close, t.a: true}"),
        ("{direction: close, of: contact}", "{closure.of: [case, caf_episode], t.a: true}"),
        ("{direction: workflow, step: Review}", "{request.step: Visit, t.a: true}"),
    ],
)
def test_a_ground_that_contradicts_what_it_is_for(small, asked: str, when: str):
    (problem,) = found(small, ground(when, asked))
    assert problem.message.startswith("never holds: its `for` and its `when` together would need")
    assert found(small, ground("{t.a: true}", asked)) == []


def test_what_is_left_to_those_who_ask(small):
    never = ground("{t.a: true, all: [{t.a: false}]}", "{direction: step_up, to: high}")
    kinds = {
        "{direction: step_up}": True,
        "{direction: step_up, to: [middle, high]}": True,
        "{direction: step_up, to: low}": False,
        "{direction: step_down}": False,
    }
    for asked, left in kinds.items():
        (problem,) = found(small, never, ground("{t.b: true}", asked, "H"))
        assert ("whoever asks is left to H" in problem.message) == left
        assert ("it is never permitted" in problem.message) != left
    # One that never holds either is nobody's way out.
    both = found(small, never, never.replace("id: G", "id: H").replace("t.a", "t.b"))
    assert [each.field for each in both] == ["G", "H"]
    assert all("it is never permitted" in each.message for each in both)


@pytest.mark.parametrize("direction", ["step_down", "step_across", "close"])
def test_a_ground_that_rests_on_a_concern_lets_go_of_no_child(small, direction: str):
    when, of = "{protection.concern: true, t.a: true}", ", of: case" if direction == "close" else ""
    (problem,) = found(small, ground(when, f"{{direction: {direction}{of}}}"))
    assert "which every policy refuses" in problem.message
    for way in ("step_up", "triage", "workflow"):
        assert found(small, ground(when, f"{{direction: {way}}}")) == []


def test_a_caf_that_social_care_took_may_close_under_a_concern(small):
    when = "{protection.concern: true, caf.closing_reason: stepped_up}"
    assert found(small, ground(when, "{direction: close, of: caf_episode}")) == []
    assert len(found(small, ground(when, "{direction: close, of: case}"))) == 1
    assert len(found(small, ground(when.replace("stepped_up", "done"), "{direction: close}"))) == 1


@pytest.fixture
def shipped(tmp_path: Path):
    """Grounds of a pack beside the rules that come along, whose words for support are told apart."""
    return lambda text: findings_beside(tmp_path, "grounds:\n" + text)


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("{direction: step_down, from: child_protection, to: early_help}", True),
        ("{direction: step_down, from: [care, child_protection], to: [universal, early_help]}", True),
        ("{direction: step_down, from: child_protection, to: child_in_need}", False),
        ("{direction: step_down, from: child_protection}", False),
        ("{direction: step_down, from: [child_protection, child_in_need], to: early_help}", False),
        ("{direction: close, from: care, of: case}", True),
        ("{direction: close, from: care}", False),
        ("{direction: step_across, from: care}", True),
        ("{direction: step_up, from: care, to: [care, early_help]}", False),
        ("{direction: step_up, from: child_protection, to: care}", False),
    ],
)
def test_nobody_steps_down_past_protection(shipped, asked: str, never: bool):
    found = shipped(ground("{caf.open: false}", asked))
    assert [("protection in place" in each.message) for each in found] == ([True] if never else [])


def test_a_step_up_that_ends_below_social_care_passes_a_social_worker_by(shipped):
    when = "{protection.concern: true, caf.open: true}"
    (problem,) = shipped(ground(when, "{direction: step_up, to: early_help}"))
    assert "which every policy refuses" in problem.message
    assert shipped(ground(when, "{direction: step_up, to: child_in_need}")) == []
    assert shipped(ground(when, "{direction: step_up}")) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny("grounds:\n" + ground("{t.a: true, all: [{t.a: false}]}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny("grounds:\n" + ground("{t.a: true, all: [{t.b: false}]}")).write()
