"""The smallest case that tells a change from the rules as they are."""

from threshold.engine import Engine
from threshold.mutation.examples import Examples
from threshold.mutation.smallest import Apart
from threshold.mutation.trial import Trial

from ..semantics.conftest import Small
from .conftest import write

RULES = """\
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    block:
      - must: {t.n: {at_least: 5}, t.a: true}
        else: Too few
"""
CASE = (
    "t: {a: true, b: true, n: 7}\nrequest: {direction: step_up}\n"
    "timeline: [{on: 2026-08-01, event: seen}]\nexpect: {policy: p.yaml, checks: {R: met}}"
)


def test_an_example_is_stripped_of_all_that_makes_no_difference(small: Small) -> None:
    before = small.tiny(RULES).engine()
    after = Engine(small.tiny(RULES.replace("at_least: 5", "at_least: 8")).engine().policy)
    case = small.case(CASE.partition("expect")[0], before)
    found = Apart(before, after).smallest([case])
    assert found is not None
    assert (dict(found.given), found.timeline) == ({"t.n": 7, "request.direction": "step_up"}, ())


def test_an_answer_is_added_where_no_example_shows_it(small: Small) -> None:
    folder = write(small, RULES, {"met.yaml": CASE})
    trial = Trial(folder / "tiny", Examples([str(folder / "cases")]))
    (change,) = [each for each in trial.changes if each.what == "block 1 must: without t.a"]
    outcome = trial.tried(change)
    assert (outcome.fate, outcome.policy) == ("survived", "p")
    assert outcome.case is not None
    assert outcome.case.given == {"request.direction": "step_up"}, "it asks for t.a no more"


def test_where_nothing_differs_nothing_is_found(small: Small) -> None:
    before, after = small.tiny(RULES).engine(), small.engine()
    assert Apart(before, after).smallest([small.case(CASE.partition("expect")[0], before)]) is None
