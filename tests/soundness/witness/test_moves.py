"""What may be done so that a test comes out as wanted: something said, or further goals."""

import pytest

from threshold.casefiles import Case
from threshold.conditions import Test as Leaf
from threshold.policy import load_policy
from threshold.soundness.witness.judge import Judge
from threshold.soundness.witness.moves import Move, Moves

from ...policy.making import TODAY
from ..making import LEVELS

TRUE, UNKNOWN = frozenset({True}), frozenset({None})
NOTHING = Case("C", {}, as_at=TODAY)
A, LEVEL = Leaf("t.a", "is", (True,)), Leaf("need.level", "is", (2,))


@pytest.fixture
def moves(small):
    judge = Judge(load_policy(str(small.tiny(LEVELS).write())).at(TODAY), TODAY)
    return lambda *fixed: Moves(judge, frozenset(fixed))


def first(found) -> Move:
    return next(iter(found))


def test_a_fact_is_stated_with_the_value_that_helps(moves):
    move = first(moves().of(A, TRUE, NOTHING, ()))
    assert move.case is not None
    assert move.case.given == {"t.a": True}
    assert list(moves("t.a").of(A, TRUE, NOTHING, ())) == []


def test_an_entry_is_made_for_a_fact_that_is_read_off_the_records(moves):
    move = first(moves().of(Leaf("visit.first", "recorded"), TRUE, NOTHING, ()))
    assert move.case is not None
    assert move.case.timeline
    without = first(moves().of(Leaf("visit.first", "recorded"), frozenset({False}), NOTHING, ()))
    assert without.case is not None
    assert (without.case.timeline, bool(without.case.covers)) == ((), True)


def test_what_is_worked_out_leads_to_the_row(moves):
    move = first(moves().of(LEVEL, TRUE, NOTHING, ()))
    assert move.case is None
    assert (A, TRUE) in move.goals


def test_what_is_proposed_leads_to_what_is_asked_for(moves):
    move = first(moves().of(Leaf("proposed.direction", "is", ("close",)), TRUE, NOTHING, ()))
    assert move.goals == ((Leaf("request.direction", "is", ("close",)), TRUE),)


def test_what_nobody_is_to_know_is_taken_out(moves):
    move = first(moves().of(A, UNKNOWN, Case("C", {"t.a": True, "t.b": True}), ()))
    assert move.case is not None
    assert move.case.given == {"t.b": True}


def test_another_test_of_the_same_fact_is_kept_in_mind(moves):
    other = (Leaf("t.n", "below", (5,)), TRUE)
    move = first(moves().of(Leaf("t.n", "above", (3,)), TRUE, NOTHING, (other,)))
    assert move.case is not None
    assert move.case.given == {"t.n": 4}
