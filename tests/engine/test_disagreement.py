"""An evaluator that lies about one rule is caught, and then nothing at all is recommended."""

import sys

import pytest

from threshold.cli.main import main
from threshold.conditions import Truth
from threshold.engine import Disagreement, Evaluator, evaluators
from threshold.engine.evaluators import Conditions, Prepared

PYTHON = evaluators()[0]
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
    satisfied: {t.a: true}
    otherwise: {block: No}
conflicts:
  - {id: C, carries: [T-1], when: {t.a: true, t.b: false}, why: never}
deadlines:
  - id: L
    carries: [T-1]
    applies: {t.a: true}
    starts: {fact: t.day}
    within: 3 days
    met_by: {event: seen}
routes:
  - id: W
    carries: [T-1]
    when: {t.b: true}
    sequence: [{id: W-1, action: Write, when: {t.a: true}}]
"""
KEYS = ["C", "D#1", "SAFE-1#1", "SAFE-2", "R:applies", "R:satisfied", "L:applies", "W:when", "W:W-1"]


def lying(about: str, lie: Truth) -> Evaluator:
    """Python's own evaluator, but for what it says about one condition."""

    def prepare(conditions: Conditions) -> Prepared:
        honest = PYTHON.prepare(conditions)
        return lambda signals: {key: lie if key == about else truth for key, truth in honest(signals).items()}

    return Evaluator("liar", prepare)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("truth", [True, False, None])
def test_every_lie_about_any_kind_of_rule_names_the_rule(small, key, truth):
    case = "t: {a: true, b: true, text: Ann}\ndanger: {concern: false}"
    told = {"C": False, "D#1": True, "SAFE-1#1": False, "SAFE-2": False}.get(key, True)
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
    monkeypatch.setattr("threshold.engine.decide.evaluators", lambda: (PYTHON, lying("SAFE-first", None)))
    monkeypatch.setattr(sys, "argv", ["threshold", "decide", "--format", format_, str(case)])
    assert main() == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "SAFE-first" in err
    assert "Traceback" not in err
