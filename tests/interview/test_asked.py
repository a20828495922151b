"""A question of a script is answered by number, by words, by y, n or u."""

import pytest
from tests.interview.phone import LINE

from threshold.interview.asked import answer, in_words, prompt_of
from threshold.interview.asking import Passed
from threshold.interview.prompts import Screen

FACTS = LINE.engine.policy.vocabulary.facts
DANGER, WHO, FAMILY = (
    LINE.script.question(fact)
    for fact in ("child_protection.immediate_danger", "consultation.caller", "consent.to_support")
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1", True), ("y", True), ("YES", True), ("2", False), ("n", False), ("No", False)),
        *(("3", Passed.UNKNOWN), ("3.", Passed.UNKNOWN), ("not known", Passed.UNKNOWN)),
    ],
)
def test_yes_no_and_not_known(text: str, value: object) -> None:
    assert answer(text, DANGER, FACTS[DANGER.fact].type) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((str(number), each.value) for number, each in enumerate(WHO.choices, 1)),
        *((each.words.upper(), each.value) for each in WHO.choices),
        *((str(len(WHO.choices) + 1), Passed.UNKNOWN), ("professional", "professional")),
    ],
)
def test_one_of_a_list(text: str, value: object) -> None:
    assert answer(text, WHO, FACTS[WHO.fact].type) == value


def test_a_word_of_an_answer_is_asked_about_and_never_guessed() -> None:
    with pytest.raises(ValueError, match=r"it may be \d \(a parent"):
        answer("parent", WHO, FACTS[WHO.fact].type)


@pytest.mark.parametrize("text", ["0", "6", "99", "6."])
def test_a_number_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no number from 1 to 5"):
        answer(text, WHO, FACTS[WHO.fact].type)


def test_a_yes_that_says_enough_and_a_no_that_does_not() -> None:
    assert answer("yes", FAMILY, FACTS[FAMILY.fact].type) == "given"
    with pytest.raises(ValueError, match="more than one of the answers"):
        answer("no", FAMILY, FACTS[FAMILY.fact].type)


@pytest.mark.parametrize("question", LINE.script.questions, ids=lambda question: question.fact)
def test_every_question_offers_each_answer_and_that_nobody_knows(question: object) -> None:
    asked = LINE.script.question(question.fact)  # type: ignore[attr-defined]
    prompt = prompt_of(asked, "Question 1")
    shown = prompt.shown(Screen())
    assert prompt.options[-1] == "not known"
    for number, choice in enumerate(asked.choices, 1):
        assert answer(str(number), asked, FACTS[asked.fact].type) == choice.value
        assert in_words(asked, choice.value).casefold() == choice.words.casefold()
        assert f"{number} {choice.words}" in " ".join(shown.split())
    assert in_words(asked, None) == "Not known"
    assert "Enter is no answer" in prompt.needed
    assert not prompt_of(asked, "Changing", ("So far: no.",)).needed
