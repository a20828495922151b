"""Routes: a sequence of steps, or the actions of one workflow step."""

from pathlib import Path

import pytest

from threshold.conditions import ALWAYS, All
from threshold.conditions import Test as Leaf
from threshold.policy import Who

from .making import LISTS, load, one, only, refused

ROUTED = "id: W, carries: [T-1], "


def test_a_table_of_actions_is_looked_up_by_its_step_and_each_action_whatever_the_capitals(small):
    rows = "[{S: Legal  Advice, to: Lawyer}, {Q: Meet, by: Boss, step: Other}]"
    route = one(small, "routes", ROUTED + f"step: Initial Assessment, by: SW, to: $boss, actions: {rows}")
    assert route.when == Leaf("request.step", "is", ("initial assessment",))
    assert (route.table_step, route.unlisted) == ("Initial Assessment", "not_covered")
    legal, meet = route.steps
    assert legal.when == Leaf("request.action", "is", ("legal advice",))
    assert (legal.action, legal.step) == ("Legal  Advice", "Initial Assessment")
    # What a row does not say, its table does.
    assert (legal.by, legal.to) == (Who("SW"), Who("Lawyer"))
    assert (meet.by, meet.to, meet.step) == (Who("Boss"), Who("Social Worker"), "Other")


def test_a_sequence_is_taken_when_it_says_and_so_is_each_of_its_steps(small):
    steps = "[{S: Meet, when: {t.b: true}, done: {event: seen}}, {Q: Write, available: false}]"
    route = one(small, "routes", ROUTED + f"when: {{t.a: true}}, steps: {steps}")
    assert (route.when, route.table_step) == (Leaf("t.a", "is", (True,)), "")
    meet, write = route.steps
    assert (meet.when, meet.done_event, meet.available) == (Leaf("t.b", "is", (True,)), "seen", True)
    assert (write.when, write.done_event, write.available) == (ALWAYS, "", False)


def test_a_step_that_is_named_by_a_clause_cites_it(small):
    route = one(small, "routes", "id: W, steps: [{T-1: Meet}, {S: Write}]")
    assert route.head.carries == ("T-1",)


def test_a_step_may_cite_clauses_of_its_own(small):
    route = one(small, "routes", "id: W, steps: [{S: Meet, carries: [T-1]}, {Q: Write}]")
    assert route.head.carries == ("T-1",)
    assert [step.carries for step in route.steps] == [("T-1",), ()]
    message = refused(small, "routes", "id: W, steps: [{S: Meet, carries: [T-9]}]")
    assert 'clause "T-9" is not listed by the pack' in message


def test_a_table_may_say_for_itself_what_unlisted_means(small):
    small.unlisted = "unavailable"
    table = ROUTED + "step: Review, actions: [{S: Meet}]"
    assert one(small, "routes", table).unlisted == "unavailable"
    assert one(small, "routes", table + ", unlisted: not_covered").unlisted == "not_covered"


EITHER = "needs either `steps:`, or `step:` with its `actions:`"
BELONG = "actions belong to a workflow `step:`; a sequence of `steps:` has none"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("when: {t.a: true}", EITHER),
        ("step: Review", EITHER),
        ("step: Review, actions: [{S: Meet}], steps: [{Q: Meet}]", EITHER),
        ("steps: []", EITHER),
        ("actions: [{S: Meet}]", BELONG),
        ("step: Review, steps: [{S: Meet}]", BELONG),
    ],
)
def test_a_route_is_a_table_of_a_step_or_a_sequence(small, text: str, message: str):
    assert message in refused(small, "routes", ROUTED + text)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("{W-1: A}, {W-1: B}", "two of these steps have this id (W-1)"),
        ("{W-1: A, done: {event: visitt}}", 'no such event is declared; did you mean "visit"?'),
        ("{W-1: A, done: seen}", "a condition is a mapping of facts to tests"),
        ("{W-1: A, done: {t.nope: true}}", 'no fact "t.nope" is declared; did you mean "t.notes"?'),
        ("{W-1: A, when: {t.aa: true}}", 'did you mean "t.a"?'),
        ("{W-1: A, when: now}", "a condition is a mapping of facts to tests"),
        ("{W-1: A, by: $boos}", 'did you mean "boss"?'),
        ("{W-1: A, to: {fact: t.colour, blue: X}}", "must be one of red, amber, green"),
        ("{W-1: 'Ask {boos}'}", 'did you mean "boss"?'),
        ("{W-1: A, says: 'Within {wiat'}", "a brace holds a parameter's name"),
    ],
)
def test_what_a_step_may_not_be(small, steps: str, message: str):
    small.tiny(f"routes:\n  - id: W\n    carries: [T-1]\n    steps: [{steps}]\n", LISTS)
    problem = only(small)
    assert message in problem.message
    assert (problem.line, Path(problem.file).name) == (4, "all.yaml")
    assert problem.field.startswith("W")


def test_two_actions_of_a_table_share_no_id_either(small):
    table = "routes:\n  - id: W\n    carries: [T-1]\n    step: Review\n    actions:\n%s"
    small.tiny(table % "      - A-1: Meet\n      - B-1: Write\n      - A-1: Read\n")
    problem = only(small)
    assert problem.message == "two of these actions have this id (A-1)"
    assert problem.line == 8


def test_each_step_names_the_parameters_that_it_relies_on_itself(small):
    steps = (
        "[{ONE: Wait {wait}, by: $boss}, {TWO: Meet, when: {t.n: $level}, says: 'Within {hours}'}, "
        "{THREE: Write}]"
    ).replace("Wait {wait}", "'Wait {wait}'")
    found = one(small, "routes", ROUTED + f"to: $people, steps: {steps}")
    assert [step.parameters for step in found.steps] == [
        ("boss", "people", "wait"),
        ("hours", "level", "people"),
        ("people",),
    ]
    assert found.head.parameters == ("boss", "hours", "level", "people", "wait")
    assert [(step.action, step.says) for step in found.steps][:2] == [
        ("Wait 3 days", ""),
        ("Meet", "Within 3 hours"),
    ]


def test_the_name_of_an_action_is_compared_as_it_is_written(small):
    """What a workflow calls an action is a name, and no sentence with parameters."""
    actions = "step: Review, actions: [{S: 'Ask %s', says: 'Of {level}'}]"
    (step,) = one(small, "routes", ROUTED + actions % "$level").steps
    assert (step.action, step.says) == ("Ask $level", "Of 2")
    assert step.when == Leaf("request.action", "is", ("ask $level",))
    assert "a label stands as the workflow prints it" in refused(
        small, "routes", ROUTED + actions % "{level}"
    )


def test_a_route_is_taken_where_its_scope_applies_too(small):
    scoped = "scope: {applies: {t.b: true}}\nroutes:\n  - id: W\n    carries: [T-1]\n"
    by_itself, by_step = Leaf("t.b", "is", (True,)), Leaf("request.step", "is", ("review",))
    for more, expected in (
        ("    steps: [{S: Meet}]", by_itself),
        ("    when: {t.a: true}\n    steps: [{S: Meet}]", All((by_itself, Leaf("t.a", "is", (True,))))),
        ("    step: Review\n    actions: [{S: Meet}]", All((by_itself, by_step))),
    ):
        (found,) = load(small.tiny(scoped + more)).routes
        assert found.when == expected
