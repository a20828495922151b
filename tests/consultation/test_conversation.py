"""How far a call has come: what is asked next, what is left out, what stops it, and answers changed later."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.consultation.conversation import Conversation
from threshold.policy import load_policy

DAY = date(2026, 11, 30)
(SCRIPT,) = load_policy("caf-team").at(DAY).scripts
BEGUN = Conversation(SCRIPT, DAY)
DANGER, HARM, CONCERN = (
    f"child_protection.{name}" for name in ("immediate_danger", "harm_suspected", "concern")
)
CALM = {DANGER: False, HARM: False, CONCERN: False}
CALLER, WORKER, OPEN, THRESHOLD = (
    "consultation.caller",
    "contact.allocated_social_worker",
    "caf.open",
    "caf.threshold_may_be_met",
)
ABUSE = "contact.domestic_abuse"
BELOW = {**CALM, CALLER: "professional", WORKER: False, OPEN: False, THRESHOLD: False, ABUSE: False}


def after(answers: dict) -> Conversation:
    return Conversation(SCRIPT, DAY, answers)


def test_danger_is_asked_first_and_nothing_is_known_at_first():
    assert BEGUN.next is SCRIPT.danger
    assert (BEGUN.answers, BEGUN.number, BEGUN.stopped) == ({}, 1, False)


@pytest.mark.parametrize("fact", [DANGER, HARM, CONCERN])
def test_a_yes_to_danger_ends_the_questions(fact: str):
    talk = after({name: name == fact for name in list(CALM)[: list(CALM).index(fact) + 1]})
    assert talk.next is None
    assert talk.stopped
    assert talk.outcome.advice == "refer_now"


def test_a_danger_told_of_before_it_is_asked_about_ends_the_questions():
    for told in (after({HARM: True}), after({CALLER: "professional"}).endangered()):
        assert told.next is None
        assert told.outcome.advice == "refer_now"


def test_not_to_know_of_a_danger_ends_nothing():
    talk = after({DANGER: None})
    assert talk.next.fact == HARM
    assert talk.answers == {DANGER: None}


def test_what_the_answers_leave_out_is_not_asked():
    assert after({**CALM, CALLER: "family"}).next is None
    assert after({**CALM, CALLER: "professional"}).next.fact == WORKER
    assert after({**CALM, CALLER: None}).next.fact == WORKER
    assert after({**CALM, CALLER: "professional", WORKER: True}).next.fact == OPEN
    assert after({**CALM, CALLER: "professional", WORKER: True, OPEN: False}).next is None


def test_an_answer_that_no_longer_counts_is_kept_for_the_way_back():
    talk = after({**BELOW, "caf.appropriate": True})
    other = talk.answered(CALLER, "family")
    assert (other.next, list(other.answers)) == (None, [*CALM, CALLER])
    assert other.outcome.id == "not-a-professional"
    back = other.answered(CALLER, "professional")
    assert back.answers == talk.answers
    assert back.next.fact == "consent.to_support"


def test_danger_can_be_told_of_at_any_time():
    talk = after({**BELOW, "caf.appropriate": True}).endangered()
    assert talk.next is None
    assert talk.outcome.id == "danger"
    assert talk.answers[WORKER] is False  # what was known is known


def test_the_question_before():
    talk = after({**CALM, CALLER: "professional"})
    assert talk.asked_before(None).fact == CALLER
    assert talk.asked_before(CALLER).fact == CONCERN
    assert talk.asked_before(DANGER) is None
    assert BEGUN.asked_before(None) is None


def test_what_the_script_does_not_ask_is_no_answer():
    with pytest.raises(KeyError):
        BEGUN.answered("caf.declined", True)


def test_without_an_answer_it_is_asked_again():
    talk = after({DANGER: False, CONCERN: False, CALLER: "professional"})
    assert talk.next.fact == HARM
    assert talk.number == 4  # the others still count


@given(st.data())
def test_whatever_is_answered_in_whatever_order_it_ends_in_an_outcome(data: st.DataObject):
    talk = BEGUN
    for _ in range(40):
        question = talk.next
        if question is None or (talk.answers and data.draw(st.integers(0, 4)) == 0):
            changed = data.draw(st.sampled_from(list(talk.answers)))
            question = SCRIPT.question(changed)
        values = [*[choice.value for choice in question.choices], None]
        talk = talk.answered(question.fact, data.draw(st.sampled_from(values)))
    while talk.next is not None:
        talk = talk.answered(talk.next.fact, None)
    assert talk.outcome is not None
    assert len(talk.answers) <= 10
    if True in (talk.answers.get(name) for name in CALM):
        assert talk.outcome.advice == "refer_now"
