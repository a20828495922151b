"""S164 to S171 of docs/semantics.md: how a script is gone through, and what a call comes to."""

from datetime import date
from pathlib import Path

import pytest

from threshold.consultation import Conversation, Line, open_line
from threshold.consultation.advice import BY_THE_RULES, NoOutcome
from threshold.consultation.case import case_of

from ...consultation.changed import script_of

DAY = date(2026, 8, 14)
DANGER, HARM, CONCERN = (
    f"child_protection.{name}" for name in ("immediate_danger", "harm_suspected", "concern")
)
CALLER, WORKER, OPEN, STUCK = (
    "consultation.caller",
    "contact.allocated_social_worker",
    "caf.open",
    "caf.stuck",
)
QUESTIONS = f"""\
title: A line
log: {{words: Log it, carries: [BAR-CL-3]}}
questions:
  - {{fact: {DANGER}, asks: Danger?, stops: true}}
  - {{fact: {HARM}, asks: Harm?, stops: true}}
  - {{fact: {CONCERN}, asks: Concern?, stops: true}}
  - {{fact: {CALLER}, asks: Who?}}
  - unless: {{{CALLER}: [family, public]}}
    questions:
      - {{fact: {WORKER}, asks: A social worker?}}
      - {{fact: {OPEN}, asks: Open?}}
      - {{fact: {STUCK}, asks: Stuck?, unless: {{{OPEN}: false}}}}
"""
OUTCOMES = f"""\
outcomes:
  - {{id: danger, advice: refer_now, title: Refer, because: danger, carries: [BAR-4A], say: Refer, share: All,
     when: {{any: [{{{DANGER}: true}}, {{{HARM}: true}}, {{{CONCERN}: true}}]}}}}
  - {{id: find-out, advice: ask_first, title: Ask, because: not known, carries: [BAR-4A],
     say: Ask, share: None, when: {{any: [{{{DANGER}: {{known: false}}}}, {{{HARM}: {{known: false}}}}]}}}}
  - {{id: worker, advice: speak_to_worker, title: Speak, because: has it, carries: [BAR-14-4], share: None,
     when: {{{WORKER}: true}}, say: [Speak, {{words: Speak to both, when: {{{OPEN}: true}}}}]}}
  - {{id: neither, advice: neither, title: Neither, because: else, carries: [BAR-CL-4], say: No, share: None}}
"""
CALM = {DANGER: False, HARM: False, CONCERN: False}
AT_WORK = {**CALM, CALLER: "professional"}


def line(tmp_path: Path, questions: str = QUESTIONS, outcomes: str = OUTCOMES) -> Line:
    return open_line(script_of(tmp_path, questions + outcomes), DAY)


@pytest.fixture(scope="module")
def a_line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return line(tmp_path_factory.mktemp("line"))


def after(a_line: Line, answers: dict) -> Conversation:
    return Conversation(a_line.script, DAY, answers)


def asked(talk: Conversation) -> str | None:
    return None if talk.next is None else talk.next.fact


def test_s164_questions_come_in_their_order_each_once(a_line: Line):
    talk, order = a_line.begin(), []
    while talk.next is not None:
        order.append(talk.next.fact)
        value = "professional" if talk.next.fact == CALLER else talk.next.fact == OPEN
        talk = talk.answered(talk.next.fact, value)
    assert order == [DANGER, HARM, CONCERN, CALLER, WORKER, OPEN, STUCK]


def test_s164_what_the_answers_before_it_leave_out_is_not_asked(a_line: Line):
    assert asked(after(a_line, {**CALM, CALLER: "family"})) is None
    assert asked(after(a_line, {**AT_WORK, WORKER: False, OPEN: False})) is None


def test_s164_as_long_as_it_is_open_it_is_asked(a_line: Line):
    assert asked(after(a_line, {**CALM, CALLER: None})) == WORKER
    assert asked(after(a_line, {**AT_WORK, WORKER: False, OPEN: None})) == STUCK


def test_s164_a_condition_sees_the_way_before_it_alone(a_line: Line):
    # That no CAF is open was said when the caller was at work; of a family nobody has asked it.
    talk = after(a_line, {**AT_WORK, WORKER: False, OPEN: False}).answered(CALLER, "family")
    assert (asked(talk), OPEN in talk.answers) == (None, False)


@pytest.mark.parametrize("fact", [DANGER, HARM, CONCERN])
def test_s165_an_answer_that_stops_ends_the_questions(a_line: Line, fact: str):
    talk = a_line.begin()
    while talk.next is not None:
        talk = talk.answered(talk.next.fact, talk.next.fact == fact)
        if talk.stopped:
            break
    assert list(talk.answers)[-1] == fact
    assert asked(talk) is None


def test_s165_what_was_answered_stays_known(a_line: Line):
    talk = after(a_line, {**AT_WORK, WORKER: True}).answered(HARM, True)
    assert asked(talk) is None
    assert talk.answers == {**AT_WORK, HARM: True, WORKER: True}


@pytest.mark.parametrize(
    "answers", [{}, CALM, {**AT_WORK, WORKER: True, OPEN: False}, {DANGER: False, HARM: True}]
)
def test_s166_danger_can_be_told_of_at_every_point(a_line: Line, answers: dict):
    talk = after(a_line, answers).endangered()
    assert asked(talk) is None
    assert talk.answers == {**answers, DANGER: True}
    assert a_line.advised(talk).advice == "refer_now"


def test_s166_taken_back_the_call_goes_on(a_line: Line):
    begun = after(a_line, {**AT_WORK, WORKER: True})
    assert asked(begun.endangered().answered(DANGER, False)) == asked(begun) == OPEN


def test_s167_what_nobody_knows_stops_nothing_and_is_told(a_line: Line):
    talk = after(a_line, {DANGER: None})
    assert (asked(talk), talk.stopped) == (HARM, False)
    told = a_line.advised(after(a_line, {**AT_WORK, HARM: None, WORKER: None, OPEN: False}))
    assert (told.outcome, [each.fact for each in told.unknown]) == ("find-out", [HARM, WORKER])


def test_s167_it_is_never_yes_and_never_no(a_line: Line):
    told = a_line.advised(after(a_line, {**AT_WORK, WORKER: True, OPEN: None, STUCK: None}))
    assert told.say == ("Speak",)


def test_s168_an_answer_that_no_longer_stands_on_the_way_counts_for_nothing(a_line: Line):
    talk = after(a_line, {**AT_WORK, WORKER: True, OPEN: False})
    assert a_line.advised(talk).outcome == "worker"
    family = talk.answered(CALLER, "family")
    assert a_line.advised(family).outcome == "neither"
    assert family.answers == {**CALM, CALLER: "family"}
    assert family.answered(CALLER, "professional").answers == talk.answers


def test_s169_no_advice_is_less_than_the_rules_make_of_the_answers(tmp_path: Path):
    # The rules: with a social worker nothing less than to speak to them (BAR-CL-4-worker).
    without = OUTCOMES.replace(f"when: {{{WORKER}: true}}", f"when: {{{WORKER}: true, {OPEN}: true}}")
    told = line(tmp_path, outcomes=without).advised(
        after(line(tmp_path / "again", outcomes=without), {**AT_WORK, WORKER: True, OPEN: False})
    )
    assert (told.outcome, told.advice, told.raised) == ("worker", "speak_to_worker", True)


@pytest.mark.parametrize("fact", [DANGER, HARM, CONCERN])
@pytest.mark.parametrize("caller", ["professional", "family", "public", None])
def test_s169_under_a_concern_it_is_the_most_serious(tmp_path: Path, fact: str, caller: str | None):
    blind = OUTCOMES.replace(f"{{{fact}: true}}", f"{{{fact}: true, {CALLER}: professional}}")
    made = line(tmp_path, outcomes=blind)
    assert made.advised(after(made, {**CALM, CALLER: caller, fact: True})).advice == "refer_now"


def test_s169_while_a_concern_is_not_ruled_out_it_is_found_out_first(a_line: Line):
    # The script looks at danger and harm alone; of the third nobody knows.
    told = a_line.advised(after(a_line, {**CALM, CALLER: "family", CONCERN: None}))
    assert (told.outcome, told.advice, told.raised) == ("find-out", "ask_first", True)


@pytest.mark.parametrize(
    ("is_open", "advice"), [(True, "speak_to_worker"), (False, "ask_first"), (None, "ask_first")]
)
def test_s169_whether_an_episode_is_open_is_a_start_without_a_day_or_a_complete_record(
    a_line: Line, is_open: bool | None, advice: str
):
    # Below the threshold whoever has an open CAF is spoken to; else the rules ask whether a CAF would help.
    policy = a_line.engine.policy.at(DAY)
    answers = {**AT_WORK, WORKER: False, OPEN: is_open, "caf.threshold_may_be_met": False}
    assert a_line.floor.of(case_of(answers, policy.vocabulary, DAY)) == advice


def test_s170_the_least_serious_that_is_serious_enough_is_taken_and_says_why(a_line: Line):
    told = a_line.advised(after(a_line, {**CALM, CALLER: "family", CONCERN: None}))
    assert (told.title, told.because, told.say) == ("Ask", BY_THE_RULES, ("Ask",))


def test_s170_where_no_outcome_is_serious_enough_nothing_is_advised(tmp_path: Path):
    refers = "advice: refer_now"
    made = line(tmp_path, outcomes=OUTCOMES.replace(refers, "advice: refer_to_mash"))
    with pytest.raises(NoOutcome):
        made.advised(made.begin().endangered())


def test_s171_the_first_that_holds_counts(a_line: Line):
    both = after(a_line, {**AT_WORK, HARM: None, WORKER: True, OPEN: False})
    assert a_line.advised(both).outcome == "find-out"


def test_s171_one_that_is_open_does_not_hold(a_line: Line):
    assert a_line.advised(after(a_line, {**AT_WORK, WORKER: None, OPEN: False})).outcome != "worker"


def test_s171_words_of_some_answers_are_said_where_their_condition_holds(a_line: Line):
    told = a_line.advised(after(a_line, {**AT_WORK, WORKER: True, OPEN: True, STUCK: False}))
    assert told.say == ("Speak", "Speak to both")
