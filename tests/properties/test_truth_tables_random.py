"""Random conditions: durable-rules and the condition trees agree, whatever is unknown."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.conditions import All, Any, AtLeast, Condition, Not, Signals, truth
from threshold.conditions import Test as Leaf
from threshold.engine.durable_rules import available, prepare

LEAVES = [Leaf(f"fact.{letter}", "known") for letter in "abcdefghij"]
CASES = 150


def conditions(depth: int) -> st.SearchStrategy[Condition]:
    leaf = st.sampled_from(LEAVES)
    if depth == 0:
        return leaf | leaf.map(Not)
    parts = st.lists(conditions(depth - 1), max_size=8).map(tuple)
    joined = parts.map(All) | parts.map(Any) | st.builds(AtLeast, st.integers(0, 9), parts)
    return conditions(depth - 1) | joined | joined.map(Not)


@pytest.mark.skipif(available() is None, reason="durable-rules is not installed")
@settings(max_examples=50)
@given(st.lists(conditions(3), min_size=1, max_size=8), st.integers(0, 2**32))
def test_durable_rules_agrees_with_the_condition_trees(trees: list[Condition], seed: int):
    named = {f"R-{number}": tree for number, tree in enumerate(trees)}
    evaluate = prepare(named)
    random = Random(seed)
    for _ in range(CASES):
        known = random.random()
        case: Signals = {leaf: random.random() < 0.5 if random.random() < known else None for leaf in LEAVES}
        assert evaluate(case) == {key: truth(tree, case) for key, tree in named.items()}
