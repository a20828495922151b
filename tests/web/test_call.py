"""A call in the browser, scripts off: every outcome, back and change, danger, and pages left behind."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.web.conftest import Open
from tests.web.serving import answer, called_by, follow, heading, hidden, is_urgent, press, reference, ways_of

from threshold.consultation import open_line
from threshold.consultation.call import begin
from threshold.policy import load_policy
from threshold.policy.script import ScriptQuestion
from threshold.web.call import NOT_KNOWN, step_of, words_of

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 30, 9, 40, tzinfo=UTC)
LINE = open_line(load_policy(None), NOW.date())


WAYS = ways_of(LINE)


def test_every_outcome_is_gone_to() -> None:
    assert set(WAYS) == {each.id for each in LINE.script.outcomes}
    assert len({LINE.advised(talk).advice for talk in WAYS.values()}) == 6


@pytest.mark.parametrize("outcome", WAYS)
def test_each_outcome_is_reached_and_told_whole(at_desk: Any, outcome: str) -> None:
    talk = WAYS[outcome]
    press(at_desk, "New call")
    for fact, value in talk.answers.items():
        question = LINE.script.question(fact)
        assert heading(at_desk) == question.asks
        answer(at_desk, words_of(question, value))
    advised = LINE.advised(talk)
    assert heading(at_desk) == f"Advice: {advised.title}"
    told = at_desk.locator("main").inner_text()
    for words in (*advised.say, *(step.do for step in advised.then), *advised.share, advised.because):
        assert words in told
    for clause in advised.clauses:
        assert clause in told
    for question in advised.unknown:
        assert question.asks in at_desk.get_by_role("listitem").all_inner_texts()


def test_without_an_answer_the_question_is_asked_again_and_the_summary_has_the_focus(at_desk: Any) -> None:
    press(at_desk, "New call")
    asked = heading(at_desk)
    press(at_desk, "Go on")
    assert heading(at_desk) == asked
    assert at_desk.title().startswith("Error: ")
    assert "There is a problem" in at_desk.locator(":focus").inner_text()
    at_desk.get_by_role("link", name="Choose an answer").click()
    assert at_desk.url.endswith("#answer")
    answer(at_desk, "no")
    assert heading(at_desk) != asked


def test_back_shows_what_was_answered_and_going_on_comes_back(at_desk: Any) -> None:
    press(at_desk, "New call")
    first = heading(at_desk)
    answer(at_desk, "no")
    second = heading(at_desk)
    answer(at_desk, NOT_KNOWN)
    third = heading(at_desk)
    follow(at_desk, "Back")
    assert heading(at_desk) == second
    assert at_desk.get_by_label(NOT_KNOWN, exact=True).is_checked()
    follow(at_desk, "Back")
    assert heading(at_desk) == first
    assert at_desk.get_by_label("no", exact=True).is_checked()
    press(at_desk, "Go on")
    assert heading(at_desk) == third
    follow(at_desk, "Back")
    follow(at_desk, "Back")
    follow(at_desk, "Back")
    assert heading(at_desk) == "The desk of the consultation line"


def test_any_answer_can_be_changed_and_the_advice_follows(at_desk: Any) -> None:
    press(at_desk, "New call")
    answer(at_desk, *called_by("family"))
    assert not is_urgent(at_desk)
    follow(at_desk, f"Change the answer to: {LINE.script.questions[1].asks}")
    answer(at_desk, "yes")
    assert is_urgent(at_desk)


def test_danger_on_the_desk_asks_nothing(at_desk: Any) -> None:
    press(at_desk, "Danger now")
    assert is_urgent(at_desk)
    assert "999" in heading(at_desk) + at_desk.locator(".say").inner_text()


def test_danger_in_the_middle_ends_the_questions_and_keeps_the_call(at_desk: Any) -> None:
    press(at_desk, "New call")
    answer(at_desk, "no", "no")
    called = reference(at_desk)
    press(at_desk, "Danger now")
    assert is_urgent(at_desk)
    assert reference(at_desk) == called


def test_danger_from_a_page_left_behind_still_counts(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "New call")
    called, page = reference(at_desk), at_desk.content()
    answer(at_desk, "no", "no", "no")
    open_desk.hand.do(f"{open_desk.session}/calls/{called}/danger", hidden(page))
    at_desk.reload()
    assert is_urgent(at_desk)


def test_a_second_tab_is_a_second_call(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "New call")
    answer(at_desk, "no", "no")
    first, asked = reference(at_desk), heading(at_desk)
    tab = at_desk.context.new_page()
    tab.goto(open_desk.root)
    press(tab, "New call")
    assert reference(tab) != first
    assert heading(tab) == LINE.script.questions[0].asks
    press(tab, "Danger now")
    at_desk.reload()
    assert (reference(at_desk), heading(at_desk)) == (first, asked)


def test_the_button_for_a_new_call_pressed_twice_begins_one(at_desk: Any, open_desk: Open) -> None:
    fields = hidden(at_desk.content())
    places = {
        open_desk.hand.do(f"{open_desk.session}/calls", fields)[0].headers["Location"] for _ in range(2)
    }
    assert len(places) == 1
    other, _ = open_desk.hand.do(f"{open_desk.session}/danger", fields)
    assert other.headers["Location"] not in places


def test_an_answer_sent_twice_is_taken_once_and_that_is_said(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "New call")
    place = f"{open_desk.session}/calls/{reference(at_desk)}"
    sent = hidden(at_desk.content()) | {"answer": "false"}
    assert "?" not in open_desk.hand.do(f"{place}/answer", sent)[0].headers["Location"]
    again, _ = open_desk.hand.do(f"{place}/answer", sent)
    at_desk.goto(open_desk.desk.origin + again.headers["Location"])
    assert "sending it again changed nothing" in at_desk.get_by_role("status").inner_text()
    assert heading(at_desk) == LINE.script.questions[1].asks


def test_another_answer_from_an_old_page_is_not_taken_and_that_is_said(at_desk: Any, open_desk: Open) -> None:
    press(at_desk, "New call")
    place = f"{open_desk.session}/calls/{reference(at_desk)}"
    old = hidden(at_desk.content())
    answer(at_desk, "no", "no")
    asked = heading(at_desk)
    late, _ = open_desk.hand.do(f"{place}/answer", old | {"answer": "true"})
    at_desk.goto(open_desk.desk.origin + late.headers["Location"])
    assert "was not taken" in at_desk.get_by_role("status").inner_text()
    assert heading(at_desk) == asked


@pytest.mark.parametrize("fact", ["contact.domestic_abuse", "no.such", ""])
def test_what_the_call_does_not_ask_is_not_taken(at_desk: Any, open_desk: Open, fact: str) -> None:
    press(at_desk, "New call")
    place = f"{open_desk.session}/calls/{reference(at_desk)}"
    sent = hidden(at_desk.content()) | {"fact": fact, "answer": "true"}
    late, _ = open_desk.hand.do(f"{place}/answer", sent)
    assert late.headers["Location"].endswith("?note=not-asked")


def test_a_step_is_another_after_each_answer() -> None:
    call = begin(LINE, NOW)
    question: ScriptQuestion = LINE.script.questions[0]
    steps = [
        step_of(call.at(call.conversation.answered(question.fact, value))) for value in (True, False, None)
    ]
    assert len({step_of(call), *steps}) == 4
