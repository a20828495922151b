"""Two outcomes laid side by side."""

from threshold.trying.outcome import Outcome, differing, valued


def test_what_differs_is_told_in_order_and_what_is_not_there_counts_as_nothing() -> None:
    before: Outcome = {("deadline", "R", ""): "met", ("status", "", ""): "permitted"}
    after: Outcome = {("status", "", ""): "blocked", ("deadline", "R", ""): "met", ("to", "", ""): "tac"}
    assert differing(before, after) == [("status", "", ""), ("to", "", "")]
    assert valued(before, ("to", "", "")) == "none"


def test_a_rule_that_has_nothing_against_it_is_the_same_as_one_that_is_not_there() -> None:
    assert valued({}, ("rule", "R", "")) == "nothing against it"
