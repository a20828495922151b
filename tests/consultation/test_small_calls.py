"""Small calls, written from the document's clauses: what is asked, in which order, and what is advised."""

import pytest

from threshold.consultation.line import open_line
from threshold.consultation.ways import ways
from threshold.policy import load_policy

from .small_calls import DAY, SmallCall, small_calls

LINE = open_line(load_policy("caf-team"), DAY)
DANGER = [f"child_protection.{name}" for name in ("immediate_danger", "harm_suspected", "concern")]


def cases() -> list:
    strict = {
        call.call: [pytest.mark.xfail(raises=AssertionError, strict=True, reason=call.differs)]
        for call in small_calls()
        if call.differs
    }
    return [pytest.param(call, id=call.call, marks=strict.get(call.call, [])) for call in small_calls()]


@pytest.mark.parametrize("call", cases())
def test_a_call_goes_as_the_document_has_it(call: SmallCall) -> None:
    talk = call.begun(LINE.script)
    call.check(talk, LINE.advised(talk))


def test_every_call_has_a_name_of_its_own_and_clauses_that_are_listed() -> None:
    assert len({call.call for call in small_calls()}) == len(small_calls())
    (pack,) = (pack for pack in LINE.engine.policy.at(DAY).packs if pack.name == "caf-team")
    cited = {clause for call in small_calls() for clause in call.clauses}
    assert cited <= pack.clauses.keys()
    lines = {f"BAR-CL-{number}" for number in (1, 4)} | {f"BAR-14-{number}" for number in range(1, 6)}
    assert {*lines, "BAR-4A", "BAR-4F-a", "BAR-4F-b", "BAR-4F-c"} <= cited


def test_every_outcome_and_every_answer_is_in_some_call() -> None:
    assert {call.outcome for call in small_calls()} == {each.id for each in LINE.script.outcomes}
    said = {(fact, value) for call in small_calls() for fact, value in call.answers.items()}
    offered = {
        (question.fact, value)
        for question in LINE.script.questions
        for value in (*(choice.value for choice in question.choices), None)
    }
    assert offered <= said


def test_to_nobody_but_a_professional_anything_is_told_of_a_child() -> None:
    """14-3 lets practitioners be told two facts; whoever else calls may be told neither (every way)."""
    for way in ways(LINE.begin()).ended:
        advised = LINE.advised(way)
        told = "yes or no to each" in " ".join((*advised.say, *advised.share))
        professional = way.answers.get("consultation.caller") == "professional"
        assert professional or not told, way.answers


def test_while_danger_is_not_ruled_out_nobody_is_sent_to_ask_the_family_first() -> None:
    for way in ways(LINE.begin()).ended:
        advised = LINE.advised(way)
        calm = [way.answers.get(fact) is False for fact in DANGER]
        if not all(calm):
            words = " ".join((*advised.say, *(step.do for step in advised.then)))
            assert "ask for their agreement" not in words, way.answers
            assert "999" in words, way.answers
