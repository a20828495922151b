"""Ways to a status that are worth trying."""

import pytest

from threshold.policy import load_policy
from threshold.soundness.witness.statuses import ways_to_a_status

from ...policy.making import TODAY, requirement


def test_any_status_asks_for_nothing(small):
    policy = load_policy(str(small.write())).at(TODAY)
    assert list(ways_to_a_status(policy, {"request.direction": "close"}, ())) == [()]
    assert list(ways_to_a_status(policy, {}, ("permitted",))) == [()]


@pytest.mark.parametrize(("status", "ways"), [("permitted", 3), ("blocked", 4), ("undetermined", 1)])
def test_each_status_has_its_ways(small, status: str, ways: int):
    policy = load_policy(str(small.tiny("requirements:\n  " + requirement("R")).write())).at(TODAY)
    found = list(ways_to_a_status(policy, {"request.direction": "step_up"}, (status,)))
    assert len(found) == ways
