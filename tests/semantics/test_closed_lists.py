"""The closed lists of what may come out agree with each other, and with what a case may ask for."""

from typing import get_args

import pytest

from threshold.policy import OUTCOME, load_policy, policy_names
from threshold.semantics.closed_lists import (
    AUDIT_STATES,
    AUDITED_STATUSES,
    DEADLINE_STATES,
    DOWNWARD,
    FAILED,
    STATUSES,
    CheckStatus,
    Direction,
)
from threshold.semantics.status import check_status
from threshold.vocabulary import DecidedDirection, RequestDirection

TRUTHS = (True, False, None)


def values(fact: str) -> list[str]:
    return sorted(load_policy().vocabulary.facts[fact].type.values)


def test_the_shipped_vocabulary_lists_what_a_case_may_ask_for_and_none():
    assert values("request.direction") == sorted([*get_args(RequestDirection), "none"])


def test_the_shipped_vocabulary_lists_what_may_be_proposed_and_none():
    assert values("proposed.direction") == sorted([*get_args(DecidedDirection), "none"])


def test_every_outcome_of_the_shipped_vocabulary_stands_for_a_direction_that_may_be_recommended():
    fact = load_policy().vocabulary.facts[OUTCOME]
    assert {outcome for outcome, _ in fact.directions} == set(fact.type.values) == set(fact.order)
    assert {direction for _, direction in fact.directions} <= set(get_args(DecidedDirection))


def test_what_comes_out_is_what_a_person_may_decide_or_undetermined():
    assert sorted(get_args(Direction)) == sorted([*get_args(DecidedDirection), "undetermined"])


def test_what_goes_down_may_be_asked_for():
    assert set(DOWNWARD) < set(get_args(RequestDirection))


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_that_ships_has_its_safety_rule(name: str):
    assert load_policy(name).at(load_policy(name).change_dates[-1]).safety.do.do


def test_an_audit_counts_what_requirements_and_deadlines_come_to():
    # Of what stays open, an audit says that it cannot tell.
    assert set(AUDIT_STATES) == {*DEADLINE_STATES, *AUDITED_STATUSES} - {"undetermined"}
    assert set(AUDITED_STATUSES) == {*get_args(CheckStatus), "conflict"}
    for closed in (AUDIT_STATES, AUDITED_STATUSES, DEADLINE_STATES, STATUSES, DOWNWARD):
        assert len(set(closed)) == len(closed)


def test_what_counts_as_failed_is_counted():
    assert set(FAILED) < set(AUDIT_STATES)
    assert set(FAILED) == {"not_met", "late", "overdue", "missed"}


def test_what_the_meanings_give_is_in_the_lists():
    assert {check_status(a, s) for a in TRUTHS for s in TRUTHS} == set(get_args(CheckStatus))
