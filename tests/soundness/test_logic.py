"""What conditions come to under a policy: with how facts are worked out, what is asked for, and records."""

import pytest

from threshold.conditions import Any, Not
from threshold.conditions import Test as Leaf
from threshold.policy import load_policy
from threshold.soundness.examination import Examination
from threshold.soundness.logic import fails, holds, in_one_order

DEFINED = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.a: true}, is: red}, {when: {t.b: true}, is: green}]
"""
RED, GREEN, AMBER = (Leaf("made.answer", "is", (each,)) for each in ("red", "green", "amber"))
A, B = (Leaf(name, "is", (True,)) for name in ("t.a", "t.b"))


@pytest.fixture
def asked(small):
    """Whether conditions can hold together under a small policy."""
    examination = Examination(load_policy(str(small.tiny(DEFINED).write())))
    policy = examination.policies[-1]
    return lambda *goals: examination.logic.ever(goals, policy)


def test_a_fact_has_a_value_that_a_row_gives(asked):
    assert asked(*holds(RED, A))
    assert asked(*holds(GREEN))
    assert not asked(*holds(AMBER))
    assert not asked(*holds(RED), *fails(A))


def test_two_rows_that_hold_give_no_value(asked):
    assert asked(*holds(A, B))
    assert not asked(*holds(RED, A, B))
    assert asked(*holds(RED, A), *fails(B))


def test_what_is_proposed_is_what_is_asked_for(asked):
    close = Leaf("proposed.direction", "is", ("close",))
    assert asked(*holds(close, Leaf("request.direction", "is", ("none",))))
    assert asked(*holds(close, Leaf("request.direction", "is", ("close",))))
    assert not asked(*holds(close, Leaf("request.direction", "is", ("step_up",))))


def test_one_order():
    one, other = Any((A, Not(B))), Any((Not(B), A))
    assert in_one_order(one) == in_one_order(other)
    assert in_one_order(Any((A, A))) == A
    assert in_one_order(Leaf("t.colour", "is", ("a", "b"))) == in_one_order(
        Leaf("t.colour", "is", ("b", "a"))
    )
    assert in_one_order(A) != in_one_order(B)
