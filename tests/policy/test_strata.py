"""Definitions are put in order, each after those whose facts it reads; a circle does not load."""

import pytest

from threshold.policy.strata import in_order

from .making import definition, load, only


@pytest.mark.parametrize(
    "text",
    [
        definition("made.answer", "{made.answer: red}"),
        definition("made.answer", "{made.other: red}", name="D1")
        + "  "
        + definition("made.other", "{made.answer: red}", name="D2"),
        definition("made.answer", "{made.other: red}", name="D1")
        + "  "
        + definition("made.other", "{none: [{made.late: red}]}", name="D2")
        + "  "
        + definition("made.late", "{t.a: true, any: [{made.answer: red}]}", name="D3"),
    ],
)
def test_definitions_go_round_in_no_circle(small, text: str):
    small.tiny("definitions:\n  " + text)
    message = only(small).message
    assert "go round in a circle" in message
    assert "D" in message


def test_an_outcome_reads_nothing_that_is_proposed(small):
    outcome = definition("recommendation.outcome", "{proposed.direction: step_up}", "most_serious", "go_up")
    small.tiny("definitions:\n  " + outcome)
    problem = only(small)
    assert "an outcome may not depend on the proposed direction" in problem.message
    assert problem.field == "D"
    beside = definition("made.late", "{proposed.to: low}", name="D1")
    small.tiny("definitions:\n  " + beside + "  " + outcome.replace("id: D,", "id: D2,"))
    assert only(small).field == "D2"
    through = definition("made.late", "{proposed.direction: step_up}", name="D1")
    behind = definition("recommendation.outcome", "{made.late: red}", "most_serious", "go_up", "D2")
    small.tiny("definitions:\n  " + through + "  " + behind)
    assert only(small).field == "D2"


@pytest.mark.parametrize(("one", "other"), [("exactly_one", "exactly_one"), ("most_serious", "exactly_one")])
def test_one_fact_is_defined_once_unless_the_most_serious_counts(small, one: str, other: str):
    rows = (("D1", one, "{t.a: true}"), ("D2", other, "{t.b: true}"))
    text = "".join("  " + definition("need.level", when, hit, "2", name) for name, hit, when in rows)
    small.tiny("definitions:\n" + text)
    assert "need.level is already defined by D1" in only(small).message
    small.tiny("definitions:\n" + text.replace("exactly_one", "most_serious"))
    assert [rule.head.id for rule in load(small).strata[0]] == ["D1", "D2"]


def strata(small, *definitions: str) -> tuple[list[list[str]], list[list[str]]]:
    """The ids of the early and of the late strata, without the safety pack's own."""
    small.tiny("definitions:\n" + "".join(f"  {each}" for each in definitions))
    early, late = in_order(load(small).pack("tiny").definitions)
    return tuple([[rule.head.id for rule in stratum] for stratum in found] for found in (early, late))


def test_a_definition_comes_in_the_first_stratum_in_which_all_that_it_reads_is_known(small):
    last = definition("made.answer", "{made.other: red, made.late: red}", name="D1")
    second = definition("made.other", "{t.a: true, any: [{made.late: red}]}", name="D2")
    first = definition("made.late", "{t.a: true}", name="D3")
    alone = definition("made.signs", "{t.b: true}", "all", name="D4")
    expected = ([["D3", "D4"], ["D2"], ["D1"]], [])
    assert strata(small, last, second, first, alone) == expected
    found, _ = strata(small, alone, first, second, last)
    assert [sorted(stratum) for stratum in found] == expected[0]


def test_a_fact_is_known_only_after_every_definition_of_it(small):
    one = definition("need.level", "{t.a: true}", "most_serious", "2", "D1")
    other = definition("need.level", "{made.other: red}", "most_serious", "3", "D2")
    base = definition("made.other", "{t.b: true}", name="D3")
    reader = definition("made.answer", "{need.level: 3}", name="D4")
    assert strata(small, one, other, base, reader)[0] == [["D3"], ["D1", "D2"], ["D4"]]


def test_what_reads_the_proposed_direction_itself_or_through_another_comes_after_it(small):
    late = definition("made.late", "{proposed.direction: step_up}", name="D1")
    behind = definition("made.answer", "{made.late: red, t.a: true}", name="D2")
    early = definition("made.other", "{t.a: true}", name="D3")
    assert strata(small, late, behind, early) == ([["D3"]], [["D1"], ["D2"]])
    to = definition("made.late", "{proposed.to: low}", name="D1")
    assert strata(small, to, early) == ([["D3"]], [["D1"]])


def test_the_definitions_of_one_fact_stay_together_before_the_proposal_or_after_it(small):
    early = definition("need.level", "{t.a: true}", "most_serious", "2", "D1")
    late = definition("need.level", "{proposed.direction: step_up}", "most_serious", "3", "D2")
    reader = definition("made.answer", "{need.level: 2}", name="D3")
    assert strata(small, early, late, reader) == ([], [["D1", "D2"], ["D3"]])


def test_the_operand_of_a_test_is_read_as_well(small):
    reader = definition("made.answer", "{t.colour: {fact: made.other}}", name="D1")
    base = definition("made.other", "{t.a: true}", name="D2")
    assert strata(small, reader, base)[0] == [["D2"], ["D1"]]


def test_nothing_to_define_is_in_order():
    assert in_order([]) == ((), ())
