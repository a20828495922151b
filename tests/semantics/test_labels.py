"""Other names of steps and actions are read as those that the tables list, in a case and in a batch."""

from itertools import product

import pytest

from threshold.semantics.labels import ACTION, STEP, OtherNames, other_names
from threshold.vocabulary import ABSENT, UNKNOWN

from ..policy.making import load

TABLE = """
routes:
  - id: MAP
    carries: [T-1]
    step: Child in Need Visit
    also: ["Child in Need: VISIT", CiN Visit]
    actions:
      - {M-1: Step down, by: SW, moves: down, also: [Stepdown to Early Help]}
      - {M-2: Write it up, by: SW}
  - id: OTHER
    carries: [T-1]
    step: Review
    actions:
      - {O-1: Stepdown to Early Help, by: SW}
      - {O-2: Meet, by: SW, also: [Write it up]}
"""
STEPS = ("child in need visit", "Child in Need: VISIT", "cin  visit", "Review", "Panel", "")
ACTIONS = ("Step down", "STEPDOWN to early help", "Write it up", "Meet", "Something else", "")


def renamed(small, step: object, action: object) -> tuple[object, object]:
    states = {STEP: step, ACTION: action}
    other_names(load(small.tiny(TABLE))).rename(states)
    return states[STEP], states[ACTION]


@pytest.mark.parametrize(
    ("step", "action", "expected"),
    [
        ("child in need: visit", "write it up", ("child in need visit", "write it up")),
        ("cin visit", "stepdown to early help", ("child in need visit", "step down")),
        ("child in need visit", "stepdown to early help", ("child in need visit", "step down")),
        # The same words are another action on another step.
        ("review", "stepdown to early help", ("review", "stepdown to early help")),
        ("review", "write it up", ("review", "meet")),
        ("panel", "write it up", ("panel", "write it up")),
    ],
)
def test_the_name_listed_takes_the_place_of_another(small, step: str, action: str, expected: tuple[str, str]):
    assert renamed(small, step, action) == expected


@pytest.mark.parametrize(
    ("step", "action"),
    [(UNKNOWN, "step down"), ("review", UNKNOWN), (UNKNOWN, UNKNOWN), ("cin visit", ABSENT)],
)
def test_what_is_not_known_stays_so(small, step: object, action: object):
    listed = "child in need visit" if step == "cin visit" else step
    assert renamed(small, step, action) == (listed, action)


def test_without_other_names_nothing_is_renamed():
    states = {STEP: "a", ACTION: "b"}
    OtherNames({}, {}).rename(states)
    assert states == {STEP: "a", ACTION: "b"}


def request(step: str, action: str) -> str:
    named = "".join(f", {key}: '{value}'" for key, value in (("step", step), ("action", action)) if value)
    return f"request: {{direction: workflow{named}}}\n"


def test_a_request_by_another_name_gets_the_same_answer(small):
    small.ungrounded().tiny(TABLE)
    rest = "child_protection: {concern: %s}\nsupport: {in_place: middle}\n"
    for concern, expected in (("false", "permitted"), ("true", "blocked")):
        for step, action in product(STEPS[:3], ACTIONS[:2]):
            decision = small.decide(request(step, action) + rest % concern)
            met = [check.rule for check in decision.checks if check.status == "met"]
            assert (decision.status, met) == (expected, ["M-1"]), (step, action)


def test_every_name_comes_out_alike_in_a_batch(small):
    """Every step beside every action: the rows, and a rule that names what they list."""
    pytest.importorskip("polars")
    from ..batch.by_hand import statuses, together

    rule = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [workflow]
    applies: {request.step: Child in Need Visit}
    block: [{must: {request.action: Step down}, else: No}]
"""
    cases = [request(step, action) for step, action in product(STEPS, ACTIONS)]
    results = together(small.tiny(TABLE + rule), cases)
    told = statuses(results)
    for (step, action), status in zip(product(STEPS, ACTIONS), told, strict=True):
        if step in STEPS[3:5]:
            expected = "not_applicable"
        elif not step or not action:
            expected = "undetermined"
        else:
            expected = "met" if action in ACTIONS[:2] else "not_met"
        assert status == expected, (step, action)
