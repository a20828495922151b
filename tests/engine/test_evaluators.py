"""All evaluators are asked the same; one that lies about one rule is caught, and nothing is recommended."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.cli.main import main
from threshold.conditions import All, Any, AtLeast, Not, Signals, Truth, truth
from threshold.conditions import Test as Leaf
from threshold.engine import durable_rules
from threshold.engine.evaluators import (
    PYTHON,
    Conditions,
    Disagreement,
    Evaluator,
    Prepared,
    evaluated_once,
    evaluators,
    missing_evaluator,
    prepare,
)

RULES = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.b: true}, is: red}]
    otherwise: green
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {t.b: true}
    block: [{must: {t.a: true}, else: No}]
conflicts:
  - {id: C, carries: [T-1], when: {t.a: true, t.b: false}, why: never}
deadlines:
  - id: L
    carries: [T-1]
    applies: {t.a: true}
    starts: {fact: t.day}
    within: 3 days
    met_by: {event: seen}
    late: Done late
    overdue: Not done
routes:
  - id: W
    carries: [T-1]
    when: {t.b: true}
    steps: [{W-1: Write, when: {t.a: true}}]
"""
KEYS = ["C", "D#1", "SAFE-3:fits", "SAFE-3:holds", "R:applies", "R:satisfied", "L:applies", "W:when", "W:W-1"]
KEYS += [
    "protection:asked",
    "protection:enquiry",
    "protection:conference",
    "protection:lower",
    "support:high",
]


def lying(about: str, lie: Truth) -> Evaluator:
    """Python's own evaluator, but for what it says about one condition."""

    def prepare(conditions: Conditions) -> Prepared:
        honest = PYTHON.prepare(conditions)
        return lambda signals: {key: lie if key == about else truth for key, truth in honest(signals).items()}

    return Evaluator("liar", prepare)


A, B = Leaf("t.a", "known"), Leaf("t.b", "known")
SAMPLE: Conditions = {"R-1": Any((A, B)), "R-2": Not(A), "R-3": Any((A, B))}


def saying(**truths: Truth) -> Evaluator:
    """An evaluator that says the same whatever it is asked."""
    return Evaluator(
        "deaf", lambda _: lambda _: {key.replace("_", "-"): each for key, each in truths.items()}
    )


def test_python_is_always_at_hand_and_durable_rules_where_it_works(monkeypatch):
    assert evaluators()[0] is PYTHON
    monkeypatch.setattr(durable_rules, "available", lambda: False)
    assert evaluators() == (PYTHON,)
    monkeypatch.setattr(durable_rules, "available", lambda: True)
    monkeypatch.setattr(durable_rules, "title", lambda: "durable-rules 9.9")
    first, second = evaluators()
    assert first is PYTHON
    assert (second.name, second.prepare) == ("durable-rules 9.9", durable_rules.prepare)


def test_an_evaluator_s_name_is_told_or_found_when_it_is_asked_for():
    assert PYTHON.name == "python"
    assert Evaluator(lambda: "found", PYTHON.prepare).name == "found"


def test_why_an_evaluator_is_missing_is_one_sentence(monkeypatch):
    monkeypatch.setattr(durable_rules, "missing", lambda: "it is not here")
    assert missing_evaluator() == "The second evaluator, durable-rules, is missing: it is not here."
    monkeypatch.setattr(durable_rules, "missing", lambda: "")
    assert missing_evaluator() == ""


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_every_condition_has_its_truth_also_where_rules_share_one(a, b):
    either = True if a or b else (None if None in (a, b) else False)
    signals: Signals = {A: a, B: b}
    expected = {"R-1": either, "R-2": None if a is None else not a, "R-3": either}
    assert prepare(SAMPLE, evaluators())(signals) == expected
    assert prepare(SAMPLE, (PYTHON,))(signals) == expected


def test_the_second_evaluator_s_answer_is_compared_and_the_third_s():
    signals: Signals = {A: True, B: False}
    honest, lying = saying(R_1=True, R_2=False, R_3=True), saying(R_1=True, R_2=False, R_3=None)
    assert prepare(SAMPLE, (PYTHON, honest, honest))(signals) == {"R-1": True, "R-2": False, "R-3": True}
    for using in ((PYTHON, lying), (PYTHON, honest, lying), (lying, PYTHON), (PYTHON, lying, honest)):
        with pytest.raises(Disagreement) as caught:
            prepare(SAMPLE, using)(signals)
        assert caught.value.rule == "R-3"


def test_unknown_is_not_the_same_as_false():
    with pytest.raises(Disagreement, match="R-2"):
        prepare({"R-2": Not(A)}, (PYTHON, saying(R_2=False)))({A: None})


def test_conditions_are_prepared_once_and_asked_as_often_as_wanted():
    prepared = []

    def counting(conditions: Conditions) -> Prepared:
        prepared.append(conditions)
        return PYTHON.prepare(conditions)

    evaluate = prepare(SAMPLE, (PYTHON, Evaluator("counting", counting)))
    assert [evaluate({A: a, B: False})["R-2"] for a in (True, False, None)] == [False, True, None]
    assert prepared == [SAMPLE]


LEAVES = [Leaf(f"t.{letter}", "known") for letter in "abcd"]
TRUTHS = st.sampled_from([True, False, None])


@given(
    st.lists(
        st.permutations(LEAVES).flatmap(lambda order: st.fixed_dictionaries(dict.fromkeys(order, TRUTHS)))
    )
)
def test_what_was_asked_before_changes_no_answer(asked: list[Signals]):
    a, b, c, d = LEAVES
    conditions = {"R-1": All((a, Not(b))), "R-2": Any((All((b, c)), Not(a))), "R-3": c, "R-4": All(())}
    evaluate = PYTHON.prepare(conditions)
    for signals in (*asked, *({**signals, d: None} for signals in asked)):
        expected = {key: truth(condition, signals) for key, condition in conditions.items()}
        assert evaluate(signals) == expected


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("truth", [True, False, None])
def test_every_lie_about_any_kind_of_rule_names_the_rule(small, key, truth):
    case = "t: {a: true, b: true, text: Ann}\nchild_protection: {concern: false}\nsupport: {in_place: high}"
    told: Truth = key not in ("C", "protection:asked")
    if key in ("SAFE-3:fits", "protection:enquiry", "protection:conference"):
        told = None
    engine = small.tiny(RULES).engine((PYTHON, lying(key, truth)))
    if truth is told:
        assert engine.decide(small.case(case, engine)).status == "advisory"
        return
    with pytest.raises(Disagreement) as caught:
        engine.decide(small.case(case, engine))
    assert caught.value.rule == key
    assert key in str(caught.value)
    assert "Ann" not in str(caught.value)


@pytest.mark.parametrize("order", [1, -1])
def test_it_does_not_matter_which_of_them_lies(small, order):
    engine = small.tiny(RULES).engine((PYTHON, lying("R:satisfied", None))[::order])
    with pytest.raises(Disagreement, match="R:satisfied"):
        engine.decide(small.case("t: {a: true}", engine))


@pytest.mark.parametrize("format_", ["text", "json", "ndjson", "markdown"])
def test_the_command_prints_no_recommendation(tmp_path, monkeypatch, capsys, format_):
    case = tmp_path / "case.yaml"
    case.write_text("case: C-1\nas_at: 2026-08-14\nchild_protection: {concern: true}\n")
    monkeypatch.setattr(
        "threshold.engine.decide.evaluators", lambda: (PYTHON, lying("protection:asked", None))
    )
    monkeypatch.setattr(sys, "argv", ["threshold", "decide", "--format", format_, str(case)])
    assert main() == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "protection:asked" in err
    assert "Traceback" not in err


def test_what_one_evaluator_is_not_asked_about_the_first_alone_says_and_it_is_told_which(monkeypatch):
    module = sys.modules["threshold.engine.evaluators"]  # what it is called by is a function, too
    monkeypatch.setattr(module, "_once", {})  # kept for as long as a process runs
    leaves = tuple(Leaf(f"t.x{number}", "known") for number in range(200))
    conditions: Conditions = {"R-9:satisfied": AtLeast(100, leaves), "R-8:applies": AtLeast(2, leaves)}
    agreed = prepare(conditions, evaluators())
    signals: Signals = dict.fromkeys(leaves, True)
    assert agreed(signals) == {"R-9:satisfied": True, "R-8:applies": True}
    if durable_rules.available():
        assert "R-9" in evaluated_once()
    assert "R-8" not in evaluated_once()
