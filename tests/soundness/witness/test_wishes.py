"""Goals taken apart, and the ways to those that have several."""

from itertools import product

import pytest

from threshold.conditions import All, Any, AtLeast, Not, truth
from threshold.conditions import Test as Leaf
from threshold.soundness.witness.wishes import FALSE, NOT_TRUE, TRUE, apart, ways

A, B, C = (Leaf(name, "is", (True,)) for name in "abc")


def test_what_has_to_come_out_so_by_itself():
    assert apart([(All((A, Not(B))), TRUE)]) == ((A, TRUE), (B, FALSE))
    assert apart([(Any((A, B)), FALSE), (A, FALSE)]) == ((A, FALSE), (B, FALSE))
    assert apart([(Not(AtLeast(1, (A, B))), TRUE)]) == ((A, FALSE), (B, FALSE))
    assert apart([(Any((A, B)), TRUE)]) == ((Any((A, B)), TRUE),)


@pytest.mark.parametrize("wanted", [TRUE, FALSE, NOT_TRUE])
@pytest.mark.parametrize("condition", [Any((A, B, C)), All((A, B, C)), AtLeast(2, (A, B, C))])
def test_each_way_leads_there_and_none_is_left_out(condition, wanted):
    def reached(goals, signals):
        return all(truth(each, signals) in how for each, how in goals)

    found = list(ways(condition, wanted)) or [((condition, wanted),)]
    for values in product((True, False, None), repeat=3):
        signals = dict(zip((A, B, C), values, strict=True))
        by_way = any(reached(way, signals) for way in found)
        assert by_way == (truth(condition, signals) in wanted), signals
