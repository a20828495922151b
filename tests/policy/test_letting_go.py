"""What a step is called tells whether it lets go of a child, unless it says so itself."""

import pytest

from threshold.policy.letting_go import let_go_by_label, lets_go


@pytest.mark.parametrize(
    "label", ["Close the contact", "End TAC", "Stop visits", "Step down", "Progress to NFA"]
)
def test_a_label_that_lets_go_does_unless_the_step_says_otherwise(label: str):
    assert let_go_by_label(label) is not None
    assert lets_go(label, None)
    assert not lets_go(label, "same")
    assert not lets_go(label, "up")


def test_a_transfer_may_be_to_whoever_protects_and_lets_go_only_where_it_says_so():
    assert let_go_by_label("Transfer the case") == "transfers"
    assert not lets_go("Transfer the case", None)
    assert not lets_go("Hand over to the duty team", None)
    assert lets_go("Transfer the case", "down")


def test_any_other_label_lets_go_only_where_the_step_says_so():
    assert let_go_by_label("Attend the meeting") is None
    assert not lets_go("Attend the meeting", None)
    assert lets_go("Attend the meeting", "down")
