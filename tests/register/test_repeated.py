"""What a summary repeats agrees with what lies beside it, or each difference is told."""

import json
from dataclasses import fields, replace

import pytest

from threshold.casefiles.data import as_data
from threshold.register.entries import Doubt
from threshold.register.repeated import Repeated, contradictions, repeated
from threshold.reports import as_json

from .conftest import SUMMARY, beside, decided


def told(summary=SUMMARY, **changed: object) -> list[str]:
    """How a summary that is changed contradicts itself, or what a summary repeats."""
    case, decision = map(json.loads, beside(summary))
    return list(contradictions(replace(summary, **changed), repeated(case, decision), decision))


def test_a_summary_that_repeats_what_lies_beside_it_contradicts_nothing():
    assert told() == []


@pytest.mark.parametrize("name", [each.name for each in fields(Repeated)])
def test_each_thing_that_is_repeated_otherwise_is_told(name):
    other: object = ("X-1",) if name == "clauses" else "other"
    found = told(decided=decided(False), **{name: other})
    assert len(found) == 1
    assert "in short is not what it holds in full" in found[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"decided": decided(True, "continue")}, "something else"),
        ({"decided": replace(decided(False), reason=" \n")}, "gives none"),
        ({"called_for": ("the recommendation is blocked",)}, "gives none"),
        ({"filled_in": {"step_down.decided_by": "Social Worker"}}, "two roles"),
        ({"authority": "mismatch"}, "two things"),
        ({"doubts": (Doubt("R", "Another decides", ()),)}, "two things"),
    ],
)
def test_a_summary_that_contradicts_itself_is_told(changed, said):
    (found,) = told(**changed)
    assert said in found


def test_an_override_of_what_was_recommended_contradicts_nothing():
    assert told(decided=decided(False)) == []


@pytest.mark.parametrize("reference", ["SUSD-44", "CAF-115"])
def test_where_a_recommendation_rests_is_read_of_it_as_the_policy_has_it(reference, examples, engine):
    case = examples[reference]
    decision = engine.decide(case, case.as_at)
    found = repeated(as_data(case, engine.policy.vocabulary), json.loads(as_json(decision)))
    if decision.safeguarding_now:
        assert found.clauses == engine.policy.at(case.as_at).safety.head.carries
    assert found.clauses
    assert (found.case, found.headline) == (reference, decision.recommendation.headline)


def test_what_is_of_two_cases_or_no_case_is_refused():
    case, decision = map(json.loads, beside(SUMMARY))
    for one, other in (
        (case | {"case": "C-2"}, decision),
        ({}, decision),
        (case, {}),
        (case, {"case": "C-1"}),
    ):
        with pytest.raises(ValueError, match="case"):
            repeated(one, other)
