"""The condition tree: every leaf in the order written, and every fact that a condition reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.conditions import truth
from threshold.conditions.tree import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Condition,
    Lookup,
    Not,
    OtherFact,
    facts_of,
    operand_facts,
)
from threshold.conditions.tree import Test as Leaf
from threshold.conditions.tree import tests as leaves
from threshold.dates import Duration

A, B, C = (Leaf(f"t.{name}", "is", (True,)) for name in "abc")
LEAVES = st.sampled_from([A, B, C])
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(lambda parts: All(tuple(parts)), st.lists(inner, max_size=3))
        | st.builds(lambda parts: Any(tuple(parts)), st.lists(inner, max_size=3))
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (A, [A]),
        (Not(A), [A]),
        (All((A, Not(Any((B, C))), A)), [A, B, C, A]),
        (Any((C, All((B, A)))), [C, B, A]),
        (ALWAYS, []),
        (NEVER, []),
    ],
)
def test_every_leaf_comes_in_the_order_in_which_it_was_written(condition: Condition, expected: list[Leaf]):
    assert list(leaves(condition)) == expected


@given(CONDITIONS)
def test_no_leaf_is_lost(condition: Condition):
    assert len(list(leaves(condition))) == repr(condition).count("Test(")


@pytest.mark.parametrize("signals", [{A: True}, {A: False}, {A: None}])
def test_always_and_never_hang_on_nothing(signals: dict[Leaf, bool | None]):
    assert (truth(ALWAYS, signals), truth(NEVER, signals)) == (True, False)
    assert truth(All((ALWAYS, A)), signals) is truth(Any((NEVER, A)), signals) is signals[A]


LOOKUP = Lookup("t.colour", (("red", 3), ("amber", None)))


@pytest.mark.parametrize(
    ("operand", "facts"),
    [
        (("red", "amber"), []),
        (None, []),
        (OtherFact("t.day"), ["t.day"]),
        (OtherFact("t.day", Duration(2, "days")), ["t.day"]),
        (LOOKUP, ["t.colour"]),
    ],
)
def test_an_operand_reads_the_fact_that_it_looks_at(operand, facts: list[str]):
    assert list(operand_facts(operand)) == facts
    assert list(facts_of(Leaf("t.n", "at_most", operand))) == ["t.n", *facts]


def test_a_condition_reads_the_facts_of_all_its_leaves():
    condition = All(
        (A, Not(Leaf("seen.first", "after", OtherFact("t.day"))), Any((Leaf("t.n", "is", LOOKUP), A)))
    )
    assert list(facts_of(condition)) == ["t.a", "seen.first", "t.day", "t.n", "t.colour", "t.a"]


def test_conditions_that_say_the_same_are_the_same():
    assert All((A, Not(B))) == All((A, Not(Leaf("t.b", "is", (True,)))))
    assert len({A, Leaf("t.a", "is", (True,)), Not(A), All((A,)), Any((A,))}) == 4
