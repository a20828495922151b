"""What rules hang on is traced: facts, and the stages of the plan that matter for them."""

from collections.abc import Sequence

import pytest

from threshold.policy import Policy
from threshold.policy.inference_plan import Check, Contradict, Define, Propose, Protect
from threshold.policy.protection import WORKED_OUT, facts_read
from threshold.policy.traced import Traced, traced

from .making import TODAY
from .rules import conflict, definition, requirement


def kept(policy: Policy, *names: str) -> Traced:
    """What some requirements and deadlines hang on."""
    return traced(
        policy, [rule for rule in (*policy.requirements, *policy.deadlines) if rule.head.id in names]
    )


WHOLE = (
    "requirements:\n"
    + requirement("PLAIN", "t.b: true", applies="t.day: {after: {fact: visit.first}}")
    + requirement("DERIVED", "made.answer: red")
    + requirement("PROPOSED", "proposed.direction: step_up")
    + "definitions:\n"
    + definition("ANSWER", "made.answer", "made.other: red")
    + definition("OTHER", "made.other", "t.colour: red")
    + definition("LATE", "made.late", "t.who: Social Worker")
    + "conflicts:\n"
    + conflict("C-COLOUR", "t.n: 1", "t.colour")
    + conflict("C-C", "t.text: x", "t.c")
    + """deadlines:
  - id: L
    title: L
    carries: [T-1]
    each: spell
    starts: {fact: seen.first}
    within: {table: $limits, row: {fact: t.n}, column: within}
    met_by: {fact: visit.latest}
    or_sooner: {fact: t.ahead}
    ends_with: spell
    late: Done late
    overdue: Not done
"""
)
LIMITS = """
limits:
  type: table
  key: t.n
  columns: {within: duration}
  means: How long
  values: [{from: 2020-01-01, is: {1: {within: 2 days}}, because: T-1}]
"""


@pytest.mark.parametrize(
    ("names", "facts"),
    [
        (["PLAIN"], {"t.day", "visit.first", "t.b"}),
        (["DERIVED"], {"made.answer", "made.other", "t.colour", "t.n"}),
        (["L"], {"seen.first", "visit.latest", "t.ahead", "t.n"}),
        (
            ["PLAIN", "L"],
            {"t.day", "visit.first", "t.b", "seen.first", "visit.latest", "t.ahead", "t.n"},
        ),
        ([], set()),
    ],
)
def test_what_rules_hang_on_is_traced(small, names: Sequence[str], facts: set[str]):
    policy = small.tiny(WHOLE, LIMITS).engine().policy.at(TODAY)
    assert kept(policy, *names).facts == facts


def test_what_hangs_on_the_proposal_hangs_on_all_that_it_is_made_from(small):
    policy = small.tiny(WHOLE, LIMITS).engine().policy.at(TODAY)
    found = kept(policy, "PROPOSED")
    assert found.facts == {
        *("proposed.direction", "proposed.to", "request.direction", "request.to"),
        *("recommendation.outcome", "need.level"),
        # The child comes first, and what is in place is set beside the level.
        *WORKED_OUT,
        *facts_read(),
    }


def test_only_the_stages_that_something_hangs_on_are_kept(small):
    policy = small.tiny(WHOLE, LIMITS).engine().policy.at(TODAY)

    def told(*names: str) -> list[list[str] | str]:
        stages: list[list[str] | str] = []
        for stage in kept(policy, *names).stages:
            match stage:
                case Contradict(found) | Define(found):
                    stages.append([rule.head.id for rule in found])
                case Protect():
                    stages.append("protect")
                case Propose():
                    stages.append("propose")
                case Check(requirements=requirements, deadlines=deadlines):
                    stages.append([rule.head.id for rule in (*requirements, *deadlines)])
        return [stage for stage in stages if stage]

    assert told("PLAIN") == [["PLAIN"]]
    assert told("DERIVED") == [["C-COLOUR"], ["OTHER"], ["ANSWER"], ["DERIVED"]]
    assert told("L", "DERIVED") == [["C-COLOUR"], ["OTHER"], ["ANSWER"], ["DERIVED", "L"]]
    assert told("PROPOSED") == ["protect", "propose", ["PROPOSED"]]


def test_grounds_and_facts_read_besides_are_traced_as_well(small):
    ground = (
        "grounds: [{id: G, carries: [T-1], for: {direction: step_up}, when: {made.answer: red}, else: No}]\n"
    )
    policy = small.tiny(WHOLE + ground, LIMITS).engine().policy.at(TODAY)
    (found,) = [each for each in policy.grounds if each.head.id == "G"]
    of_ground = traced(policy, (), [found], ["t.text"])
    assert of_ground.facts >= {"proposed.direction", "made.answer", "made.other", "t.colour", "t.n", "t.text"}
    (check,) = [stage for stage in of_ground.stages if isinstance(stage, Check)]
    assert (check.grounds, check.requirements) == ((found,), ())
    assert traced(policy, (), (), ["t.text"]).facts == {"t.text"}
