"""Values worth stating: on every side of what is compared."""

from datetime import date

import pytest

from threshold.conditions import Facts, signal
from threshold.conditions import Test as Leaf
from threshold.soundness.witness.stating import values
from threshold.vocabulary import Fact, ValueType, Vocabulary

TODAY = date(2026, 8, 14)
ROLES = (("SW", "Social Worker"), ("TM", "Team Manager"))


@pytest.mark.parametrize(
    ("kind", "test"),
    [
        (ValueType("boolean"), Leaf("f", "is", (True,))),
        (ValueType("choice", ("a", "b")), Leaf("f", "is", ("b",))),
        (ValueType("number", least=0, most=10), Leaf("f", "above", (4,))),
        (ValueType("number"), Leaf("f", "between", (4, 6))),
        (ValueType("role", names=ROLES), Leaf("f", "is", ("Social Worker",))),
        (ValueType("list", of="text"), Leaf("f", "includes_all", ("x", "y"))),
        (ValueType("list", ("x", "y", "z"), "choice"), Leaf("f", "only", ("x", "y"))),
        (ValueType("ratings", least=0, most=10), Leaf("f", "includes", (0,))),
        (ValueType("date"), Leaf("f", "before", (TODAY,))),
        (ValueType("month"), Leaf("f", "is", ("2026-08",))),
        (ValueType("text"), Leaf("f", "is", ("x",))),
    ],
)
def test_a_test_comes_out_both_ways(kind: ValueType, test: Leaf):
    tried = values(Fact("f", kind), [test], Facts(TODAY, {}), Vocabulary({}, {}, {}, ROLES))
    assert {signal(test, Facts(TODAY, {"f": value})) for value in tried} == {True, False}
