"""What a decision comes to: read of any decision, and refused of anything else."""

import json

import pytest

from threshold.register.meaning import meaning

from .conftest import SUMMARY, beside


def test_what_a_decision_comes_to_is_told_without_its_wording():
    decision = json.loads(beside(SUMMARY)[1])
    assert meaning(decision) == {
        "status": "permitted",
        "direction": "step_down",
        "to": "early_help",
        "rule R": "met",
    }
    decision["recommendation"]["headline"] = "In other words"
    assert meaning(decision)["to"] == "early_help"


@pytest.mark.parametrize(
    "changed",
    [{"checks": 5}, {"recommendation": None}, {"route": [1]}, {"documents": [{}]}, {"checks": None}],
)
def test_what_is_no_decision_is_refused(changed):
    decision = json.loads(beside(SUMMARY)[1])
    with pytest.raises(ValueError, match="cannot be read"):
        meaning(decision | changed)
